"""Traits of an issue: its kind, the powers it needs, its visibility, the households it affects."""

from __future__ import annotations

from dataclasses import dataclass

from sim.enums import Kind, Sort
from sim.settings import Settings
from sim.society import Society

LEVELS = (
    "within the community's own powers",
    "needs the street",
    "needs a department",
)
SORTS = {
    Sort.RELATION: "a relation between neighbours",
    Sort.SPACE: "shared space",
    Sort.RIGHT: "a right",
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

    def description(self, names: tuple[str, ...]) -> str:
        """One line; `names` are those of the answering departments."""
        kind = self.kind.name.lower().replace("_", " ")
        if self.kind == Kind.DISPUTE:
            kind = f"{kind} over {SORTS[self.sort]}"
        powers = LEVELS[self.level]
        if self.departments:
            several = "departments" if len(self.departments) > 1 else "department"
            powers = f"needs the {several} " + ", ".join(
                names[department] for department in self.departments
            )
        hidden = "hidden at first" if self.hidden else "in plain sight"
        household = "vulnerable" if self.vulnerable else "not a vulnerable"
        return f"{kind}; {powers}; {hidden}; {household} household"


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
