"""The experiment `sweep`: scenarios at every point of a design over settings and assumptions.

By default every point is run in plausible societies, one replication in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import STANDARD, Outcome, outcome
from experiments.config.study import Study
from experiments.kinds.sweep.axes import record
from experiments.kinds.sweep.design import Space, space
from experiments.kinds.sweep.options import SweepOptions
from experiments.laboratory import Laboratory
from experiments.language import marked
from experiments.language.phrase import Phrase, joining, phrase
from experiments.reporting import labels
from experiments.reporting.frames import Table
from experiments.reporting.recorded_texts import recorded
from experiments.reporting.results import Results
from experiments.runs.inactive_factors import twins, unmoved
from experiments.runs.plan import Plan, plan
from experiments.runs.points import column
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics.response_surface import surface, surface_over_societies
from sim.evidence import Ledger

BY_POINT = ("point", "scenario", "replication")
IDLE = marked(
    "{factor} changes nothing in any scenario: its part is off, or something else takes its place"
)


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `sweep`, `points` and `measures`, and the output folder.

    Raises as `compare.run` does; InputError for points that are not feasible, before anything runs.
    """
    laboratory = Laboratory(study, SweepOptions)
    chosen = laboratory.chosen
    swept = space(chosen, study, laboratory.ledger)
    societies = laboratory.societies
    points = swept.points if societies is None else societies.crossed(swept.points)
    design = laboratory.design(chosen.scenarios, points)
    usual = [str(outcome) for outcome in STANDARD if not outcome.parts or len(design.scenarios) > 1]
    wanted = list(dict.fromkeys(map(outcome, chosen.outcomes or usual)))
    runs = plan(design, chosen.runs_each, chosen.seed)
    trees = study.trees(chosen.scenarios)
    notes = _idle(swept, unmoved(trees, laboratory.ledger, swept.points), runs)
    notes += _beyond(swept, laboratory.ledger)
    for note in notes:
        if note.text == IDLE:
            laboratory.announce(note.shown())
    values = laboratory.values(runs, wanted, gaps=True)
    units = dict(zip(wanted, laboratory.units(runs, wanted), strict=True))
    if societies is None:
        found = surface(values, runs.scenarios, BASELINE)
    else:
        found = surface_over_societies(values, runs.scenarios, BASELINE, units)
    rows = _labelled(found, swept.named, units)
    frames: dict[str, Table] = {"points.csv": swept.named.reset_index(), "sweep.csv": rows}
    frames["measures.parquet"] = laboratory.stream(runs, "measures", "totals", BY_POINT)
    return laboratory.write_results(
        runs, frames, varied=swept.names, axes=record(swept.axes),
        outcomes=list(map(str, wanted)), **recorded(design=swept.description, notes=notes),
    )  # fmt: skip


def _idle(swept: Space, left: Mapping[str, list[str]], runs: Plan) -> list[Phrase]:
    """A line for each factor that leaves scenarios as they are, and for scenarios without effect.

    A factor that leaves the baseline as it is and changes a scenario needs no line.
    """
    lines = []
    for axis in swept.axes:
        same = left.get(column(axis.factor), [])
        names = _named(name for name in same if name != BASELINE)
        factor = axis.factor.word
        if swept.points[column(axis.factor)].nunique() == 1:
            lines.append(phrase("{factor} has a single value", factor=factor))
        elif len(same) == len(runs.scenarios):
            lines.append(phrase(IDLE, factor=factor))
        elif names:
            lines.append(
                phrase("{factor} changes nothing in {scenarios}", factor=factor, scenarios=names)
            )
    if same := twins(runs):
        lines.append(
            phrase(
                "{scenarios}: at every point the same society as the baseline",
                scenarios=_named(same),
            )
        )
    return lines


def _named(scenarios: Iterable[str]) -> Phrase:
    return joining(map(labels.spelling, scenarios))


def _beyond(swept: Space, ledger: Ledger) -> list[Phrase]:
    """A line for each assumption that is varied beyond its range, which is allowed."""
    lines = []
    for axis in swept.axes:
        if axis.factor.assumption:
            levels, entry = swept.points[column(axis.factor)], ledger.assumptions[axis.factor.word]
            if levels.min() < entry.low or levels.max() > entry.high:
                lines.append(
                    phrase(
                        "{factor} leaves the range of its evidence, {low:g} to {high:g}",
                        factor=axis.factor.word,
                        low=entry.low,
                        high=entry.high,
                    )
                )
    return lines


def _labelled(
    rows: pd.DataFrame, points: pd.DataFrame, units: Mapping[Outcome, str]
) -> pd.DataFrame:
    """Rows with the values of their points, and the measure, group and unit of their outcomes."""
    by_name = {
        str(outcome): (outcome.measure, outcome.group, unit) for outcome, unit in units.items()
    }
    columns = zip(*(by_name[name] for name in rows["outcome"]), strict=True)
    table = rows[["scenario", "point"]].join(points, on="point")
    for name, cells in zip(("measure", "group", "unit"), columns, strict=True):
        table[name] = list(cells)
    return table.join(rows.drop(columns=["scenario", "point", "outcome"]))
