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
from experiments.language.phrase import Phrase, counting, joining, phrase
from experiments.reporting.recorded_texts import recorded
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
    sample = [phrase("{sample}{lacking}.", **drawn.phrases)]
    if drawn.source:
        sample.append(phrase("A society fails where {what}.", what=failure))
    else:
        sample.append(phrase("A draw fails where {what}.", what=failure))
    more: dict[str, Any] = {}
    if seen is not None:
        for name in map(str, seen.points):
            variables[name] = observable(name, seen.points[name], seen.units[name])
        sample.append(_watched(seen, drawn))
        more = {"observed": {"runs": seen.runs, "draws": len(seen.points)}}
    frames = tables(searches, variables, gains) | {"points.parquet": drawn.points.reset_index()}
    if seen is not None:
        frames["observed.parquet"] = seen.points.rename_axis("point").reset_index()
    more |= recorded(sample=joining(sample, "sentences"))
    return laboratory.write_results(drawn.plan, frames, draws=drawn.counts, **more)


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


def _watched(seen: Observed, drawn: assumption_sample.Sample) -> Phrase:
    lost, several = len(drawn.points) - len(seen.points), bool(drawn.source)
    parts = [
        phrase(
            "{number} observables are read off one run more of each baseline, under a seed that no "
            "compared run has, so that no Monte Carlo noise is in both",
            number=seen.points.shape[1],
        )
    ]
    if lost:
        left = counting(lost, "society", "societies") if several else counting(lost, "draw")
        parts.append(phrase("left out, as one of them has no value there: {left}", left=left))
    empty = ", ".join(seen.empty)
    if empty and several:
        parts.append(
            phrase("{names} left out, empty in more than a quarter of societies", names=empty)
        )
    elif empty:
        parts.append(phrase("{names} left out, empty in more than a quarter of draws", names=empty))
    return phrase("{sentence}.", sentence=joining(parts, "statements"))


def failing(decisive: Outcome, threshold: float, unit: str) -> Phrase:
    """When a draw counts as a failure, for a reader."""
    values = {"outcome": decisive.phrase, "by": f"{abs(threshold):g}", "unit": phrase(unit)}
    up = decisive.better > 0
    if threshold > 0 and up:
        return phrase("“{outcome}” rises by less than {by} ({unit}) against the baseline", **values)
    if threshold > 0:
        return phrase("“{outcome}” falls by less than {by} ({unit}) against the baseline", **values)
    if threshold and up:
        return phrase("“{outcome}” falls by more than {by} ({unit}) against the baseline", **values)
    if threshold:
        return phrase("“{outcome}” rises by more than {by} ({unit}) against the baseline", **values)
    if up:
        return phrase("“{outcome}” falls against the baseline", outcome=decisive.phrase)
    return phrase("“{outcome}” rises against the baseline", outcome=decisive.phrase)
