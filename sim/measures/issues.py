"""What became of residents' issues: the definitions of the measures of issues."""

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
Issues = dict[str, npt.NDArray[Any]]
"""Columns of `outcomes`."""


class Row(NamedTuple):
    """One value of a measure."""

    measure: str
    group: str
    value: float
    unit: str


def outcomes(state: State) -> pd.DataFrame:
    """One row an issue: traits, moments in days (NaN where not reached), how it stands.

    `open` is the status of an issue that has not come to its end; `ended` the last closing;
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


def of(issues: Issues, community: int) -> Issues:
    """Issues of a community; they are sorted by entity, which begins with the community."""
    first, last = np.searchsorted(issues["community"], (community, community + 1))
    return {name: column[first:last] for name, column in issues.items()}


def groups(issues: Issues) -> dict[str, npt.NDArray[np.bool_]]:
    """Which issues belong to each group; those settled at the counter are apart from the rest."""
    counter = issues["kind"] <= Kind.CERTIFICATE
    levels = {"own_powers": 0, "street_powers": 1, "needs_departments": 2}
    return {
        "all": np.ones(len(counter), np.bool_),
        "counter": counter,
        **{name: (issues["level"] == level) & ~counter for name, level in levels.items()},
        **{kind.name.lower(): issues["kind"] == kind for kind in Kind},
        "vulnerable": issues["vulnerable"],
        "others": ~issues["vulnerable"],
    }


def measures(settings: Settings, issues: Issues, detailed: bool) -> Iterator[Row]:
    """Measures over issues first reported inside the window; by group if detailed."""
    start, end = settings.warmup_days, settings.warmup_days + settings.horizon_days
    raised = _chosen(issues, issues["reported"] >= start)
    promise = np.array([kind.promise for _, kind in settings.issues.kinds])
    waits = _waits(raised, "reported", end)
    chosen = groups(raised) if detailed else {"all": np.ones(len(waits), np.bool_)}
    open_now = groups(issues) if detailed else {"all": np.ones(len(issues["open"]), np.bool_)}
    in_hand = ~np.isin(issues["open"], (Status.FREE, Status.HIDDEN, Status.QUIET))
    endings = {name: raised[name] for name in ENDINGS}
    promised = promise[raised["kind"]]
    for group, which in chosen.items():
        yield from _resolution(_chosen(endings, which), waits[which], group, end)
        yield Row("satisfaction", group, _kept(waits[which], promised[which]), KEPT)
        backlog = float((in_hand & open_now[group]).sum())
        yield Row("backlog", group, backlog, "issues in hand at the end")
    arisen = _chosen(issues, issues["born"] >= start)
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
        yield Row("early_discovery_share", group, early, "share of hidden issues that came up")


def equity_gap(
    issues: Issues, waits: npt.NDArray[np.float64], promise: npt.NDArray[np.float64]
) -> float:
    """How much more often others' issues than vulnerable residents' end well within the promise.

    From onset, over kinds that do not come to the counter, at the mix of kinds of vulnerable
    residents (direct standardisation), so that different issues are not taken for inequity.
    """
    gaps, weights = [], []
    for kind in range(Kind.CERTIFICATE + 1, len(Kind)):
        of_kind = issues["kind"] == kind
        theirs = of_kind & issues["vulnerable"]
        others = of_kind & ~issues["vulnerable"]
        limits = np.full(len(waits), promise[kind])
        gap = _kept(waits[others], limits[others]) - _kept(waits[theirs], limits[theirs])
        if not np.isnan(gap):
            gaps.append(gap)
            weights.append(float(theirs.sum()))
    return float(np.average(gaps, weights=weights)) if gaps else np.nan


def _chosen(issues: Issues, which: npt.NDArray[np.bool_]) -> Issues:
    return {name: column[which] for name, column in issues.items()}


def _waits(issues: Issues, since: str, end: float) -> npt.NDArray[np.float64]:
    """Columns: days from `since` to root closure or the end, 1 if resolved, days watched."""
    first, resolved = issues[since], issues["resolved"]
    last = np.where(resolved, np.minimum(issues["ended"], end), end)
    return np.column_stack([np.maximum(last - first, 0.0), resolved, end - first])


def _kept(waits: npt.NDArray[np.float64], promise: npt.NDArray[np.float64]) -> float:
    """Share resolved within the promise, over issues whose promise ran out inside the window."""
    watched = waits[:, 2] >= promise
    kept = (waits[:, 1] == 1) & (waits[:, 0] <= promise) & watched
    return share(float(kept.sum()), float(watched.sum()))


def _resolution(
    issues: Issues, waits: npt.NDArray[np.float64], group: str, end: float
) -> Iterator[Row]:
    """What became of issues; one that came back, and is open again or given up, is not closed."""
    raised = len(waits)
    rests = np.isin(issues["open"], (Status.FREE, Status.QUIET)) & ~issues["given_up"]
    closed = float((issues["closed"] & rests).sum())
    yield Row("issues_raised", group, float(raised), "issues")
    yield Row("issues_resolved_share", group, share(closed, raised), "share closed, if on paper")
    root = float(issues["resolved"].sum())
    yield Row("root_closure_share", group, share(root, raised), "share closed for good")
    median, ninth, mean = survival(waits[:, 0], waits[:, 1] == 1)
    yield Row("days_to_resolution_median", group, median, "days")
    yield Row("days_to_resolution_p90", group, ninth, "days")
    yield Row("days_to_resolution_restricted_mean", group, mean, "days")
    watched = issues["first_closed"] <= end - BACK_DAYS
    back = watched & (issues["first_back"] - issues["first_closed"] <= BACK_DAYS)
    relapse = share(float(back.sum()), float(watched.sum()))
    yield Row("relapse_share", group, relapse, f"share back within {BACK_DAYS} days of closing")
    false = share(float(issues["false_closed"].sum()), float(issues["closed"].sum()))
    given_up = share(float(issues["given_up"].sum()), raised)
    yield Row("given_up_share", group, given_up, "share of issues reported")
    yield Row("false_closure_share", group, false, "share of issues ever closed")


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
