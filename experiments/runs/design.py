"""The design of an experiment: scenarios at every point of a table of values."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from sim.coverage import Unreached, reached, switched_on, unreached
from sim.evidence import Ledger
from sim.settings import Settings, default_ledger
from sim.settings.nested import Tree, grow, overlay
from sim.settings.variants import ASSUMPTION, Unfit, Variants, is_assumption

SOCIETY = "society"
"""The level of an index of points that has societies."""
KEPT_SETTINGS = 256
ROWS = 16
"""Points whose values are made numbers of Python together."""
FEWEST_POINTS = 4
"""Points for which it pays to find out once what points change."""
MOST_VARIANTS = 256
"""Scenarios for which it is kept what points change: half a megabyte each."""


class Case(NamedTuple):
    """One society: a scenario at a point of the design."""

    scenario: str
    point: int = 0


class Design:
    """Scenarios at every point; settings are made on demand, and few of them are kept.

    `points` has one row a point. Its columns are dotted paths of settings, or `assume:ID` for an
    assumption of the ledger, which derived ones follow. Its index numbers the points. An index
    named `society` says that points are societies; one with the levels `society` and `point`, that
    they are points at societies, which are numbered anew from 0 on. `labels` then has the society
    (and the point) of each number; else it is None. `unreached` has the coverages above zero that
    reach no community, by path and number, of all settings made; `rounded_up` those below 1 that
    reach all of them, by path of the lever, with the number of communities.
    """

    def __init__(
        self, scenarios: Mapping[str, Tree], ledger: Ledger, points: pd.DataFrame | None = None
    ) -> None:
        self.scenarios = tuple(scenarios)
        points = pd.DataFrame(index=[0]) if points is None else points
        self.labels: pd.DataFrame | None = None
        if SOCIETY in points.index.names:
            crossed = points.index.nlevels > 1
            self.labels = points.index.to_frame(index=False)
            points = points.set_axis(range(len(points))) if crossed else points
            self.labels.index = points.index.rename(None)
        self.points = points
        self._rows = {int(point): row for row, point in enumerate(self.points.index)}
        self._columns = {str(name): self.points[name].to_numpy() for name in self.points}
        self._trees = dict(scenarios)
        self._ledger = ledger
        self.settings = lru_cache(KEPT_SETTINGS)(self._checked)
        self.unreached: dict[str, dict[int, Unreached]] = {}
        self.rounded_up: dict[str, tuple[float, int]] = {}
        self._evidence_at = lru_cache(1)(self._ledger_at)
        self._variants: dict[str, Variants] = {}
        self._whole = [
            number for number, name in enumerate(self._columns) if _is_whole(name, ledger)
        ]
        self._cells = lru_cache(1)(self._block)

    @classmethod
    def of(cls, settings: Mapping[str, Settings]) -> Fixed:
        """A design of given societies, without points."""
        return Fixed(settings)

    def declared(self) -> dict[str, Settings]:
        """The settings of each scenario where nothing is varied."""
        return {name: Settings.read(tree, self._ledger) for name, tree in self._trees.items()}

    def __iter__(self) -> Iterator[Case]:
        """All cases; scenarios take turns within each point."""
        return (Case(name, point) for point in self.points.index for name in self.scenarios)

    def _checked(self, case: Case) -> Settings:
        """The settings of a case; coverages that reach no community are noted by point."""
        settings = self._settings(case)
        for gap in unreached(settings):
            self.unreached.setdefault(gap.path, {})[case.point] = gap
        places = -(-settings.territory.communities // settings.territory.districts)
        for path, lever in switched_on(settings).items():
            if lever.in_villages_alone:
                continue
            share = lever.coverage
            if isinstance(share, float) and share < 1.0 and reached(share, places) == places:
                self.rounded_up[path] = share, places
        return settings

    def _settings(self, case: Case) -> Settings:
        """Raises SettingsError for an infeasible point."""
        known = case.scenario in self._variants or len(self._variants) < MOST_VARIANTS
        if known and len(self.points) >= FEWEST_POINTS:
            with contextlib.suppress(Unfit):
                return self._variant(case)
        return self._read(case)

    def _variant(self, case: Case) -> Settings:
        """The settings of a case, from what its scenario has in common at all points.

        Raises Unfit for an infeasible point, among others.
        """
        values = self._values(case.point)
        variants = self._variants.get(case.scenario)
        if variants is None:
            tree = self._trees[case.scenario]
            variants = Variants(tree, self._ledger, [*self._columns], values)
            self._variants[case.scenario] = variants
        return variants.at(values)

    def _read(self, case: Case) -> Settings:
        """As `_variant`, from the whole nested mapping. Raises SettingsError."""
        values = dict(zip(self._columns, self._values(case.point), strict=True))
        chosen = {name: value for name, value in values.items() if not is_assumption(name)}
        tree = overlay(self._trees[case.scenario], grow(chosen))
        return Settings.read(tree, self._evidence_at(case.point))

    def _ledger_at(self, point: int) -> Ledger:
        values = dict(zip(self._columns, self._values(point), strict=True))
        drawn = {
            name.removeprefix(ASSUMPTION): value
            for name, value in values.items()
            if is_assumption(name)
        }
        return self._ledger.replace(drawn) if drawn else self._ledger

    def _values(self, point: int) -> list[Any]:
        """The values of all columns; whole where an assumption is."""
        block, row = divmod(self._rows[point], ROWS)
        values = [column[row] for column in self._cells(block)]
        for number in self._whole:
            values[number] = int(values[number])
        return values

    def _block(self, number: int) -> list[list[Any]]:
        """Values of ROWS points, by column: numbers of Python, as settings need."""
        rows = slice(number * ROWS, (number + 1) * ROWS)
        return [
            [*map(plain, column[rows].tolist())]
            if column.dtype == object
            else column[rows].tolist()
            for column in self._columns.values()
        ]


class Fixed(Design):
    """Societies by name, made beforehand, at a single point."""

    def __init__(self, settings: Mapping[str, Settings]) -> None:
        super().__init__({name: {} for name in settings}, default_ledger())
        self._made = dict(settings)

    def _settings(self, case: Case) -> Settings:
        return self._made[case.scenario]


def _is_whole(column: str, ledger: Ledger) -> bool:
    """Whether a column replaces an assumption that is a whole number."""
    entry = ledger.assumptions.get(column.removeprefix(ASSUMPTION))
    return is_assumption(column) and entry is not None and entry.distribution == "integer"


def plain(value: Any) -> Any:
    """A cell of a table as a plain number of Python, as settings need."""
    return value.item() if hasattr(value, "item") else value
