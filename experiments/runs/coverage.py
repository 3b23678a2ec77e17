"""The communities that levers reach in a plan: their table and the messages on it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from experiments.config.messages import counted
from experiments.runs.design import Design
from experiments.runs.plan import Plan
from sim.coverage import active_levers, switched_on
from sim.initialization.habitats import habitats
from sim.levers.reach import NAMES, TYPES
from sim.settings import Settings
from sim.streams import stream_keys

COLUMNS = ("scenario", "society", "replication", "lever", "community", "type")


def covered(plan: Plan) -> pd.DataFrame:
    """Communities that levers and shocks reach that are on in a part of the place alone.

    Parameters: a plan of one point, or of societies. Returns one row for each community that is
    covered, with its type, by scenario, society (where there are several), replication and path of
    the lever; nothing of those that reach all communities, nor of a city, whose rows are of
    districts.
    """
    rows = []
    labels = plan.design.labels
    runs = plan.table[["scenario", "point", "replication", "seed"]].drop_duplicates()
    whole = {name for name in plan.scenarios if not in_part(plan.settings(name))}
    for scenario, point, replication, seed in runs.itertuples(index=False, name=None):
        if scenario in whole:
            continue
        settings, keys = plan.settings(scenario, int(point)), stream_keys(int(seed))
        types = [NAMES[habitat] for habitat in habitats(settings, keys)]
        society = 0 if labels is None else int(labels["society"][point])
        for switch in active_levers(settings, keys):
            if len(switch.communities) < settings.territory.communities:
                case = (scenario, society, replication, switch.path)
                rows += [(*case, place, types[place]) for place in switch.communities]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    order = {name: place for place, name in enumerate(plan.scenarios)}
    frame = frame.sort_values("scenario", key=lambda names: names.map(order), kind="stable")
    kept = frame.columns if labels is not None else frame.columns.drop("society")
    return frame[kept].reset_index(drop=True)


def in_part(settings: Settings) -> bool:
    """Whether some lever or shock that is on may reach a part of the place; never of a city."""
    if settings.territory.districts > 1:
        return False
    return any(
        each.in_villages_alone or each.coverage != 1.0 or each.communities is not None
        for each in switched_on(settings).values()
    )


def unreached_notes(design: Design) -> Iterator[tuple[str, str]]:
    """Path and one line for each coverage that reaches no community, or more than is stated."""
    for path, (share, number) in design.rounded_up.items():
        places = counted(number, "community", "communities")
        text = f"{path}.coverage={share:g} rounds to all of {places}, so that all are covered"
        yield path, text
    for path, points in design.unreached.items():
        worst = max(points.values(), key=lambda point: (point.least > 0, point.coverage))
        at = (
            "" if len(design.points) == 1 else f" (at {len(points)} of {len(design.points)} points)"
        )
        group, _, kind = path.rpartition(".")
        stated = f"{path}={worst.coverage:g}{at}"
        if kind in TYPES:  # a type is no key of its own
            stated = f"{group}={{{kind}:{worst.coverage:g}}}{at}"
        if not worst.least and worst.villages_alone:
            if kind not in TYPES and worst.coverage == 1.0:  # as usual, so that nobody stated it
                stated = f"{group}{at}"
            none = "" if kind in TYPES else ", and there are none"
            yield path, f"{stated} covers nothing: it reaches villages alone{none}"
            continue
        if not worst.least:
            yield path, f"{stated} covers nothing: no community is of the type {kind}"
            continue
        singular, plural = "community", "communities"
        if worst.villages_alone:
            singular, plural = "village", "villages"
        elif kind in TYPES:
            singular, plural = (f"{one} of the type {kind}" for one in (singular, plural))
        places = counted(worst.communities, singular, plural)
        yield (
            path,
            f"{stated} rounds to none of {places}, so nothing is covered; {worst.least:g} is the "
            "least that covers one",
        )
