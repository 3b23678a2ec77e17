"""Replications of a comparison until its intervals are as narrow as wanted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.messages import counted, say
from experiments.config.outcomes import Outcome, outcome
from experiments.designs.replications import Replications
from experiments.kinds.compare.options import CompareOptions
from experiments.statistics import precision
from experiments.statistics.paired_differences import LEVEL, differences
from experiments.statistics.precision import Look

Array = npt.NDArray[np.float64]
Row = tuple[str, Outcome]


def enough(replications: Replications, chosen: CompareOptions) -> tuple[float, dict[str, Any]]:
    """Run as many replications as are wanted; the level of intervals, the record of looks."""
    if chosen.precision is None:
        replications.extend_to(chosen.runs_each)
        return LEVEL, {}
    targets = {outcome(name): width for name, width in chosen.precision.items()}
    rows = _rows(replications, targets, chosen)
    widths = np.array([targets[outcome] for _, outcome in rows])
    looks = _looks(replications, rows, widths, chosen)
    last = looks[-1]
    start = chosen.runs_each
    record = {
        "targets": {str(outcome): width for outcome, width in targets.items()},
        "most_replications": chosen.most_replications,
        "looks": [_record(look, rows) for look in looks],
        "reached": last.reached,
        "needed": None if last.reached else precision.needed(last, widths, start),
    }
    return last.level, {"precision": record}


def _rows(
    replications: Replications, targets: Collection[Outcome], chosen: CompareOptions
) -> list[Row]:
    """Scenarios and outcomes with a target, in the order of `Matched.stacked`."""
    if set(replications.plan.scenarios) == {BASELINE}:
        allowed = "with precision there has to be one to compare with the baseline"
        raise InputError("scenarios", ", ".join(chosen.scenarios), allowed)
    replications.refuse_unmeasured(targets, "precision")
    replications.extend_to(1)
    replications.refuse_failures()
    matched = replications.matched(targets)
    return [(name, Outcome(*row[:2])) for name in matched.scenarios for row in matched.rows]


def _looks(
    replications: Replications, rows: Sequence[Row], widths: Array, chosen: CompareOptions
) -> list[Look]:
    """Go on until targets are met or the most replications are done."""
    targets = {outcome for _, outcome in rows}

    def observe(number: int) -> tuple[Array, Array]:
        replications.extend_to(number)
        replications.refuse_failures()
        before, after = replications.matched(targets).stacked
        _refuse_lacking(rows, widths, np.isfinite(differences(before, after)))
        return before, after

    taken: list[Look] = []
    start, most = chosen.runs_each, chosen.most_replications
    for look in precision.looks(observe, widths, start, most):
        taken.append(look)
        if not look.reached and look.replications < most:
            say(f"{counted(look.replications, 'replication')}: {_lacking(look, widths)}")
    return taken


def _lacking(look: Look, widths: Array) -> str:
    """Why a look was not the last one."""
    wide = int((look.half_widths > widths).sum())
    reason = f"{wide} of {counted(len(widths), 'half-width')} are wider than wanted"
    equal = int(look.equal.sum())
    if equal:
        reason += f", {equal} cannot be judged, as no two pairs differ"
    return f"{reason}; more are run"


def _refuse_lacking(rows: Sequence[Row], widths: Array, finite: npt.NDArray[np.bool_]) -> None:
    """Raises InputError for an outcome that no pair has, or a quantile of days that some lack."""
    count = finite.shape[1]
    for (scenario, target), width, have in zip(rows, widths, finite.sum(axis=1), strict=True):
        if have == 0:
            times = counted(count, "replication")
            reason = f"empty in {scenario} or the baseline in each of {times}"
            raise InputError(f"precision.{target}", width, reason)
        if target.censored and have < count:
            reason = (
                f"not reached in {count - have} of {counted(count, 'pair')} of {scenario}, and a "
                "mean over the others would be biased; the restricted mean exists for all that "
                "follow some issue for 60 days"
            )
            raise InputError(f"precision.{target}", width, reason)


def _record(look: Look, rows: Sequence[Row]) -> dict[str, Any]:
    half_widths = [
        {"scenario": scenario, "outcome": str(outcome), "half_width": width if finite else None}
        for (scenario, outcome), width, finite in zip(
            rows, look.half_widths.tolist(), np.isfinite(look.half_widths), strict=True
        )
    ]
    return {"replications": look.replications, "level": look.level, "half_widths": half_widths}
