"""The three answers of a comparison."""

from __future__ import annotations

from experiments.kinds.compare.report.answer import HOURS_FREED, Answer
from experiments.kinds.compare.report.problems import PROBLEMS, problems
from experiments.kinds.compare.report.time import first_of, leading, time
from experiments.kinds.compare.report.uses import moved, where
from experiments.kinds.compare.report.verdict import effects
from experiments.reporting.results import Results


def answers(results: Results) -> list[Answer]:
    """The three answers; none where the baseline is alone or nothing was compared."""
    freed = effects(results, HOURS_FREED)
    if not freed:
        return []
    first = leading(freed)
    by_outcome = {one: found for one in PROBLEMS if (found := effects(results, one))}
    parts = [
        time(freed, first_of(results, first)),
        where(first, freed[first], moved(results, first)),
    ]
    return [*parts, *([problems(by_outcome, first)] if by_outcome else [])]
