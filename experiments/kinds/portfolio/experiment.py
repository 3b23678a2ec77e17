"""The experiment `portfolio`: which levers of a package to take together, for a given effort.

Every set of levers, or those that NSGA-II is led to, is held against the baseline on the same draws
of all assumptions, each draw under a seed of its own. What is not known of the society counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome, outcome
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.designs.lever_package import Package, package
from experiments.kinds.compare.summary import print_places
from experiments.kinds.portfolio.evaluation import Appraisal
from experiments.kinds.portfolio.options import PortfolioOptions
from experiments.kinds.portfolio.summary import print_portfolio
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.executors.availability import need
from experiments.runs.storage.claim import given_up
from experiments.statistics import pareto, portfolios, subset_search
from experiments.statistics.portfolios import within

ENUMERATED = 20_000
"""Runs up to which all sets are looked at unless a search is asked for."""
MOST = 1_000_000
"""Runs beyond which looking at all sets is refused."""
FEWEST_OUTCOMES = 2
FRESH = 1
"""Sets the seed of the fresh draws apart from that of the first."""


def main(study: Study) -> Results:
    """Look for the best sets, print the front and what holds it up."""
    results = run(study)
    print_portfolio(results)
    files = {"sets": "portfolio.csv", "draws": "draws.parquet", "figure": "figures/portfolio.png"}
    print_places(results.folder, files)
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `portfolio` (a row a set) and `draws` (a row a set and draw), and the output folder.

    Raises InputError for a package or outcomes that cannot be, too many runs or too few draws that
    can be used; else as `compare.run`.
    """
    from experiments.kinds.portfolio.figures import draw

    laboratory = Laboratory(study, PortfolioOptions)
    chosen = laboratory.chosen
    taken = package(study, chosen.package, laboratory.ledger)
    for note in taken.notes:
        laboratory.announce(note)
    outcomes = _outcomes(chosen.outcomes)
    method = _method(chosen, taken)
    limits = chosen.effort.limits
    _refuse_unscaled(chosen, outcomes)

    def appraise(seed: int) -> Appraisal:
        return Appraisal(laboratory, taken, outcomes, limits, chosen.confidence, chosen.draws, seed)

    appraisal = appraise(chosen.seed)
    ends = appraisal.look([0, taken.whole])
    appraisal.changes([0, taken.whole])
    scales = _scales(chosen, appraisal)
    subsets = subset_search.every(len(taken.levers))
    if method == "enumerate":
        appraisal.look(subsets)
    else:
        subsets = subset_search.evolved(
            len(taken.levers), appraisal.scores, len(outcomes),
            chosen.trials, chosen.population, chosen.seed,
        )  # fmt: skip
        subsets.sort(key=lambda subset: (subset.bit_count(), subset))
    changes = appraisal.changes(subsets)
    rows = portfolios.standing(changes, outcomes, limits, chosen.confidence, scales, chosen.seed)
    chosen_sets = portfolios.selected(rows, outcomes)
    fresh = 0
    if chosen_sets:
        again = appraise(int(np.random.SeedSequence([chosen.seed, FRESH]).generate_state(1)[0]))
        names = [taken.name(subset) for subset in subsets]
        finalists = [subsets[names.index(name)] for name in chosen_sets]
        again.look(finalists)
        rerun = again.changes(finalists)
        rows = portfolios.confirmed(rows, rerun, outcomes, scales)
        fresh = rerun.index.get_level_values("draw").nunique()
    rows = portfolios.ranked(_with_levers(rows, taken, subsets), outcomes[0])
    frames = {
        "portfolio.csv": rows,
        "draws.parquet": portfolios.by_draw(changes, outcomes, limits, chosen.confidence),
    }

    def illustrate(results: Results, folder: Path) -> None:
        (folder / "figures").mkdir()
        draw(results, folder / "figures" / "portfolio.png")

    used = changes.index.get_level_values("draw").nunique()
    return laboratory.leave(
        ends, frames, illustrate,
        levers=list(taken.levers), held=list(taken.held), outcomes=[str(one) for one in outcomes],
        units=laboratory.units(ends, outcomes), search=method, sets=len(rows),
        draws={"asked": chosen.draws, "used": used, "fresh": fresh, **appraisal.left_out},
        scales=scales, finalists=len(chosen_sets), confidence=chosen.confidence,
        effort=_budgets(changes, limits, chosen.confidence),
    )  # fmt: skip


def _refuse_unscaled(chosen: PortfolioOptions, outcomes: Sequence[Outcome]) -> None:
    """Raises InputError for a scale of something that is no outcome here."""
    known = [str(one) for one in outcomes]
    for word in chosen.scales or {}:
        if word not in known:
            told = f"is none of outcomes, which are {', '.join(known)}"
            raise InputError(f"scales.{word}", (chosen.scales or {})[word], told)


def _scales(chosen: PortfolioOptions, appraisal: Appraisal) -> dict[str, float]:
    """By outcome: as given, else the spread of the baseline.

    Raises InputError where that is none.
    """
    found = appraisal.scales() | (chosen.scales or {})
    for word, scale in found.items():
        if not scale > 0:
            told = f"has to be given for {word}, of which the baseline does not vary over draws"
            raise InputError("scales", chosen.scales, told)
    return found


def _outcomes(words: Sequence[str]) -> list[Outcome]:
    found = list(dict.fromkeys(outcome(word) for word in words))
    for one in found:
        if not one.better:
            raise InputError("outcomes", one, "nobody can say whether more of it is better or less")
    if len(found) < FEWEST_OUTCOMES:
        told = f"at least {counted(FEWEST_OUTCOMES, 'outcome')} make a front"
        raise InputError("outcomes", " ".join(words), told)
    return found


def _method(chosen: PortfolioOptions, taken: Package) -> str:
    """How to search: as asked for, else by the number of runs that all sets take."""
    sets = taken.whole + 1
    runs = sets * chosen.draws
    if chosen.search == "enumerate" and runs > MOST:
        times = f"{counted(sets, 'set')} at {counted(chosen.draws, 'draw')}"
        told = f"{times} take {runs:,} runs, at most {MOST:,}"
        raise InputError("search", chosen.search, f"{told}; nsga2 looks at `trials` sets")
    if chosen.search == "nsga2" or (chosen.search == "auto" and runs > ENUMERATED):
        need("optuna", "analysis", "search", "nsga2")
        return "nsga2"
    return "enumerate"


def _with_levers(rows: pd.DataFrame, taken: Package, subsets: Sequence[int]) -> pd.DataFrame:
    """Rows with a column for each lever, true where it is on."""
    switches = {
        name: [bool(subset >> bit & 1) for subset in subsets]
        for bit, name in enumerate(taken.levers)
    }
    return pd.concat([rows[["set"]], pd.DataFrame(switches), rows.drop(columns="set")], axis=1)


def _budgets(
    changes: pd.DataFrame, limits: dict[str, float], confidence: float
) -> dict[str, dict[str, float]]:
    """Each limit, and how many sets keep within it when it is the only one."""
    return {
        name: {
            "limit": limit,
            "sets": int(pareto.feasible(within(changes, {name: limit}), confidence).sum()),
        }
        for name, limit in limits.items()
    }
