"""Whether intervals over plausible societies contain the truth, where the truth is known.

`python -m experiments.studies.coverage` writes tables and a figure to outputs/coverage. It makes
1,200 runs of the street over three years, up to 2,500 of these with a reform, and 800 of truths,
half an hour on two cores. Finished runs are kept, so that it can be interrupted.

Societies of the balanced prior are run once. Each may stand for the truth. It has documents of its
own: a band for each pattern of plausibility, as wide as the declared one on the scale of the
pattern. Its place is even among all by which the truth's own run is within
(experiments/statistics/synthetic_truth.py says why). The other societies whose own runs are within
all of these bands are its ensemble. The truths are the first 20 societies with an ensemble of 20 at
least. Most sets of bands lie where few societies are, so that rounds of new bands for all go on
until there are so many. Which societies these are depends on bands and on the runs of others. They
are not chosen to be plausible by the declared bands: truths would be another population than the
societies that are matched to them. The table of truths says which are.

Held out are what four reforms change, and levels of the baseline that no pattern has. The interval
is that of comparisons, 5 to 95 % over societies. It is compared with two values of the truth: its
mean over eight other runs, which is what a reader wants to know, and the run that was documented.
This is a test of rejection by runs, as the last step of `calibrate` does it. Emulators are left
out, and so is whether the balanced prior contains the real society.

Expected before it was run:

- The documented run is within the interval as often as so many draws of one distribution contain
  another: 90 %, with quantiles at k / (n + 1) (`experiments/statistics/society_quantiles.py`).
- The mean is within it more often, as each value of an ensemble has the chance of one run in it and
  the mean has little. Where chance is most of the spread (the whistle, days of departments) it is
  nearly always within; where it is little (hours freed) as often as the run. `chance` is the share.
  Comparisons take means of two runs a society, which have half of that variance.
- All together the mean is within it in 85 to 95 %.
- Intervals are narrower than those of the balanced prior for levels of the baseline, by a third or
  so, and hardly for effects, of which the patterns say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from experiments.config.catalogue import BASELINE
from experiments.config.errors import RunError
from experiments.config.messages import say
from experiments.config.options import Options
from experiments.config.outcomes import FREED, Outcome, outcome
from experiments.config.study import Study
from experiments.designs.balanced_prior import BANDS, balanced, in_processes
from experiments.kinds.calibrate.trials import Trials
from experiments.laboratory import Laboratory
from experiments.patterns import plausibility
from experiments.runs.design import SOCIETY, Design
from experiments.runs.plan import plan
from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.synthetic_truth import (
    contained,
    expected,
    interval,
    overall,
    placed,
    within,
)
from experiments.studies.command import command
from experiments.studies.coverage_figure import coverages
from experiments.studies.grid import SEED, STORE, print_table, write_folder
from sim.settings.nested import Tree

Array = npt.NDArray[np.float64]
PLACE: Tree = {}
"""The street, where the ensemble of the package is made."""
POOL, TRUTHS, LEAST = 1200, 20, 20
"""Societies that are run, those that stand for the truth, and the fewest of an ensemble."""
ROUNDS = 10
"""Sets of bands for a society at most: with many, all would have an ensemble in the end."""
PRIOR = 120
"""First societies of the pool that have every reform, to compare the width of intervals with."""
REPLICATIONS = 8
"""Runs of a truth, beside the documented one, whose mean is its value."""
LEVERS = ("one_table", "signboard_removal", "admission_gate", "escalation_rights")
CHANGED = (
    Outcome(FREED),
    outcome("days_to_resolution_restricted_mean.own_powers"),
    outcome("days_to_resolution_restricted_mean.needs_departments"),
)
LEVELS = (
    outcome("hours_per_worker_week.forms"),
    outcome("hours_per_worker_week.meetings"),
    outcome("satisfaction"),
    outcome("days_from_onset_restricted_mean.own_powers"),
    outcome("early_discovery_share"),
    outcome("volunteers"),
    outcome("outside_hours"),
)
"""Outcomes of the baseline that no pattern has."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A society that stands for the truth, and the societies within its documents' bands."""

    society: int
    members: npt.NDArray[np.int64]
    bands: int
    """The round in which its bands were placed, from 1 on."""


def main() -> None:
    """Draw, run, match, compare, print and plot."""
    opened = Laboratory(Study("study", PLACE, {"store": STORE, "seed": SEED}), Options)
    trials = Trials(opened)
    with in_processes(opened.chosen.processes) as mapped:
        drawn = balanced(opened.ledger, POOL, SEED, trials.tree, bands=BANDS, mapped=mapped)
    points = drawn.points.set_axis(pd.RangeIndex(POOL))
    patterns = trials.run(points).droplevel("replication")
    found = truths(patterns)
    if not found:
        raise RunError(f"no society has {LEAST} others within its bands, of {len(patterns)}")
    say(f"{len(found)} of {len(patterns):,} societies stand for the truth")
    matched = np.unique(np.concatenate([patterns.index[:PRIOR], *map(_all_of, found)]))
    once = held_out(opened, trials, points.loc[matched], 1)
    again = held_out(opened, trials, points.loc[[one.society for one in found]], REPLICATIONS)
    have = set(once.index.unique(SOCIETY)) & set(again.index.unique(SOCIETY))
    found = [one for one in found if one.society in have]
    rows = pd.concat([compared(one, once, again) for one in found], ignore_index=True)
    prior = once.loc[once.index.get_level_values(SOCIETY).isin(patterns.index[:PRIOR])]
    table = by_outcome(rows, prior)
    together, of_truths = by_part(rows), by_truth(found, rows, patterns)
    tables = {"coverage": table, "overall": together, "truths": of_truths, "intervals": rows}
    folder = write_folder("coverage", tables, coverages(table, rows), truths=len(found))
    print_table(of_truths)
    shown = table.assign(outcome=[outcome(name).label for name in table["outcome"]])
    print_table(shown.drop(columns=["truths", "run_low", "run_high"]))
    print_table(together, f"95 % over {len(found)} truths (bootstrap); {folder}")


def truths(patterns: pd.DataFrame) -> list[Truth]:
    """Societies that have an ensemble, TRUTHS at most, in the order in which they are found.

    In each round every society that has none yet has new bands. These do not depend on how many
    societies there are.

    Parameters: values of patterns, a row a society.
    """
    scaled = plausibility.scaled(patterns).to_numpy(np.float64)
    societies = patterns.index.to_numpy(np.int64)
    found: dict[int, Truth] = {}
    for turn in range(1, ROUNDS + 1):
        for at, society in enumerate(map(int, societies)):
            if society in found:
                continue
            members = within(
                scaled, placed(scaled[at], np.random.default_rng([SEED, society, turn]))
            )
            members[at] = False
            if members.sum() >= LEAST:
                found[society] = Truth(society, societies[members], turn)
            if len(found) == TRUTHS:
                return [*found.values()]
    return [*found.values()]


def _all_of(truth: Truth) -> npt.NDArray[np.int64]:
    return np.append(truth.members, truth.society)


def held_out(
    opened: Laboratory[Options], trials: Trials, points: pd.DataFrame, replications: int
) -> pd.DataFrame:
    """Values of held-out outcomes: a row a society and replication, a column an outcome.

    One replication is that of the documents; more are others.
    """
    trees = Study("compare", trials.tree, {}).trees(LEVERS)
    design = Design(trees, opened.ledger, points.rename_axis(SOCIETY))
    first = 0 if replications == 1 else 1
    runs = plan(design, replications, SEED, first=first, skip_impossible=True)
    values = opened.values(runs, [*CHANGED, *LEVELS], gaps=True)
    before = values.xs(BASELINE, level="scenario")
    columns = {}
    for lever in LEVERS:
        after = values.xs(lever, level="scenario")
        for one in CHANGED:
            change = after[str(one)] if one.parts else after[str(one)] - before[str(one)]
            columns[lever, str(one)] = change
    for one in LEVELS:
        columns[BASELINE, str(one)] = before[str(one)]
    return pd.DataFrame(columns).rename_axis(columns=["scenario", "outcome"])


def compared(truth: Truth, once: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """A row an outcome: both values of the truth, the interval, and whether it contains them.

    `run_rank` and `mean_rank` are the shares of the ensemble below; `chance` is the variance of the
    truth's runs, `variance` that of the ensemble.
    """
    runs = once.droplevel("replication")
    own: Any = runs.loc[truth.society]
    others: Any = again.xs(truth.society, level=SOCIETY)
    ensemble: Any = runs.loc[runs.index.isin(truth.members)]
    values, ends = ensemble.to_numpy(np.float64), interval(ensemble.to_numpy(np.float64))
    run, mean = own.to_numpy(np.float64), others.to_numpy(np.float64).mean(axis=0)
    return pd.DataFrame({
        "truth": truth.society, "societies": len(ensemble),
        "scenario": once.columns.get_level_values("scenario"),
        "outcome": once.columns.get_level_values("outcome"),
        "run": run, "mean": mean, "low": ends[0], "high": ends[1],
        "run_within": contained(run, ends), "mean_within": contained(mean, ends),
        "run_rank": (values < run).mean(axis=0), "mean_rank": (values < mean).mean(axis=0),
        "chance": others.var(ddof=1).to_numpy(), "variance": ensemble.var(ddof=1).to_numpy(),
        "expected": expected(len(ensemble)),
    })  # fmt: skip


def by_outcome(rows: pd.DataFrame, prior: pd.DataFrame) -> pd.DataFrame:
    """A row an outcome: shares of truths within, Wilson's intervals, width over that of the prior.

    Each truth counts once in a row, so that truths are independent given the pool.
    """
    ends = pd.DataFrame(interval(prior.to_numpy(np.float64)), columns=prior.columns)
    table = []
    for (scenario, name), part in rows.groupby(["scenario", "outcome"], sort=False):
        row: dict[str, object] = {"scenario": scenario, "outcome": name, "truths": len(part)}
        for value in ("mean", "run"):
            known = part[f"{value}_within"].dropna()
            row[value] = known.mean()
            low, high = proportion_confint(known.sum(), len(known), 1 - LEVEL, method="wilson")
            row |= {f"{value}_low": low, f"{value}_high": high}
        width = ends[scenario, name].iloc[1] - ends[scenario, name].iloc[0]
        row["expected of a run"] = part["expected"].mean()
        row["width over prior"] = (part["high"] - part["low"]).median() / width
        row["chance"] = part["chance"].mean() / part["variance"].mean()
        table.append(row)
    return pd.DataFrame(table)


def by_part(rows: pd.DataFrame) -> pd.DataFrame:
    """Coverage of effects, of levels and of all, with intervals over truths."""
    effect = rows["scenario"] != BASELINE
    parts = {"effects of reforms": effect, "levels of the baseline": ~effect}
    parts["all"] = pd.Series(True, rows.index)
    table = []
    for name, chosen in parts.items():
        part = rows[chosen]
        row: dict[str, object] = {"what": name}
        for value in ("mean", "run"):
            wide = part.pivot(
                index="truth", columns=["scenario", "outcome"], values=f"{value}_within"
            )
            found = overall(wide.to_numpy(np.float64), SEED)
            row |= dict(zip((value, f"{value}_low", f"{value}_high"), found, strict=True))
        row["expected of a run"] = part["expected"].mean()
        table.append(row)
    return pd.DataFrame(table)


def by_truth(found: list[Truth], rows: pd.DataFrame, patterns: pd.DataFrame) -> pd.DataFrame:
    """A row a truth: size of its ensemble, shares within, and whether it is plausible itself."""
    by = rows.groupby("truth", sort=False)
    table = pd.DataFrame({
        "bands": [one.bands for one in found], "societies": by["societies"].first(),
        "mean": by["mean_within"].mean(), "run": by["run_within"].mean(),
    })  # fmt: skip
    plausible = plausibility.plausible(patterns.loc[table.index])
    return table.assign(plausible=plausible.map({True: "yes", False: "no"})).reset_index()


if __name__ == "__main__":
    command(main, __doc__)
