"""What became of residents' issues: their groups, and one row an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.enums import COMMUNITY_BITS, DAY_TICKS, Kind, Person, Status
from sim.measures.measure import ALL, Groups
from sim.measures.survival import Mask
from sim.records import OUTCOME, OUTCOME_DETAIL
from sim.state import State

if TYPE_CHECKING:
    import pandas as pd

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
"""Columns of issues by name."""
_LIVE_NAMES = {"reported": "first_report", "ended": "closed", "started": "first_start"}
"""Fields of live issues that have another name than those of ended ones."""


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


def ended(state: State) -> npt.NDArray[np.void]:
    """OUTCOME of each issue that has come to its end, in the order in which they did."""
    rows: npt.NDArray[np.void] = state.outcomes[: int(state.clock["outcomes"][0])]
    return rows


def details_of_ended(state: State) -> npt.NDArray[np.void]:
    """OUTCOME_DETAIL of each issue in `ended`. Raises RuntimeError if they were not kept."""
    count = len(ended(state))
    if len(state.outcome_details) < count:
        raise RuntimeError("outcomes were not kept: they are to be asked for before the run")
    rows: npt.NDArray[np.void] = state.outcome_details[:count]
    return rows


def live(state: State) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int8]]:
    """OUTCOME of each issue that has not ended, as it stands; its status."""
    slots = _occupied(state)
    return _rows(state, slots, OUTCOME), state.issues["status"][slots].astype(np.int8)


def issues(state: State) -> Issues:
    """All issues by entity: traits, moments in days (NaN where not reached), where they stand.

    `open` is the status of an issue that has not come to its end; `ended` the last closing;
    `first_back` the first return.
    """
    done, (rows, status) = ended(state), live(state)
    every = np.concatenate([done, rows])
    return _columns(every, np.concatenate([np.zeros(len(done), np.int8), status]))


def outcomes(state: State) -> pd.DataFrame:
    """One row an issue: what `issues` has, and agent, start of work, whistle, incident, order.

    Raises RuntimeError if these were not kept of issues that have ended.
    """
    import pandas as pd  # workers of the laboratory do without

    done, slots = ended(state), _occupied(state)
    known = [details_of_ended(state), _rows(state, slots, OUTCOME_DETAIL)]
    columns = issues(state)
    order = np.argsort(
        np.concatenate([done["entity"], state.issues["entity"][slots]]), kind="stable"
    )
    details = np.concatenate(known)[order]
    columns |= {name: details[name] for name in OUTCOME_DETAIL.names or ()}
    columns["started"] = _days(columns["started"])
    return pd.DataFrame({name: columns[name] for name in _FRAME})


_FRAME = (
    "entity", "community", "kind", "level", "agent", "vulnerable", "elderly", "app_user", "early",
    "hidden", "whistled", "incident", "ordered", "given_up", "false_closed", "closed", "resolved",
    "born", "reported", "started", "ended", "first_closed", "first_back", "open", "returned",
)  # fmt: skip
"""Columns of `outcomes`."""


Slots = tuple[npt.NDArray[np.int64], ...]
"""Communities and numbers of slots."""


def _occupied(state: State) -> Slots:
    return np.nonzero(state.issues["status"] != Status.FREE)


def _rows(state: State, slots: Slots, kind: np.dtype[Any]) -> npt.NDArray[np.void]:
    rows = np.zeros(len(slots[0]), kind)
    for name in kind.names or ():
        if name == "person":
            rows[name] = _persons(state, slots)
        else:
            rows[name] = state.issues[_LIVE_NAMES.get(name, name)][slots]
    return rows


def _persons(state: State, slots: Slots) -> npt.NDArray[np.int8]:
    """Bits of `Person` of who has the issues in these slots."""
    agents = state.communities["first_agent"][slots[0]] + state.issues["agent"][slots]
    people = state.residents[agents]
    bits = np.zeros(len(agents), np.int8)
    for person in Person:
        bits |= np.where(people[person.name.lower()], np.int8(person), np.int8(0))
    return bits


def _columns(rows: npt.NDArray[np.void], status: npt.NDArray[np.int8]) -> Issues:
    order = np.argsort(rows["entity"], kind="stable")
    rows = rows[order]
    columns: Issues = {name: rows[name] for name in rows.dtype.names or ()}
    for person in Person:
        columns[person.name.lower()] = (rows["person"] & person) > 0
    columns |= {name: columns[name].astype(np.int64) for name in ("kind", "level")}
    columns["community"] = rows["entity"] >> COMMUNITY_BITS
    columns["open"] = status[order].astype(np.int64)
    columns["closed"], columns["returned"] = rows["first_closed"] >= 0, rows["first_back"] >= 0
    for moment in MOMENTS:
        if moment in columns:
            columns[moment] = _days(columns[moment])
    return columns


def _days(moments: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Ticks as days, NaN where not reached."""
    days: npt.NDArray[np.float64] = np.where(moments >= 0, moments / DAY_TICKS, np.nan)
    return days
