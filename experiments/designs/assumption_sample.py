"""Scenarios at many societies at once: plausible ones of a file, or draws of the declared ranges.

`uncertainty`, `discover` and `validate` ask for them here, so that the same seed and societies are
the same runs.
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
from experiments.config.options import LEAST_DRAWS
from experiments.config.outcomes import Outcome, outcome
from experiments.config.society_options import DECLARED, SOCIETIES, SampleOptions
from experiments.designs.active_parameters import active, ranged
from experiments.laboratory import Laboratory, RunsFailed
from experiments.language.phrase import Phrase, counting, joining, phrase
from experiments.runs.design import SOCIETY, Design
from experiments.runs.plan import Plan, plan
from sim.evidence import Ledger
from sim.settings.variants import ASSUMPTION

LEAST = LEAST_DRAWS
"""Draws below which their quantiles and shares would say nothing."""


Kind = TypeVar("Kind", bound=SampleOptions)


@dataclass(frozen=True, slots=True)
class Sample:
    """Societies or draws that are feasible, plausible and finished, and their outcomes.

    `points` has one row a society, one column an assumption that some scenario reads; `values` one
    row a scenario and society, the baseline's first, and one column an outcome. Both number
    societies in a level `point`: by their rows in the file, or draws from 0 on. `source` names the
    file; it is empty for draws of the declared ranges.
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
        return _described(self).shown()

    @property
    def lacking(self) -> str:
        """A sentence on outcomes that some scenario lacks, with the number of societies."""
        return _lacking(self).shown()

    @property
    def phrases(self) -> dict[str, Phrase]:
        """Both sentences, for the manifest: `sample` and `lacking`."""
        return {"sample": _described(self), "lacking": _lacking(self)}


def _described(made: Sample) -> Phrase:
    count = made.counts
    varied = counting(made.points.shape[1], "assumption")
    text = phrase("{draws} of {assumptions} at once", draws=counting(count["used"], "draw"),
                  assumptions=varied)  # fmt: skip
    if made.source:
        text = phrase(
            "{societies} ({file}), which differ in {assumptions} that these runs read",
            societies=counting(count["used"], "plausible society", "plausible societies"),
            file=made.source, assumptions=varied,
        )  # fmt: skip
    lost = {
        "impossible": phrase(
            "{number} more infeasible (such as shares that sum to more than 1)",
            number=f"{count['impossible']:,}",
        ),
        "implausible": phrase(
            "{number} more left out, their baseline being outside the bounds of keep",
            number=f"{count['implausible']:,}",
        ),
        "failed": phrase("{number} more failed", number=f"{count['failed']:,}"),
    }
    more = [reason for name, reason in lost.items() if count[name]]
    return joining([text, *more], "clauses")


def _lacking(made: Sample) -> Phrase:
    finite = pd.DataFrame(np.isfinite(made.values))
    without = (~finite.groupby("point").all()).sum()
    some = [
        phrase("{outcome} {number}", outcome=outcome(str(name)).phrase, number=f"{count:,}")
        for name, count in without.items()
        if count
    ]
    if not some:
        return phrase("")
    listed = joining(some, "statements")
    if made.source:
        return phrase(", societies in which some scenario lacks a value: {some}", some=listed)
    return phrase(", draws in which some scenario lacks a value: {some}", some=listed)


def sample(laboratory: Laboratory[Kind], outcomes: Sequence[Outcome], key: str) -> Sample:
    """Run every scenario at every society or draw, each under a different seed.

    The baseline comes first where `keep` bounds it, so that implausible draws cost one run each.
    Raises InputError for invalid names (an unknown outcome by its `key`) and where fewer than
    LEAST are left, RunsFailed where failures leave fewer.
    """
    chosen = laboratory.chosen
    chosen.refuse_contradictions()
    bounds = _bounds(chosen.keep or {})
    points, source = _points(laboratory)
    design = laboratory.design(chosen.scenarios, points)
    if len(design.scenarios) < 2:
        raise InputError("scenarios", BASELINE, "should name at least one besides the baseline")
    runs = plan(design, 1, chosen.seed, seed_by_point=True, skip_impossible=True)
    possible = len(points) - len(runs.impossible)
    if not possible:
        runs.refuse_impossible()
    if possible < LEAST:
        key, value = (SOCIETIES, chosen.societies) if source else ("draws", len(points))
        allowed = (
            f"only {possible} of these {len(points)} are feasible, it takes {LEAST}; more of them"
        )
        raise InputError(key, value, allowed)
    if bounds:
        runs = _plausible(laboratory, runs, bounds)
    planned = runs.table["point"].nunique()
    values = _values(laboratory, runs, outcomes, key)
    finished = values.groupby("point").size()
    used = finished.index[finished == len(design.scenarios)]
    if len(used) < LEAST:
        raise RunsFailed(laboratory.failures, len(runs))
    index = pd.MultiIndex.from_product([design.scenarios, used], names=["scenario", "point"])
    counts = {
        "asked": len(points),
        "impossible": len(runs.impossible),
        "implausible": possible - planned,
        "failed": planned - len(used),
        "used": len(used),
    }
    points = design.points.loc[used].rename(columns=lambda name: name.removeprefix(ASSUMPTION))
    points = points[_read(laboratory, design, points)].rename_axis("point")
    values = values.droplevel("replication").reindex(index)
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


def _points(laboratory: Laboratory[Kind]) -> tuple[pd.DataFrame, str]:
    """Societies, or draws, and the file that they are from, which draws have not."""
    chosen, societies = laboratory.chosen, laboratory.societies
    if societies is None:
        draws = chosen.number_of_draws
        if chosen.sampling == "sobol" and draws & (draws - 1):
            low = 1 << (draws.bit_length() - 1)
            allowed = f"should be a power of two with sampling=sobol, such as {low} or {2 * low}"
            raise InputError("draws", draws, allowed)
        names = ranged(chosen.assumptions, laboratory.ledger)
        return laboratory.draw_assumptions(names, draws, chosen.sampling), ""
    if len(societies) < LEAST:
        few = f"too few ({len(societies)}), at least {LEAST} are needed"
        allowed = f"{few}; or societies={DECLARED}"
        raise InputError(SOCIETIES, chosen.societies, allowed)
    return societies.points, societies.file


def _read(laboratory: Laboratory[Kind], design: Design, points: pd.DataFrame) -> list[str]:
    """Names of the assumptions that runs of these scenarios read; those asked for by name as well.

    Others can be related to outcomes by chance alone.
    """
    names = [str(name) for name in points]
    if laboratory.chosen.assumptions is not None:
        return names
    found = set(active(design.declared(), laboratory.ledger))
    return [name for name in names if name in found]


def _values(
    laboratory: Laboratory[Kind], runs: Plan, outcomes: Sequence[Outcome], key: str
) -> pd.DataFrame:
    """Values by scenario, point and replication, societies being points."""
    values = laboratory.values(runs, outcomes, gaps=True, key=key)
    return values.rename_axis(index={SOCIETY: "point"})


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
    values = _values(laboratory, alone, list(bounds), "keep").xs(BASELINE)
    within = pd.Series(True, values.index)
    for bounded, (low, high) in bounds.items():
        within &= values[str(bounded)].between(low, high)
    kept = set(values.index[within].get_level_values("point"))
    if len(kept) < LEAST:
        of = f"{len(kept)} of {counted(table['point'].nunique(), 'draw')}"
        allowed = f"{of} have such a baseline, it takes {LEAST}; wider bounds or more draws"
        raise InputError("keep", laboratory.chosen.keep, allowed)
    return runs.without(set(table.loc[~table["point"].isin(kept), "key"]))
