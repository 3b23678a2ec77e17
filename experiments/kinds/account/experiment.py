"""The experiment `account`: where freed time goes, hour for hour and year for year.

Each scenario is held against the baseline twice: with the rebound of obligations, and without it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.kinds.account.options import AccountOptions
from experiments.kinds.compare.summary import console, print_places
from experiments.laboratory import Laboratory
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import given_up
from experiments.statistics.paired_differences import BURDEN
from sim.enums import YEAR_DAYS
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.trees import overlay

WORLDS = {"with rebound": True, "without rebound": False}
HOURS = "hours_per_worker_week"
STOCKS = ("obligations", "unlisted_obligations")
LENGTHENED = "longer days"


def main(study: Study) -> Results:
    """Run both worlds, settle the account, and print it."""
    results = run(study)
    _print(results.account, results.manifest["replications"])
    print_places(results.folder, {"csv": "account.csv", "figure": "figures/account.png"})
    return results


@given_up()
def run(study: Study) -> Results:
    """The frame `account`, and the output folder. Raises as `compare.run` does."""
    from experiments.kinds.account.figures import draw

    laboratory = Laboratory(study, AccountOptions)
    chosen = laboratory.chosen
    laboratory.check(chosen.scenarios)
    settings = _settings(study, chosen, laboratory.ledger)
    days = next(iter(settings.values())).horizon_days
    if days < YEAR_DAYS:
        raise InputError("horizon_days", days, f"at least {YEAR_DAYS}: the account goes by years")
    runs = plan(settings, chosen.replications, chosen.seed)
    series = laboratory.rows(runs, "series", {HOURS, *STOCKS})
    rows = account(series, next(iter(settings.values())).territory.communities)

    def illustrate(results: Results, folder: Path) -> None:
        (folder / "figures").mkdir()
        draw(rows, folder / "figures" / "account.png", chosen.replications)

    return laboratory.leave(runs, {"account.csv": rows}, illustrate)


def _settings(study: Study, chosen: AccountOptions, ledger: Ledger) -> dict[str, Settings]:
    """Settings by scenario and world; a horizon that the user sets wins over the years."""
    long = overlay(study.society, {"horizon_days": chosen.years * YEAR_DAYS})
    found = {}
    for world, on in WORLDS.items():
        switched = overlay(study.overrides, {"rules": {"rebound": {"on": on}}})
        here = replace(study, society=long, overrides=switched)
        for name, settings in here.scenarios(chosen.scenarios, ledger).items():
            found[f"{name}|{world}"] = settings
    return found


def account(series: pd.DataFrame, communities: int) -> pd.DataFrame:
    """Rows of scenario, world, year, entry, value, unit: mean over replications.

    Entries are activities (hours per worker and week more than in the baseline of the same world
    and seed; negative is freed), `longer days` (all of them together, which is more or less
    overtime), and the stock of obligations per community on the last day of the year, as it is.
    """
    rows = series.assign(year=(series["day"].astype(int) - 1) // YEAR_DAYS + 1)
    whole = rows.groupby("year")["day"].transform("nunique") == YEAR_DAYS
    rows = rows[whole]
    keys = ["scenario", "replication", "year", "group"]
    hours = rows[rows["measure"] == HOURS].groupby(keys, observed=True)["value"].mean()
    stocks = rows[rows["measure"].isin(STOCKS) & (rows["day"] % YEAR_DAYS == 0)]
    stock = stocks.groupby(["scenario", "year", "measure"], observed=True)["value"].mean()
    found: list[tuple[str, str, int, str, float]] = []
    for scenario in rows["scenario"].unique():
        name, world = str(scenario).split("|")
        for year in sorted(rows["year"].unique()):
            for measure in STOCKS:
                level = float(stock[scenario, year, measure]) / communities
                found.append((name, world, int(year), measure, level))
            if name == BASELINE:
                continue
            change = hours[scenario].sub(hours[f"{BASELINE}|{world}"])
            mean = change.groupby(["year", "group"], observed=True).mean()[year]
            found += [(name, world, int(year), str(g), float(v)) for g, v in mean.items()]
            found.append((name, world, int(year), LENGTHENED, float(mean.sum())))
    told = pd.DataFrame(found, columns=["scenario", "world", "year", "entry", "value"])
    stocked = told["entry"].isin(STOCKS)
    (unit,) = series.loc[series["measure"] == HOURS, "unit"].unique()
    return told.assign(unit=stocked.map({True: "obligations per community", False: str(unit)}))


def _print(rows: pd.DataFrame, replications: int) -> None:
    to = console()
    for scenario in [name for name in rows["scenario"].unique() if name != BASELINE]:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
        title = f"{labels.spelled(scenario)}: hours per worker and week against the baseline"
        to.print(Text(f"\n{title}", style="bold"))
        table.add_column("")
        wide = rows.pivot_table(
            index="entry", columns=["scenario", "world", "year"], values="value"
        )
        columns = [(world, year) for world in WORLDS for year in sorted(rows["year"].unique())]
        for world, year in columns:
            table.add_column(f"{world}\nyear {year}", justify="right")
        for entry, cells in _entries(wide, scenario, columns):
            table.add_row(entry, *cells)
        to.print(table)
    to.print(
        f"Mean over {counted(replications, 'replication')} under the same seeds. Freed hours are "
        "those no longer spent upward or chasing departments; what they went to is listed below "
        "them, and together they make longer or shorter days (overtime). A form that is crowded "
        "out and never delivered counts as freed as well.",
        style="dim",
    )


def _entries(
    wide: pd.DataFrame, scenario: str, columns: list[tuple[str, Any]]
) -> list[tuple[str, list[str]]]:
    levels: dict[Any, float] = wide.stack([0, 1, 2], future_stack=True).to_dict()

    def value(entry: str, of: str, world: str, year: Any) -> float:
        return levels.get((entry, of, world, year), 0.0)

    def row(entry: str, sign: int = 1) -> list[str]:
        return [labels.signed(sign * value(entry, scenario, *column), 2) for column in columns]

    freed = [
        labels.signed(-sum(value(one, scenario, *column) for one in BURDEN), 2)
        for column in columns
    ]
    lines = [("freed in all", freed)]
    lines += [(f"  {labels.ACTIVITIES[one]}", row(one, -1)) for one in BURDEN]
    lines.append(("went to", ["" for _ in columns]))
    for entry, words in labels.ACTIVITIES.items():
        if entry not in BURDEN and any(
            abs(value(entry, scenario, *column)) >= 0.005 for column in columns
        ):
            lines.append((f"  {words}", row(entry)))
    lines.append(("longer days (overtime)", row(LENGTHENED)))
    gap = [
        -sum(value(one, scenario, *column) for one in BURDEN)
        - sum(value(e, scenario, *column) for e in labels.ACTIVITIES if e not in BURDEN)
        + value(LENGTHENED, scenario, *column)
        for column in columns
    ]
    lines.append(("freed - went to + longer days", [labels.signed(one, 2) for one in gap]))
    for measure, words in zip(
        STOCKS, ("obligations a community", "  of them unlisted"), strict=True
    ):
        cells = [
            f"{value(measure, scenario, *column):.0f} ({value(measure, BASELINE, *column):.0f})"
            for column in columns
        ]
        lines.append((f"{words}, year's end (baseline)", cells))
    return lines
