"""Scenarios at draws of many assumptions at once.

`uncertainty`, `discover` and `validate` ask for their draws here, so that the same seed, draws and
assumptions are the same runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.config.options import LEAST_DRAWS, SampleOptions
from experiments.config.outcomes import Outcome, outcome
from experiments.designs.active_parameters import ranged
from experiments.laboratory import Laboratory, RunsFailed
from experiments.runs.plan import Plan, plan
from sim.evidence import Ledger
from sim.settings.variants import ASSUMPTION

LEAST = LEAST_DRAWS
"""Draws below which their quantiles and shares would say nothing."""


Kind = TypeVar("Kind", bound=SampleOptions)


@dataclass(frozen=True, slots=True)
class Sample:
    """Draws that are feasible, plausible and finished, and their outcomes.

    `points` has one row a draw, one column an assumption; `values` one row a scenario and draw,
    the baseline's first, and one column an outcome. `source` names the joint sample of the draws,
    if they are not from the declared distributions.
    """

    plan: Plan
    points: pd.DataFrame
    values: pd.DataFrame
    counts: Mapping[str, int]
    source: str = ""

    @property
    def scenarios(self) -> tuple[str, ...]:
        """All scenarios but the baseline."""
        return self.plan.scenarios[1:]

    @property
    def description(self) -> str:
        """A sentence on the draws: their number, their source, and how many were left out."""
        count = self.counts
        varied = counted(self.points.shape[1], "assumption")
        text = f"{counted(count['used'], 'draw')} of {varied} at once"
        lost = {
            "impossible": "infeasible (such as shares that sum to more than 1)",
            "implausible": "left out, their baseline being outside the bounds of keep",
            "failed": "failed",
        }
        more = [f"{count[name]:,} more {reason}" for name, reason in lost.items() if count[name]]
        return ", ".join([text, *filter(None, [self.source]), *more])

    @property
    def lacking(self) -> str:
        """A sentence on outcomes that some scenario lacks, with the number of draws."""
        finite = pd.DataFrame(np.isfinite(self.values))
        without = (~finite.groupby("point").all()).sum()
        some = [f"{outcome(str(name)).label} {count:,}" for name, count in without.items() if count]
        return f", draws in which some scenario lacks a value: {'; '.join(some)}" if some else ""


def sample(laboratory: Laboratory[Kind], outcomes: Sequence[Outcome], key: str) -> Sample:
    """Run every scenario at every draw, each draw under a different seed.

    The baseline comes first where `keep` bounds it, so that implausible draws cost one run each.
    Raises InputError for invalid names (an unknown outcome by its `key`) and where fewer than
    LEAST draws are left, RunsFailed where failures leave fewer.
    """
    chosen, ledger = laboratory.chosen, laboratory.ledger
    _refuse_uneven(chosen)
    names = ranged(chosen.assumptions, ledger)
    bounds = _bounds(chosen.keep or {})
    points = laboratory.draw_assumptions(names, chosen.draws, chosen.sampling)
    design = laboratory.design(chosen.scenarios, points)
    if len(design.scenarios) < 2:
        raise InputError("scenarios", BASELINE, "should name at least one besides the baseline")
    runs = plan(design, 1, chosen.seed, seed_by_point=True, skip_impossible=True)
    possible = chosen.draws - len(runs.impossible)
    if not possible:
        runs.refuse_impossible()
    if possible < LEAST:
        allowed = f"only {possible} of these draws are feasible, it takes {LEAST}; more of them"
        raise InputError("draws", chosen.draws, allowed)
    if bounds:
        runs = _plausible(laboratory, runs, bounds)
    planned = runs.table["point"].nunique()
    values = laboratory.values(runs, outcomes, gaps=True, key=key)
    finished = values.groupby("point").size()
    used = finished.index[finished == len(design.scenarios)]
    if len(used) < LEAST:
        raise RunsFailed(laboratory.failures, len(runs))
    index = pd.MultiIndex.from_product([design.scenarios, used], names=["scenario", "point"])
    counts = {
        "asked": chosen.draws,
        "impossible": len(runs.impossible),
        "implausible": possible - planned,
        "failed": planned - len(used),
        "used": len(used),
    }
    points = design.points.loc[used].rename(columns=lambda name: name.removeprefix(ASSUMPTION))
    points = points.rename_axis("point")
    values = values.droplevel("replication").reindex(index)
    source = "" if laboratory.calibration is None else laboratory.calibration.sample_description
    return Sample(runs, points, values, counts, source)


def with_evidence(rows: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Rows that have an `assumption`, with its range, unit, evidence grade and meaning."""
    entries = [ledger.assumptions[name] for name in rows["assumption"]]
    names = {"range_low": "low", "range_high": "high", "unit": "unit", "grade": "grade"}
    names["meaning"] = "meaning"
    return rows.assign(
        **{to: [getattr(entry, of) for entry in entries] for to, of in names.items()}
    )


def tidy(values: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Values in rows: scenario, point, measure, group, value."""
    parts = [
        values[str(outcome)]
        .rename("value")
        .reset_index()
        .assign(measure=outcome.measure, group=outcome.group)
        for outcome in outcomes
    ]
    return pd.concat(parts, ignore_index=True)[["scenario", "point", "measure", "group", "value"]]


def _refuse_uneven(chosen: SampleOptions) -> None:
    if chosen.sampling == "sobol" and chosen.draws & (chosen.draws - 1):
        low = 1 << (chosen.draws.bit_length() - 1)
        allowed = f"should be a power of two with sampling=sobol, such as {low} or {2 * low}"
        raise InputError("draws", chosen.draws, allowed)


def _bounds(keep: Mapping[str, tuple[float | None, float | None]]) -> dict[Outcome, Any]:
    bounds = {}
    for name, (low, high) in keep.items():
        low, high = -np.inf if low is None else low, np.inf if high is None else high
        if not low <= high:
            raise InputError(f"keep.{name}", f"[{low}, {high}]", "should be [low, high]")
        bounds[outcome(name)] = (low, high)
    return bounds


def _plausible(laboratory: Laboratory[Kind], runs: Plan, bounds: Mapping[Outcome, Any]) -> Plan:
    """The runs of those draws whose baseline lies within the bounds."""
    table = runs.table
    keys = set(table.loc[table["scenario"] == BASELINE, "key"])
    alone = runs.without(set(table["key"]) - keys)
    values = laboratory.values(alone, list(bounds), gaps=True, key="keep").xs(BASELINE)
    within = pd.Series(True, values.index)
    for bounded, (low, high) in bounds.items():
        within &= values[str(bounded)].between(low, high)
    kept = set(values.index[within].get_level_values("point"))
    if len(kept) < LEAST:
        of = f"{len(kept)} of {counted(table['point'].nunique(), 'draw')}"
        allowed = f"{of} have such a baseline, it takes {LEAST}; wider bounds or more draws"
        raise InputError("keep", laboratory.chosen.keep, allowed)
    return runs.without(set(table.loc[~table["point"].isin(kept), "key"]))
