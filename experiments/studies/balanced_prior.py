"""What the balanced prior does: how many of its societies are plausible, and what it puts in.

`python -m experiments.studies.balanced_prior` writes tables and a figure to
outputs/balanced_prior. It draws societies from the declared prior, in which all assumptions are
drawn from their ranges one by one, and from the balanced one. Their baselines are run and judged.

- `shares`: of each prior, the share of societies within each pattern of plausibility, and all.
- `fit`: expected hours and loads against those of runs, over societies of both priors whose
  expected loads are below 0.9. Half of an error of a few per cent is the chance of one run.
- `draws`: draws made, infeasible, outside the bands, and thinned out.
- `shifts`, `dependence`: how far the balanced prior moves each assumption, in standard deviations
  of its normal score, and which pairs it makes depend on each other beyond chance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.config.options import Options
from experiments.config.outcomes import Outcome, outcome
from experiments.config.study import Study
from experiments.designs.balanced_prior import BANDS, FIRST_YEAR, Balanced, balanced, in_processes
from experiments.designs.expected_load import expected_load
from experiments.kinds.calibrate.trials import Trials
from experiments.laboratory import Laboratory
from experiments.patterns import plausibility
from experiments.reporting.style import DPI, OKABE_ITO
from experiments.runs.design import Design
from experiments.runs.plan import plan
from experiments.runs.points import assumed, uniforms
from experiments.statistics.conditioning import dependence, shifts
from experiments.studies.command import command
from experiments.studies.grid import SEED, STORE, finish, print_table, write_folder
from experiments.studies.plausible_societies import PLACE
from sim.evidence import Ledger
from sim.measures.activities import ACTIVITIES
from sim.settings.nested import overlay

DRAWS = 200
"""Societies of each prior that are run."""
SOCIETIES = 600
"""Societies of the balanced prior of which shifts and dependence are shown."""
MOST = 0.9
"""Expected loads below which hours are compared with runs."""
LOADS = {
    "upward_share": "upward_share",
    "department_load": "department_load",
    "busiest_department": "department_load.busiest",
    "street_office_load": "street_office_load",
    "busiest_office": "street_office_load.busiest",
}
"""Measure of each expected load."""
HOURS = {f"hours.{activity.name}": activity.name for activity in ACTIVITIES}
IDLE = ("away", "slack", "visits", "vacant")
"""Activities that are not counted among the hours of all that has to be done."""
SHOWN = 10


def main() -> None:
    """Draw, run, print and plot."""
    ledger = Ledger.load()
    opened = Laboratory(Study("study", PLACE, {"store": STORE, "seed": SEED}), Options)
    with in_processes(opened.chosen.processes) as mapped:
        found = balanced(ledger, SOCIETIES, SEED, PLACE, bands=BANDS, mapped=mapped)
    points = {"declared": declared(ledger), "balanced": found.points.head(DRAWS)}
    trials = Trials(opened)
    table = shares({name: trials.run(drawn) for name, drawn in points.items()})
    compared = pd.concat([compare(opened, ledger, drawn) for drawn in points.values()])
    tables = {
        "shares": table, "fit": fit(compared), "draws": draws(found),
        "shifts": shifts(found.uniforms), "dependence": dependence(found.uniforms),
        "compared": compared.rename_axis("point").reset_index(),
        "loads": found.loads.reset_index(),
    }  # fmt: skip
    folder = write_folder("balanced_prior", tables, figure(table, compared))
    print_table(tables["draws"], digits=3)
    print_table(table, "shares of societies within each band")
    print_table(tables["fit"], f"expected over run, loads below {MOST}", digits=3)
    print_table(tables["shifts"].head(SHOWN), "largest shifts, in standard deviations")
    print_table(tables["dependence"].head(SHOWN), f"strongest dependence; {folder}")


def declared(ledger: Ledger) -> pd.DataFrame:
    """Societies of the declared prior."""
    names = ledger.ranged
    return assumed(names, ledger, uniforms("latin", DRAWS, len(names), SEED))


def shares(values: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Share of societies within each pattern's band, and within all, a column a prior.

    Parameters: values of patterns of each prior, a row a society.
    """
    columns = {}
    for name, rows in values.items():
        within = plausibility.verdicts(rows)
        columns[name] = within.assign(all=within.all(axis=1)).mean()
    return pd.DataFrame(columns).rename_axis("pattern").reset_index()


def draws(found: Balanced) -> pd.DataFrame:
    """What became of the draws, and the time of one."""
    drawn = found.counts["drawn"]
    rows: list[tuple[str, float, float]]
    rows = [(name, number, number / drawn) for name, number in found.counts.items()]
    rows.append(("kept", len(found.points), found.share))
    rows.append(("milliseconds a draw", 1000.0 * found.seconds / drawn, np.nan))
    return pd.DataFrame(rows, columns=["draws", "number", "share"])


def compare(opened: Laboratory[Options], ledger: Ledger, points: pd.DataFrame) -> pd.DataFrame:
    """Expected loads and hours, and those of a run: columns of each name, and `run` before it."""
    design = Design({BASELINE: overlay(PLACE, FIRST_YEAR)}, ledger, points)
    runs = plan(design, 1, SEED, seed_by_point=True, skip_impossible=True)
    wanted = {name: outcome(measure) for name, measure in LOADS.items()}
    wanted |= {name: Outcome("hours_per_worker_week", activity) for name, activity in HOURS.items()}
    values = opened.values(runs, [*wanted.values()], gaps=True)
    values = values.droplevel(["scenario", "replication"])
    rows = {}
    for point in values.index:
        found = expected_load(runs.settings(BASELINE, point)).numbers
        rows[point] = found | {
            f"run {name}": float(values.loc[point, str(wanted[name])]) for name in wanted
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def fit(compared: pd.DataFrame) -> pd.DataFrame:
    """Relative errors of expected loads and hours: median, median size, and that of 90 %."""
    low = (compared[["load", "department_load", "street_office_load"]] < MOST).all(axis=1)
    some = compared[low]
    busy = [name for name, activity in HOURS.items() if activity not in IDLE]
    columns = {name: (some[name], some[f"run {name}"]) for name in (*LOADS, *HOURS)}
    columns["hours"] = some[busy].sum(axis=1), some[[f"run {name}" for name in busy]].sum(axis=1)
    rows = []
    for name, (expected, run) in columns.items():
        error = (expected / run - 1.0)[(run > 0.0) & np.isfinite(expected)]
        if len(error):
            size = error.abs()
            rows.append((name, run.mean(), error.median(), size.median(), size.quantile(0.9)))
    names = ["what", "mean of runs", "median error", "median size", "size of 90 %"]
    return pd.DataFrame(rows, columns=names).assign(societies=len(some))


def figure(table: pd.DataFrame, compared: pd.DataFrame) -> Figure:
    """To the left shares of plausible societies, to the right expected loads against runs."""
    plot = Figure(figsize=(10, 4), dpi=DPI, layout="constrained")
    bars, *panels = plot.subplots(1, 3, width_ratios=(1.5, 1, 1))
    names = [column for column in table if column != "pattern"]
    for number, (name, colour) in enumerate(zip(names, OKABE_ITO, strict=False)):
        at = np.arange(len(table)) + 0.4 * number - 0.2
        bars.barh(at, table[name], 0.38, color=colour, label=f"{name} prior")
    bars.set_yticks(
        range(len(table)), [str(name).replace("_", " ") for name in table["pattern"]], fontsize=7
    )
    bars.invert_yaxis()
    bars.set_xlim(0.0, 1.0)
    bars.set_xlabel("share of societies")
    bars.legend(frameon=False, fontsize=7, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2)
    for axes, name, limits in zip(
        panels, ("upward_share", "department_load"), ((0.2, 0.9), (0.0, 1.5)), strict=True
    ):
        overloaded = compared["load"] >= 1.0
        for chosen, colour, label in (
            (~overloaded, OKABE_ITO[0], "load below 1"),
            (overloaded, "#BBBBBB", "overloaded"),
        ):
            part = compared[chosen]
            axes.plot(part[name], part[f"run {name}"], ".", color=colour, markersize=4, label=label)
        axes.plot(limits, limits, color="#444444", linewidth=0.8)
        axes.set_xlim(limits)
        axes.set_ylim(limits)
        axes.set_xlabel(f"expected {name.replace('_', ' ')}")
        axes.set_ylabel("of a run")
        axes.legend(frameon=False, fontsize=7)
    return finish(plot)


if __name__ == "__main__":
    command(main, __doc__)
