"""Digests of some societies, to be made in other threads, processes and versions of Python."""

from __future__ import annotations

import json

from sim.model import GovernanceModel
from sim.settings import Settings
from tests.golden.books import digest
from tests.twin.parts import LEVERS, SHOCKS, breeding, levers, overload

SOCIETIES = (
    {"territory": {"communities": 2, "workers": 9, "residents": 1500}, "horizon_days": 60},
    overload(),
    breeding(),
    {
        "territory": {"communities": 2, "workers": 9, "residents": 1500},
        "levers": levers(*LEVERS),
        "shocks": levers(*SHOCKS),
        "horizon_days": 80,
    },
)
"""As it is, without time, with obligations that come and go, and under all reforms at once."""


def digest_of(number: int) -> str:
    """What one of them counts."""
    model = GovernanceModel(Settings(**SOCIETIES[number]), 40 + number)
    model.run()
    return digest(model)


def main() -> None:
    """Print all of them."""
    print(json.dumps([digest_of(number) for number in range(len(SOCIETIES))]))


if __name__ == "__main__":
    main()
