"""A minimal system of administrative bloat, whose threshold is known in closed form.

Yang and Grenier (arXiv 2412.15378) let organizations answer problems with processes, which lose
their purpose as the environment changes and cost time until they are pruned. Only the abstracts of
the paper's three versions could be had, not its equations. So this is a system of our own with
what the abstracts say: creation by problems, obsolescence, pruning in response to burden, and one
limit of time for all.

Symbols: U and O, useful and obsolete processes, in shares of all time that they take; A = U + O,
the burden; T, years until a process loses its purpose; c, propensity to create (processes for each
problem); p, propensity to prune (a year, at a burden of a half). Each change of the environment
takes the purpose from a process, or would, and poses a problem: 1 / T a year.

    dU/dt = c / T - U / T
    dO/dt = U / T - p 4 A (1 - A) O,    no pruning at A >= 1

Burden A makes people ask for an end of processes, and 1 - A is the time left to see to it. U goes
to c. Then what is obsolete is in balance where

    g(A) = 4 A (1 - A) (A - c) = c / (p T),    c < A < 1

g is zero at both ends and has one maximum, at A_m = (1 + c + sqrt(1 - c + c^2)) / 3. So there are
two balances if p > c / (T g(A_m)), a lower one that is stable and an upper one beyond which the
stock runs away, and none if p is less. Where c >= 1 there is none whatever p is.

By hand: c = 0.25 and p T = 1 ask for 4 A (1 - A) (A - 0.25) = 0.25, which is
(A - 0.5) (4 A^2 - 3 A - 0.5) = 0. The balances are 0.5 and (3 + sqrt(17)) / 8 = 0.8904.

As the abstracts report: there is a threshold; creation above a bound leads to bloat whatever is
pruned; a faster environment (less T) needs more pruning; a cut lasts only where there is a stable
balance. Not in it: that more weight on direct production raises waste.
"""

from __future__ import annotations

import math

STEPS_A_YEAR = 100


def gain(burden: float, create: float) -> float:
    """g(A), pruning of obsolete processes a year at p = 1, in shares of time."""
    return 4.0 * burden * (1.0 - burden) * (burden - create)


def steepest(create: float) -> float:
    """A_m, the burden at which most is pruned."""
    return (1.0 + create + math.sqrt(1.0 - create + create**2)) / 3.0


def least_pruning(create: float, years: float) -> float:
    """The threshold: the propensity to prune below which the stock runs away.

    Parameters:
        create: c, processes for each problem.
        years: T, life of a purpose.

    Returns:
        A rate a year; infinite where c >= 1.
    """
    if create >= 1.0:
        return math.inf
    return create / (years * gain(steepest(create), create))


def balances(create: float, prune: float, years: float) -> tuple[float, float] | None:
    """The stable burden and the one beyond which it runs away; None above the threshold."""
    if prune <= least_pruning(create, years):
        return None
    wanted, top = create / (prune * years), steepest(create)
    return _crossing(create, wanted, create, top), _crossing(create, wanted, 1.0, top)


def _crossing(create: float, wanted: float, low: float, high: float) -> float:
    """Where g passes a value between an end, where it is less, and its maximum; by bisection."""
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (middle, high) if gain(middle, create) < wanted else (low, middle)
    return (low + high) / 2.0


def burden_after(create: float, prune: float, years: float, span: float) -> float:
    """A after `span` years from U = c and O = 0, by small steps."""
    useful, obsolete, step = create, 0.0, 1.0 / STEPS_A_YEAR
    for _ in range(round(span * STEPS_A_YEAR)):
        burden = useful + obsolete
        pruned = prune * 4.0 * burden * max(0.0, 1.0 - burden) * obsolete
        lost = useful / years
        useful += step * (create / years - lost)
        obsolete += step * (lost - pruned)
    return useful + obsolete
