"""How many societies are still plausible at this place, under these settings and seeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.language import use
from experiments.patterns import plausibility
from experiments.reporting import society_notes
from experiments.reporting.outcome_values import outcome_values
from experiments.reporting.tidy import Reading
from experiments.runs.plan import Plan
from experiments.runs.storage.store import Store
from sim.enums import YEAR_DAYS


def plausible_here(store: Store, plan: Plan) -> dict[str, Any] | None:
    """The verdicts on the baselines of a plan over societies, for the manifest.

    A society, or a point at a society, is judged by the mean of its replications.

    Parameters
    ----------
    store
        Where the runs are; those that are not there are left out.
    plan
        The runs.

    Returns
    -------
    dict or None
        `judged` and `plausible` are numbers of baselines, `outside` how many are outside the band
        of each pattern, by its name, the most frequent first, and `meanings` what these patterns
        are. `rural` says whether there are villages, and `sentence` says it all in English. None
        where the plan is not over societies.
    """
    if plan.design.labels is None or BASELINE not in plan.scenarios:
        return None
    others = set(plan.table["key"]) - set(plan.table["key"][plan.table["scenario"] == BASELINE])
    lost = store.missing(plan.table["key"], "totals")
    baselines = plan.without(others | lost)
    settings = plan.settings(BASELINE)
    wanted = plausibility.outcomes(settings.horizon_days // YEAR_DAYS)
    rural = settings.territory.villages > 0
    if not wanted or not len(baselines):
        return _told(0, 0, {}, rural)
    frame = pd.DataFrame(outcome_values(store, baselines, wanted).xs(BASELINE, level="scenario"))
    levels = [str(name) for name in frame.index.names]
    if not store.missing(baselines.table["key"], "full"):
        frame = frame.join(_spreads(store, baselines, levels))
    values = plausibility.values(frame, settings)
    groups = [name for name in levels if name != "replication"]
    return _record(plausibility.verdicts(values.groupby(level=groups).mean()), rural)


def _spreads(store: Store, baselines: Plan, levels: Sequence[str]) -> pd.DataFrame:
    """Values of patterns across communities, of runs that are kept in full."""
    across = [pattern for pattern in plausibility.PATTERNS if pattern.across]
    measures = {outcome.measure for pattern in across for outcome in pattern.outcomes}
    rows = Reading(store, "measures", baselines, "full", only=measures).frame()
    rows = rows[rows["scenario"] == BASELINE]  # a scenario that changes nothing has the same runs
    return plausibility.spreads(rows, levels)


def _record(verdicts: pd.DataFrame, rural: bool) -> dict[str, Any]:
    outside = (~verdicts).sum().sort_values(ascending=False, kind="stable")
    by_name = {str(name): int(count) for name, count in outside[outside > 0].items()}
    return _told(len(verdicts), int(verdicts.all(axis=1).sum()), by_name, rural)


def _told(judged: int, plausible: int, outside: dict[str, int], rural: bool) -> dict[str, Any]:
    meanings = {
        pattern.name: pattern.meaning
        for pattern in plausibility.PATTERNS
        if pattern.name in outside
    }
    record = {
        "judged": judged, "plausible": plausible, "outside": outside, "meanings": meanings,
        "rural": rural,
    }  # fmt: skip
    with use("en"):
        return record | {"sentence": society_notes.plausible(record)}
