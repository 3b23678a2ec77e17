"""Write the digests of `tests/golden/bare.json` anew; say in CHANGELOG.md why they changed."""

from __future__ import annotations

import json
from pathlib import Path

from sim.model import GovernanceModel
from sim.settings import Settings
from tests.golden.books import digest
from tests.golden.cases import CASES

PLACE = Path(__file__).with_name("bare.json")


def main() -> None:
    """Run every case and write its digest."""
    digests = {}
    for name, (seed, tree) in CASES.items():
        model = GovernanceModel(Settings(**tree), seed)
        model.run()
        digests[name] = digest(model)
    PLACE.write_text(json.dumps(digests, indent=2) + "\n")


if __name__ == "__main__":
    main()
