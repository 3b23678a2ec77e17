"""Tables of a run at its end, as measures of users read them: tidy frames, made on demand."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.enums import Account, Cadence, Habitat, Kind, Status
from sim.levers.reach import NAMES
from sim.measures.activities import ACTIVITY
from sim.measures.issue_log import LEVELS, MOMENTS
from sim.measures.observation import HOUR_TICKS, Observation
from sim.measures.place_summary import summary
from sim.measures.standard_cost import SPENT
from sim.settings import Settings
from sim.state import State

if TYPE_CHECKING:
    import pandas as pd

ENDED = "ended"
"""Status of an issue that has come to its end."""


class RunTables:
    """Frames of one run, of the whole place or of one community.

    Communities, workers, obligations and departments are numbered from 0. Moments are in working
    days since measurement began: those before it are negative. Hours are a week.
    """

    def __init__(self, seen: Observation) -> None:
        self._seen = seen

    @property
    def settings(self) -> Settings:
        """Settings of the run, as `tables.settings.territory.residents`."""
        return self._seen.settings

    @property
    def community(self) -> int | None:
        """The community that the frames are of; None for the whole place."""
        return self._seen.community

    @property
    def days(self) -> int:
        """Working days that were measured."""
        return self.settings.horizon_days

    @property
    def weeks(self) -> float:
        """Weeks that were measured."""
        return self._seen.weeks

    @cached_property
    def issues(self) -> pd.DataFrame:
        """Issues of residents, one row each.

        Columns: entity (its number), community, kind (inquiry, certificate, dispute, hazard,
        facility, care, street_order, merchant), level (whose powers it needs: own_powers,
        street_powers, needs_departments), vulnerable (of a vulnerable resident), early (found
        before it was reported), hidden (whether it was hidden), given_up, false_closed (on paper),
        resolved (at the root), status (ended, hidden, own_work, asking, answer, job, ...); the
        moments born, reported, first_closed, first_back, ended: NaN where not reached. Those before
        measurement are there as well; `reported >= 0` leaves them out.
        """
        import pandas as pd

        found = self._seen.issues
        start = self.settings.warmup_days
        columns = {name: found[name] for name in ("entity", "community")}
        columns["kind"] = _names(Kind)[found["kind"]]
        columns["level"] = np.array([*LEVELS], object)[found["level"]]
        flags = ("vulnerable", "early", "hidden", "given_up", "false_closed", "resolved")
        columns |= {name: found[name].astype(bool) for name in flags}
        status = _names(Status)
        columns["status"] = np.where(found["open"] == Status.FREE, ENDED, status[found["open"]])
        moments = [name for name in MOMENTS if name in found]
        return pd.DataFrame(columns | {name: found[name] - start for name in moments})

    @cached_property
    def hours(self) -> pd.DataFrame:
        """Hours a week of each worker by activity, one row for each pair.

        Columns: worker, community, head, activity (as in groups of hours_per_worker_week), hours
        (overtime included), overtime.
        """
        import pandas as pd

        state, scale = self._state, HOUR_TICKS * self.weeks
        rows = self._workers
        count = rows.stop - rows.start
        activities = [*dict.fromkeys(ACTIVITY.values())]
        place = [activities.index(name) for name in ACTIVITY.values()]
        sums = np.zeros((2, count, len(activities)))
        for at, ticks in enumerate((state.totals[rows], state.overtime_totals[rows])):
            for work, activity in enumerate(place):
                sums[at][:, activity] += ticks[:, work] / scale
        columns = {
            name: np.repeat(values, len(activities)) for name, values in self._identity.items()
        }
        columns["activity"] = np.tile(np.array(activities, object), count)
        columns["hours"], columns["overtime"] = (sums[0] + sums[1]).ravel(), sums[1].ravel()
        return pd.DataFrame(columns)

    @cached_property
    def workers(self) -> pd.DataFrame:
        """Workers, one row each.

        Columns: worker, community, head (whether it heads the community), vacant (whether nobody
        holds the place at the end), fatigue (overtime of the last weeks, as a share of the cap),
        hours (a week, overtime included), overtime.
        """
        import pandas as pd

        state, scale, rows = self._state, HOUR_TICKS * self.weeks, self._workers
        overtime = state.overtime_totals[rows].sum(axis=1) / scale
        return pd.DataFrame(
            self._identity
            | {
                "vacant": state.workers["vacant_until"][rows] > state.clock["day"][0],
                "fatigue": state.workers["fatigue"][rows],
                "hours": state.totals[rows].sum(axis=1) / scale + overtime,
                "overtime": overtime,
            }
        )

    @cached_property
    def communities(self) -> pd.DataFrame:
        """Communities, one row each, as they are at the end.

        Columns: community, type (old_estate, commercial, business, mixed, village), residents,
        households, vulnerable (households on the list), workers, micro_grids, boards (on the
        wall), obligations, volunteers, chat_groups, trust (mean of residents, 0 to 1).
        """
        import pandas as pd

        state, here = self._state, self._communities
        rows = state.communities[here]
        residents = state.residents
        trust = [residents["trust"][residents["community"] == place].mean() for place in here]
        columns = {"community": here, "type": _types()[rows["habitat"]]}
        columns |= {name: rows[field] for name, field in COMMUNITY_FIELDS.items()}
        return pd.DataFrame(columns | {"trust": trust})

    @cached_property
    def obligations(self) -> pd.DataFrame:
        """Obligations that are demanded at the end, one row for each community and form.

        Columns: community, obligation, department (number), cadence (daily, weekly, monthly,
        quarterly, yearly), board (whether it came with one), on_wall (whether that hangs), listed
        (whether it has its purpose still and came through the front door), items, and, in the
        window, editions that fell due, standard_hours (what these take by the standard cost
        model) and hours (spent on them).
        """
        import pandas as pd

        state = self._state
        count = int(state.clock["rows"][0])
        forms = state.forms[self._communities][:, :count]
        place, number = np.nonzero(forms["active"])
        form, kind = forms[place, number], state.obligations[number]
        account = state.accounts[self._communities[place], number]
        listed = (form["obsolete_from"] > state.clock["day"][0]) & ~form["beside"]
        columns = {
            "community": self._communities[place],
            "obligation": number,
            "department": kind["department"],
            "cadence": _names(Cadence)[kind["cadence"]],
            "board": form["board"],
            "on_wall": form["on_wall"],
            "listed": listed,
            "items": form["item_count"],
            "editions": account[:, Account.DUE],
            "standard_hours": account[:, Account.STANDARD] / HOUR_TICKS,
            "hours": account[:, SPENT].sum(axis=1) / HOUR_TICKS,
        }
        return pd.DataFrame({name: np.asarray(values) for name, values in columns.items()})

    @cached_property
    def departments(self) -> pd.DataFrame:
        """Departments that answer communities, one row each; of a community they are the same.

        Columns: department (number), name, offered and used (hours a week for communities' issues),
        load (used over offered, NaN where none are offered), backlog (hours of open jobs), effort
        (1 is usual).
        """
        import pandas as pd

        names = self.settings.departments.answering
        rows = self._state.departments[: len(names)]
        scale = HOUR_TICKS * self.weeks
        offered, used = rows["offered"] / scale, rows["used"] / scale
        return pd.DataFrame(
            {
                "department": np.arange(len(names)),
                "name": [*names],
                "offered": offered,
                "used": used,
                "load": np.divide(used, offered, np.full(len(names), np.nan), where=offered > 0),
                "backlog": rows["backlog"] / HOUR_TICKS,
                "effort": rows["effort"],
            }
        )

    @property
    def _state(self) -> State:
        state = self._seen.state
        assert state is not None
        return state

    @property
    def _communities(self) -> npt.NDArray[np.int64]:
        count = len(self._state.communities)
        return np.arange(count) if self.community is None else np.array([self.community])

    @cached_property
    def _workers(self) -> slice:
        """Rows of workers."""
        if self.community is None:
            return slice(0, len(self._state.workers))
        row = self._state.communities[self.community]
        first = int(row["first_worker"])
        return slice(first, first + int(row["workers"]))

    @property
    def _identity(self) -> dict[str, Any]:
        """Number, community, and whether it heads it, of each worker."""
        rows, communities = self._workers, self._state.communities
        number = np.arange(rows.start, rows.stop)
        community = self._state.workers["community"][rows]
        first = communities["first_worker"] + communities["front"]
        return {"worker": number, "community": community, "head": number < first[community]}


def tables(settings: Settings, state: State, community: int | None = None) -> RunTables:
    """Frames of a run, of the whole place or of one community. Raises ValueError."""
    count = len(state.communities)
    if community is not None and not 0 <= community < count:
        raise ValueError(f"community={community}: 0 to {count - 1}")
    return RunTables(Observation(settings, summary(settings, state), state, community))


COMMUNITY_FIELDS = {
    "residents": "people",
    "households": "households",
    "vulnerable": "listed_households",
    "workers": "workers",
    "micro_grids": "micro_grids",
    "boards": "boards_up",
    "obligations": "obligations",
    "volunteers": "volunteers",
    "chat_groups": "groups",
}
"""Fields of COMMUNITY by the columns that have them."""


def _names(kind: type[IntEnum]) -> npt.NDArray[np.object_]:
    """Names of an enumeration by number."""
    return np.array([each.name.lower() for each in kind], object)


def _types() -> npt.NDArray[np.object_]:
    """Types of communities by number, as settings and all other tables name them."""
    return np.array([NAMES[each] for each in Habitat], object)
