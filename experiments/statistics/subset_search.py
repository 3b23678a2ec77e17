"""Which subsets of a package of levers to evaluate: all, or those that NSGA-II proposes.

A subset is a whole number: bit `i` says whether lever `i` is on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

MUTATED = 2.0
"""Levers of a child that are drawn anew, on average; half of these stay as they were."""


class Score(NamedTuple):
    """Objectives of a subset, more being better, and its constraint violation (0: feasible)."""

    gains: tuple[float, ...]
    violation: float = 0.0


Evaluate = Callable[[Sequence[int]], Sequence[Score]]


def by_size(subsets: Iterable[int]) -> list[int]:
    """Subsets in order of their number of levers, small ones first."""
    return sorted(subsets, key=lambda subset: (subset.bit_count(), subset))


def all_subsets(levers: int) -> list[int]:
    """All subsets by size, the empty one first."""
    return by_size(range(1 << levers))


def nsga2(
    levers: int, evaluate: Evaluate, outcomes: int, trials: int, population: int, seed: int
) -> list[int]:
    """Subsets that NSGA-II evaluated, in that order (Deb, Pratap, Agarwal and Meyarivan 2002).

    Parameters: the number of `levers`; `evaluate`, which scores a generation at once; the number of
    `outcomes`, of subsets proposed in all (`trials`), of a generation (`population`); the `seed`.
    It begins with no lever, all levers and each alone; a subset proposed again is not evaluated
    again. Feasible non-dominated subsets come first as parents, then those with the smallest
    violation; a subset without a value in some outcome is never one. Needs optuna.
    """
    import optuna
    from optuna.trial import TrialState

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.NSGAIISampler(
        population_size=population,
        mutation_prob=min(1.0, MUTATED / levers),
        seed=int(np.random.SeedSequence(seed).generate_state(1)[0]),
    )
    study = optuna.create_study(directions=["maximize"] * outcomes, sampler=sampler)
    switch = optuna.distributions.CategoricalDistribution((False, True))
    switches = {str(bit): switch for bit in range(levers)}
    for start in (0, (1 << levers) - 1, *(1 << bit for bit in range(levers))):
        study.enqueue_trial({str(bit): bool(start >> bit & 1) for bit in range(levers)})
    seen: dict[int, None] = {}
    for start in range(0, trials, population):
        count = min(population, trials - start)
        new = {}
        for trial in [study.ask(fixed_distributions=switches) for _ in range(count)]:
            subset = sum(int(trial.params[str(bit)]) << bit for bit in range(levers))
            if subset in seen:
                study.tell(trial, state=TrialState.FAIL)
            else:
                seen[subset], new[subset] = None, trial
        scores = evaluate(list(new)) if new else ()
        for trial, score in zip(new.values(), scores, strict=True):
            if np.isfinite(score.gains).all():
                trial.set_constraint("violation", score.violation)
                study.tell(trial, score.gains)
            else:
                study.tell(trial, state=TrialState.FAIL)
    return list(seen)
