"""Which way each lever goes in its first and third year, over societies with a plausible baseline.

`python -m experiments.studies.plausible_societies` writes tables and a figure to
outputs/plausible_societies. It makes up to 4,800 runs over one year, and up to 600 over three, an
hour on two cores. All assumptions are drawn from their ranges together, and each draw has a seed of
its own. A draw is kept if its baseline is within the bands of seeds/patterns/plausibility.yaml:
levels in a run of a year, and where these are, the later years in a run of three. There each lever
is run for three years on its own. CLAIMS has what documents report of it (told_directions.yaml). A
society goes the reported way if the outcome differs from its baseline by more than a least
difference.

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

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.options import Options
from experiments.config.outcomes import outcome
from experiments.config.study import Study
from experiments.laboratory import Laboratory
from experiments.patterns import plausibility
from experiments.runs.design import Design
from experiments.runs.plan import Plan, plan
from experiments.runs.points import assumed, uniforms
from experiments.statistics.paired_differences import paired_row
from experiments.studies.command import command
from experiments.studies.directions_figure import shares
from experiments.studies.grid import SEED, STORE, print_table, write_folder
from experiments.studies.told_directions import CLAIMS, LEVERS, Claim
from sim.enums import YEAR_DAYS
from sim.evidence import Ledger
from sim.settings.nested import Tree, overlay

WANTED, BATCH, MOST = 40, 240, 4800
"""Plausible societies, draws of a batch, and draws after which no more are made."""
PLACE: Tree = {"territory": {"communities": 4, "workers": 46, "residents": 20000}}
YEARS = (1, 3)
SHOWN = ("lever", "outcome", "way", "year", "difference", "ci_low", "ci_high", "told", "other")


def main() -> None:
    """Draw, run, print and plot."""
    ledger = Ledger.load()
    points, draws = plausible_points(ledger)
    differences = changes(ledger, points)
    table = directions(differences)
    found = {"plausible": len(points), "drawn": int(draws["draws"].iloc[0])}
    tables = {
        "directions": table, "draws": draws, "differences": differences,
        "societies": points.rename_axis("point").reset_index(),
    }  # fmt: skip
    folder = write_folder("plausible_societies", tables, shares(table, len(points)), **found)
    print_table(draws)
    shown = table[[*SHOWN]].assign(outcome=[outcome(name).label for name in table["outcome"]])
    print_table(shown, f"{len(points)} societies; {folder}")


def plausible_points(ledger: Ledger) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draws with a plausible baseline, WANTED at most; how many draws are outside each band."""
    kept: list[pd.DataFrame] = []
    judged: list[pd.DataFrame] = []
    infeasible, opened = 0, {years: laboratory() for years in YEARS}
    while sum(map(len, kept)) < WANTED and len(judged) * BATCH < MOST:
        points = batch(len(judged), ledger)
        within, impossible = judge(opened, ledger, points)
        infeasible += impossible
        judged.append(within)
        kept.append(points.loc[within.index[within.all(axis=1)]])
    drawn = {"drawn": len(judged) * BATCH, "infeasible": infeasible}
    return pd.concat(kept).head(WANTED), outside(pd.concat(judged), drawn)


def outside(verdicts: pd.DataFrame, drawn: dict[str, int]) -> pd.DataFrame:
    """Rows of numbers of draws: drawn, outside each band, outside it alone, and plausible.

    Draws that were not judged by a pattern have no verdict, and count as outside none.
    """
    off = verdicts.eq(False)
    rows = [(name, count, np.nan) for name, count in drawn.items()]
    alone = off.sum(axis=1) == 1
    for pattern in plausibility.judged(max(YEARS)):
        failed = off[pattern.name]
        rows.append((f"outside: {pattern.meaning}", int(failed.sum()), int((failed & alone).sum())))
    rows.append(("plausible", int(verdicts.all(axis=1).sum()), np.nan))
    return pd.DataFrame(rows, columns=["what", "draws", "outside this alone"])


def laboratory() -> Laboratory[Options]:
    """One laboratory is for runs of one length, as outcomes of years depend on it."""
    return Laboratory(Study("study", {}, {"store": STORE, "seed": SEED}), Options)


def batch(number: int, ledger: Ledger) -> pd.DataFrame:
    """A batch of draws of all assumptions, numbered on from the batches before."""
    names = ledger.ranged
    points = assumed(names, ledger, uniforms("latin", BATCH, len(names), SEED + number))
    return points.set_axis(range(number * BATCH, (number + 1) * BATCH))


def judge(
    opened: Mapping[int, Laboratory[Options]], ledger: Ledger, points: pd.DataFrame
) -> tuple[pd.DataFrame, int]:
    """Whether each pattern holds, a row a feasible draw; the number of infeasible draws.

    A laboratory for each length in years. Draws outside a band of levels are run for a year alone,
    and have no verdict on later years.
    """
    first, last = min(YEARS), max(YEARS)
    runs = planned({BASELINE: of_years(first)}, ledger, points)
    within = plausibility.verdicts(found(opened[first], runs))
    later = [each.name for each in plausibility.judged(last) if each.name not in within]
    rest = within.index[within.all(axis=1)]
    whole = pd.DataFrame(index=rest, columns=later, dtype=object)
    if len(rest):
        longer = planned({BASELINE: of_years(last)}, ledger, points.loc[rest])
        whole = plausibility.verdicts(found(opened[last], longer))[later]
    return within.join(whole.astype(object)), len(runs.impossible)


def of_years(years: int) -> Tree:
    """The place of the study, run for so many years."""
    return overlay(PLACE, {"horizon_days": years * YEAR_DAYS})


def found(opened: Laboratory[Options], runs: Plan) -> pd.DataFrame:
    """Values of patterns, a row a draw; each is a replication of its own number."""
    spread = plausibility.spreads(
        opened.rows(runs, "measures", plausibility.ACROSS), ["replication"]
    )
    settings = runs.settings(BASELINE)
    wanted = plausibility.outcomes(settings.horizon_days // YEAR_DAYS)
    values = opened.values(runs, wanted, gaps=True).droplevel(["scenario", "replication"])
    return plausibility.values(values.join(spread), settings)


def planned(scenarios: dict[str, Tree], ledger: Ledger, points: pd.DataFrame) -> Plan:
    """One run of each scenario at each point, under the seed of the point."""
    design = Design(scenarios, ledger, points)
    return plan(design, 1, SEED, seed_by_point=True, skip_impossible=True)


def changes(ledger: Ledger, points: pd.DataFrame) -> pd.DataFrame:
    """The outcome of each claim by year and society: in the baseline, and with the lever."""
    runs = planned(Study("compare", of_years(max(YEARS)), {}).trees(LEVERS), ledger, points)
    wanted = dict.fromkeys(claim.of_year(year) for claim in CLAIMS for year in YEARS)
    values = laboratory().values(runs, list(wanted), gaps=True).droplevel("replication")
    parts = []
    for claim in CLAIMS:
        for year in YEARS:
            column = values[str(claim.of_year(year))]
            before, after = column.xs(BASELINE), column.xs(claim.lever)
            both = pd.DataFrame({"baseline": before, "value": after})
            both = both.rename_axis("point").reset_index()
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
