"""What happens to the traced issue and who acts, from the table of data, in the language in use."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from experiments.kinds.trace.lives import GRID_WORKER, HOLDS_LINE, Row, described
from experiments.language import _, use


def happened(row: Row, departments: Sequence[str]) -> str:
    """What the row says in English, in the language in use; as it is where that is not known."""
    office = "" if row.department is None else departments[row.department]
    for named, dispute, hidden in product((office, ""), (False, True), (False, True)):
        with use("en"):
            same = described(row.happening, named, dispute, hidden) == row.words
        if same:
            return described(row.happening, named, dispute, hidden)
    return row.words


def who(row: Row, departments: Sequence[str]) -> str:
    """Who acts: a worker, the street, a resident or a department."""
    if row.who in departments:
        return _(row.who)
    named = row.who.removesuffix(HOLDS_LINE)
    shown = worker(named)
    return shown if named == row.who else _("{worker}, holds its line").format(worker=shown)


def worker(name: str) -> str:
    """A worker by role, else whatever the name is in the language in use."""
    if name.startswith(GRID_WORKER):
        return _("grid worker {number}").format(number=name.removeprefix(GRID_WORKER))
    return _(name)
