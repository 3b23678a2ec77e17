"""The checks of a validation, and the runs that they are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, did_you_mean
from experiments.config.options import Names
from experiments.config.outcomes import Outcome
from experiments.config.study import Study
from experiments.designs.documented_cases import applied, societies
from experiments.kinds.validate.options import ValidateOptions
from experiments.kinds.validate.patterns import PATTERNS
from experiments.kinds.validate.single_events import SINGLE_EVENTS
from experiments.laboratory import Laboratory, RunsFailed
from experiments.patterns.targets import TARGETS, Target, simulated
from experiments.runs.design import Design
from experiments.runs.plan import plan
from sim.settings import Settings

NUMBERS: tuple[Target, ...] = (*TARGETS, *SINGLE_EVENTS)
KEY = "checks"


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

    @property
    def outcomes(self) -> list[Outcome]:
        """All outcomes that the checks need."""
        of_numbers = [outcome for target in self.numbers for outcome in target.outcomes]
        of_patterns = [outcome for pattern in self.patterns for outcome in pattern.read]
        return list(dict.fromkeys([*of_numbers, *of_patterns]))

    def design(self, scenarios: Sequence[str], points: pd.DataFrame | None = None) -> Design:
        """The cases at the points, whichever scenarios are named."""
        return Design(self._trees, self.ledger, points)

    def repeat(self) -> pd.DataFrame:
        """Outcomes at the declared assumptions, one row a case and whole replication.

        Raises RunsFailed if there is none.
        """
        runs = plan(self.design(()), self.chosen.replications, self.chosen.seed)
        values = self.values(runs, self.outcomes, gaps=True, key=KEY)
        sizes = values.groupby("replication").transform("size")
        whole = values[sizes == len(self._trees)]
        if whole.empty:
            raise RunsFailed(self.failures, len(runs))
        return whole.droplevel("point")

    def answers(self, values: pd.DataFrame, settings: Mapping[str, Settings]) -> pd.DataFrame:
        """The value of each check: one row a draw or replication, one column a check."""
        numbers = dict(simulated(values, self.numbers, settings).items())
        changes = {pattern.name: pattern.changes(values) for pattern in self.patterns}
        return pd.DataFrame(numbers | changes)


def _selected(names: Names | None) -> list[str]:
    """Names of the checks. Raises InputError for an unknown one."""
    known = [target.name for target in NUMBERS] + [pattern.name for pattern in PATTERNS]
    for name in names or ():
        if name not in known:
            allowed = f"no such check; there are {', '.join(known)}{did_you_mean(name, known)}"
            raise InputError(KEY, name, allowed)
    return [name for name in known if name in (names or known)]
