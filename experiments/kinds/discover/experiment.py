"""The experiment `discover`: conditions under which a scenario fails (scenario discovery).

Rules are searched over the assumptions, over what a place can observe of its own baseline before
any reform, and over both.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome, directed, outcome
from experiments.config.study import Study
from experiments.designs import assumption_sample
from experiments.kinds.discover.observables import Observed, observables, observed
from experiments.kinds.discover.options import DiscoverOptions
from experiments.kinds.discover.summary import ASSUMPTIONS, BOTH, OBSERVABLES
from experiments.kinds.discover.tables import tables
from experiments.kinds.discover.variables import assumption, observable
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.executors.availability import need
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics import sample_summary
from experiments.statistics.failures import Failures, discovered


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `discover`, `boxes`, `variables`, `trajectory`, `draws`, `points`, `observed`.

    Raises InputError for an outcome without a better direction or an unknown observable, else as
    `assumption_sample.sample` does.
    """
    need(DiscoverOptions.needs, "analysis", "experiment", "discover")
    laboratory = Laboratory(study, DiscoverOptions)
    chosen = laboratory.chosen
    decisive = _decisive(chosen.outcome)
    watched = observables(laboratory, chosen.observe)
    drawn = assumption_sample.sample(laboratory, [decisive], "outcome")
    seen = observed(laboratory, drawn, watched) if watched else None
    changes = sample_summary.changes(drawn.values, decisive).drop(columns=BASELINE)
    gains = changes * decisive.better
    searches = _searches(gains, _families(drawn.points, seen), chosen.threshold, chosen.seed)
    variables = {str(name): assumption(str(name), laboratory.ledger) for name in drawn.points}
    (unit,) = laboratory.units(drawn.plan, [decisive])
    failure = failing(decisive, chosen.threshold, unit)
    noun = "society" if drawn.source else "draw"
    sample = f"{drawn.description}{drawn.lacking}. A {noun} fails where {failure}."
    more: dict[str, Any] = {}
    if seen is not None:
        for name in map(str, seen.points):
            variables[name] = observable(name, seen.points[name], seen.units[name])
        sample += _watched(seen, drawn)
        more = {"observed": {"runs": seen.runs, "draws": len(seen.points)}}
    frames = tables(searches, variables, gains) | {"points.parquet": drawn.points.reset_index()}
    if seen is not None:
        frames["observed.parquet"] = seen.points.rename_axis("point").reset_index()
    return laboratory.write_results(drawn.plan, frames, draws=drawn.counts, sample=sample, **more)


def _decisive(name: str) -> Outcome:
    """The outcome that decides. Raises InputError where it has no better direction."""
    decisive = outcome(name)
    if not decisive.better:
        known = ", ".join(directed())
        raise InputError("outcome", decisive, f"should have a better direction, as {known} have")
    return decisive


def _searches(
    gains: pd.DataFrame, families: dict[str, pd.DataFrame], threshold: float, seed: int
) -> dict[tuple[str, str], Failures]:
    """Failures by scenario and family of variables; draws without a gain are left out."""
    searches = {}
    for scenario, gain in gains.items():
        for over, points in families.items():
            changes = gain.reindex(points.index)
            changes = changes[np.isfinite(changes)]
            fails = changes.to_numpy() < threshold
            searches[str(scenario), over] = discovered(points.loc[changes.index], fails, seed)
    return searches


def _families(points: pd.DataFrame, seen: Observed | None) -> dict[str, pd.DataFrame]:
    """Variables by family (assumptions, observables), all at the same draws."""
    if seen is None:
        return {ASSUMPTIONS: points}
    same = points.loc[seen.points.index]
    both = pd.concat([same, seen.points], axis=1)
    return {ASSUMPTIONS: same, OBSERVABLES: seen.points, BOTH: both}


def _watched(seen: Observed, drawn: assumption_sample.Sample) -> str:
    lost = len(drawn.points) - len(seen.points)
    noun = "societies" if drawn.source else "draws"
    without = f"; {lost} {noun} that lack one are left out" if lost else ""
    if seen.empty:
        without += f"; {', '.join(seen.empty)} left out, empty in more than a quarter of {noun}"
    return (
        f" {seen.points.shape[1]} observables are read off one run more of each baseline, under a "
        f"seed that no compared run has, so that no Monte Carlo noise is in both{without}."
    )


def failing(decisive: Outcome, threshold: float, unit: str) -> str:
    """When a draw counts as a failure, for a reader."""
    better, worse = ("rises", "falls") if decisive.better > 0 else ("falls", "rises")
    if threshold > 0:
        by = f"by less than {threshold:g} ({unit})"
        return f"“{decisive.label}” {better} {by} against the baseline"
    by = f" by more than {-threshold:g} ({unit})" if threshold else ""
    return f"“{decisive.label}” {worse}{by} against the baseline"
