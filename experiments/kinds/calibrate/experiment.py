"""The experiment `calibrate`: ranges of assumptions that agree with documented outcomes.

History matching shows which documented outcomes rule draws out and where to draw more; all draws
are then weighted by the likelihood of the fitted outcomes, and outcomes that were held back show
whether that predicts anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from experiments.config.errors import InputError, did_you_mean
from experiments.config.study import Study
from experiments.designs.targets import FIT, HELD_BACK, UNUSED, Target
from experiments.kinds.calibrate import tables
from experiments.kinds.calibrate.abc_smc import WeightedDraws, weighted_draws
from experiments.kinds.calibrate.draws import all_draws
from experiments.kinds.calibrate.history_matching import Matching, match
from experiments.kinds.calibrate.options import CalibrateOptions
from experiments.kinds.calibrate.roles import targets_in_roles
from experiments.kinds.calibrate.trials import Trials
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics.implausibility import with_simulation
from experiments.statistics.weighted_sample import dependence
from sim.evidence import Ledger


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `waves`, `targets`, `assumptions`, `draws`, and the output folder.

    Without a posterior (too few draws survive, or none comes close) there are no `assumptions`.
    Raises InputError for invalid arguments, RunsFailed where the model fails.
    """
    laboratory = Laboratory(study, CalibrateOptions)
    chosen, ledger = laboratory.chosen, laboratory.ledger
    _refuse(chosen, ledger)
    targets = targets_in_roles(chosen)
    trials = Trials(laboratory)
    matching = match(
        trials, targets, draws=chosen.draws, waves=chosen.waves, discrepancy=chosen.discrepancy,
        seed=chosen.seed, moved=chosen.parameters,
    )  # fmt: skip
    weighted = None
    if len(matching.region):
        weighted = weighted_draws(
            trials, targets, matching, populations=chosen.populations, size=chosen.draws,
            wanted=chosen.effective_size, seed=chosen.seed,
        )  # fmt: skip
    manifest = _manifest(chosen, targets, matching, weighted)
    if weighted is not None and not weighted.enough:
        weighted = None
    frames = _frames(trials, targets, matching, weighted)

    assert trials.first is not None
    return laboratory.write_results(trials.first, frames, **manifest)


def _refuse(chosen: CalibrateOptions, ledger: Ledger) -> None:
    """Raises InputError for an invalid argument."""
    for name in chosen.parameters or ():
        if name not in ledger.ranged:
            allowed = f"no assumption with a range{did_you_mean(name, ledger.ranged)}"
            raise InputError("parameters", name, f"{allowed}; experiment=evidence lists them")


def _frames(
    trials: Trials, targets: Sequence[Target], matching: Matching, weighted: WeightedDraws | None
) -> dict[str, pd.DataFrame]:
    first = matching.waves[0]
    stages: dict[str, tuple[pd.DataFrame, pd.Series | None]] = {
        "prior": (first.simulated, None),
        "surviving": (first.simulated[first.kept], None),
    }
    if weighted is not None:
        stages["posterior"] = (weighted.simulated.loc[weighted.counts.index], weighted.counts)
    table = tables.targets(targets, with_simulation(matching.documented), trials.ledger, stages)
    unused = pd.DataFrame(
        {"target": name, "role": "not used", "evidence": f"fact:{name}", "why": why}
        for why, names in UNUSED.items()
        for name in names
    )
    frames = {
        "waves.csv": matching.table(),
        "targets.csv": pd.concat([table, unused], ignore_index=True),
        "draws.parquet": all_draws(trials, matching, weighted),
    }
    if weighted is not None:
        moved = list(matching.region.index)
        points = trials.points(weighted.drawn[moved])
        frames["assumptions.csv"] = tables.assumptions(
            matching.influence, trials.ledger, weighted.drawn, points, weighted.weights
        )
    return frames


def _manifest(
    chosen: CalibrateOptions,
    targets: Sequence[Target],
    matching: Matching,
    weighted: WeightedDraws | None,
) -> dict[str, Any]:
    """Entries of the manifest on the calibration."""
    manifest: dict[str, Any] = {
        "fitted": [target.name for target in targets if target.role == FIT],
        "held_back": [target.name for target in targets if target.role == HELD_BACK],
        "discrepancy": chosen.discrepancy,
        "draws": chosen.draws,
        "parameters": list(matching.moved),
        "influence": matching.influence.to_dict("records"),
        "region": len(matching.region) > 0,
        "posterior": False,
        "populations": [],
    }
    if weighted is not None:
        manifest["posterior"] = weighted.enough
        manifest["populations"] = weighted.steps.to_dict("records")
        manifest["particles"] = len(weighted.weights)
        manifest["effective_size"] = weighted.effective
        manifest["dependence"] = dependence(weighted.drawn[list(matching.moved)], weighted.weights)
    return manifest
