"""The experiment `levers`: every lever and shock alone, and what it does on average in a year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config import options
from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, nearest
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.kinds.compare.summary import console, print_places
from experiments.kinds.evidence.lever_catalogue import HEAD, Entry, cells, register
from experiments.kinds.levers.effects import EFFECTS, MEASURES, Effect, effects_of
from experiments.kinds.levers.options import LeversOptions
from experiments.laboratory import Laboratory
from experiments.reporting import labels, page
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import given_up
from experiments.statistics import paired_differences
from sim.evidence import Ledger


def main(study: Study) -> Results:
    """Run each lever alone, print the table, and leave a folder."""
    results = run(study)
    chosen = options.read(LeversOptions, study.options)
    _print(results.levers, _picked(register(Ledger.load()), chosen.only), chosen)
    files = {"table": "levers.html", "csv": "levers.csv", "figure": "figures/levers.png"}
    print_places(results.folder, files)
    return results


@given_up()
def run(study: Study) -> Results:
    """The frame `levers`, and the output folder. Raises as `compare.run` does."""
    from experiments.kinds.levers.figures import draw

    laboratory = Laboratory(study, LeversOptions)
    chosen = laboratory.chosen
    entries = _picked(register(laboratory.ledger), chosen.only)
    design = laboratory.design([one.name for one in entries])
    runs = plan(design, chosen.replications, chosen.seed)
    rows = table(laboratory.totals(runs), entries)

    def illustrate(results: Results, folder: Path) -> None:
        (folder / "levers.html").write_text(_html(rows, entries, chosen), encoding="utf-8")
        (folder / "figures").mkdir()
        draw(rows, folder / "figures" / "levers.png", chosen.replications)

    return laboratory.leave(runs, {"levers.csv": rows}, illustrate)


def _picked(entries: list[Entry], names: Sequence[str] | None) -> list[Entry]:
    if names is None:
        return entries
    known = [one.name for one in entries]
    for name in names:
        if name not in known:
            told = f"no lever or shock{nearest(name, known)}; experiment=evidence lists them"
            raise InputError("only", name, told)
    return [one for one in entries if one.name in names]


def table(measures: pd.DataFrame, entries: Sequence[Entry]) -> pd.DataFrame:
    """One row a lever and effect, with the columns of `paired_differences.comparison`.

    The primary family is all levers and those effects that are primary outcomes.
    """
    wanted = [pair in MEASURES for pair in zip(measures["measure"], measures["group"], strict=True)]
    found = paired_differences.comparison(measures[wanted], BASELINE)
    found = found.rename(columns={"scenario": "lever"})
    places = {one.name: place for place, one in enumerate(entries)}
    return found.sort_values(
        ["lever", "measure", "group"], key=lambda column: column.map(places).fillna(column)
        if column.name == "lever" else column, kind="stable", ignore_index=True,
    )  # fmt: skip


HEAD_WIDTH = 12
"""Letters in a line of a column's head."""
NOTE = (
    "Change against the baseline under the same seeds; ± is half of a 95 % interval, paired t, "
    "which is simulation error only. †: primary outcomes; *: below 0.05 after correction, of "
    "primary outcomes by Holm over all levers and primary outcomes, of the others as a false "
    "discovery rate (Benjamini and Yekutieli) over all levers and other outcomes. Freed: upward "
    "work and chasing. Days: mean days from report to a lasting solution, of at most 60. "
    "Promises kept: share of issues solved within the promised days, which falls when easy "
    "issues (certificates) stop coming. Hours of departments: response and work handed back. "
    "Others: street staff, residents, volunteers, merchants, partners. Same: no difference in any "
    "pair. None: no pair has a value, as where the horizon is too short. An effect without ±: all "
    "pairs that have a value are equal, or there is one. A form that is never made "
    "also counts as freed. All are held against the same baseline runs: chance in those shifts "
    "every line alike, so small effects of one sign in many lines mean little."
)


def _print(rows: pd.DataFrame, entries: Sequence[Entry], chosen: LeversOptions) -> None:
    to = console()
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    shown.add_column("lever", no_wrap=True)
    for effect in EFFECTS:
        shown.add_column(
            fill(effect.titled(rows) + _dagger(effect), HEAD_WIDTH), justify="right", no_wrap=True
        )
    for one in entries:
        shown.add_row(Text(labels.spelled(one.name)), *effects_of(rows, one.name))
    to.print(shown)
    to.print(f"{counted(chosen.replications, 'replication')}. {NOTE}", style="dim")


def _dagger(effect: Effect) -> str:
    return "†" if effect.primary else ""


def _html(rows: pd.DataFrame, entries: Sequence[Entry], chosen: LeversOptions) -> str:
    titles = [*HEAD, *(effect.titled(rows) + _dagger(effect) for effect in EFFECTS)]
    body = [[*cells(one), *effects_of(rows, one.name)] for one in entries]
    parts = [
        "<h1>Every lever alone</h1>",
        page.paragraph(f"{counted(chosen.replications, 'replication')}. {NOTE}", "quiet"),
        page.table(titles, body),
    ]
    return page.page("unburden: levers", parts)
