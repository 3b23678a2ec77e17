"""Which subsets of a package of levers to look at: all of them, or those NSGA-II is led to.

A subset is a whole number: bit `i` says whether lever `i` is on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

REDRAWN = 2.0
"""Levers of a child that are drawn anew, on average; half of these stay as they were."""


class Score(NamedTuple):
    """What a subset brings, more being better, and how far it is from being allowed (0: it is)."""

    gains: tuple[float, ...]
    shortfall: float = 0.0


Appraise = Callable[[Sequence[int]], Sequence[Score]]


def every(levers: int) -> list[int]:
    """All subsets, small ones first, the empty one among them."""
    return sorted(range(1 << levers), key=lambda subset: (subset.bit_count(), subset))


def evolved(
    levers: int, appraise: Appraise, outcomes: int, trials: int, population: int, seed: int
) -> list[int]:
    """Subsets that NSGA-II looked at, in that order; a generation is appraised at once.

    It begins with nothing, everything and each lever alone, and proposes `trials` subsets in all;
    one that comes again is not appraised again. Allowed subsets that no other beats are the first
    to be parents, and the nearest to being allowed where none is; one with an empty gain is none.
    Needs optuna.
    """
    import optuna
    from optuna.trial import TrialState

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.NSGAIISampler(
        population_size=population,
        mutation_prob=min(1.0, REDRAWN / levers),
        seed=int(np.random.SeedSequence(seed).generate_state(1)[0]),
    )
    study = optuna.create_study(directions=["maximize"] * outcomes, sampler=sampler)
    switch = optuna.distributions.CategoricalDistribution((False, True))
    switches = {str(bit): switch for bit in range(levers)}
    for first in (0, (1 << levers) - 1, *(1 << bit for bit in range(levers))):
        study.enqueue_trial({str(bit): bool(first >> bit & 1) for bit in range(levers)})
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
        scores = appraise(list(new)) if new else ()
        for trial, score in zip(new.values(), scores, strict=True):
            if np.isfinite(score.gains).all():
                trial.set_constraint("shortfall", score.shortfall)
                study.tell(trial, score.gains)
            else:
                study.tell(trial, state=TrialState.FAIL)
    return list(seen)
