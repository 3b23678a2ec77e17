"""The design of an ablation: which subsets of the package's levers each replication runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.designs.lever_package import LeverPackage
from experiments.kinds.ablation.options import ALL, AblationOptions
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

    `orders` is empty where Shapley values are exact, over all orders.
    """

    package: LeverPackage
    parts: tuple[str, ...]
    orders: list[Orders]
    subsets: list[set[int]]

    @property
    def every_subset(self) -> list[int]:
        """Subsets that some replication runs, small ones first."""
        return by_size(set().union(*self.subsets))

    def plan(self, seed: int) -> Plan:
        """Runs of each replication's own subsets, small ones first."""
        design = self.package.design(self.every_subset)
        runs = plan(design, len(self.subsets), seed)
        needed = {
            (self.package.name(subset), replication)
            for replication, own in enumerate(self.subsets)
            for subset in own
        }
        cells = zip(runs.table["scenario"], runs.table["replication"], strict=True)
        return Plan(design, runs.table[[cell in needed for cell in cells]], ())

    def levels(self, values: pd.Series) -> pd.DataFrame:
        """An outcome as a row a subset, a column a replication; NaN where there is no run."""
        subsets = sorted(set().union(*self.subsets))
        wide = values.unstack("replication")
        names = [self.package.name(subset) for subset in subsets]
        wide = wide.reindex(names, columns=range(len(self.subsets)))
        return wide.set_axis(subsets, axis=0)


def ablation_design(chosen: AblationOptions, package: LeverPackage) -> AblationDesign:
    """The design of the options. Raises InputError for too many subsets or too few orders."""
    usual = ("alone", "without", "shapley")
    few = len(package.levers) <= PAIRS_BY_DEFAULT
    parts: tuple[str, ...] = chosen.parts or ((*usual, "pairs") if few else usual)
    orders = _orders(chosen, len(package.levers)) if "shapley" in parts else []
    subsets = _subsets(package, parts, orders, chosen.replications)
    return AblationDesign(package, parts, orders, subsets)


def _orders(chosen: AblationOptions, levers: int) -> list[Orders]:
    """Random orders of each replication; none where Shapley values are exact."""
    if chosen.permutations == ALL and levers > MOST_EXACT:
        runs = 2**levers * chosen.replications
        subsets = counted(2**levers, "subset")
        reason = f"{counted(levers, 'lever')} have {subsets}, which makes {counted(runs, 'run')}"
        allowed = f"{MOST_EXACT} levers at most, or an even number of orders a replication"
        raise InputError("permutations", ALL, f"{reason}; {allowed}")
    if chosen.permutations == ALL or levers <= EXACT_BY_DEFAULT:
        return []
    orders = chosen.permutations * chosen.replications
    if orders < levers:
        times = counted(chosen.replications, "replication")
        reason = f"makes {counted(orders, 'order')} in {times} for {counted(levers, 'lever')}"
        raise InputError("permutations", chosen.permutations, f"{reason}; at least {levers} in all")
    return [
        shapley.random_orders(levers, chosen.permutations, chosen.seed, replication)
        for replication in range(chosen.replications)
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
