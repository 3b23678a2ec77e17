"""The experiment `ablation`: a package of levers taken apart.

What each lever does alone, what the package loses without it, its share of the whole over all
orders of introduction (Shapley), and which pairs do more or less than the sum of the two. Only
levers are taken apart: what else a package sets, such as a shock or departments' hours, is not a
reform and holds in every arm, in the baseline as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd

from experiments.config.errors import InputError
from experiments.config.outcomes import STANDARD, Outcome, outcome
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.designs.lever_package import Package, package
from experiments.kinds.ablation.options import ALL, AblationOptions
from experiments.kinds.ablation.summary import print_contributions, print_interactions
from experiments.kinds.compare.summary import print_places
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.design import Design
from experiments.runs.plan import Plan, plan
from experiments.runs.storage.claim import given_up
from experiments.statistics import shapley
from experiments.statistics.contributions import contributions
from experiments.statistics.interactions import corrected, interactions
from experiments.statistics.shapley import Orders
from sim.evidence import Ledger

EXACT_BY_DEFAULT = 6
MOST_EXACT = 12
PAIRS_BY_DEFAULT = 8


def main(study: Study) -> Results:
    """Take the package apart and print what its levers contribute."""
    results = run(study)
    files: dict[str, str] = {}
    if "ablation" in results.frames:
        print_contributions(results)
        files |= {"csv": "ablation.csv", "figure": "figures/ablation.png"}
    if "pairs" in results.frames:
        print_interactions(results)
        files |= {"pairs": "pairs.csv", "map": "figures/pairs.png"}
    print_places(results.folder, files | {"runs": "subsets.parquet"})
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `ablation` and `pairs` as far as asked for, `subsets`, and the output folder.

    Raises InputError for a package that cannot be taken apart or too many runs; else as
    `compare.run`.
    """
    from experiments.kinds.ablation.figures import draw, draw_pairs

    laboratory = Laboratory(study, AblationOptions)
    chosen = laboratory.chosen
    taken = package(study, chosen.package, laboratory.ledger)
    for note in taken.notes:
        laboratory.announce(note)
    parts = _parts(chosen, taken)
    orders = _orders(chosen, taken) if "shapley" in parts else []
    wanted = [outcome(word) for word in chosen.outcomes or map(str, STANDARD)]
    wanted = list(dict.fromkeys(wanted))
    arms = _arms(taken, parts, orders, chosen.replications)
    runs = _plan(taken, arms, chosen.seed, laboratory.ledger)
    found = laboratory.values(runs, wanted, gaps=True).droplevel("point")
    units = laboratory.units(runs, wanted)
    levels = {one: _levels(found[str(one)], taken, arms) for one in wanted}
    frames: dict[str, pd.DataFrame] = {}
    if set(parts) != {"pairs"}:
        rows = [_contributions(table, taken, parts, orders) for table in levels.values()]
        frames["ablation.csv"] = _headed(rows, wanted, units, chosen.replications)
    if "pairs" in parts:
        rows = [interactions(table, taken.levers) for table in levels.values()]
        frames["pairs.csv"] = corrected(_headed(rows, wanted, units, chosen.replications))

    def illustrate(results: Results, folder: Path) -> None:
        (folder / "figures").mkdir()
        if "ablation" in results.frames:
            draw(results, folder / "figures" / "ablation.png")
        if "pairs" in results.frames:
            draw_pairs(results, folder / "figures" / "pairs.png")

    frames["subsets.parquet"] = found.reset_index()
    ends = Design(taken.trees([0, taken.whole]), laboratory.ledger)
    return laboratory.leave(
        plan(ends, chosen.replications, chosen.seed), frames, illustrate,
        levers=list(taken.levers), held=list(taken.held), subsets=len(set().union(*arms)),
        orders=len(orders[0]) if orders else ALL if "shapley" in parts else None,
    )  # fmt: skip


def _parts(chosen: AblationOptions, taken: Package) -> Sequence[str]:
    few = len(taken.levers) <= PAIRS_BY_DEFAULT
    return chosen.parts or ("alone", "without", "shapley", *(["pairs"] if few else []))


def _orders(chosen: AblationOptions, taken: Package) -> list[Orders]:
    """Orders drawn for each replication; none where all of them are gone through."""
    count = len(taken.levers)
    if chosen.permutations == ALL and count > MOST_EXACT:
        runs = 2**count * chosen.replications
        subsets = counted(2**count, "subset")
        told = f"{counted(count, 'lever')} have {subsets}, which makes {counted(runs, 'run')}"
        allowed = f"{MOST_EXACT} levers at most, or an even number of orders a replication"
        raise InputError("permutations", ALL, f"{told}; {allowed}")
    if chosen.permutations == ALL or count <= EXACT_BY_DEFAULT:
        return []
    drawn = chosen.permutations * chosen.replications
    if drawn < count:
        times = counted(chosen.replications, "replication")
        told = f"makes {counted(drawn, 'order')} in {times} for {counted(count, 'lever')}"
        raise InputError("permutations", chosen.permutations, f"{told}; at least {count} in all")
    return [
        shapley.orders(count, chosen.permutations, chosen.seed, replication)
        for replication in range(chosen.replications)
    ]


def _arms(
    taken: Package, parts: Sequence[str], orders: Sequence[Orders], replications: int
) -> list[set[int]]:
    """Subsets of levers that each replication needs."""
    single = [1 << place for place in range(len(taken.levers))]
    common = {0}
    if set(parts) != {"pairs"}:
        common.add(taken.whole)
    if "alone" in parts or "pairs" in parts:
        common.update(single)
    if "without" in parts:
        common.update(taken.whole - one for one in single)
    if "pairs" in parts:
        common.update(one | other for one, other in combinations(single, 2))
    if "shapley" in parts and not orders:
        common.update(range(taken.whole))
    on_the_way = [set(shapley.paths(one).ravel().tolist()) for one in orders]
    return [common | own for own in on_the_way or [set()] * replications]


def _plan(taken: Package, arms: Sequence[set[int]], seed: int, ledger: Ledger) -> Plan:
    """Runs of each replication's own subsets, smaller ones first."""
    every = sorted(set().union(*arms), key=lambda subset: (subset.bit_count(), subset))
    design = Design(taken.trees(every), ledger)
    runs = plan(design, len(arms), seed)
    needed = {(taken.name(one), number) for number, here in enumerate(arms) for one in here}
    cells = zip(runs.table["scenario"], runs.table["replication"], strict=True)
    return Plan(design, runs.table[[cell in needed for cell in cells]], ())


def _levels(values: pd.Series, taken: Package, arms: Sequence[set[int]]) -> pd.DataFrame:
    """An outcome as a row a subset, a column a replication; empty where there is no run."""
    subsets = sorted(set().union(*arms))
    wide = values.unstack("replication")
    wide = wide.reindex([taken.name(one) for one in subsets], columns=range(len(arms)))
    return wide.set_axis(subsets, axis=0)


def _contributions(
    levels: pd.DataFrame, taken: Package, parts: Sequence[str], orders: Sequence[Orders]
) -> pd.DataFrame:
    values = None
    if "shapley" in parts:
        exact = not orders
        values = (
            shapley.exact(levels, len(taken.levers)) if exact else shapley.sampled(levels, orders)
        )
    alone, last = "alone" in parts, "without" in parts
    return contributions(levels, taken.levers, alone=alone, last=last, shapley=values)


def _headed(
    parts: Sequence[pd.DataFrame],
    outcomes: Sequence[Outcome],
    units: Sequence[str],
    replications: int,
) -> pd.DataFrame:
    """The tables of all outcomes as one, each row with its outcome, measure, group and unit.

    A quantile of days that some replication lacks has no effect (see `Outcome.censored`).
    """
    parts = [
        _without_biased(part, replications) if one.censored else part
        for part, one in zip(parts, outcomes, strict=True)
    ]
    head = ["outcome", "measure", "group", "unit"]
    rows = [
        part.assign(outcome=str(one), measure=one.measure, group=one.group, unit=unit)
        for part, one, unit in zip(parts, outcomes, units, strict=True)
    ]
    return pd.concat(rows, ignore_index=True)[head + list(parts[0])]


def _without_biased(part: pd.DataFrame, replications: int) -> pd.DataFrame:
    """Rows without the numbers of those that are of some of the replications alone."""
    numbers = part.select_dtypes("float").columns
    return part.assign(**{name: part[name].where(part["replications"] == replications)
                          for name in numbers})  # fmt: skip
