"""The experiment `calibrate`: what documented outcomes leave of the ranges of assumptions.

History matching shows which documented outcomes rule draws out and where to draw more; all draws
are then weighted by the likelihood of the fitted outcomes, and outcomes that were held back show
whether that predicts anything else. The weighted societies are written beside `overlay.yaml`, which
other experiments use if `calibration` names it, and not otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from re import fullmatch
from typing import Any

import numpy as np
import pandas as pd

from experiments.config import calibration
from experiments.config.calibration import NAME
from experiments.config.errors import InputError, nearest
from experiments.config.particles import WEIGHT
from experiments.config.study import Study
from experiments.designs.targets import FIT, HELD_BACK, TARGETS, UNUSED, Target
from experiments.kinds.calibrate.abc_smc import Weighed, weigh
from experiments.kinds.calibrate.history_matching import Matching, match
from experiments.kinds.calibrate.options import CalibrateOptions
from experiments.kinds.calibrate.summary import print_calibration
from experiments.kinds.calibrate.trials import Trials
from experiments.kinds.compare.summary import print_places
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.design import EVIDENCE
from experiments.runs.storage.claim import given_up
from experiments.statistics import calibration_gain
from experiments.statistics.implausibility import noisy
from sim.evidence import Ledger
from sim.version import model_version

OVERLAY, PARTICLES = "overlay.yaml", "overlay.parquet"


def main(study: Study) -> Results:
    """Calibrate, print what was learnt, and leave a folder."""
    results = run(study)
    print_calibration(results)
    files = {"targets": "targets.csv", "figures": "figures"}
    if results.manifest["overlay"]:
        files = {
            "overlay": OVERLAY,
            "particles": PARTICLES,
            "assumptions": "assumptions.csv",
            **files,
        }
    print_places(results.folder, files)
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `waves`, `targets`, `assumptions`, `draws`, and the output folder.

    Without a posterior (too few draws survive, or none comes close) there are no `assumptions` and
    no overlay. Raises InputError for words that are off, RunsFailed where the model fails.
    """
    from experiments.kinds.calibrate.figures import draw

    laboratory = Laboratory(study, CalibrateOptions)
    chosen, ledger = laboratory.chosen, laboratory.ledger
    _refuse(chosen, ledger)
    targets = _targets(chosen)
    trials = Trials(laboratory)
    matching = match(
        trials, targets, draws=chosen.draws, waves=chosen.waves, discrepancy=chosen.discrepancy,
        seed=chosen.seed, moved=chosen.parameters,
    )  # fmt: skip
    weighed = None
    if len(matching.region):
        weighed = weigh(
            trials, targets, matching, populations=chosen.populations, size=chosen.draws,
            wanted=chosen.effective_size, seed=chosen.seed,
        )  # fmt: skip
    told = _story(chosen, targets, matching, weighed)
    if weighed is not None and not weighed.enough:
        weighed = None
    frames = _frames(trials, targets, matching, weighed)

    def illustrate(results: Results, folder: Path) -> None:
        draw(results, folder / "figures")
        if weighed is not None:
            spans = calibration_gain.spans(results.assumptions, ledger)
            origin = _origin(study, told)
            calibration.write(
                folder / OVERLAY, chosen.name, origin, spans, _particles(trials, weighed)
            )

    assert trials.first is not None
    return laboratory.leave(trials.first, frames, illustrate, **told)


def _refuse(chosen: CalibrateOptions, ledger: Ledger) -> None:
    if chosen.calibration is not None:
        told = "not with experiment=calibrate: the same outcomes would count twice"
        raise InputError("calibration", chosen.calibration, told)
    if not fullmatch(NAME, chosen.name):
        raise InputError("name", chosen.name, "small letters, digits, - and _")
    for name in chosen.parameters or ():
        if name not in ledger.ranged:
            told = f"no assumption with a range{nearest(name, ledger.ranged)}"
            raise InputError("parameters", name, f"{told}; experiment=evidence lists them")


def _targets(chosen: CalibrateOptions) -> list[Target]:
    """Targets in their roles. Raises InputError for a name that is none's, or is in both lists."""
    known = [one.name for one in TARGETS]
    for key, names in (("fit", chosen.fit), ("held_back", chosen.held_back)):
        for name in names or ():
            if name not in known:
                told = f"no target; there are {', '.join(known)}{nearest(name, known)}"
                raise InputError(key, name, told)
    usual = [one.name for one in TARGETS if one.role == FIT]
    fit = chosen.fit or [name for name in usual if name not in (chosen.held_back or ())]
    held_back = chosen.held_back or [name for name in known if name not in fit]
    for name in held_back:
        if name in fit:
            raise InputError("held_back", name, "is fitted; what is fitted cannot be held back")
    roles = {**dict.fromkeys(fit, FIT), **dict.fromkeys(held_back, HELD_BACK)}
    if FIT not in roles.values():
        raise InputError("held_back", ", ".join(held_back), "leaves nothing to fit")
    return [replace(one, role=roles[one.name]) for one in TARGETS if one.name in roles]


def _frames(
    trials: Trials, targets: Sequence[Target], matching: Matching, weighed: Weighed | None
) -> dict[str, pd.DataFrame]:
    first = matching.waves[0]
    stages: dict[str, tuple[pd.DataFrame, pd.Series | None]] = {
        "prior": (first.simulated, None),
        "surviving": (first.simulated[first.kept], None),
    }
    if weighed is not None:
        stages["posterior"] = (weighed.simulated.loc[weighed.counts.index], weighed.counts)
    table = calibration_gain.targets(targets, noisy(matching.documented), trials.ledger, stages)
    unused = pd.DataFrame(
        [
            {"target": name, "role": "not used", "evidence": f"fact:{name}", "why": why}
            for why, names in UNUSED.items()
            for name in names
        ]
    )
    frames = {
        "waves.csv": matching.verdicts(),
        "targets.csv": pd.concat([table, unused], ignore_index=True),
        "draws.parquet": _draws(trials, matching, weighed),
    }
    if weighed is not None:
        moved = list(matching.region.index)
        points = trials.points(weighed.drawn[moved])
        frames["assumptions.csv"] = calibration_gain.assumptions(
            matching.influence, trials.ledger, weighed.drawn, points, weighed.weights
        )
    return frames


def _draws(trials: Trials, matching: Matching, weighed: Weighed | None) -> pd.DataFrame:
    """Every draw: where it comes from, its largest implausibility, weight, targets, assumptions."""
    waves = [f"wave {number}" for number in range(1, len(matching.waves) + 1)]
    sizes = [len(wave.drawn) for wave in matching.waves]
    drawn = pd.concat([wave.drawn for wave in matching.waves])
    distance = pd.concat([wave.misfit.abs().max(axis=1) for wave in matching.waves])
    simulated = pd.concat([wave.simulated for wave in matching.waves])
    weights = pd.Series(0.0, drawn.index)
    if weighed is not None:
        drawn, distance, weights = weighed.proposed, weighed.distance, weighed.weights
        sizes += weighed.steps["draws"].astype(int).tolist()[len(sizes) :]
        simulated = weighed.simulated
    waves += [f"population {number}" for number in range(1, len(sizes) - len(waves) + 1)]
    points = trials.points(drawn).rename(columns=lambda name: name.removeprefix(EVIDENCE))
    head = pd.DataFrame({"stage": np.repeat(waves, sizes)}, drawn.index)
    head["implausibility"] = distance
    head["weight"] = weights.reindex(drawn.index, fill_value=0.0)
    targets = simulated.reindex(drawn.index).add_prefix("target:")
    return pd.concat([head, targets, points], axis=1).reset_index(names="point")


def _particles(trials: Trials, weighed: Weighed) -> pd.DataFrame:
    """The joint sample: a row a society, its weight and every assumption that was drawn."""
    points = trials.points(weighed.drawn).rename(columns=lambda name: name.removeprefix(EVIDENCE))
    points.insert(0, WEIGHT, weighed.weights)
    return points.reset_index(drop=True)


def _story(
    chosen: CalibrateOptions,
    targets: Sequence[Target],
    matching: Matching,
    weighed: Weighed | None,
) -> dict[str, Any]:
    """What the manifest tells beside the rest."""
    story: dict[str, Any] = {
        "fitted": [one.name for one in targets if one.role == FIT],
        "held_back": [one.name for one in targets if one.role == HELD_BACK],
        "discrepancy": chosen.discrepancy,
        "draws": chosen.draws,
        "parameters": list(matching.moved),
        "influence": matching.influence.to_dict("records"),
        "region": len(matching.region) > 0,
        "overlay": None,
        "populations": [],
    }
    if weighed is not None:
        story["overlay"] = chosen.name if weighed.enough else None
        story["populations"] = weighed.steps.to_dict("records")
        story["particles"] = len(weighed.weights)
        story["effective_size"] = weighed.effective
        story["dependence"] = calibration_gain.dependence(
            weighed.drawn[list(matching.moved)], weighed.weights
        )
    return story


def _origin(study: Study, told: dict[str, Any]) -> dict[str, Any]:
    """How an overlay came about, for its file."""
    return {
        "experiment": study.experiment,
        "command": study.command,
        "model": model_version(),
        "seed": study.options["seed"],
        "fitted": told["fitted"],
        "discrepancy": told["discrepancy"],
        "effective_size": round(told["effective_size"], 1),
        "means": "value: median of the posterior; low and high: its 5 and 95 %, each by itself; "
        "draws are whole rows of the particles, by their weight",
    }
