"""The checks of a validation, and the runs that they are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, did_you_mean
from experiments.config.options import Names
from experiments.config.outcomes import Outcome, outcome
from experiments.config.study import Study
from experiments.designs.documented_cases import applied, societies
from experiments.kinds.validate.options import ValidateOptions
from experiments.kinds.validate.patterns import PATTERNS, Pattern
from experiments.kinds.validate.single_events import SINGLE_EVENTS
from experiments.laboratory import Laboratory, RunsFailed
from experiments.patterns import plausibility
from experiments.patterns.targets import TARGETS, Target, simulated
from experiments.runs.design import Design
from experiments.runs.plan import plan
from sim.enums import YEAR_DAYS
from sim.settings import Settings

NUMBERS: tuple[Target, ...] = (*TARGETS, *SINGLE_EVENTS)
KEY = "checks"
MATCHED, HELD_OUT = "matched", "held out"
"""What a check is about: societies were chosen by it, or were not."""


class Validation(Laboratory[ValidateOptions]):
    """A laboratory whose scenarios are the cases of the requested checks."""

    def __init__(self, study: Study) -> None:
        super().__init__(study, ValidateOptions)
        wanted = _selected(self.chosen.checks)
        self.numbers = [target for target in NUMBERS if target.name in wanted]
        self.patterns = [pattern for pattern in PATTERNS if pattern.name in wanted]
        names = [name for target in self.numbers for name in target.cases]
        names += [name for pattern in self.patterns for name in pattern.cases]
        if set(names) == {BASELINE}:
            allowed = "asks for nothing but the baseline; name another check besides"
            raise InputError(KEY, ", ".join(wanted), allowed)
        cases = societies(dict.fromkeys([BASELINE, *names]), self.ledger)
        self._trees = applied(cases, study)

    @cached_property
    def years(self) -> range:
        """Whole years of the horizon that some check has apart; none of a single year."""
        whole = self._days[BASELINE] // YEAR_DAYS
        return range(1, whole + 1 if whole > 1 and any(self.of_year(1)) else 1)

    @cached_property
    def _days(self) -> dict[str, int]:
        """The horizon of each case in the reference society."""
        design = self.design(())
        return {case.scenario: design.settings(case).horizon_days for case in design}

    @property
    def outcomes(self) -> list[Outcome]:
        """All outcomes that the checks need."""
        of_numbers = [one for target in self.numbers for one in target.outcomes]
        of_patterns = [one for pattern in self.patterns for one in pattern.read]
        for year in self.years:
            numbers, patterns = self.of_year(year)
            of_numbers += [one for target in numbers for one in target.outcomes]
            of_patterns += [one for pattern in patterns for one in pattern.read]
        return list(dict.fromkeys([*of_numbers, *of_patterns]))

    def of_year(self, year: int) -> tuple[list[Target], list[Pattern]]:
        """Checks of one year, of those that have it by year and no length of their own."""
        numbers = [one.of_year(year) for one in self.numbers if one.yearly and self._usual(one)]
        patterns = [one.of_year(year) for one in self.patterns if one.yearly and self._usual(one)]
        return numbers, patterns

    def _usual(self, check: Target | Pattern) -> bool:
        """Whether all its cases are as long as the study is."""
        return all(self._days[case] == self._days[BASELINE] for case in check.cases)

    @property
    def chosen_by(self) -> frozenset[Outcome]:
        """Outcomes of the baseline by which societies were chosen: of patterns, or of `keep`."""
        if self.societies is None:
            return frozenset(map(outcome, self.chosen.keep or ()))
        return plausibility.measured()

    def role(self, check: Target | Pattern) -> str:
        """Whether societies were chosen by what a check is about, or it is held out.

        Levels of the baseline can be matched; what a lever does to them never is.
        """
        outcomes = check.read if isinstance(check, Pattern) else check.outcomes
        matched = set(check.cases) == {BASELINE} and not self.chosen_by.isdisjoint(outcomes)
        return MATCHED if matched else HELD_OUT

    def design(self, scenarios: Sequence[str], points: pd.DataFrame | None = None) -> Design:
        """The cases at the points, whichever scenarios are named."""
        return Design(self._trees, self.ledger, points)

    def repeat(self) -> pd.DataFrame:
        """Outcomes in the reference society, one row a case and whole replication.

        Raises RunsFailed if there is none.
        """
        runs = plan(self.design(()), self.chosen.replications, self.chosen.seed)
        values = self.values(runs, self.outcomes, gaps=True, key=KEY)
        sizes = values.groupby("replication").transform("size")
        whole = values[sizes == len(self._trees)]
        if whole.empty:
            raise RunsFailed(self.failures, len(runs))
        return whole.droplevel("point")

    def answers(
        self, values: pd.DataFrame, settings: Mapping[str, Settings], year: int | None = None
    ) -> pd.DataFrame:
        """The value of each check: one row a society or replication, one column a check.

        Of one year, if it is given: settings are then of runs of a year.
        """
        numbers, patterns = (self.numbers, self.patterns) if year is None else self.of_year(year)
        if year is not None:
            days = {"horizon_days": YEAR_DAYS}
            settings = {name: one.model_copy(update=days) for name, one in settings.items()}
        found = dict(simulated(values, numbers, settings).items())
        changes = {pattern.name: pattern.changes(values) for pattern in patterns}
        return pd.DataFrame(found | changes)


def _selected(names: Names | None) -> list[str]:
    """Names of the checks. Raises InputError for an unknown one."""
    known = [target.name for target in NUMBERS] + [pattern.name for pattern in PATTERNS]
    for name in names or ():
        if name not in known:
            allowed = f"no such check; there are {', '.join(known)}{did_you_mean(name, known)}"
            raise InputError(KEY, name, allowed)
    return [name for name in known if name in (names or known)]
