"""The catalogue of levers and shocks: what each does, whom it acts on, and its evidence.

All of it is read off the classes: registered facts, the parameters' evidence, and what a trial
application asks of a place that only records it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.config.first_values import marked
from experiments.language import marked as translatable
from experiments.reporting import provenance
from sim.enums import Cadence, Kind
from sim.evidence import Ledger
from sim.levers import Lever
from sim.settings import Settings

PARTS = ("levers", "shocks")
POLICY_METHODS = ("set_policy", "add_to_policy", "scale_policy", "cap_policy", "raise_policy")
HEAD = (
    translatable("lever"), translatable("what"), translatable("documents"),
    translatable("acts on"), translatable("acts through"), translatable("changes"),
    translatable("its own numbers"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A lever or shock of the catalogue.

    Attributes:
        acts_through: Paths of the rules that it needs; those that are off at first are marked.
        changes: Policies that it sets and other methods of the place that it calls.
        evidence: How many of its parameters rest on evidence of each grade.
    """

    part: str
    name: str
    number: int
    label: str
    documents: tuple[str, ...]
    acts_on: tuple[str, ...]
    acts_through: tuple[str, ...]
    changes: tuple[str, ...]
    evidence: Counter[str]

    @property
    def evidence_label(self) -> str:
        """Counts of facts and assumptions among the entry's own numbers."""
        parts = [_counted(count, grade) for grade, count in sorted(self.evidence.items())]
        return ", ".join(parts) or translatable("none of its own")


def _counted(count: int, grade: str) -> str:
    return "1 fact" if (count, grade) == (1, "facts") else f"{count} {grade}"


class RecordingPlace:
    """A place that answers a lever's queries and records its changes."""

    communities, obligations, departments = 2, 80, 4
    core_items, own_items, day = 2, 2, 0

    def __init__(self) -> None:
        self.changes: dict[str, None] = {}

    def uniform(self, stream: str, entity: int) -> float:
        """Numbers spread evenly over entities, so that every branch of a lever is executed."""
        return (entity * 0.381966 + 0.02) % 1.0

    def listed_households(self, community: int) -> float:
        return 100.0

    def frontline(self, community: int) -> int:
        return 10

    def merchants(self, community: int) -> float:
        return 60.0

    def micro_grids(self, community: int) -> int:
        return 40

    def department_of(self, obligation: int) -> int:
        return 0

    def cadence_of(self, obligation: int) -> Cadence:
        return Cadence.MONTHLY

    def policy_of(self, community: int, name: str) -> float:
        return 2.0

    def is_active(self, community: int, obligation: int) -> bool:
        return True

    def has_board(self, community: int, obligation: int) -> bool:
        return obligation < self.obligations // 2

    def is_listed(self, community: int, obligation: int) -> bool:
        return obligation % 2 == 0

    def prepare(
        self,
        community: int,
        minutes: float,
        then: Callable[[Any], None] | None = None,
        days: float | None = None,
        upward: bool = True,
    ) -> None:
        self._record("prepare")
        if then is not None:
            then(self)

    def teach(
        self,
        community: int,
        minutes: float,
        sessions: int,
        days: float,
        taught: Callable[[Any, int], None],
        by_head: bool = False,
    ) -> None:
        self._record("teach the head" if by_head else "teach")
        taught(self, sessions)

    def __getattr__(self, method: str) -> Callable[..., None]:
        def record(*arguments: Any, **policies: Any) -> None:
            kinds = [value.name.lower() for value in arguments if isinstance(value, Kind)]
            for name in policies if method in POLICY_METHODS else [method]:
                self._record(f"{name}({kinds[0]})" if kinds else name)

        return record

    def _record(self, change: str) -> None:
        self.changes[change] = None


def lever_entries(ledger: Ledger) -> list[Entry]:
    """Every lever, then every shock, in the order in which they are applied."""
    settings = Settings.read({}, ledger)
    evidence: dict[tuple[str, str], Counter[str]] = {}
    grades = {provenance.reference(row): provenance.GRADES[row["grade"]] for row in ledger.table()}
    for row in settings.provenance():
        part, _, rest = row["path"].partition(".")
        if part in PARTS and row["source"] in grades:
            name = rest.partition(".")[0]
            evidence.setdefault((part, name), Counter())[grades[row["source"]]] += 1
    return [
        _entry(lever, evidence.get((part, name), Counter()))
        for part in PARTS
        for name, lever in getattr(settings, part)
    ]


def _entry(lever: Lever, evidence: Counter[str]) -> Entry:
    facts, place = lever.facts, RecordingPlace()
    lever.apply(place, range(place.communities))
    return Entry(
        part=facts.part,
        name=facts.name,
        number=facts.number,
        label=facts.label,
        documents=facts.documents,
        acts_on=facts.acts_on,
        acts_through=tuple(marked(f"rules.{rule}") for rule in facts.acts_through),
        changes=tuple(place.changes),
        evidence=evidence,
    )


def cells(entry: Entry) -> tuple[str, ...]:
    """An entry as a row under HEAD."""
    columns = (entry.documents, entry.acts_on, entry.acts_through, entry.changes)
    lists = (", ".join(names) for names in columns)
    return (entry.name, entry.label, *lists, entry.evidence_label)


def markdown(entries: Sequence[Entry]) -> str:
    """The catalogue as a table, without what is changed."""
    shown = [head for head in HEAD if head != "changes"]
    lines = [f"| {' | '.join(shown)} |", "|---" * len(shown) + "|"]
    for entry in entries:
        row = dict(zip(HEAD, cells(entry), strict=True)) | {"lever": f"`{entry.name}`"}
        lines.append(f"| {' | '.join(row[head] for head in shown)} |")
    return "\n".join(lines)
