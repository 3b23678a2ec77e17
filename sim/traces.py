"""Tables of a traced community: events of its issues, and days of its workers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.enums import DAY_TICKS, NOBODY, TICKS_PER_MINUTE, EventType, Work
from sim.kernels.trace import FREE
from sim.measures.activities import ACTIVITY
from sim.state import State


class Stretch(NamedTuple):
    """A stretch of a worker's day that went to one work, in ticks since the morning."""

    worker: int
    day: int
    start: int
    end: int
    work: Work
    subject: int | None


def events(state: State) -> pd.DataFrame:
    """One row an event, in order of time: day (warm-up counted), minute, issue, happening.

    `worker` is the local number of who acted, `department` of which one; missing where nobody did.
    """
    rows = state.events[: int(state.clock["events"][0])]
    rows = rows[np.argsort(rows["moment"], kind="stable")]
    return pd.DataFrame(
        {
            "day": rows["moment"] // DAY_TICKS,
            "minute": rows["moment"] % DAY_TICKS / TICKS_PER_MINUTE,
            "issue": rows["entity"],
            "happening": [EventType(number).name.lower() for number in rows["type"]],
            "worker": _numbers(rows["worker"]),
            "department": _numbers(rows["department"]),
        }
    )


def segments(state: State) -> pd.DataFrame:
    """One row a stretch: worker, day, start and end in minutes since the morning, work, activity.

    `subject` is the issue or obligation it was for. Free time is listed as what it became: the rest
    of the patrol first, then prescribed visits, visits, slack. A stretch after minute 480 is
    overtime.
    """
    rows = state.segments[: int(state.clock["segments"][0])]
    stretches: list[Stretch] = []
    for day in np.unique(rows["day"]):
        today = rows[rows["day"] == day]
        for worker in np.unique(today["worker"]):
            stretches += _day(today[today["worker"] == worker], int(worker), int(day))
    frame = pd.DataFrame(stretches, columns=list(Stretch._fields))
    frame["activity"] = [ACTIVITY[Work(work)] for work in frame["work"]]
    frame["work"] = [Work(work).name.lower() for work in frame["work"]]
    frame[["start", "end"]] = frame[["start", "end"]] / TICKS_PER_MINUTE
    return frame.astype({"subject": "Int64"})


def _day(rows: npt.NDArray[np.void], worker: int, day: int) -> list[Stretch]:
    """The day of one worker, free time split into what it became."""
    placeless = rows["start"] == rows["end"]
    left = {Work(int(row["work"])): int(row["subject"]) for row in rows[placeless]}
    stretches = []
    for row in np.sort(rows[~placeless], order="start"):
        start, end = int(row["start"]), int(row["end"])
        if row["work"] != FREE:
            subject = None if row["subject"] == NOBODY else int(row["subject"])
            stretches.append(Stretch(worker, day, start, end, Work(int(row["work"])), subject))
            continue
        for work in left:
            length = min(left[work], end - start)
            if length > 0:
                stretches.append(Stretch(worker, day, start, start + length, work, None))
                left[work] -= length
                start += length
    return stretches


def _numbers(column: npt.NDArray[np.int64]) -> pd.Series[int]:
    return pd.Series(column).where(column != NOBODY).astype("Int64")
