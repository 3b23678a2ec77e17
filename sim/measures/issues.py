"""What became of residents' matters: the definitions of the measures of issues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from sim.enums import DAY_TICKS, Kind, Status
from sim.settings import Settings
from sim.state import State

RESTRICTED_DAYS = 60
KEPT = "share solved for good within the promise"
BACK_DAYS = 40
ONSET_GROUPS = (
    "all", "own_powers", "street_powers", "needs_departments", "vulnerable", "others"
)  # fmt: skip
ENDINGS = (
    "closed", "open", "resolved", "false_closed", "given_up", "first_closed", "first_back"
)  # fmt: skip
MOMENTS = ("born", "reported", "started", "ended", "first_closed", "first_back")
Matters = dict[str, npt.NDArray[Any]]
"""Columns of `outcomes`."""


class Row(NamedTuple):
    """One value of a measure."""

    measure: str
    group: str
    value: float
    unit: str


def outcomes(state: State) -> pd.DataFrame:
    """One row a matter: traits, moments in days (NaN where not reached), how it stands.

    `open` is the status of a matter that has not come to its end; `ended` the last closing;
    `first_back` the first return.
    """
    done = pd.DataFrame(state.outcomes[: int(state.clock["outcomes"][0])])
    done["open"] = int(Status.FREE)
    slots = state.issues[state.issues["status"] != Status.FREE]
    live = pd.DataFrame({name: slots[name] for name in done.columns if name in slots.dtype.names})
    live["community"] = (slots["entity"] >> 44).astype(np.int64)
    live["reported"], live["started"] = slots["first_report"], slots["first_start"]
    live["ended"], live["closed"] = slots["closed"], slots["closings"] > 0
    live["open"] = slots["status"]
    frame = pd.concat([done, live[done.columns]], ignore_index=True).sort_values("entity")
    frame["returned"] = frame["first_back"] >= 0
    for moment in MOMENTS:
        frame[moment] = (frame[moment] / DAY_TICKS).where(frame[moment] >= 0)
    return frame.reset_index(drop=True)


def of(matters: Matters, community: int) -> Matters:
    """Matters of a community; they are sorted by entity, which begins with the community."""
    first, last = np.searchsorted(matters["community"], (community, community + 1))
    return {name: column[first:last] for name, column in matters.items()}


def groups(matters: Matters) -> dict[str, npt.NDArray[np.bool_]]:
    """Which matters belong to each group; those settled at the counter are apart from the rest."""
    counter = matters["kind"] <= Kind.CERTIFICATE
    levels = {"own_powers": 0, "street_powers": 1, "needs_departments": 2}
    return {
        "all": np.ones(len(counter), np.bool_),
        "counter": counter,
        **{name: (matters["level"] == level) & ~counter for name, level in levels.items()},
        **{kind.name.lower(): matters["kind"] == kind for kind in Kind},
        "vulnerable": matters["vulnerable"],
        "others": ~matters["vulnerable"],
    }


def measures(settings: Settings, matters: Matters, detailed: bool) -> Iterator[Row]:
    """Measures over matters first reported inside the window; by group if detailed."""
    start, end = settings.warmup_days, settings.warmup_days + settings.horizon_days
    raised = _chosen(matters, matters["reported"] >= start)
    promise = np.array([kind.promise for _, kind in settings.issues.kinds])
    waits = _waits(raised, "reported", end)
    chosen = groups(raised) if detailed else {"all": np.ones(len(waits), np.bool_)}
    open_now = groups(matters) if detailed else {"all": np.ones(len(matters["open"]), np.bool_)}
    in_hand = ~np.isin(matters["open"], (Status.FREE, Status.HIDDEN, Status.QUIET))
    endings = {name: raised[name] for name in ENDINGS}
    promised = promise[raised["kind"]]
    for group, which in chosen.items():
        yield from _resolution(_chosen(endings, which), waits[which], group, end)
        yield Row("satisfaction", group, _kept(waits[which], promised[which]), KEPT)
        backlog = float((in_hand & open_now[group]).sum())
        yield Row("backlog", group, backlog, "matters in hand at the end")
    arisen = _chosen(matters, matters["born"] >= start)
    waits = _waits(arisen, "born", end)
    since = groups(arisen) if detailed else {"all": np.ones(len(waits), np.bool_)}
    for group in (name for name in ONSET_GROUPS if name in since):
        which = since[group]
        median, ninth, mean = survival(waits[which, 0], waits[which, 1] == 1)
        yield Row("days_from_onset_median", group, median, "days")
        yield Row("days_from_onset_p90", group, ninth, "days")
        yield Row("days_from_onset_restricted_mean", group, mean, "days")
    yield Row("equity_gap", "all", equity_gap(arisen, waits, promise), "others minus vulnerable")
    for group, which in chosen.items():
        came_up = float(raised["hidden"][which].sum())
        early = share(float(raised["early"][which].sum()), came_up)
        yield Row("early_discovery_share", group, early, "share of hidden matters that came up")


def equity_gap(
    matters: Matters, waits: npt.NDArray[np.float64], promise: npt.NDArray[np.float64]
) -> float:
    """How much more often others' matters than vulnerable residents' end well within the promise.

    From onset, over kinds that do not come to the counter, at the mix of kinds of vulnerable
    residents (direct standardisation), so that different matters are not taken for inequity.
    """
    gaps, weights = [], []
    for kind in range(Kind.CERTIFICATE + 1, len(Kind)):
        of_kind = matters["kind"] == kind
        theirs = of_kind & matters["vulnerable"]
        others = of_kind & ~matters["vulnerable"]
        limits = np.full(len(waits), promise[kind])
        gap = _kept(waits[others], limits[others]) - _kept(waits[theirs], limits[theirs])
        if not np.isnan(gap):
            gaps.append(gap)
            weights.append(float(theirs.sum()))
    return float(np.average(gaps, weights=weights)) if gaps else np.nan


def _chosen(matters: Matters, which: npt.NDArray[np.bool_]) -> Matters:
    return {name: column[which] for name, column in matters.items()}


def _waits(matters: Matters, since: str, end: float) -> npt.NDArray[np.float64]:
    """Columns: days from `since` to root closure or the end, 1 if resolved, days watched."""
    first, resolved = matters[since], matters["resolved"]
    last = np.where(resolved, np.minimum(matters["ended"], end), end)
    return np.column_stack([np.maximum(last - first, 0.0), resolved, end - first])


def _kept(waits: npt.NDArray[np.float64], promise: npt.NDArray[np.float64]) -> float:
    """Share resolved within the promise, over matters whose promise ran out inside the window."""
    watched = waits[:, 2] >= promise
    kept = (waits[:, 1] == 1) & (waits[:, 0] <= promise) & watched
    return share(float(kept.sum()), float(watched.sum()))


def _resolution(
    matters: Matters, waits: npt.NDArray[np.float64], group: str, end: float
) -> Iterator[Row]:
    """What became of matters; one that came back, and is open again or given up, is not closed."""
    raised = len(waits)
    rests = np.isin(matters["open"], (Status.FREE, Status.QUIET)) & ~matters["given_up"]
    closed = float((matters["closed"] & rests).sum())
    yield Row("issues_raised", group, float(raised), "matters")
    yield Row("issues_resolved_share", group, share(closed, raised), "share closed, if on paper")
    root = float(matters["resolved"].sum())
    yield Row("root_closure_share", group, share(root, raised), "share closed for good")
    median, ninth, mean = survival(waits[:, 0], waits[:, 1] == 1)
    yield Row("days_to_resolution_median", group, median, "days")
    yield Row("days_to_resolution_p90", group, ninth, "days")
    yield Row("days_to_resolution_restricted_mean", group, mean, "days")
    watched = matters["first_closed"] <= end - BACK_DAYS
    back = watched & (matters["first_back"] - matters["first_closed"] <= BACK_DAYS)
    relapse = share(float(back.sum()), float(watched.sum()))
    yield Row("relapse_share", group, relapse, f"share back within {BACK_DAYS} days of closing")
    false = share(float(matters["false_closed"].sum()), float(matters["closed"].sum()))
    given_up = share(float(matters["given_up"].sum()), raised)
    yield Row("given_up_share", group, given_up, "share of matters reported")
    yield Row("false_closure_share", group, false, "share of matters ever closed")


def survival(
    days: npt.NDArray[np.float64], resolved: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Kaplan-Meier median, 90 % quantile and mean restricted to 60 days; NaN if not reached."""
    if not len(days):
        return np.nan, np.nan, np.nan
    if not resolved.any():
        watched = days.max() >= RESTRICTED_DAYS
        return np.nan, np.nan, float(RESTRICTED_DAYS) if watched else np.nan
    curve = stats.ecdf(stats.CensoredData.right_censored(days, ~resolved)).sf
    times, alive = curve.quantiles, curve.probabilities
    quantiles = []
    for share in (0.5, 0.1):
        reached = np.flatnonzero(alive <= share)
        quantiles.append(float(times[reached[0]]) if len(reached) else np.nan)
    steps = np.concatenate([[0.0], times[times < RESTRICTED_DAYS], [RESTRICTED_DAYS]])
    heights = np.concatenate([[1.0], alive[times < RESTRICTED_DAYS]])
    watched = alive[-1] == 0 or days.max() >= RESTRICTED_DAYS
    mean = float((np.diff(steps) * heights).sum()) if watched else np.nan
    return quantiles[0], quantiles[1], mean


def share(part: float, whole: float) -> float:
    """A share, NaN of nothing."""
    return part / whole if whole else np.nan
