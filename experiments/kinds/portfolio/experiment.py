"""The experiment `portfolio`: which levers of a package to combine, for a given effort.

Every set of levers, or those that NSGA-II proposes, is compared with the baseline at the same
plausible societies (or draws of all assumptions), each under a seed of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.config.outcomes import Outcome, outcome
from experiments.config.society_options import SOCIETIES
from experiments.config.study import Study
from experiments.designs.lever_package import LeverPackage, lever_package
from experiments.kinds.portfolio import analysis
from experiments.kinds.portfolio.design import SubsetEvaluation
from experiments.kinds.portfolio.options import PortfolioOptions
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.executors.availability import need
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics import subset_search

ENUMERATED = 20_000
"""Runs up to which all sets are evaluated unless a search is asked for."""
MOST = 1_000_000
"""Runs beyond which evaluating all sets is refused."""
FEWEST_OUTCOMES = 2
FRESH = 1
"""Makes the seed of the fresh draws differ from that of the first."""


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `portfolio` (a row a set) and `draws` (a row a set and draw), and the output folder.

    Raises InputError for an invalid package or outcome, too many runs or too few usable draws; else
    as `compare.run`.
    """
    laboratory = Laboratory(study, PortfolioOptions)
    chosen = laboratory.chosen
    package = lever_package(study, chosen.package, laboratory.ledger)
    laboratory.report_overrides(package.notes)
    outcomes = _outcomes(chosen.outcomes)
    limits = chosen.effort.limits
    _refuse_unknown_scales(chosen, outcomes)

    chosen.refuse_contradictions()
    (points, seed), others = _points(laboratory)

    def evaluation(points: pd.DataFrame, seed: int) -> SubsetEvaluation:
        return SubsetEvaluation(
            laboratory, package, outcomes, limits, chosen.confidence, points, seed
        )

    method = _method(chosen, package, len(points))
    first = evaluation(points, seed)
    ends = first.run([0, package.whole])
    first.changes([0, package.whole])
    scales = _scales(chosen, first)
    subsets = _evaluate(chosen, method, first, len(package.levers), len(outcomes))
    changes = first.changes(subsets)
    rows = analysis.evaluate_sets(changes, outcomes, limits, chosen.confidence, scales, chosen.seed)
    finalists = analysis.finalists(rows, outcomes)
    fresh_draws = 0
    if finalists:
        fresh = evaluation(*others)
        rerun = _rerun(fresh, package, subsets, finalists)
        rows = analysis.with_fresh_draws(rows, rerun, outcomes, scales)
        fresh_draws = rerun.index.get_level_values("draw").nunique()
    switches = package.switches(subsets)
    rows = pd.concat([rows[["set"]], switches, rows.drop(columns="set")], axis=1)
    frames = {
        "portfolio.csv": analysis.ranked(rows, outcomes[0]),
        "draws.parquet": analysis.by_draw(changes, outcomes, limits, chosen.confidence),
    }
    used = changes.index.get_level_values("draw").nunique()
    return laboratory.write_results(
        ends, frames,
        levers=list(package.levers), held=list(package.held), outcomes=list(map(str, outcomes)),
        units=laboratory.units(ends, outcomes), search=method, sets=len(rows),
        draws={"asked": len(points), "used": used, "fresh": fresh_draws, **first.left_out},
        scales=scales, finalists=len(finalists), confidence=chosen.confidence,
        effort=analysis.sets_within(changes, limits, chosen.confidence),
    )  # fmt: skip


def _points(
    laboratory: Laboratory[PortfolioOptions],
) -> tuple[tuple[pd.DataFrame, int], tuple[pd.DataFrame, int]]:
    """Points and seed of the search, and of the rerun of the finalists.

    Every other society is for the search, and the others are for the rerun; draws are made anew.
    Raises InputError for too few societies.
    """
    chosen, societies = laboratory.chosen, laboratory.societies
    if societies is not None:
        if len(societies) < chosen.least_societies:
            least = chosen.least_societies
            allowed = f"are {len(societies)}, it takes {least}: half of them for the rerun"
            raise InputError(SOCIETIES, chosen.societies, allowed)
        searched, rerun = societies.halves()
        return (searched.points, chosen.seed), (rerun.points, chosen.seed)
    names, draws = laboratory.ledger.ranged, chosen.number_of_draws
    fresh = int(np.random.SeedSequence([chosen.seed, FRESH]).generate_state(1)[0])
    first, second = (
        (laboratory.draw_assumptions(names, draws, "latin", seed), seed)
        for seed in (chosen.seed, fresh)
    )
    return first, second


def _evaluate(
    chosen: PortfolioOptions, method: str, first: SubsetEvaluation, levers: int, outcomes: int
) -> list[int]:
    """Run the subsets of the search, and return them, small ones first."""
    if method == "enumerate":
        subsets = subset_search.all_subsets(levers)
        first.run(subsets)
        return subsets
    searched = subset_search.nsga2(
        levers, first.scores, outcomes, chosen.trials, chosen.population, chosen.seed
    )
    return subset_search.by_size(searched)


def _rerun(
    fresh: SubsetEvaluation, package: LeverPackage, subsets: Sequence[int], finalists: Sequence[str]
) -> pd.DataFrame:
    """Changes of the finalists at fresh draws."""
    by_name = {package.name(subset): subset for subset in subsets}
    chosen = [by_name[name] for name in finalists]
    fresh.run(chosen)
    return fresh.changes(chosen)


def _refuse_unknown_scales(chosen: PortfolioOptions, outcomes: Sequence[Outcome]) -> None:
    """Raises InputError for a scale of anything but an outcome of the study."""
    known = [str(outcome) for outcome in outcomes]
    for name, scale in (chosen.scales or {}).items():
        if name not in known:
            reason = f"is none of outcomes, which are {', '.join(known)}"
            raise InputError(f"scales.{name}", scale, reason)


def _scales(chosen: PortfolioOptions, evaluation: SubsetEvaluation) -> dict[str, float]:
    """By outcome: as given, else the standard deviation of the baseline.

    Raises InputError where that is zero.
    """
    scales = evaluation.scales() | (chosen.scales or {})
    for name, scale in scales.items():
        if not scale > 0:
            reason = f"has to be given for {name}, of which the baseline does not vary"
            raise InputError("scales", chosen.scales, reason)
    return scales


def _outcomes(names: Sequence[str]) -> list[Outcome]:
    outcomes = list(dict.fromkeys(map(outcome, names)))
    for wanted in outcomes:
        if not wanted.better:
            raise InputError(
                "outcomes", wanted, "has no direction: neither more nor less is better"
            )
    if len(outcomes) < FEWEST_OUTCOMES:
        reason = f"at least {counted(FEWEST_OUTCOMES, 'outcome')} make a front"
        raise InputError("outcomes", " ".join(names), reason)
    return outcomes


def _method(chosen: PortfolioOptions, package: LeverPackage, points: int) -> str:
    """The search method: as requested, else by the number of runs that all sets need."""
    sets = package.whole + 1
    runs = sets * points
    if chosen.search == "enumerate" and runs > MOST:
        times = f"{counted(sets, 'set')} at {counted(points, 'point')}"
        reason = f"{times} take {runs:,} runs, at most {MOST:,}"
        raise InputError("search", chosen.search, f"{reason}; nsga2 evaluates `trials` sets")
    if chosen.search == "nsga2" or (chosen.search == "auto" and runs > ENUMERATED):
        need("optuna", "analysis", "search", "nsga2")
        return "nsga2"
    return "enumerate"
