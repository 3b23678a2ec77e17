"""What became of residents' issues: one row an issue, and issues of a window by group."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.enums import DAY_TICKS, Kind, Status
from sim.measures.measure import ALL, Groups, Values, share
from sim.measures.survival import survival
from sim.settings import Settings
from sim.state import State

LEVELS: Groups = {
    "own_powers": "own powers",
    "street_powers": "street powers",
    "needs_departments": "departments",
}
"""Whose powers an issue needs."""
HOUSEHOLDS: Groups = {"vulnerable": "vulnerable residents", "others": "other residents"}
KINDS: Groups = {kind.name.lower(): kind.name.lower().replace("_", " ") for kind in Kind}
ISSUE_GROUPS: Groups = {ALL: "", "counter": "counter", **LEVELS, **KINDS, **HOUSEHOLDS}
ONSET_GROUPS: Groups = {ALL: "", **LEVELS, **HOUSEHOLDS}
MOMENTS = ("born", "reported", "started", "ended", "first_closed", "first_back")
Issues = dict[str, npt.NDArray[Any]]
"""Columns of `outcomes`."""
Mask = npt.NDArray[np.bool_]


def outcomes(state: State) -> pd.DataFrame:
    """One row an issue: traits, moments in days (NaN where not reached), where it stands.

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


def masks(issues: Issues) -> dict[str, Mask]:
    """Which issues belong to each group; those settled at the counter are in no level."""
    counter = issues["kind"] <= Kind.CERTIFICATE
    levels = {name: level for level, name in enumerate(LEVELS)}
    return {
        ALL: np.ones(len(counter), np.bool_),
        "counter": counter,
        **{name: (issues["level"] == level) & ~counter for name, level in levels.items()},
        **{kind.name.lower(): issues["kind"] == kind for kind in Kind},
        "vulnerable": issues["vulnerable"],
        "others": ~issues["vulnerable"],
    }


class IssueGroup:
    """Issues of one group, and how long each took to be solved.

    Parameters: columns of issues; which of them belong to the group; for each issue in a row of
    `waits` the days from its start to root closure or the end, 1 if resolved, the days watched;
    the last day.
    """

    def __init__(self, issues: Issues, which: Mask, waits: npt.NDArray[np.float64], end: float):
        self._issues, self._which, self.end = issues, which, end
        self.waits = waits[which]

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        return self._issues[column][self._which]

    def __len__(self) -> int:
        return len(self.waits)

    @cached_property
    def days(self) -> tuple[float, float, float]:
        """Median, 90 % quantile and restricted mean of days until solved, as `survival`."""
        return survival(self.waits[:, 0], self.waits[:, 1] == 1)

    def within(self, limits: npt.NDArray[np.float64]) -> float:
        """Share resolved within its limit of days, over issues whose limit lies in the window."""
        return solved_within(self.waits, limits)


class IssueLog:
    """Issues of a run, of those of a community, as measures use them.

    Parameters: settings; columns of `outcomes`; whether all groups are wanted, or `all` alone.
    """

    def __init__(self, settings: Settings, issues: Issues, detailed: bool) -> None:
        self.start = settings.warmup_days
        self.end = settings.warmup_days + settings.horizon_days
        self.issues, self.detailed = issues, detailed
        self.promise = np.array([kind.promise for _, kind in settings.issues.kinds])

    @cached_property
    def reported(self) -> dict[str, IssueGroup]:
        """Issues first reported inside the window, by group; days are from that report."""
        return self._groups("reported")

    @cached_property
    def arisen(self) -> dict[str, IssueGroup]:
        """Issues that arose inside the window, by group; days are from their onset."""
        return self._groups("born")

    @cached_property
    def masks(self) -> dict[str, Mask]:
        """Groups of all issues, whenever they came."""
        return self._masks(self.issues)

    def _groups(self, since: str) -> dict[str, IssueGroup]:
        inside = self.issues[since] >= self.start
        issues = {name: column[inside] for name, column in self.issues.items()}
        first, resolved = issues[since], issues["resolved"]
        last = np.where(resolved, np.minimum(issues["ended"], self.end), self.end)
        waits = np.column_stack([np.maximum(last - first, 0.0), resolved, self.end - first])
        return {
            name: IssueGroup(issues, which, waits, self.end)
            for name, which in self._masks(issues).items()
        }

    def _masks(self, issues: Issues) -> dict[str, Mask]:
        if self.detailed:
            return masks(issues)
        return {ALL: np.ones(len(issues["open"]), np.bool_)}


def of_reported(value: Callable[[IssueGroup], float]) -> Callable[[Any], Values]:
    """A measure of issues first reported in the window, from its value for one group."""
    return lambda seen: {name: value(group) for name, group in seen.log.reported.items()}


def of_arisen(value: Callable[[IssueGroup], float]) -> Callable[[Any], Values]:
    """A measure of issues that arose in the window, from its value for one group."""
    return lambda seen: {
        name: value(seen.log.arisen[name]) for name in ONSET_GROUPS if name in seen.log.arisen
    }


def solved_within(waits: npt.NDArray[np.float64], limits: npt.NDArray[np.float64]) -> float:
    """Share resolved within limits of days, over issues whose limit ran out inside the window.

    Parameters: waits of shape (issues, 3), as `IssueGroup` has them; limits (issues,).
    """
    watched = waits[:, 2] >= limits
    kept = (waits[:, 1] == 1) & (waits[:, 0] <= limits) & watched
    return share(float(kept.sum()), float(watched.sum()))
