"""The experiment `compare`: scenarios against the baseline under common random numbers.

Replications are a fixed number, or go on until intervals are as narrow as wanted (`precision`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.messages import say
from experiments.config.outcomes import Outcome, outcome
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.designs.replications import Replications
from experiments.kinds.compare.figures import draw
from experiments.kinds.compare.options import CompareOptions
from experiments.kinds.compare.page import report
from experiments.kinds.compare.summary import print_comparison
from experiments.laboratory import RUN_ORDER, Laboratory, RunsFailed
from experiments.reporting.frames import Table
from experiments.reporting.results import Results
from experiments.runs.coverage import covered
from experiments.runs.storage.claim import given_up
from experiments.runs.storage.rows import FRAMES
from experiments.statistics import bootstrap, precision
from experiments.statistics.paired_differences import LEVEL, compared, differences
from experiments.statistics.precision import Look

Array = npt.NDArray[np.float64]
Row = tuple[str, Outcome]


def main(study: Study) -> Results:
    """Run the study and print its table."""
    results = run(study)
    print_comparison(results)
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `measures`, `series` and `comparison`, and the output folder with report and figures.

    With `precision` all intervals of `comparison` are held at the level of the last look, those of
    other outcomes too: they share its runs, and whether to stop was decided on these. Raises
    InputError or SettingsError where a word is off, RunsFailed where the model fails.
    """
    laboratory = Laboratory(study, CompareOptions)
    chosen = laboratory.chosen
    _refuse(chosen)
    replications = Replications(laboratory, laboratory.design(chosen.scenarios))
    primary = dict.fromkeys(outcome(word) for word in chosen.primary)
    replications.refuse_unmeasured(primary, "primary")
    level, told = _enough(replications, chosen)
    if BASELINE not in replications.values.scenarios:
        raise RunsFailed(laboratory.failures, replications.plan.runs)
    seed = chosen.seed if chosen.interval == "bca" else None
    frames: dict[str, Table] = {
        f"{frame}.parquet": laboratory.stream(replications.plan, frame, "full", RUN_ORDER)
        for frame in FRAMES
    }
    frames["comparison.csv"] = compared(
        replications.matched(), primary=primary, level=level, bootstrap_seed=seed
    )
    if not (reached := covered(replications.plan)).empty:
        frames["covered.csv"] = reached
    told["primary"] = [str(one) for one in primary]
    told["interval"] = {"method": chosen.interval, "level": level}
    return laboratory.leave(replications.plan, frames, _illustrate, **told)


def _refuse(chosen: CompareOptions) -> None:
    """Raises InputError for choices that do not go together."""
    start, most = chosen.replications, chosen.most_replications
    if chosen.interval == "bca" and chosen.precision is not None:
        raise InputError("interval", "bca", "not with precision, whose looks are paired t")
    if chosen.interval == "bca" and start < bootstrap.FEWEST:
        least = counted(bootstrap.FEWEST, "replication")
        told = f"takes at least {least}, not {start}: with few it covers"
        raise InputError(
            "interval", "bca", f"{told} less than it says; interval=t takes any number"
        )
    if chosen.precision is None:
        return
    if start < precision.FEWEST:
        told = f"at least {precision.FEWEST} with precision: fewer do not tell the spread"
        raise InputError("replications", start, told)
    if most < start:
        raise InputError("most_replications", most, f"at least replications, which are {start}")


def _enough(replications: Replications, chosen: CompareOptions) -> tuple[float, dict[str, Any]]:
    """Run as many replications as are wanted; the level of intervals, what to tell of looks."""
    if chosen.precision is None:
        replications.go_on(chosen.replications)
        return LEVEL, {}
    targets = {outcome(word): width for word, width in chosen.precision.items()}
    rows = _rows(replications, targets, chosen)
    widths = np.array([targets[one] for _, one in rows])
    looks = _looks(replications, rows, widths, chosen)
    last = looks[-1]
    start = chosen.replications
    story = {
        "targets": {str(one): width for one, width in targets.items()},
        "most_replications": chosen.most_replications,
        "looks": [_told(look, rows) for look in looks],
        "reached": last.reached,
        "needed": None if last.reached else precision.needed(last, widths, start),
    }
    return last.level, {"precision": story}


def _rows(
    replications: Replications, targets: Collection[Outcome], chosen: CompareOptions
) -> list[Row]:
    """Scenarios and outcomes that are looked at, in the order of `Matched.stacked`."""
    if set(replications.plan.scenarios) == {BASELINE}:
        told = "with precision there has to be one to hold against the baseline"
        raise InputError("scenarios", ", ".join(chosen.scenarios), told)
    replications.refuse_unmeasured(targets, "precision")
    replications.go_on(1)
    replications.refuse_failures()
    found = replications.matched(targets)
    return [(name, Outcome(*row[:2])) for name in found.scenarios for row in found.rows]


def _looks(
    replications: Replications, rows: Sequence[Row], widths: Array, chosen: CompareOptions
) -> list[Look]:
    """Go on until targets are met or the most replications are done."""
    targets = {one for _, one in rows}

    def observe(number: int) -> tuple[Array, Array]:
        replications.go_on(number)
        replications.refuse_failures()
        before, after = replications.matched(targets).stacked
        _refuse_lacking(rows, widths, np.isfinite(differences(before, after)))
        return before, after

    found: list[Look] = []
    start, most = chosen.replications, chosen.most_replications
    for look in precision.looks(observe, widths, start, most):
        found.append(look)
        if not look.reached and look.replications < most:
            say(f"{counted(look.replications, 'replication')}: {_lacking(look, widths)}")
    return found


def _lacking(look: Look, widths: Array) -> str:
    """Why a look was not the last one."""
    wide = int((look.half_widths > widths).sum())
    told = f"{wide} of {counted(len(widths), 'half-width')} are wider than wanted"
    equal = int(look.equal.sum())
    if equal:
        told += f", {equal} cannot be judged, as no two pairs differ"
    return f"{told}; more are run"


def _refuse_lacking(rows: Sequence[Row], widths: Array, there: npt.NDArray[np.bool_]) -> None:
    """Raises InputError for an outcome that no pair has, or a quantile of days that some lack."""
    count = there.shape[1]
    for (scenario, one), width, have in zip(rows, widths, there.sum(axis=1), strict=True):
        if have == 0:
            times = counted(count, "replication")
            told = f"empty in {scenario} or the baseline in each of {times}"
            raise InputError(f"precision.{one}", width, told)
        if one.censored and have < count:
            told = (
                f"not reached in {count - have} of {counted(count, 'pair')} of {scenario}, and a "
                "mean over the others would be biased; the restricted mean exists for all that "
                "follow some issue for 60 days"
            )
            raise InputError(f"precision.{one}", width, told)


def _told(look: Look, rows: Sequence[Row]) -> dict[str, Any]:
    half_widths = [
        {"scenario": scenario, "outcome": str(one), "half_width": width if there else None}
        for (scenario, one), width, there in zip(
            rows, look.half_widths.tolist(), np.isfinite(look.half_widths), strict=True
        )
    ]
    return {"replications": look.replications, "level": look.level, "half_widths": half_widths}


def _illustrate(results: Results, folder: Path) -> None:
    figures = draw(results, folder / "figures")
    (folder / "report.html").write_text(report(results, figures), encoding="utf-8")
