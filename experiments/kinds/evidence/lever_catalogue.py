"""The register of levers: what each does, whom it touches, what it turns, what it rests on.

All of it is read off the code: documents from docstrings, verbs and policies from a trial
application to a place that only takes notes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.reporting import provenance
from sim.enums import Cadence, Kind
from sim.evidence import Ledger
from sim.levers import Lever
from sim.settings import Settings

DOCUMENT = re.compile(r"(?<![\d,])00\d\b")
PARTS = ("levers", "shocks")
TOUCHED = {
    "obligations": ("take_down", "end_obligation", "hand_back", "merge", "traces", "logs",
                    "requests", "inspections", "inspections_added", "early_checks",
                    "season_factor", "review_refusal",
                    "gate_refusal", "monitoring", "supervision"),
    "departments": ("hand_back", "connect", "exchange", "old_form_share", "evaluate", "weigh",
                    "extend", "links", "whistle", "restraint", "projects"),
    "workers": ("prepare", "survey", "emergency", "walk", "meetings", "chats", "chats_added",
                "secondment", "prescribed_visits", "merchant_rounds", "screen_minutes",
                "patrol_hours", "patrol_floor", "counter_posts", "line_penalty", "bring",
                "mediation_training", "project_minutes", "cockpit", "table", "camera_coverage",
                "scale_issues(certificate)"),
    "residents": ("notice", "elder_notice", "assistant_share", "trips", "funding_limit",
                  "hall_sessions", "false_found", "alarm_coverage", "scale_issues(certificate)",
                  "scale_issues(hazard)", "keep_up", "surge(hazard)"),
    "merchants": ("selfcheck_share", "share_issues(merchant)"),
    "volunteers": ("enlist_each", "enlist_some", "volunteers_asked", "volunteer_points"),
    "streets": ("street_days", "one_visit", "joint_rounds", "whistle", "evaluate", "weigh"),
    "others": ("partner_visits", "partner_share", "others_hours", "legal", "eyes",
               "share_issues(care)", "keep_up"),
}  # fmt: skip
"""Who is touched by a verb or policy."""
HEAD = ("lever", "what", "documents", "acts on", "turns", "its own numbers")


@dataclass(frozen=True, slots=True)
class Entry:
    """One lever or shock of the register."""

    part: str
    name: str
    title: str
    documents: tuple[str, ...]
    actors: tuple[str, ...]
    knobs: tuple[str, ...]
    behind: Counter[str]

    @property
    def foundation(self) -> str:
        """How many facts and assumptions its own numbers are."""
        told = [_counted(count, grade) for grade, count in sorted(self.behind.items())]
        return ", ".join(told) or "none of its own"


def _counted(count: int, grade: str) -> str:
    return "1 fact" if (count, grade) == (1, "facts") else f"{count} {grade}"


class Notes:
    """A place that answers questions and takes notes of what it is told."""

    communities, obligations, departments = 2, 80, 4
    core_items, own_items, day = 2, 2, 0

    def __init__(self) -> None:
        self.taken: dict[str, None] = {}

    def uniform(self, stream: str, entity: int) -> float:
        """Evenly spread over entities, so that every branch of a lever is walked."""
        return (entity * 0.381966 + 0.02) % 1.0

    def listed_households(self, community: int) -> float:
        return 100.0

    def frontline(self, community: int) -> int:
        return 10

    def micro_grids(self, community: int) -> int:
        return 40

    def department_of(self, obligation: int) -> int:
        return 0

    def cadence_of(self, obligation: int) -> Cadence:
        return Cadence.MONTHLY

    def policy_of(self, community: int, name: str) -> float:
        return 2.0

    def alive(self, community: int, obligation: int) -> bool:
        return True

    def hangs(self, community: int, obligation: int) -> bool:
        return obligation < self.obligations // 2

    def is_listed(self, community: int, obligation: int) -> bool:
        return obligation % 2 == 0

    def prepare(
        self,
        community: int,
        minutes: float,
        then: Callable[[Any], None] | None = None,
        days: float | None = None,
    ) -> None:
        self._note("prepare")
        if then is not None:
            then(self)

    def __getattr__(self, verb: str) -> Callable[..., None]:
        def told(*arguments: Any, **policies: Any) -> None:
            kinds = [one.name.lower() for one in arguments if isinstance(one, Kind)]
            for name in policies if verb in ("write", "add", "scale", "limit", "lift") else [verb]:
                self._note(f"{name}({kinds[0]})" if kinds else name)

        return told

    def _note(self, word: str) -> None:
        self.taken[word] = None


def register(ledger: Ledger) -> list[Entry]:
    """Every lever, then every shock, in the order in which they are applied."""
    settings = Settings.read({}, ledger)
    foundations: dict[tuple[str, str], Counter[str]] = {}
    grades = {provenance.reference(row): provenance.GRADES[row["grade"]] for row in ledger.table()}
    for row in settings.rests_on():
        part, _, rest = row["path"].partition(".")
        if part in PARTS and row["source"] in grades:
            name = rest.partition(".")[0]
            foundations.setdefault((part, name), Counter())[grades[row["source"]]] += 1
    return [
        _entry(part, name, lever, foundations.get((part, name), Counter()))
        for part in PARTS
        for name, lever in getattr(settings, part)
    ]


def _entry(part: str, name: str, lever: Lever, behind: Counter[str]) -> Entry:
    kind = type(lever)
    notes = Notes()
    lever.apply(notes, range(notes.communities))
    knobs = tuple(notes.taken)
    title = str(sys.modules[kind.__module__].__doc__).strip().rstrip(".")
    documents = tuple(sorted(set(DOCUMENT.findall(kind.__doc__ or ""))))
    actors = tuple(actor for actor, words in TOUCHED.items() if set(words) & set(knobs))
    return Entry(part, name, title, documents, actors, knobs, behind)


def cells(one: Entry) -> tuple[str, ...]:
    """An entry as a row under HEAD."""
    lists = (", ".join(words) for words in (one.documents, one.actors, one.knobs))
    return (one.name, one.title, *lists, one.foundation)


def markdown(entries: Sequence[Entry]) -> str:
    """The register as a table, without what is turned."""
    shown = [head for head in HEAD if head != "turns"]
    lines = [f"| {' | '.join(shown)} |", "|---" * len(shown) + "|"]
    for one in entries:
        row = dict(zip(HEAD, cells(one), strict=True)) | {"lever": f"`{one.name}`"}
        lines.append(f"| {' | '.join(row[head] for head in shown)} |")
    return "\n".join(lines)
