"""The experiment `calibrate`: what documented outcomes leave of the ranges of assumptions.

History matching rules draws out, approximate Bayesian computation weighs what is left, and outcomes
that were held back show whether that tells anything else rightly. What comes of it is the file
`overlay.yaml`, which other experiments use if `calibration` names it, and not otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from re import fullmatch
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from experiments.executors.refusals import need
from experiments.laboratory import Laboratory
from experiments.methods.matching import Matching, match
from experiments.methods.trials import Trials
from experiments.methods.weighing import Weighed, weigh
from experiments.reports.calibration import print_calibration
from experiments.reports.results import Results
from experiments.reports.table import print_places
from experiments.runs.design import EVIDENCE
from experiments.statistics import learning
from experiments.statistics.targets import FIT, HELD_BACK, TARGETS, UNUSED, Target
from experiments.words import calibration
from experiments.words.calibration import NAME
from experiments.words.choices import Choices, Names
from experiments.words.refusal import Refusal, nearest
from experiments.words.study import Study
from sim.evidence import Ledger
from sim.version import model_version

OVERLAY = "overlay.yaml"


class CalibrateChoices(Choices):
    """Draws of a wave, what is fitted, which assumptions move, populations of the posterior.

    `fit` names targets, `held_back` those that shall only show what was learnt; without these all
    targets have the role they are listed with, and those that are not fitted are held back.
    `discrepancy` is how far the model may be off a perfect one: a standard deviation, as a
    share of the documented number. `parameters` are the assumptions to calibrate; without it those
    that move the fitted targets most.
    """

    draws: Annotated[int, Field(ge=100)]
    waves: Annotated[int, Field(ge=1, le=2)]
    fit: Names | None = None
    held_back: Names | None = None
    discrepancy: Annotated[float, Field(gt=0, le=1)]
    parameters: Names | None = None
    populations: Annotated[int, Field(ge=1, le=10)]
    population_size: Annotated[int, Field(ge=50)]
    name: str


def main(study: Study) -> Results:
    """Calibrate, print what was learnt, and leave a folder."""
    results = run(study)
    print_calibration(results)
    files = {"targets": "targets.csv", "figures": "figures"}
    if results.manifest["overlay"]:
        files = {"overlay": OVERLAY, "assumptions": "assumptions.csv", **files}
    print_places(results.folder, files)
    return results


def run(study: Study) -> Results:
    """Frames `waves`, `targets`, `assumptions`, `draws`, and the output folder.

    Without a posterior (too few draws survive, or none comes close) there are no `assumptions` and
    no overlay. Raises Refusal for words that are off, RunsFailed where the model fails.
    """
    from experiments.figures.calibration import draw

    need("pyabc", "calibrate", "experiment", "calibrate")
    laboratory = Laboratory(study, CalibrateChoices)
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
            trials, targets, matching, populations=chosen.populations,
            size=chosen.population_size, seed=chosen.seed, first=2 * chosen.draws,
        )  # fmt: skip
    frames = _frames(trials, targets, matching, weighed)
    told = _story(chosen, targets, matching, weighed)

    def illustrate(results: Results, folder: Path) -> None:
        draw(results, folder / "figures")
        if weighed is not None:
            spans = learning.spans(results.assumptions, ledger)
            calibration.write(folder / OVERLAY, chosen.name, _origin(study, told), spans)

    assert trials.first is not None
    return laboratory.leave(trials.first, frames, illustrate, **told)


def _refuse(chosen: CalibrateChoices, ledger: Ledger) -> None:
    if chosen.calibration is not None:
        told = "not with experiment=calibrate: the same outcomes would count twice"
        raise Refusal("calibration", chosen.calibration, told)
    if not fullmatch(NAME, chosen.name):
        raise Refusal("name", chosen.name, "small letters, digits, - and _")
    for name in chosen.parameters or ():
        if name not in ledger.ranged:
            told = f"no assumption with a range{nearest(name, ledger.ranged)}"
            raise Refusal("parameters", name, f"{told}; experiment=evidence lists them")


def _targets(chosen: CalibrateChoices) -> list[Target]:
    """Targets in their roles. Raises Refusal for a name that is none's, or is in both lists."""
    known = [one.name for one in TARGETS]
    for key, names in (("fit", chosen.fit), ("held_back", chosen.held_back)):
        for name in names or ():
            if name not in known:
                told = f"no target; there are {', '.join(known)}{nearest(name, known)}"
                raise Refusal(key, name, told)
    usual = [one.name for one in TARGETS if one.role == FIT]
    fit = chosen.fit or [name for name in usual if name not in (chosen.held_back or ())]
    held_back = chosen.held_back or [name for name in known if name not in fit]
    for name in held_back:
        if name in fit:
            raise Refusal("held_back", name, "is fitted; what is fitted cannot be held back")
    roles = {**dict.fromkeys(fit, FIT), **dict.fromkeys(held_back, HELD_BACK)}
    if FIT not in roles.values():
        raise Refusal("held_back", ", ".join(held_back), "leaves nothing to fit")
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
        stages["posterior"] = (weighed.simulated, weighed.weights)
    table = learning.targets(targets, matching.documented, trials.ledger, stages)
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
        frames["assumptions.csv"] = learning.assumptions(
            matching.influence, trials.ledger, weighed.drawn, points, weighed.weights
        )
    return frames


def _draws(trials: Trials, matching: Matching, weighed: Weighed | None) -> pd.DataFrame:
    """Every draw: where it comes from, its largest implausibility, weight, targets, assumptions."""
    parts = []
    for number, wave in enumerate(matching.waves, 1):
        largest = wave.misfit.abs().max(axis=1)
        parts.append((f"wave {number}", wave.drawn, largest, wave.simulated))
    if weighed is not None:
        parts.append(("posterior", weighed.proposed, weighed.distance, weighed.simulated))
    rows = []
    for stage, drawn, distance, simulated in parts:
        points = trials.points(drawn).rename(columns=lambda name: name.removeprefix(EVIDENCE))
        row = pd.DataFrame({"stage": stage}, drawn.index)
        row["implausibility"] = distance
        row["weight"] = weighed.weights if weighed is not None and stage == "posterior" else 0.0
        rows.append(pd.concat([row, simulated.add_prefix("target:"), points], axis=1))
    return pd.concat(rows).fillna({"weight": 0.0}).reset_index(names="point")


def _story(
    chosen: CalibrateChoices,
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
        story["overlay"] = chosen.name
        story["populations"] = weighed.steps.to_dict("records")
        story["tolerance"] = float(weighed.steps["tolerance"].iloc[-1])
    return story


def _origin(study: Study, told: dict[str, Any]) -> dict[str, Any]:
    """How an overlay came about, for its file."""
    return {
        "experiment": study.experiment,
        "command": study.command,
        "model": model_version(),
        "seed": study.choices["seed"],
        "fitted": told["fitted"],
        "tolerance": told["tolerance"],
        "means": "value: median of the posterior; low and high: its 5 and 95 %, each by itself",
    }
