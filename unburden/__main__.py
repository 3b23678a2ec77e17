"""`python -m unburden`: the command `unburden`."""

from __future__ import annotations

import sys

import unburden  # noqa: F401 - first of all: it says which packages are meant by common names
from unburden import garbage, signals, system

INVALID = 2


def main() -> None:
    """Entry point of the command; leaves by the exit codes of `experiments.cli`."""
    if system.refused():
        print(f"unburden: {system.TOLD}", file=sys.stderr)
        sys.exit(INVALID)
    signals.take_over()
    garbage.search_seldom()
    from experiments.cli import main as command

    command()


if __name__ == "__main__":
    main()
