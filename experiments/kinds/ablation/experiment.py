"""The experiment `ablation`: contributions and interactions of the levers of a package.

It estimates the effect of each lever alone, the loss of the package without it, its Shapley value
(its share over all orders of introduction), and the interaction of each pair. Only levers are taken
apart. What else a package sets, such as a shock or departments' hours, is no reform and holds in
every arm, the baseline included.
"""

from __future__ import annotations

import pandas as pd

from experiments.config.outcomes import STANDARD, outcome
from experiments.config.study import Study
from experiments.designs.lever_package import lever_package
from experiments.kinds.ablation.analysis import contribution_table, interaction_table
from experiments.kinds.ablation.design import ablation_design
from experiments.kinds.ablation.options import ALL, AblationOptions
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import releasing_claims


@releasing_claims()
def run(study: Study) -> Results:
    """Write frames `ablation`, `pairs` (both optional) and `subsets`, and the output folder.

    Raises InputError for a package that cannot be taken apart or too many runs; else as
    `compare.run`.
    """
    laboratory = Laboratory(study, AblationOptions)
    chosen = laboratory.chosen
    package = lever_package(study, chosen.package, laboratory.ledger)
    for note in package.notes:
        laboratory.announce(note)
    design = ablation_design(chosen, package)
    outcomes = list(dict.fromkeys(map(outcome, chosen.outcomes or map(str, STANDARD))))
    runs = design.plan(chosen.seed)
    values = laboratory.values(runs, outcomes, gaps=True).droplevel("point")
    units = laboratory.units(runs, outcomes)
    levels = {wanted: design.levels(values[str(wanted)]) for wanted in outcomes}
    frames: dict[str, pd.DataFrame] = {}
    if set(design.parts) != {"pairs"}:
        frames["ablation.csv"] = contribution_table(levels, design, units)
    if "pairs" in design.parts:
        frames["pairs.csv"] = interaction_table(levels, design, units)
    frames["subsets.parquet"] = values.reset_index()
    orders = len(design.orders[0]) if design.orders else ALL if "shapley" in design.parts else None
    return laboratory.write_results(
        plan(package.design([0, package.whole]), chosen.replications, chosen.seed), frames,
        levers=list(package.levers), held=list(package.held), orders=orders,
        subsets=len(design.every_subset),
    )  # fmt: skip
