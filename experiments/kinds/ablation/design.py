"""The design of an ablation: which subsets of the package's levers each replication runs.

Over societies a replication is one of a society: each society has replications of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.config.societies import Societies
from experiments.designs.lever_package import LeverPackage
from experiments.kinds.ablation.options import ALL, AblationOptions
from experiments.runs.design import SOCIETY, Case
from experiments.runs.plan import Plan, plan
from experiments.statistics import shapley
from experiments.statistics.shapley import Orders
from experiments.statistics.subset_search import by_size

EXACT_BY_DEFAULT = 6
MOST_EXACT = 12
PAIRS_BY_DEFAULT = 8


@dataclass(frozen=True, slots=True)
class AblationDesign:
    """Parts of the analysis, orders of introduction and subsets of each replication.

    `columns` are the replications; over societies they have the levels society and replication, and
    `points` the societies. `orders` is empty where Shapley values are exact, over all orders.
    """

    package: LeverPackage
    parts: tuple[str, ...]
    orders: list[Orders]
    subsets: list[set[int]]
    columns: pd.Index
    points: pd.DataFrame | None = None

    @property
    def every_subset(self) -> list[int]:
        """Subsets that some replication runs, small ones first."""
        return by_size(set().union(*self.subsets))

    @property
    def over_societies(self) -> bool:
        """Whether replications are of several societies."""
        return self.points is not None

    def plan(self, seed: int) -> Plan:
        """Runs of each replication's own subsets, small ones first."""
        design = self.package.design(self.every_subset, self.points)
        needed = set(self._runs())
        cases = {Case(scenario, point) for scenario, point, _ in needed}
        replications = len(self.columns.unique("replication"))
        runs = plan(design, replications, seed, cases=cases)
        cells = zip(*(runs.table[name] for name in (*Case._fields, "replication")), strict=True)
        return Plan(design, runs.table[[cell in needed for cell in cells]], ())

    def _runs(self) -> Iterator[tuple[str, int, int]]:
        """Scenario, point and replication of each run."""
        for column, own in zip(self.columns, self.subsets, strict=True):
            point, replication = column if self.over_societies else (0, column)
            for subset in own:
                yield self.package.name(subset), point, replication

    def levels(self, values: pd.Series) -> pd.DataFrame:
        """An outcome as a row a subset, a column a replication; NaN where there is no run."""
        subsets = sorted(set().union(*self.subsets))
        wide = values.unstack([SOCIETY, "replication"] if self.over_societies else "replication")
        names = [self.package.name(subset) for subset in subsets]
        wide = wide.reindex(names, columns=self.columns)
        return wide.set_axis(subsets, axis=0)

    def finished(self, values: pd.DataFrame) -> AblationDesign:
        """The design without replications of which some run failed: `values` lacks that run."""
        done = values.index.to_frame(index=False)
        have = set(done.itertuples(index=False, name=None))
        whole = [
            all((self.package.name(subset), *column) in have for subset in own)
            for column, own in zip(self.columns, self.subsets, strict=True)
        ]
        kept = [place for place, complete in enumerate(whole) if complete]
        return replace(
            self,
            orders=[self.orders[place] for place in kept] if self.orders else [],
            subsets=[self.subsets[place] for place in kept],
            columns=self.columns[kept],
        )


def ablation_design(
    chosen: AblationOptions, package: LeverPackage, societies: Societies | None = None
) -> AblationDesign:
    """The design of the options, over these societies; None for the reference society.

    Raises InputError for too many subsets or too few orders.
    """
    usual = ("alone", "without", "shapley")
    few = len(package.levers) <= PAIRS_BY_DEFAULT
    parts: tuple[str, ...] = chosen.parts or ((*usual, "pairs") if few else usual)
    columns: pd.Index = pd.RangeIndex(chosen.runs_each, name="replication")
    points = None
    if societies is not None:
        points = societies.points
        names = [SOCIETY, "replication"]
        columns = pd.MultiIndex.from_product([points.index, columns], names=names)
    orders = _orders(chosen, len(package.levers), columns) if "shapley" in parts else []
    subsets = _subsets(package, parts, orders, len(columns))
    return AblationDesign(package, parts, orders, subsets, columns, points)


def _orders(chosen: AblationOptions, levers: int, columns: pd.Index) -> list[Orders]:
    """Random orders of each replication; none where Shapley values are exact."""
    if chosen.permutations == ALL and levers > MOST_EXACT:
        runs = 2**levers * len(columns)
        subsets = counted(2**levers, "subset")
        reason = f"{counted(levers, 'lever')} have {subsets}, which makes {counted(runs, 'run')}"
        allowed = f"{MOST_EXACT} levers at most, or an even number of orders a replication"
        raise InputError("permutations", ALL, f"{reason}; {allowed}")
    if chosen.permutations == ALL or levers <= EXACT_BY_DEFAULT:
        return []
    orders = chosen.permutations * len(columns)
    if orders < levers:
        times = counted(chosen.runs_each, "replication")
        if columns.nlevels > 1:
            number = columns.unique(SOCIETY).size
            times = f"{times} of {counted(number, 'society', 'societies')}"
        reason = f"makes {counted(orders, 'order')} in {times} for {counted(levers, 'lever')}"
        raise InputError("permutations", chosen.permutations, f"{reason}; at least {levers} in all")
    return [
        shapley.random_orders(levers, chosen.permutations, chosen.seed, *reversed(key))
        for key in columns.to_frame(index=False).itertuples(index=False, name=None)
    ]


def _subsets(
    package: LeverPackage, parts: Sequence[str], orders: Sequence[Orders], replications: int
) -> list[set[int]]:
    """Subsets of levers that each replication needs."""
    single = [1 << bit for bit in range(len(package.levers))]
    common = {0}
    if set(parts) != {"pairs"}:
        common.add(package.whole)
    if "alone" in parts or "pairs" in parts:
        common.update(single)
    if "without" in parts:
        common.update(package.whole - lever for lever in single)
    if "pairs" in parts:
        common.update(first | second for first, second in combinations(single, 2))
    if "shapley" in parts and not orders:
        common.update(range(package.whole))
    of_orders = [set(shapley.nested_subsets(own).ravel().tolist()) for own in orders]
    return [common | own for own in of_orders or [set()] * replications]
