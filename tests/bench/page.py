"""`python -m tests.bench.page`: writes the last figures into `tests/bench/README.md`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.bench.rows import ROWS
from tests.bench.table import FILE, number

PAGE = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"


def table(found: dict[str, Any]) -> str:
    """The figures as a table of the page."""
    about = found["about"]
    lines = [
        f"Measured {about['date']}: Python {about['python']}, Numba {about['numba']}, "
        f"{about['cores']} cores, load {about['load']:.1f} at the start.",
        "",
        "| row | what | now | before | target | bound |",
        "|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        value = found[row.key]
        now = f"({found['notes'].get(row.key, '')})" if value is None else number(value)
        what = f"{row.title}, {row.unit}"
        lines.append(
            f"| `{row.key}` | {what} | {now} | {row.before} | {row.target} | {row.bound} |"
        )
    notes = [f"- `{key}`: {note}." for key, note in found["notes"].items() if note]
    return "\n".join([*lines, "", *notes]) + "\n"


def written(page: str, found: dict[str, Any]) -> str:
    """The page with these figures between its marks."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table(found)}\n{END}{tail}"


if __name__ == "__main__":
    figures = json.loads(FILE.read_text("utf-8"))
    PAGE.write_text(written(PAGE.read_text("utf-8"), figures), "utf-8")
    print(f"written: {PAGE.relative_to(Path.cwd())}")
