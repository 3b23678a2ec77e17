"""Single communities in a comparison: where reforms free time, by the names of the place."""

from __future__ import annotations

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import KEY
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory
from experiments.reporting.community_names import with_names
from experiments.reporting.frames import Table
from experiments.runs.plan import Plan
from experiments.statistics.by_community import by_community, measures_of

MOST = 30
"""Communities without names of which a table of each is of use."""


def community_frames(laboratory: Laboratory[CompareOptions], plan: Plan) -> dict[str, Table]:
    """The table `by_community.csv`; not of a city, of one community, or of many without names."""
    place = plan.settings(BASELINE).territory
    named = bool(place.each.names)
    if place.districts > 1 or place.communities < 2 or not (named or place.communities <= MOST):
        return {}
    outcomes = [each for each in KEY if not each.specification or not each.specification.whole_only]
    rows = laboratory.stored_rows(plan, measures_of(outcomes))
    over = "society" if laboratory.chosen.over_societies else "replication"
    table = by_community(rows, outcomes, over)
    return {} if table.empty else {"by_community.csv": with_names(table, place, types=True)}
