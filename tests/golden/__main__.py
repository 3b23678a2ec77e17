"""Write the digests of `tests/golden/bare.json` anew; say in CHANGELOG.md why they changed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.golden.books import digest
from tests.golden.cases import CASES, ran

PLACE = Path(__file__).with_name("bare.json")


def main() -> None:
    """Run every case and write its digest."""
    digests = {}
    for name in CASES:
        digests[name] = digest(ran(name))
    PLACE.write_text(json.dumps(digests, indent=2) + "\n")


if __name__ == "__main__":
    main()
