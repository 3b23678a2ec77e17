"""Trust of residents."""

from __future__ import annotations

import numpy as np

from sim.measures.issue_log import HOUSEHOLDS
from sim.measures.measure import ALL, Measure, Values
from sim.measures.observation import Observation


def _trust(seen: Observation) -> Values:
    residents = seen.residents
    listed = residents["vulnerable"]
    groups = {ALL: slice(None), "vulnerable": listed, "others": ~listed}
    trusts = {group: residents["trust"][who] for group, who in groups.items()}
    return {group: float(trust.mean()) if len(trust) else np.nan for group, trust in trusts.items()}


MEASURES = (
    Measure(
        name="trust",
        label="trust of residents",
        unit="index 0-1",
        definition="mean trust of resident agents at the end",
        values=_trust,
        groups={ALL: "", **HOUSEHOLDS},
        better=1,
    ),
)
