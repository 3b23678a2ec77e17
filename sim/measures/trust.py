"""Trust of residents."""

from __future__ import annotations

from sim.measures.issue_log import HOUSEHOLDS
from sim.measures.measure import ALL, Measure, Values, share
from sim.measures.observation import Observation


def _trust(seen: Observation) -> Values:
    residents = seen.sums.residents
    return {
        ALL: share(residents.trust, residents.agents),
        "vulnerable": share(residents.trust_vulnerable, residents.vulnerable),
        "others": share(residents.trust_others, residents.others),
    }


MEASURES = (
    Measure(
        name="trust",
        label="trust of residents",
        unit="index 0-1",
        definition="mean trust of resident agents at the end",
        by_year=(ALL,),
        values=_trust,
        groups={ALL: "", **HOUSEHOLDS},
        better=1,
    ),
)
