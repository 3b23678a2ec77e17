"""Traits of an issue: its kind, the powers it needs, its visibility, the households it affects."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.language import marked
from experiments.language.phrase import Phrase, joining, phrase
from sim.enums import Kind, Sort
from sim.settings import Settings
from sim.society import Society

LEVELS = (
    marked("within the community's own powers"),
    marked("needs the street"),
    marked("needs a department"),
)
SORTS = {
    Sort.RELATION: marked("dispute over a relation between neighbours"),
    Sort.SPACE: marked("dispute over shared space"),
    Sort.RIGHT: marked("dispute over a right"),
}


@dataclass(frozen=True, slots=True)
class Portrait:
    """Traits of an issue from its start, the same in every scenario."""

    kind: Kind
    level: int
    departments: tuple[int, ...]
    sort: Sort
    hidden: bool
    vulnerable: bool

    def description(self, names: tuple[str, ...]) -> Phrase:
        """One line; `names` are those of the answering departments."""
        kind = phrase(self.kind.name.lower().replace("_", " "))
        if self.kind == Kind.DISPUTE:
            kind = phrase(SORTS[self.sort])
        powers = phrase(LEVELS[self.level])
        needed = joining(phrase(names[number].replace("_", " ")) for number in self.departments)
        if len(self.departments) > 1:
            powers = phrase("needs the departments {names}", names=needed)
        elif self.departments:
            powers = phrase("needs the department {name}", name=needed)
        hidden = phrase("hidden at first") if self.hidden else phrase("in plain sight")
        household = phrase("not a vulnerable household")
        if self.vulnerable:
            household = phrase("vulnerable household")
        return joining([kind, powers, hidden, household], "statements")


def portrait(settings: Settings, seed: int, issue: int) -> Portrait:
    """The portrait of an issue: the place is run to the evening of the day on which it arises.

    Only live issues know their departments, and a slot keeps its issue for the rest of the day.
    Raises LookupError if it does not arise.
    """
    model = Society(settings, seed)
    community, birth = issue >> 44, (issue >> 24) & 0xFFFFF
    while model.day <= birth and model.day < model.last_day:
        model.advance(model.day + 1)
    issues = model.state.issues[community]
    matches = issues[issues["entity"] == issue]
    if not len(matches):
        raise LookupError(f"issue {issue} does not arise")
    row = matches[0]
    needed = [int(row[f"department_{place}"]) for place in range(int(row["needed"]))]
    return Portrait(
        Kind(int(row["kind"])),
        int(row["level"]),
        tuple(needed),
        Sort(int(row["sort"])),
        bool(row["hidden"]),
        bool(row["vulnerable"]),
    )
