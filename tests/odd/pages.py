"""Pages whose tables the code makes."""

from __future__ import annotations

from tests.odd.marks import CLOSING, MARKED, OPENING
from tests.odd.sections import SIM
from tests.odd.tables import TABLES

PAGES = (
    *(SIM / f"{name}.md" for name in ("ODD", "STATE", "PARAMETERS", "TRACE")),
    *(SIM.parent / "docs" / f"{name}.md" for name in ("levers", "systems")),
    SIM.parent / "docs" / "how-to" / "questions.md",
)
WRITTEN = tuple(
    SIM.parent / page
    for page in (
        "README.md",
        "docs/explanation/findings.md",
        "docs/how-to/index.md",
        "docs/how-to/python.md",
    )
)
"""Pages without such a table, whose sentences, files and commands are looked at as well."""


def filled(page: str) -> str:
    """A page with its tables as the code has them.

    Raises ValueError for a mark without its end, and for a table that nobody makes.
    """
    marks = MARKED.findall(page)
    if not len(marks) == page.count(OPENING) == page.count(CLOSING):
        raise ValueError("a mark without its end, or an end without its mark")
    for name, _ in marks:
        if name not in TABLES:
            raise ValueError(f"table {name}: there are {', '.join(sorted(TABLES))}")
    return MARKED.sub(lambda mark: _block(mark["name"]), page)


def _block(name: str) -> str:
    return f"{OPENING}{name} -->\n\n{TABLES[name]()}\n\n{CLOSING}"
