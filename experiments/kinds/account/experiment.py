"""The experiment `account`: where freed time goes, hour for hour and year for year.

Each scenario is compared with the baseline twice: with the rebound of obligations, and without it.
By default over plausible societies, one replication in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.kinds.account.entries import HOURS, LENGTHENED, NOT_DONE, STOCKS, WORLDS
from experiments.kinds.account.options import AccountOptions
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.design import Design
from experiments.runs.plan import plan
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics.net_freed import NET, SPENT
from experiments.statistics.paired_differences import BURDEN
from experiments.statistics.society_quantiles import SPAN, quantiles
from sim.enums import YEAR_DAYS
from sim.settings.nested import Tree, overlay


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `account`, and the output folder. Raises as `compare.run` does."""
    laboratory = Laboratory(study, AccountOptions)
    chosen = laboratory.chosen
    laboratory.check(chosen.scenarios)
    societies = laboratory.societies
    points = None if societies is None else societies.points
    design = Design(_trees(study, chosen), laboratory.ledger, points)
    runs = plan(design, chosen.runs_each, chosen.seed)
    communities = runs.settings(BASELINE).territory.communities
    series = laboratory.rows(runs, "series", {HOURS, NOT_DONE, *STOCKS})
    return laboratory.write_results(runs, {"account.csv": account(series, communities)})


def _trees(study: Study, chosen: AccountOptions) -> dict[str, Tree]:
    """Settings by scenario and world. Raises InputError for a horizon that is not the years."""
    days = chosen.years * YEAR_DAYS
    if (asked := study.overrides.get("horizon_days", days)) != days:
        reason = f"the account goes by years={chosen.years}, which are {days} days; leave it out"
        raise InputError("horizon_days", asked, reason)
    long = overlay(study.society, {"horizon_days": days})
    arms: dict[str, Tree] = {}
    for world, on in WORLDS.items():
        switched = overlay(study.overrides, {"rules": {"rebound": {"on": on}}})
        variant = replace(study, society=long, overrides=switched)
        trees = variant.trees(chosen.scenarios)
        arms |= {_arm(name, world): tree for name, tree in trees.items()}
    return arms


def _arm(name: str, world: str) -> str:
    """A scenario in a world; in the one with rebound, as elsewhere, under its own name."""
    return name if WORLDS[world] else f"{name}|{world}"


def account(series: pd.DataFrame, communities: int) -> pd.DataFrame:
    """Rows of scenario, world, year, entry, value (mean over runs), unit.

    Over societies `value` is the mean over them, which adds up. `median`, `low` and `high` (5 and
    95 %) are over the means of societies, and `societies` is their number.

    Entries are activities (hours per worker and week more than in the baseline of the same world
    and seed; negative is freed), `longer days` (the sum of these: more or less overtime), work not
    done (`undelivered` and `patchwork`, more than in that baseline), time spent less and hours
    freed at equal delivery, and the stock of obligations per community on the last day of the
    year, as a level.
    """
    rows = series.assign(year=(series["day"].astype(int) - 1) // YEAR_DAYS + 1)
    rows = rows[rows.groupby("year")["day"].transform("nunique") == YEAR_DAYS]
    last = rows[rows["day"] % YEAR_DAYS == 0]
    stocks = _by_run(last, "measure", STOCKS) / communities
    hours, undone = (_by_run(rows, "group", [measure]) for measure in (HOURS, NOT_DONE))
    tables = []
    for arm in rows["scenario"].unique():
        name, _, other = str(arm).partition("|")
        world = other or next(iter(WORLDS))
        found: Any = stocks.xs(arm)
        if name != BASELINE:
            before = _arm(BASELINE, world)
            moved: Any = hours.xs(arm) - hours.xs(before)
            left: Any = undone.xs(arm) - undone.xs(before)
            spent = -moved.reindex(columns=list(BURDEN), fill_value=0.0).sum(axis=1)
            totals = {LENGTHENED: moved.sum(axis=1), SPENT: spent, NET: spent - left.sum(axis=1)}
            found = pd.concat([found, moved, left, pd.DataFrame(totals)], axis=1)
        tables.append(_summary(found).assign(scenario=name, world=world))
    table = pd.concat(tables, ignore_index=True)
    (unit,) = series.loc[series["measure"] == HOURS, "unit"].unique()
    units = {True: "obligations per community", False: str(unit)}
    table["unit"] = table["entry"].isin(STOCKS).map(units)
    first = ["scenario", "world", "year", "entry", "value", "unit"]
    return table[[*first, *(name for name in table if name not in first)]]


def _by_run(rows: pd.DataFrame, columns: str, measures: Sequence[str]) -> pd.DataFrame:
    """Means over days: a row a scenario, run and year, a column an entry."""
    levels = ["scenario", *(name for name in ("society", "replication") if name in rows), "year"]
    kept = rows[rows["measure"].isin(measures)]
    wide = kept.groupby([*levels, columns], observed=True)["value"].mean().unstack(columns)
    return wide.set_axis(wide.columns.astype(str), axis=1)


def _summary(found: pd.DataFrame) -> pd.DataFrame:
    """By year and entry, the mean over runs; over societies also quantiles of their means."""
    if "society" not in found.index.names:
        yearly: Any = found.groupby("year").mean().rename_axis(columns="entry").stack()
        return pd.DataFrame(yearly.rename("value").reset_index())
    means = found.groupby(["society", "year"]).mean().rename_axis(columns="entry")
    by_year = means.stack().groupby(["year", "entry"], sort=False)
    columns = {"value": by_year.mean()}
    for name, end in zip(("median", "low", "high"), (0.5, *SPAN), strict=True):
        columns[name] = by_year.agg(partial(_quantile, at=end))
    return pd.DataFrame(columns | {"societies": by_year.size()}).reset_index()


def _quantile(values: pd.Series, at: float) -> float:
    return float(quantiles(values.to_numpy(np.float64), at))
