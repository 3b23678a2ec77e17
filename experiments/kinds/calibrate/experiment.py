"""The experiment `calibrate`: ranges of assumptions that agree with documented outcomes.

History matching shows which documented outcomes rule draws out and where to draw more; all draws
are then weighted by the likelihood of the fitted outcomes, and outcomes that were held back show
whether that predicts anything else. The weighted societies are written beside `overlay.yaml`, which
other experiments use if `calibration` names it, and not otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from re import fullmatch
from typing import Any

import pandas as pd

from experiments.config import calibration
from experiments.config.calibration import NAME
from experiments.config.errors import InputError, did_you_mean
from experiments.config.study import Study
from experiments.designs.targets import FIT, HELD_BACK, UNUSED, Target
from experiments.kinds.calibrate import tables
from experiments.kinds.calibrate.abc_smc import WeightedDraws, weighted_draws
from experiments.kinds.calibrate.draws import all_draws, particles
from experiments.kinds.calibrate.history_matching import Matching, match
from experiments.kinds.calibrate.options import CalibrateOptions
from experiments.kinds.calibrate.roles import targets_in_roles
from experiments.kinds.calibrate.summary import OVERLAY
from experiments.kinds.calibrate.trials import Trials
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics.implausibility import with_simulation
from experiments.statistics.weighted_sample import dependence
from sim.evidence import Ledger
from sim.version import model_version


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `waves`, `targets`, `assumptions`, `draws`, and the output folder.

    Without a posterior (too few draws survive, or none comes close) there are no `assumptions` and
    no overlay. Raises InputError for invalid arguments, RunsFailed where the model fails.
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

    def write_overlay(results: Results, folder: Path) -> None:
        if weighted is not None:
            spans = tables.spans(results.assumptions, ledger)
            origin = _origin(study, manifest)
            sample = particles(trials, weighted)
            calibration.write(folder / OVERLAY, chosen.name, origin, spans, sample)

    assert trials.first is not None
    return laboratory.write_results(trials.first, frames, write_overlay, **manifest)


def _refuse(chosen: CalibrateOptions, ledger: Ledger) -> None:
    """Raises InputError for an invalid argument."""
    if chosen.calibration is not None:
        allowed = "not with experiment=calibrate: the same outcomes would count twice"
        raise InputError("calibration", chosen.calibration, allowed)
    if not fullmatch(NAME, chosen.name):
        raise InputError("name", chosen.name, "small letters, digits, - and _")
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
        "overlay": None,
        "populations": [],
    }
    if weighted is not None:
        manifest["overlay"] = chosen.name if weighted.enough else None
        manifest["populations"] = weighted.steps.to_dict("records")
        manifest["particles"] = len(weighted.weights)
        manifest["effective_size"] = weighted.effective
        manifest["dependence"] = dependence(weighted.drawn[list(matching.moved)], weighted.weights)
    return manifest


def _origin(study: Study, manifest: dict[str, Any]) -> dict[str, Any]:
    """How an overlay was made, for its file."""
    return {
        "experiment": study.experiment,
        "command": study.command,
        "model": model_version(),
        "seed": study.options["seed"],
        "fitted": manifest["fitted"],
        "discrepancy": manifest["discrepancy"],
        "effective_size": round(manifest["effective_size"], 1),
        "means": "value: median of the posterior; low and high: its 5 and 95 %, each by itself; "
        "draws are whole rows of the particles, by their weight",
    }
