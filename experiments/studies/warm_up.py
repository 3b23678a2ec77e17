"""How long the warm-up has to be, and what the baseline does in the five years after it.

`python -m experiments.studies.warm_up` writes tables and a figure to outputs/warm_up. It makes 12
runs of five years and 72 of a street over one, about a minute on two cores.

Runs that begin empty show how queues fill: without a warm-up, and with obligations and trust that
stay as they are, as in a warm-up. MSER-5 says for each series how many days are not yet like the
rest, beside Welch's moving mean. Then the first measured year is compared after a short, the
default and a long warm-up, with the default rules, with and without the package of the headline.
Expected before it was run: queues are at rest after a year at most, so that the default and the
long warm-up agree, and the short one gives departments too little to do.

Last, the baseline is followed for five years after the default warm-up, with and without rebound.
Expected before it was run: with rebound obligations grow, so that forms and residents' issues pile
up from year to year; without it no year differs from another.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from experiments.config.outcomes import Outcome
from experiments.config.study import Study
from experiments.reporting.style import DPI, OKABE_ITO
from experiments.statistics.initial_transient import moving_mean, truncation
from experiments.statistics.paired_differences import paired_row
from experiments.statistics.trend import trend
from experiments.studies.command import command
from experiments.studies.grid import SEED, finish, print_table, run, values, write_folder
from sim.enums import DAY_TICKS, YEAR_DAYS, Count, Daily
from sim.measures.measure import in_year
from sim.measures.registry import MEASURES
from sim.settings import Settings
from sim.settings.nested import Tree, overlay
from sim.society import Society
from sim.streams import run_seed

DAYS, LAST_FOLLOWED = 1250, 60
REPLICATIONS = 12
HALF = 25
"""Days on both sides of a moving mean."""
EMPTY: Tree = {
    "warmup_days": 0, "horizon_days": DAYS, "rules": {"rebound": {"on": False}},
    "residents": {"trust_gain": 0.0},
}  # fmt: skip
WARMUPS = {"short": 60, "default": Settings().warmup_days, "long": 2 * Settings().warmup_days}
ARMS = ("baseline", "headline_package")
COMPARED = (
    ("hours_per_worker_week", "visits"),
    ("forms_missed_share", "all"),
    ("days_to_resolution_restricted_mean", "own_powers"),
    ("days_to_resolution_restricted_mean", "needs_departments"),
    ("department_load", "all"),
    ("backlog", "all"),
    ("volunteers", "all"),
)
YEARS, LONG_RUNS = 5, 6
"""Years of the baseline after the warm-up, and replications of these."""
FOLLOWED = (
    ("obligations", "all"),
    ("forms_missed_share", "all"),
    ("forms_patched_share", "all"),
    ("days_to_resolution_restricted_mean", "own_powers"),
    ("days_to_resolution_restricted_mean", "needs_departments"),
    ("backlog", "all"),
    ("hours_per_worker_week", "visits"),
    ("department_load", "all"),
)
Array = npt.NDArray[np.float64]


def main() -> None:
    """Run, print and plot."""
    runs = [daily(number) for number in range(REPLICATIONS)]
    series = {name: np.array([one[name] for one in runs]) for name in runs[0]}
    cuts = pd.DataFrame(map(_cut, series, series.values()))
    after, followed = first_years(), baseline_years()
    tables = {"cuts": cuts, "first_year": after, "baseline_years": followed}
    figure = transients(series)
    folder = write_folder("warm_up", tables, figure, replications=REPLICATIONS)
    print_table(
        cuts, f"days that MSER-5 cuts off the start of runs of {DAYS} days that begin empty", 1
    )
    print_table(
        after.drop(columns="group"),
        "the first measured year after 3 warm-ups; change: the headline package against the "
        "baseline, with half of its 95 % interval",
        3,
    )
    note = f"the baseline after the default warm-up, {LONG_RUNS} replications; {folder}"
    print_table(followed.drop(columns="group"), note, 3)


def daily(number: int) -> dict[str, Array]:
    """Daily series of a run that begins empty, by name."""
    society = Society(Settings.read(EMPTY), run_seed(SEED, number))
    answering = len(society.settings.departments.answering)
    missed, used = [0], [0]
    for day in range(1, DAYS + 1):
        society.advance(day)
        missed.append(int(society.state.counts[:, Count.FORMS_MISSED].sum()))
        used.append(int(society.state.departments["used"][:answering].sum()))
    offered = int(society.state.departments["offered"][:answering].sum()) / DAYS
    state = society.state
    issues = state.outcomes[: int(state.clock["outcomes"][0])]
    solved = issues[issues["resolved"] & (issues["reported"] >= 0)]
    waits = np.minimum((solved["ended"] - solved["reported"]) / DAY_TICKS, LAST_FOLLOWED)
    day = (solved["reported"] // DAY_TICKS).astype(np.int64)
    reported = np.bincount(day, minlength=DAYS).clip(1)
    return {
        "open issues": state.daily[:, Daily.BACKLOG].astype(np.float64),
        "hidden issues": state.daily[:, Daily.HIDDEN].astype(np.float64),
        "forms missed a day": np.diff(missed).astype(np.float64),
        "load of departments": np.diff(used) / offered,
        "days until solved": (np.bincount(day, waits, DAYS) / reported)[: DAYS - LAST_FOLLOWED],
        "volunteers": state.daily[:, Daily.VOLUNTEERS].astype(np.float64),
    }


def _cut(name: str, runs: Array) -> dict[str, object]:
    """Days cut off the mean over runs, and off single runs; None where a series does not rest."""
    single = [truncation(one) for one in runs]
    rest = [cut for cut in single if cut is not None]
    return {
        "series": name, "cut of the mean, days": truncation(runs.mean(axis=0)),
        "median of runs, days": np.median(rest) if rest else np.nan,
        "largest of runs, days": max(rest, default=np.nan),
        "runs without": len(single) - len(rest),
    }  # fmt: skip


def first_years() -> pd.DataFrame:
    """Levels of the first year after each warm-up, and what the package changes."""
    trees = Study("compare", {"horizon_days": 250}, {}).trees(ARMS)
    points = {
        f"{arm} {name}": overlay(trees[arm], {"warmup_days": days})
        for arm in ARMS for name, days in WARMUPS.items()
    }  # fmt: skip
    measures = run(points, REPLICATIONS)
    rows = []
    for measure, group in COMPARED:
        unit = MEASURES[measure].unit
        row: dict[str, object] = {"measure": Outcome(measure, group).titled(unit), "group": group}
        for name in WARMUPS:
            before, after = (values(measures, f"{arm} {name}", measure, group) for arm in ARMS)
            change = paired_row(before, after)
            row |= {
                f"baseline, {name}": before.mean(), f"change, {name}": change["difference"],
                f"± of the change, {name}": (change["ci_high"] - change["ci_low"]) / 2,
            }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows)


def baseline_years() -> pd.DataFrame:
    """Mean level of each year of the baseline, with and without rebound, and its trend.

    `a year` is the change a year as a share of the mean, with the ends of its interval.
    """
    points: dict[str, Tree] = {
        name: {"horizon_days": YEARS * YEAR_DAYS, "rules": {"rebound": {"on": on}}}
        for name, on in (("with", True), ("without", False))
    }
    measures = run(points, LONG_RUNS)
    rows = []
    for measure, group in FOLLOWED:
        for name in points:
            row: dict[str, object] = {
                "measure": Outcome(measure, group).label, "group": group, "rebound": name,
            }  # fmt: skip
            years = range(1, YEARS + 1)
            groups = [in_year(group, year) for year in years]
            levels = np.array([values(measures, name, measure, one) for one in groups])
            change = trend(levels.T)
            row |= {
                f"year {year}": mean for year, mean in zip(years, levels.mean(axis=1), strict=True)
            }
            rows.append(row | {"a year": change.change, "low": change.low, "high": change.high})
    return pd.DataFrame(rows)


def transients(series: dict[str, Array]) -> Figure:
    """Each series: its moving mean over runs, and the cut of MSER-5."""
    figure = Figure(figsize=(10.5, 5.6), dpi=DPI, layout="constrained")
    panels = figure.subplots(2, 3).ravel()
    for colour, axes, (name, runs) in zip(OKABE_ITO, panels, series.items(), strict=False):
        smooth = moving_mean(runs, HALF)
        axes.plot(np.arange(len(smooth)) + 1, smooth, color=colour)
        axes.axvline(WARMUPS["default"], color="#444444", linewidth=1)
        cut = truncation(runs.mean(axis=0))
        if cut is not None:
            axes.axvline(cut, color="#444444", linewidth=1, linestyle=":")
        axes.set_ylim(bottom=0)
        axes.set_xlim(0, DAYS)
        axes.set_title(name, loc="left", fontweight="bold")
        axes.set_xlabel("days since the run began empty")
    note = (
        f"moving mean over {2 * HALF + 1} days and {REPLICATIONS} runs; solid: end of the default "
        "warm-up; dotted: cut of MSER-5"
    )
    return finish(figure, note)


if __name__ == "__main__":
    command(main, __doc__)
