"""Pairs of levers whose joint effect differs most from the sum of the two.

`python -m experiments.studies.interactions` runs every lever alone and every pair of them in four
communities, and writes tables and a figure to outputs/interactions. About ten thousand runs: half
an hour on two cores; an interrupted study goes on where it stopped. Intervals are paired t over
the seeds, simulation error only; with a thousand pairs some of them miss nought by chance, so the
p-values are corrected over all pairs of a measure (Holm).
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.comparison import DPI
from experiments.reports import labels
from experiments.reports.table import console
from experiments.runs.plan import plan
from experiments.statistics.pairs import BURDEN, holm, paired
from experiments.studies.grid import SEED, leave, print_table, totals
from experiments.words.trees import Tree, grow
from sim.levers import Levers
from sim.settings import Settings

REPLICATIONS = 10
PLACE = {"territory.communities": 4, "territory.workers": 46, "territory.residents": 20000}
NONE = "baseline"
EFFECTS = ("freed, h a worker-week", "days, departments", "days, own powers", "promises kept, pt")
DAYS = "days_to_resolution_restricted_mean"
TOLD = 8


def tree(levers: tuple[str, ...]) -> Tree:
    """Four communities with these levers on."""
    return grow(PLACE | {f"levers.{name}.on": True for name in levers})


def effects(measures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """For each effect a table of runs, one row a scenario, one column a replication."""

    def rows(measure: str, groups: tuple[str, ...]) -> pd.DataFrame:
        here = measures[(measures["measure"] == measure) & measures["group"].isin(groups)]
        summed = here.groupby(["scenario", "replication"])["value"].sum(min_count=len(groups))
        return summed.unstack("replication")

    found = {
        EFFECTS[0]: -rows("hours_per_worker_week", BURDEN),
        EFFECTS[1]: rows(DAYS, ("needs_departments",)),
        EFFECTS[2]: rows(DAYS, ("own_powers",)),
        EFFECTS[3]: 100.0 * rows("satisfaction", ("all",)),
    }
    return {name: table.sub(table.loc[NONE]) for name, table in found.items()}


def interactions(found: dict[str, pd.DataFrame], names: tuple[str, ...]) -> pd.DataFrame:
    """One row an effect and pair: alone, together, and what together is beyond the sum."""
    parts = []
    chosen = list(combinations(names, 2))
    for effect, table in found.items():
        first, second, both = (
            table.loc[[of(pair) for pair in chosen]].to_numpy(np.float64)
            for of in (lambda p: p[0], lambda p: p[1], " + ".join)
        )
        rows = pd.DataFrame(paired(first + second, both))
        rows.insert(0, "effect", effect)
        rows.insert(1, "first", [pair[0] for pair in chosen])
        rows.insert(2, "second", [pair[1] for pair in chosen])
        rows["first alone"], rows["second alone"] = first.mean(axis=1), second.mean(axis=1)
        rows["together"] = both.mean(axis=1)
        rows["p_holm"] = holm(rows["p"].to_numpy()[None])[0]
        parts.append(rows)
    columns = [
        "effect", "first", "second", "first alone", "second alone", "together", "difference",
        "ci_low", "ci_high", "p_holm",
    ]  # fmt: skip
    return pd.concat(parts)[columns].rename(columns={"difference": "beyond the sum"})


def greatest(table: pd.DataFrame, effect: str) -> pd.DataFrame:
    """The least additive pairs of an effect, of those whose own interval excludes nought."""
    here = table[(table["effect"] == effect) & (table["ci_low"] * table["ci_high"] > 0)]
    order = here["beyond the sum"].abs().sort_values(ascending=False).index
    return here.loc[order].head(TOLD).drop(columns="effect")


def main() -> None:
    """Run, print, draw."""
    names = tuple(Levers.model_fields)
    scenarios: dict[str, tuple[str, ...]] = {NONE: ()}
    scenarios |= {name: (name,) for name in names}
    scenarios |= {" + ".join(pair): pair for pair in combinations(names, 2)}
    settings = {name: Settings.read(tree(levers)) for name, levers in scenarios.items()}
    table = interactions(effects(totals(plan(settings, REPLICATIONS, SEED))), names)

    def fill(aside: Path) -> None:
        table.to_csv(aside / "interactions.csv", index=False)
        figure = draw(table, names)
        figure.savefig(aside / "interactions.png", metadata={"Software": None})

    told = {"replications": REPLICATIONS, "place": PLACE, "pairs": len(scenarios) - len(names) - 1}
    folder = leave("interactions", told, fill)
    with pd.option_context("display.width", 132):
        for effect in EFFECTS:
            console().print(f"\n[bold]{effect}[/bold]")
            print_table(greatest(table, effect).round(2), "")
    console().print(
        f"{REPLICATIONS} replications in four communities; beyond the sum: the joint effect less "
        f"both alone, with 95 % intervals; p corrected over all pairs; {folder}",
        style="dim",
    )


def draw(table: pd.DataFrame, names: tuple[str, ...]) -> Figure:
    """Heat maps of what pairs are beyond their sums."""
    figure = Figure(figsize=(17, 7.6), dpi=DPI, layout="constrained")
    for axes, effect in zip(figure.subplots(1, 2), EFFECTS[:2], strict=True):
        here = table[table["effect"] == effect]
        wide = here.pivot(index="second", columns="first", values="beyond the sum")
        square = wide.reindex(index=list(names), columns=list(names)).to_numpy(np.float64)
        most = float(np.nanquantile(np.abs(square), 0.999))
        image = axes.imshow(square, cmap="RdBu_r", vmin=-most, vmax=most)
        axes.set_xticks(
            range(len(names)), [labels.scenario(name) for name in names], rotation=90, fontsize=6
        )
        axes.set_yticks(range(len(names)), [labels.scenario(name) for name in names], fontsize=6)
        axes.set_title(f"{effect}: together beyond the sum of both", loc="left", fontsize=10)
        figure.colorbar(image, ax=axes, shrink=0.6)
    return figure


if __name__ == "__main__":
    main()
