"""Which way each lever goes in its first and third year, over plausible societies.

`python -m experiments.studies.plausible_societies` writes tables and a figure to
outputs/plausible_societies. It makes 600 runs over three years, a quarter of an hour on two cores.
Societies are the first 40 of the ensemble (seeds/societies/street.parquet), in a place of four
communities. Their baselines are judged again there by seeds/patterns/plausibility.yaml, and the
number that is still plausible is printed; none is left out for it. Each lever is run for three
years on its own. CLAIMS has what documents report of it (told_directions.yaml). A society goes the
reported way if the outcome differs from its baseline by more than a least difference.

Expected before it was run:

- In most societies and in both years the reported way: the joint-response group, cameras, gate and
  safeguards, since their rules do it directly; legal staff, since lawyers get the disputes about
  rights; the hall on days of disputes; self-check where rounds are frequent before.
- More in the third year than in the first: academy, whose courses take a year; the hall on how
  many disputes arise; gate and safeguards, which only add up.
- Neither, in most societies: micro-grids on disputes, since volunteers settle few of one sort;
  tiered visits, since their number stays; the federation, since few disputes are with merchants;
  the academy on own issues. The counter, wherever there are few posts before.
- The menu: fewer care issues arise, but more of those that arise are reported; as many societies
  up as down in the first year, fewer issues in the third.
- The whistle: as many societies either way, since the third dispatch is binding and meetings take
  department hours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import outcome
from experiments.config.society_options import SocietyOptions
from experiments.config.study import Study
from experiments.laboratory import Laboratory
from experiments.patterns import plausibility
from experiments.reporting.terminal import console
from experiments.runs.plan import Plan, plan
from experiments.statistics.paired_differences import paired_row
from experiments.studies.command import command
from experiments.studies.directions_figure import shares
from experiments.studies.grid import SEED, STORE, print_table, write_folder
from experiments.studies.told_directions import CLAIMS, LEVERS, Claim
from sim.enums import YEAR_DAYS
from sim.settings.nested import Tree, overlay

SOCIETIES = 40
"""The first so many of the ensemble."""
PLACE: Tree = {"territory": {"communities": 4, "workers": 46, "residents": 20000}}
YEARS = (1, 3)
SHOWN = ("lever", "outcome", "way", "year", "difference", "ci_low", "ci_high", "told", "other")


def main() -> None:
    """Run, judge, print and plot."""
    opened = laboratory()
    runs = plan(opened.design(LEVERS), 1, SEED)
    here, differences = judged_again(opened, runs), changes(opened, runs)
    table = directions(differences)
    societies = opened.societies
    assert societies is not None
    tables = {
        "directions": table, "differences": differences,
        "societies": societies.points.reset_index(),
    }  # fmt: skip
    record = {"societies": societies.record(), "plausible": here}
    figure = shares(table, len(societies))
    folder = write_folder("plausible_societies", tables, figure, **record)
    shown = table[[*SHOWN]].assign(outcome=[outcome(name).label for name in table["outcome"]])
    print_table(shown)
    notes = [societies.summary, here["sentence"], societies.stale, folder]
    for note in filter(None, notes):
        console().print(str(note), style="dim", soft_wrap=True)


def laboratory() -> Laboratory[SocietyOptions]:
    """The laboratory of the study: its place, its years, its societies."""
    tree = overlay(PLACE, {"horizon_days": max(YEARS) * YEAR_DAYS})
    chosen: Tree = {"store": STORE, "seed": SEED, "societies": SOCIETIES}
    return Laboratory(Study("study", tree, chosen), SocietyOptions)


def judged_again(opened: Laboratory[SocietyOptions], runs: Plan) -> dict[str, Any]:
    """Verdicts on the baselines at this place.

    They are run in full, as one of the patterns compares communities.
    """
    others = runs.table.loc[runs.table["scenario"] != BASELINE, "key"]
    opened.rows(runs.without(set(others)), "measures", plausibility.ACROSS)
    verdicts = opened.plausible(runs)
    assert verdicts is not None
    return verdicts


def changes(opened: Laboratory[SocietyOptions], runs: Plan) -> pd.DataFrame:
    """The outcome of each claim by year and society: in the baseline, and with the lever."""
    wanted = dict.fromkeys(claim.of_year(year) for claim in CLAIMS for year in YEARS)
    values = opened.values(runs, list(wanted), gaps=True).droplevel("replication")
    parts = []
    for claim in CLAIMS:
        for year in YEARS:
            column = values[str(claim.of_year(year))]
            before, after = column.xs(BASELINE), column.xs(claim.lever)
            both = pd.DataFrame({"baseline": before, "value": after}).reset_index()
            parts.append(both.assign(lever=claim.lever, outcome=str(claim.outcome), year=year))
    return pd.concat(parts, ignore_index=True)


def directions(differences: pd.DataFrame) -> pd.DataFrame:
    """Each claim by year: mean difference, and shares of societies that go each way or neither."""
    by_claim = differences.groupby(["lever", "outcome", "year"])
    rows = []
    for claim in CLAIMS:
        for year in YEARS:
            key = claim.lever, str(claim.outcome), year
            rows.append(_row(claim, year, by_claim.get_group(key)))
    return pd.DataFrame(rows)


def _row(claim: Claim, year: int, societies: pd.DataFrame) -> dict[str, object]:
    """A line of the table; societies without a value on either side are left out."""
    before, after = (societies[name].to_numpy(np.float64) for name in ("baseline", "value"))
    change = paired_row(before, after)
    apart = (after - before)[np.isfinite(after - before)]
    toward = apart if claim.way == "up" else -apart
    told, other = float((toward > claim.least).mean()), float((toward < -claim.least).mean())
    return {
        "lever": claim.lever, "outcome": str(claim.outcome), "way": claim.way, "year": year,
        "baseline": change["baseline"], "difference": change["difference"],
        "ci_low": change["ci_low"], "ci_high": change["ci_high"], "least": claim.least,
        "told": told, "other": other, "neither": 1.0 - told - other, "societies": len(apart),
        "passage": claim.passage, "what is told": claim.told,
    }  # fmt: skip


if __name__ == "__main__":
    command(main, __doc__)
