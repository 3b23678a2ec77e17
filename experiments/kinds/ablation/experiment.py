"""The experiment `ablation`: contributions and interactions of the levers of a package.

It estimates the effect of each lever alone, the loss of the package without it, its Shapley value
(its share over all orders of introduction), and the interaction of each pair. Only levers are taken
apart. What else a package sets, such as a shock or departments' hours, is no reform and holds in
every arm, the baseline included. By default all of this is over plausible societies.
"""

from __future__ import annotations

import pandas as pd

from experiments.config.outcomes import STANDARD, outcome
from experiments.config.study import Study
from experiments.designs.lever_package import lever_package
from experiments.kinds.ablation.analysis import contribution_table, interaction_table
from experiments.kinds.ablation.design import ablation_design
from experiments.kinds.ablation.options import ALL, AblationOptions
from experiments.laboratory import Laboratory, RunsFailed
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
    chosen.refuse_contradictions()
    package = lever_package(study, chosen.package, laboratory.ledger)
    laboratory.report_overrides(package.notes)
    design = ablation_design(chosen, package, laboratory.societies)
    outcomes = list(dict.fromkeys(map(outcome, chosen.outcomes or map(str, STANDARD))))
    runs = design.plan(chosen.seed)
    values = laboratory.values(runs, outcomes, gaps=True)
    if design.over_societies:
        design = design.finished(values)
        if not len(design.columns):
            raise RunsFailed(laboratory.failures, runs.runs)
    else:
        values = values.droplevel("point")
    units = laboratory.units(runs, outcomes)
    levels = {wanted: design.levels(values[str(wanted)]) for wanted in outcomes}
    frames: dict[str, pd.DataFrame] = {}
    if set(design.parts) != {"pairs"}:
        frames["ablation.csv"] = contribution_table(levels, design, units)
    if "pairs" in design.parts:
        frames["pairs.csv"] = interaction_table(levels, design, units)
    frames["subsets.parquet"] = values.reset_index()
    orders = len(design.orders[0]) if design.orders else ALL if "shapley" in design.parts else None
    ends = package.design([0, package.whole], design.points)
    return laboratory.write_results(
        plan(ends, chosen.runs_each, chosen.seed), frames,
        levers=list(package.levers), held=list(package.held), orders=orders,
        subsets=len(design.every_subset),
    )  # fmt: skip
