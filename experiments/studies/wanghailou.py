"""One table and data cockpit at Wanghailou's size, held against the cut that is told of it.

`python -m experiments.studies.wanghailou` writes tables and a figure to outputs/wanghailou. The
document tells of three quarters less time, or more, for filling platforms and forms (fact
wanghailou_reporting_time_cut). Here the cut emerges: `reporting_desk` is that time, and
`reporting_all` has the time of asking at doors besides. "Running" leaves the survey out and has the
pool open from the first day; "first year" has the survey in it. Every assumption is drawn from its
range at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy import stats

from experiments.figures.comparison import DPI, OKABE_ITO
from experiments.reports.table import console
from experiments.runs.plan import key
from experiments.runs.run import Run
from experiments.studies.grid import SEED, leave, print_table, totals
from experiments.words.trees import Tree, grow
from sim.evidence import Ledger
from sim.settings import Settings, SettingsError
from sim.streams import run_seed
from sim.version import model_version

DRAWS = 400
SEEDS_OF_A_STEP = 8
BOUND = "fact:wanghailou_reporting_time_cut"
MEASURES = ("reporting_desk", "reporting_all")
REFORM = {"levers.one_table.on": True, "levers.data_cockpit.on": True}
RUNNING = {"levers.one_table.survey_minutes": 0.0, "levers.data_cockpit.survey_minutes": 0.0}
ARMS: dict[str, dict[str, Any]] = {"before": {}, "first year": REFORM, "running": REFORM | RUNNING}
STEPS: tuple[tuple[str, dict[str, float | int]], ...] = (
    ("defaults", {}),
    ("every department connected", {"connected_share": 1.0}),
    ("and no old form beside", {"old_form_share": 0.0}),
    ("and all items in the pool", {"pool_own_share": 1.0}),
    ("and counts taken where events are logged", {"source_share": 0.9}),
    ("and requests answered by key words", {"adhoc_pool_share": 0.9}),
    ("and eight applications an event before", {"log_apps": 8}),
)
MOST_TOLD = 10


def place(ledger: Ledger) -> Tree:
    """A community of Wanghailou's households and residents, with the usual staff."""
    people = ledger.value("fact:wanghailou_population")
    households = ledger.value("fact:wanghailou_households")
    return {
        "territory.communities": 1,
        "territory.workers": ledger.value("assume:community_workers"),
        "territory.residents": people,
        "territory.household_size": people / households,
    }


def runs_of(number: int, ledger: Ledger) -> list[Run]:
    """The three arms under one seed. Raises SettingsError where a draw cannot be."""
    rng = run_seed(SEED, number)
    model = model_version()
    found = []
    for arm, switches in ARMS.items():
        settings = Settings.read(grow(place(ledger) | switches), ledger)
        found.append(Run(key(settings.canonical(), rng, model), arm, number, rng, settings))
    return found


def cuts(runs: list[Run]) -> pd.DataFrame:
    """Share of the time saved: one row a replication and arm, one column a measure."""
    rows = totals(runs)
    rows = rows[rows["measure"].isin(MEASURES)]
    wide = rows.pivot_table(index=["replication", "scenario"], columns="measure", values="value")
    before = wide.xs("before", level="scenario")
    after = wide.drop(index="before", level="scenario")
    return (1.0 - after.div(before.reindex(after.index, level="replication"))).reset_index()


def draws(ledger: Ledger) -> tuple[list[Run], pd.DataFrame, int]:
    """Runs of all draws that can be, their uniforms, and how many cannot."""
    names = ledger.ranged
    table = stats.qmc.LatinHypercube(len(names), seed=SEED).random(DRAWS)
    runs: list[Run] = []
    kept: list[int] = []
    for number, row in enumerate(table):
        try:
            runs += runs_of(number, ledger.sample(dict(zip(names, map(float, row), strict=True))))
        except SettingsError:
            continue
        kept.append(number)
    return runs, pd.DataFrame(table[kept], index=kept, columns=list(names)), DRAWS - len(kept)


def ladder(ledger: Ledger) -> pd.DataFrame:
    """What the cut comes to as one condition after another is granted."""
    granted: dict[str, float | int] = {}
    rows = []
    for words, more in STEPS:
        granted |= more
        there = ledger.replace(granted)
        found = cuts([run for n in range(SEEDS_OF_A_STEP) for run in runs_of(n, there)])
        row: dict[str, float | str] = {"granted": words}
        for arm in ("first year", "running"):
            here = found[found["scenario"] == arm]
            row |= {f"{measure}, {arm}": float(here[measure].mean()) for measure in MEASURES}
        rows.append(row)
    return pd.DataFrame(rows)


def summary(found: pd.DataFrame, bound: float) -> pd.DataFrame:
    """Quantiles over the draws, and the share of draws that reach the bound."""
    rows = []
    for arm, here in found.groupby("scenario"):
        for measure in MEASURES:
            low, middle, high = here[measure].quantile([0.05, 0.5, 0.95])
            reached = float((here[measure] >= bound).mean())
            rows.append((arm, measure, low, middle, high, reached))
    columns = ["arm", "measure", "5 %", "median", "95 %", f"chance of {bound:.0%}"]
    return pd.DataFrame(rows, columns=columns)


def leaders(found: pd.DataFrame, uniforms: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Assumptions by rank correlation with the running cut at the desk."""
    here = found[found["scenario"] == "running"].set_index("replication")["reporting_desk"]
    rows = []
    for name in uniforms:
        drawn = uniforms[str(name)].reindex(here.index)
        rho = float(stats.spearmanr(drawn, here).statistic)
        rows.append((name, rho, ledger.assumptions[str(name)].meaning))
    table = pd.DataFrame(rows, columns=["assumption", "rank correlation", "meaning"])
    order = table["rank correlation"].abs().sort_values(ascending=False).index
    return table.loc[order].head(MOST_TOLD).reset_index(drop=True)


def main() -> None:
    """Draw, run, and tell."""
    ledger = Ledger.load()
    bound = float(ledger.value(BOUND))
    runs, uniforms, impossible = draws(ledger)
    found = cuts(runs)
    tables: Mapping[str, pd.DataFrame] = {
        "cuts": found,
        "summary": summary(found, bound),
        "conditions": ladder(ledger),
        "leaders": leaders(found, uniforms, ledger),
    }

    def fill(aside: Path) -> None:
        for name, table in tables.items():
            table.to_csv(aside / f"{name}.csv", index=False)
        draw(found, tables["conditions"], bound).savefig(
            aside / "wanghailou.png", metadata={"Software": None}
        )

    told = {"draws": DRAWS, "impossible": impossible, "seeds_of_a_step": SEEDS_OF_A_STEP}
    folder = leave("wanghailou", told, fill)
    noise = stats.norm.ppf(1 - 0.025 / uniforms.shape[1]) / np.sqrt(len(uniforms) - 1)
    with pd.option_context("display.width", 130, "display.max_colwidth", 70):
        for name in ("summary", "conditions", "leaders"):
            console().print(f"\n[bold]{name}[/bold]")
            print_table(tables[name].round(3), "")
    console().print(
        f"{DRAWS - impossible} draws of all {uniforms.shape[1]} assumptions ({impossible} more "
        f"cannot be, shares above one); rank correlations below {noise:.2f} may be chance; "
        f"the document's bound is {bound:.0%}; {folder}",
        style="dim",
    )


def draw(found: pd.DataFrame, conditions: pd.DataFrame, bound: float) -> Figure:
    """The cut over the draws, and as conditions are granted."""
    figure = Figure(figsize=(11, 4.4), dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.25))
    here = found[found["scenario"] == "running"]
    bins = np.linspace(-0.2, 1.0, 49)
    names = ("at the desk", "with asking at doors")
    for colour, measure, words in zip(OKABE_ITO, MEASURES, names, strict=False):
        left.hist(here[measure], bins=bins, color=colour, alpha=0.55, label=words)
        right.plot(conditions[f"{measure}, running"], range(len(conditions)), "o-", color=colour)
    left.axvline(bound, color="#444444", linestyle="--", linewidth=1)
    left.legend(frameon=False, fontsize=8)
    left.set_xlabel("share of reporting time saved")
    left.set_ylabel("draws of all assumptions")
    left.set_title("All assumptions over their ranges", loc="left", fontsize=10)
    right.axvline(bound, color="#444444", linestyle="--", linewidth=1)
    right.set_yticks(range(len(conditions)), conditions["granted"], fontsize=8)
    right.invert_yaxis()
    right.set_xlabel("share of reporting time saved (dashed: the document's bound)")
    right.set_title("As one condition after another is granted", loc="left", fontsize=10)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    return figure


if __name__ == "__main__":
    main()
