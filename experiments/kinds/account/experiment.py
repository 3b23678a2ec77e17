"""The experiment `account`: where freed time goes, hour for hour and year for year.

Each scenario is compared with the baseline twice: with the rebound of obligations, and without it.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.kinds.account.entries import HOURS, LENGTHENED, NOT_DONE, STOCKS, WORLDS
from experiments.kinds.account.options import AccountOptions
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import releasing_claims
from sim.enums import YEAR_DAYS
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import overlay


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `account`, and the output folder. Raises as `compare.run` does."""
    laboratory = Laboratory(study, AccountOptions)
    chosen = laboratory.chosen
    laboratory.check(chosen.scenarios)
    settings = _settings(study, chosen, laboratory.ledger)
    society = next(iter(settings.values()))
    runs = plan(settings, chosen.replications, chosen.seed)
    series = laboratory.rows(runs, "series", {HOURS, NOT_DONE, *STOCKS})
    rows = account(series, society.territory.communities)
    return laboratory.write_results(runs, {"account.csv": rows})


def _settings(study: Study, chosen: AccountOptions, ledger: Ledger) -> dict[str, Settings]:
    """Settings by scenario and world. Raises InputError for a horizon that is not the years."""
    days = chosen.years * YEAR_DAYS
    if (asked := study.overrides.get("horizon_days", days)) != days:
        reason = f"the account goes by years={chosen.years}, which are {days} days; leave it out"
        raise InputError("horizon_days", asked, reason)
    long = overlay(study.society, {"horizon_days": days})
    arms = {}
    for world, on in WORLDS.items():
        switched = overlay(study.overrides, {"rules": {"rebound": {"on": on}}})
        variant = replace(study, society=long, overrides=switched)
        for name, settings in variant.scenarios(chosen.scenarios, ledger).items():
            arms[f"{name}|{world}"] = settings
    return arms


def account(series: pd.DataFrame, communities: int) -> pd.DataFrame:
    """Rows of scenario, world, year, entry, value, unit: mean over replications.

    Entries are activities (hours per worker and week more than in the baseline of the same world
    and seed; negative is freed), `longer days` (the sum of these: more or less overtime), work not
    done (`undelivered` and `patchwork`, more than in that baseline), and the stock of obligations
    per community on the last day of the year, as a level.
    """
    rows = series.assign(year=(series["day"].astype(int) - 1) // YEAR_DAYS + 1)
    rows = rows[rows.groupby("year")["day"].transform("nunique") == YEAR_DAYS]
    keys = ["scenario", "replication", "year", "group"]
    hours, undone = (
        rows[rows["measure"] == measure].groupby(keys, observed=True)["value"].mean()
        for measure in (HOURS, NOT_DONE)
    )
    stocks = rows[rows["measure"].isin(STOCKS) & (rows["day"] % YEAR_DAYS == 0)]
    stock = stocks.groupby(["scenario", "year", "measure"], observed=True)["value"].mean()
    entries: list[tuple[str, str, int, str, float]] = []
    for scenario in rows["scenario"].unique():
        name, world = str(scenario).split("|")
        for year in sorted(rows["year"].unique()):
            for measure in STOCKS:
                level = float(stock[scenario, year, measure]) / communities
                entries.append((name, world, int(year), measure, level))
            if name == BASELINE:
                continue
            change = hours[scenario].sub(hours[f"{BASELINE}|{world}"])
            mean = change.groupby(["year", "group"], observed=True).mean()[year]
            entries += [(name, world, int(year), str(g), float(v)) for g, v in mean.items()]
            entries.append((name, world, int(year), LENGTHENED, float(mean.sum())))
            more = undone[scenario].sub(undone[f"{BASELINE}|{world}"])
            mean = more.groupby(["year", "group"], observed=True).mean()[year]
            entries += [(name, world, int(year), str(g), float(v)) for g, v in mean.items()]
    table = pd.DataFrame(entries, columns=["scenario", "world", "year", "entry", "value"])
    (unit,) = series.loc[series["measure"] == HOURS, "unit"].unique()
    units = {True: "obligations per community", False: str(unit)}
    return table.assign(unit=table["entry"].isin(STOCKS).map(units))
