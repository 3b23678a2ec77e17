"""Groups of communities in every run of a plan: those that a lever covers and others, and types."""

from __future__ import annotations

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.runs.coverage import in_part
from experiments.runs.plan import Plan
from sim.coverage import active_levers
from sim.initialization.habitats import habitats
from sim.levers.reach import NAMES
from sim.settings.each import VILLAGE
from sim.streams import stream_keys

COVERED, OTHERS = "covered", "others"
NO_VILLAGE = "all_but_villages"
RANKS = (COVERED, OTHERS, *NAMES.values(), NO_VILLAGE)
"""Groups in the order of tables."""
COLUMNS = ["scenario", "society", "replication", "lever", "group", "community"]


def community_groups(plan: Plan) -> pd.DataFrame:
    """Members of groups of communities, one row a run, group and community.

    Parameters: a plan of one point, or of societies.

    Returns, for each scenario with a lever that may cover only some communities, those that it
    covers and all others (`lever` has its path), and the communities of each type (`lever` is
    empty). Where there are villages, all that are none are a group as well. In a place with
    villages, or whose file states types, other scenarios have their types too. Without societies
    there is no column `society`. Of a city, or of one community, there is nothing.
    """
    place = plan.settings(BASELINE).territory
    if place.districts > 1 or place.communities < 2:
        return pd.DataFrame(columns=COLUMNS)
    stated = bool(place.villages) or any(place.each.types)
    rows = []
    labels = plan.design.labels
    runs = plan.table[["scenario", "point", "replication", "seed"]].drop_duplicates()
    for scenario, point, replication, seed in runs.itertuples(index=False, name=None):
        settings = plan.settings(scenario, int(point))
        if scenario == BASELINE or not (stated or in_part(settings)):
            continue
        society = 0 if labels is None else int(labels["society"][point])
        keys, run = stream_keys(int(seed)), (scenario, society, int(replication))
        types = [NAMES[habitat] for habitat in habitats(settings, keys)]
        for switch in active_levers(settings, keys):
            reached = set(switch.communities)
            if len(reached) < len(types):
                groups = [COVERED if place in reached else OTHERS for place in range(len(types))]
                rows += [(*run, switch.path, group, place) for place, group in enumerate(groups)]
        urban = [number for number, kind in enumerate(types) if kind != VILLAGE]
        if len(urban) < len(types):
            rows += [(*run, "", NO_VILLAGE, number) for number in urban]
        rows += [(*run, "", kind, number) for number, kind in enumerate(types)]
    order = {name: number for number, name in enumerate(plan.scenarios)}
    rows.sort(key=lambda row: (order[row[0]], row[3] == "", row[3], RANKS.index(row[4])))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found if labels is not None else found.drop(columns="society")
