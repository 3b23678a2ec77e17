"""The three answers of a comparison."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.config.outcomes import Outcome
from experiments.kinds.compare.freed import no_answer, refused
from experiments.kinds.compare.report.answer import HOURS_FREED, Answer
from experiments.kinds.compare.report.problems import PROBLEMS, problems
from experiments.kinds.compare.report.time import TIME, first_of, leading, time
from experiments.kinds.compare.report.uses import moved, where
from experiments.kinds.compare.report.verdict import Effects, effects
from experiments.kinds.compare.years import whole_years
from experiments.language import _, now
from experiments.reporting.results import Results
from sim.measures.activities import Segment


def answers(results: Results) -> list[Answer]:
    """The three answers; none where the baseline is alone or nothing was compared.

    They are kept with the results: the page has them, and the end of the terminal's output.
    """
    said: list[Answer] = results.kept.setdefault(f"answers {now()}", [])
    if not said:
        said += _answers(results)
    return said


def lead(results: Results) -> str:
    """The scenario that the answers are of; empty without one."""
    return _lead(results, effects(results, HOURS_FREED))


def _lead(results: Results, freed: Effects) -> str:
    """The one that frees most; the first of the request where that cannot be told."""
    if not freed or refused(results):
        return next(iter(freed), "")
    return leading(freed)


def _answers(results: Results) -> list[Answer]:
    freed = effects(results, HOURS_FREED)
    if not freed:
        return []
    first = _lead(results, freed)
    by_outcome = {one: found for one in PROBLEMS if (found := effects(results, one))}
    years = first_year(results, (HOURS_FREED, *by_outcome))
    if refused(results):
        parts = [Answer(_(TIME), no_answer())]
    else:
        hours = moved(results, first)
        setup = hours.gained.get(Segment.SETUP.label, 0.0)
        parts = [
            time(freed, first_of(results, first), years.get(HOURS_FREED), setup),
            where(first, freed[first], hours),
        ]
    return [*parts, *([problems(by_outcome, first, years)] if by_outcome else [])]


def first_year(results: Results, outcomes: Iterable[Outcome]) -> dict[Outcome, Effects]:
    """Effects in the first year, by outcome; none where the horizon has less than two years."""
    if whole_years(results) < 2:
        return {}
    found = {one: effects(results, one.of_year(1)) for one in outcomes if one.yearly}
    return {one: every for one, every in found.items() if every}
