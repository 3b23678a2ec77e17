"""The design of an experiment: scenarios at every point of a table of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from sim.coverage import Unreached, unreached
from sim.evidence import Ledger
from sim.evidence.entries import Number
from sim.settings import Settings, default_ledger
from sim.settings.nested import Tree, grow, overlay

KEPT_SETTINGS = 256
EVIDENCE = "assume:"


class Case(NamedTuple):
    """One society: a scenario at a point of the design."""

    scenario: str
    point: int = 0


class Design:
    """Scenarios at every point; settings are made on demand, and few of them are kept.

    `points` has one row a point. Its columns are dotted paths of settings, or `assume:ID` for an
    assumption of the ledger, which derived ones follow. Its index numbers the points. `unreached`
    has the coverages above zero that reach no community, by path and point, of all settings made.
    """

    def __init__(
        self, scenarios: Mapping[str, Tree], ledger: Ledger, points: pd.DataFrame | None = None
    ) -> None:
        self.scenarios = tuple(scenarios)
        self.points = pd.DataFrame(index=[0]) if points is None else points
        self._rows = {int(point): row for row, point in enumerate(self.points.index)}
        self._columns = {str(name): self.points[name].to_numpy() for name in self.points}
        self._trees = dict(scenarios)
        self._ledger = ledger
        self.settings = lru_cache(KEPT_SETTINGS)(self._checked)
        self.unreached: dict[str, dict[int, Unreached]] = {}
        self._evidence_at = lru_cache(1)(self._ledger_at)

    @classmethod
    def of(cls, settings: Mapping[str, Settings]) -> Fixed:
        """A design of given societies, without points."""
        return Fixed(settings)

    def __iter__(self) -> Iterator[Case]:
        """All cases; scenarios take turns within each point."""
        return (Case(name, point) for point in self.points.index for name in self.scenarios)

    def _checked(self, case: Case) -> Settings:
        """The settings of a case; coverages that reach no community are noted by point."""
        settings = self._settings(case)
        for gap in unreached(settings):
            self.unreached.setdefault(gap.path, {})[case.point] = gap
        return settings

    def _settings(self, case: Case) -> Settings:
        """Raises SettingsError for an infeasible point."""
        values = self._values(case.point, evidence=False)
        tree = overlay(self._trees[case.scenario], grow(values))
        return Settings.read(tree, self._evidence_at(case.point))

    def _ledger_at(self, point: int) -> Ledger:
        drawn: dict[str, Number] = {}
        for name, value in self._values(point, evidence=True).items():
            identifier = name.removeprefix(EVIDENCE)
            entry = self._ledger.assumptions.get(identifier)
            whole = entry is not None and entry.distribution == "integer"
            drawn[identifier] = int(value) if whole else value
        return self._ledger.replace(drawn) if drawn else self._ledger

    def _values(self, point: int, evidence: bool) -> dict[str, Any]:
        row = self._rows[point]
        chosen = [name for name in self._columns if name.startswith(EVIDENCE) == evidence]
        return {name: plain(self._columns[name][row]) for name in chosen}


class Fixed(Design):
    """Societies by name, made beforehand, at a single point."""

    def __init__(self, settings: Mapping[str, Settings]) -> None:
        super().__init__({name: {} for name in settings}, default_ledger())
        self._made = dict(settings)

    def _settings(self, case: Case) -> Settings:
        return self._made[case.scenario]


def plain(value: Any) -> Any:
    """A cell of a table as a plain number of Python, as settings need."""
    return value.item() if hasattr(value, "item") else value
