"""The experiment `sweep`: scenarios at every point of a design over settings and assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import FREED, STANDARD, Outcome, outcome
from experiments.config.study import Study
from experiments.kinds.sweep.design import Space, space
from experiments.kinds.sweep.options import SweepOptions
from experiments.kinds.sweep.summary import print_sweep
from experiments.laboratory import Laboratory
from experiments.reporting import labels
from experiments.reporting.frames import Table
from experiments.reporting.results import Results
from experiments.runs.inactive_factors import twins, unmoved
from experiments.runs.plan import Plan, plan
from experiments.runs.points import column
from experiments.runs.storage.claim import given_up
from experiments.statistics.response_surface import surface
from sim.evidence import Ledger

BY_POINT = ("point", "scenario", "replication")
IDLE = "changes nothing in any scenario: its part is off, or something else takes its place"


def main(study: Study) -> Results:
    """Run the sweep and print its points, or the best and the worst of them."""
    results, swept = _run(study)
    print_sweep(results, [one.factor for one in swept.axes])
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `sweep`, `points` and `measures`, and the output folder.

    Raises as `compare.run` does; InputError for points that cannot be, before anything runs.
    """
    return _run(study)[0]


def _run(study: Study) -> tuple[Results, Space]:
    from experiments.kinds.sweep.figures import draw

    laboratory = Laboratory(study, SweepOptions)
    chosen = laboratory.chosen
    swept = space(chosen, study, laboratory.ledger)
    design = laboratory.design(chosen.scenarios, swept.points)
    usual = [str(one) for one in STANDARD if one.measure != FREED or len(design.scenarios) > 1]
    wanted = list(dict.fromkeys(map(outcome, chosen.outcomes or usual)))
    runs = plan(design, chosen.replications, chosen.seed)
    trees = study.trees(chosen.scenarios)
    notes = _idle(swept, unmoved(trees, laboratory.ledger, swept.points), runs)
    notes += _beyond(swept, laboratory.ledger)
    for note in notes:
        if note.endswith(IDLE):
            laboratory.announce(note)
    values = laboratory.values(runs, wanted, gaps=True)
    units = dict(zip(wanted, laboratory.units(runs, wanted), strict=True))
    rows = _told(surface(values, runs.scenarios, BASELINE), swept.named, units)
    several = "s" if chosen.replications > 1 else ""

    def illustrate(results: Results, folder: Path) -> None:
        note = f"; {chosen.replications} replication{several}"
        draw(rows, swept.axes, folder / "figures", note)

    frames: dict[str, Table] = {"points.csv": swept.named.reset_index(), "sweep.csv": rows}
    frames["measures.parquet"] = laboratory.stream(runs, "measures", "totals", BY_POINT)
    results = laboratory.leave(
        runs, frames, illustrate,
        varied=swept.words, outcomes=list(map(str, wanted)), design=swept.told, notes=notes,
    )  # fmt: skip
    return results, swept


def _idle(swept: Space, left: Mapping[str, list[str]], runs: Plan) -> list[str]:
    """A line for each factor that leaves scenarios as they are, and for scenarios without effect.

    That the baseline stays where a scenario moves is as it should be.
    """
    lines = []
    for one in swept.axes:
        same = left.get(column(one.factor), [])
        names = ", ".join(labels.spelled(name) for name in same if name != BASELINE)
        if swept.points[column(one.factor)].nunique() == 1:
            lines.append(f"{one.factor.word} has a single value")
        elif len(same) == len(runs.scenarios):
            lines.append(f"{one.factor.word} {IDLE}")
        elif names:
            lines.append(f"{one.factor.word} changes nothing in {names}")
    if same := twins(runs):
        names = ", ".join(map(labels.spelled, same))
        lines.append(f"{names}: at every point the same society as the baseline")
    return lines


def _beyond(swept: Space, ledger: Ledger) -> list[str]:
    """A line for each assumption that leaves its range, as a question may."""
    lines = []
    for one in swept.axes:
        if one.factor.assumption:
            levels, entry = swept.points[column(one.factor)], ledger.assumptions[one.factor.word]
            if levels.min() < entry.low or levels.max() > entry.high:
                span = f"{entry.low:g} to {entry.high:g}"
                lines.append(f"{one.factor.word} leaves the range of its evidence, {span}")
    return lines


def _told(rows: pd.DataFrame, points: pd.DataFrame, units: Mapping[Outcome, str]) -> pd.DataFrame:
    """Rows with the values of their points, and the measure, group and unit of their outcomes."""
    by_word = {str(one): (one.measure, one.group, unit) for one, unit in units.items()}
    columns = zip(*(by_word[word] for word in rows["outcome"]), strict=True)
    told = rows[["scenario", "point"]].join(points, on="point")
    for name, cells in zip(("measure", "group", "unit"), columns, strict=True):
        told[name] = list(cells)
    return told.join(rows.drop(columns=["scenario", "point", "outcome"]))
