"""The communities that levers reach in a plan: their table and the messages on it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from experiments.config.messages import counted
from experiments.runs.design import Design
from experiments.runs.plan import Plan
from sim.coverage import active_levers
from sim.initialization.habitats import habitats
from sim.levers.reach import NAMES, TYPES
from sim.streams import stream_keys

COLUMNS = ("scenario", "replication", "lever", "community", "type")


def covered(plan: Plan) -> pd.DataFrame:
    """Communities that levers and shocks reach that are on in a part of the place alone.

    Parameters: a plan of one point. Returns one row for each community that is covered, with its
    type, by scenario, replication and path of the lever; nothing of those that reach all
    communities, nor of a city, whose rows are of districts.
    """
    rows = []
    seeds = plan.table[["replication", "seed"]].drop_duplicates()
    for scenario in plan.scenarios:
        settings = plan.settings(scenario)
        if settings.territory.districts > 1:
            continue
        for replication, seed in seeds.itertuples(index=False, name=None):
            keys = stream_keys(int(seed))
            types = [NAMES[habitat] for habitat in habitats(settings, keys)]
            for switch in active_levers(settings, keys):
                if len(switch.communities) < settings.territory.communities:
                    case = (scenario, replication, switch.path)
                    rows += [(*case, place, types[place]) for place in switch.communities]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def unreached_notes(design: Design) -> Iterator[tuple[str, str]]:
    """Path and one line for each coverage above zero that reaches no community."""
    for path, points in design.unreached.items():
        worst = max(points.values(), key=lambda point: (point.least > 0, point.coverage))
        at = (
            "" if len(design.points) == 1 else f" (at {len(points)} of {len(design.points)} points)"
        )
        stated, kind = f"{path}={worst.coverage:g}{at}", path.rpartition(".")[2]
        if not worst.least:
            yield path, f"{stated} covers nothing: no community is of the type {kind}"
            continue
        singular, plural = "community", "communities"
        if kind in TYPES:
            singular, plural = (f"{one} of the type {kind}" for one in (singular, plural))
        places = counted(worst.communities, singular, plural)
        yield (
            path,
            f"{stated} rounds to none of {places}, so nothing is covered; {worst.least:g} is the "
            "least that covers one",
        )
