"""`python -m tests.bench [--quick] [ROW ...]`: what the model and its laboratory cost.

Without names all rows, which takes half an hour, and writes `outputs/bench.json`; with `--quick`
those of a minute, less often. Figures are processor time, medians, unless a row says otherwise.
"""

from __future__ import annotations

import argparse
import sys

from tests.bench.row import FULL, QUICK
from tests.bench.rows import ROWS
from tests.bench.table import FILE, measure_all


def main() -> int:
    """Measure, print, and write the file if all rows were asked for; 1 if a row failed."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    reader.add_argument("--quick", action="store_true", help="fewer rounds, no slow rows")
    reader.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(row.key for row in ROWS))
    chosen = reader.parse_args()
    if unknown := set(chosen.rows) - {row.key for row in ROWS}:
        reader.error(f"no such row: {', '.join(sorted(unknown))}")
    rows = [row for row in ROWS if row.key in chosen.rows]
    rows = rows or [row for row in ROWS if not (chosen.quick and row.slow)]
    whole = len(rows) == len(ROWS) and not chosen.quick
    found = measure_all(rows, QUICK if chosen.quick else FULL, FILE if whole else None)
    if whole:
        print(f"written: {FILE}")
    return int(any(note.startswith("failed") for note in found["notes"].values()))


if __name__ == "__main__":
    sys.exit(main())
