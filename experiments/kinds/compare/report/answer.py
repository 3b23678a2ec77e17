"""An answer of the report, and the outcomes that it is of."""

from __future__ import annotations

from typing import NamedTuple

from experiments.config.outcomes import FREED, Outcome
from experiments.kinds.compare.report.verdict import Verdict

HOURS_FREED = Outcome(FREED)
OWN = Outcome("days_to_resolution_restricted_mean", "own_powers")
OF_DEPARTMENTS = Outcome("days_to_resolution_restricted_mean", "needs_departments")
NOTHING = (Verdict.SMALL, Verdict.EQUAL)
"""Verdicts on changes that do not matter."""


class Answer(NamedTuple):
    """A question, the sentence that answers it, and what supports it.

    Of `figures` the first that there is belongs to it.
    """

    question: str
    lead: str
    more: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
