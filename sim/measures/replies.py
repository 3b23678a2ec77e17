"""Cases on the dispatch platform: what officials publish, beside what residents have."""

from __future__ import annotations

from sim.enums import RESTRICTED_DAYS, Count
from sim.measures.measure import ALL, Measure, Values, share
from sim.measures.observation import Observation


def _shares(seen: Observation) -> Values:
    cases, closed = float(seen.counts[Count.CASES]), float(seen.counts[Count.CASES_CLOSED])
    return {
        "in_time": share(float(seen.counts[Count.CASES_IN_TIME]), cases),
        "root_in_time": share(float(seen.counts[Count.CASES_ROOT_IN_TIME]), cases),
        "unsolved": share(float(seen.counts[Count.CASES_UNSOLVED]), closed),
    }


def _days(seen: Observation) -> Values:
    spared, watched = seen.counts[Count.CASE_DAYS_SPARED], seen.counts[Count.CASES_WATCHED]
    return {ALL: RESTRICTED_DAYS - share(float(spared), float(watched))}


MEASURES = (
    Measure(
        name="platform_cases",
        label="cases on the platform",
        unit="share of cases",
        definition="of cases registered in the window whose limit has passed: in_time, those "
        "closed by a reply within the limit; root_in_time, those whose issue was by then closed at "
        "the root; unsolved, of those closed by the end, the ones without the work done or closed "
        "on paper only. Cities publish 48 % (Zhengzhou, a week of 2019) to 99.8 % (Fuzhou 2024) on "
        "time (People's Daily, 2025-08-22), of contacts of all sorts: no run is given these",
        values=_shares,
        groups={
            "in_time": "closed by a reply in time",
            "root_in_time": "solved for good in time",
            "unsolved": "closed and not solved",
        },
        grouped="{label}: {group}",
        digits=0,
    ),
    Measure(
        name="days_to_reply",
        label="time until a case is closed on the platform",
        unit="days",
        definition=f"mean days from registration to the closing of the case, {RESTRICTED_DAYS} at "
        "most, of cases registered so long before the end. Jiangsu reports 4.6 days in 2024, of "
        "contacts that are no consultations (jiangsu.sina 2025-02-20)",
        values=_days,
    ),
)
