"""Break each line in a copy of the checkout and tell which test noticed first.

Without arguments all of them; with numbers, these. Exit code 1 if fewer than nine in ten are
noticed. Kernels are compiled anew for each line that is broken in them: half an hour in all.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants.copy import Copy
from tests.mutants.mutant import mutants

ENOUGH = 0.9


def main(numbers: list[int]) -> int:
    """Print a line for each, and how many were noticed."""
    every = dict(enumerate(mutants(), start=1))
    chosen = {number: every[number] for number in numbers or every}
    with TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        whole = copy.test()
        if whole.caught_by:
            print(f"unbroken, it fails already: {whole.caught_by}")
            return 1
        print(f"unbroken: all tests pass in {whole.seconds:.0f} s", flush=True)
        noticed = 0
        for number, mutant in chosen.items():
            found = copy.test_broken(mutant)
            noticed += found.caught_by is not None
            caught_by = found.caught_by or "NOT NOTICED"
            words = f"{number:3} {mutant.file:28} {mutant.kind:12} {found.seconds:5.0f} s"
            print(f"{words}  {caught_by}  ({mutant.breaks})", flush=True)
    print(f"{noticed} of {len(chosen)} noticed")
    return 0 if noticed >= ENOUGH * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]]))
