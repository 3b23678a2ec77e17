"""The design of a sensitivity analysis: scenarios, outcomes, and assumptions active in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome, outcome
from experiments.config.study import Study
from experiments.designs.active_parameters import active
from experiments.kinds.sensitivity.options import SensitivityOptions
from experiments.laboratory import Laboratory
from experiments.runs.blocks import Blocks, blocks
from experiments.runs.points import EDGE, assumed
from experiments.statistics import morris, sample_summary, sobol
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import Tree

MOST_LOST = 0.25
"""Share of trajectories, or of blocks, that may lack an outcome."""
Array = npt.NDArray[np.float64]


class Question(NamedTuple):
    """A question of the analysis: an outcome of a scenario."""

    scenario: str
    outcome: Outcome

    @property
    def head(self) -> dict[str, str]:
        """The first columns of its rows."""
        return {"scenario": self.scenario} | self.outcome._asdict()


@dataclass(frozen=True, slots=True)
class SensitivityDesign:
    """A laboratory, societies by scenario, outcomes, and the assumptions varied in their order."""

    laboratory: Laboratory[SensitivityOptions]
    trees: Mapping[str, Tree]
    outcomes: Sequence[Outcome]
    names: tuple[str, ...]

    @classmethod
    def of(cls, study: Study) -> SensitivityDesign:
        """Raises InputError or SettingsError for an invalid argument or too small a sample."""
        laboratory = Laboratory(study, SensitivityOptions)
        chosen, ledger = laboratory.chosen, laboratory.ledger
        laboratory.check(chosen.scenarios)
        if chosen.calibration is not None:
            fault = "its designs need independent inputs, and calibrated ones depend on each other"
            raise InputError("calibration", chosen.calibration, f"not with sensitivity: {fault}")
        trees = study.trees(chosen.scenarios)
        if chosen.of == "difference" and len(trees) < 2:
            allowed = "should name at least one besides the baseline, or of=level"
            raise InputError("scenarios", BASELINE, allowed)
        outcomes = list(dict.fromkeys(outcome(name) for name in chosen.outcomes))
        if len(trees) < 2 and all(each.parts for each in outcomes):
            raise InputError("outcomes", outcomes[0], "nothing is freed in the baseline alone")
        settings = {name: Settings.read(tree, ledger) for name, tree in trees.items()}
        names = active(settings, ledger, chosen.assumptions)
        made = cls(laboratory, trees, outcomes, names)
        made._refuse_small()
        return made

    @property
    def chosen(self) -> SensitivityOptions:
        return self.laboratory.chosen

    @property
    def ledger(self) -> Ledger:
        return self.laboratory.ledger

    @property
    def block(self) -> int:
        """Points of a block of a Sobol' design: two, and one for each group."""
        return 2 + min(self.chosen.keep + 1, len(self.names))

    def runs(self, points: int) -> int:
        """How many runs so many points take."""
        return points * len(self.trees) * self.chosen.replications

    def blocks(self, names: Sequence[str], drawn: Array, wanted: int) -> Blocks:
        """Runs at quantiles of shape (blocks, points, names), of as many whole blocks as wanted."""
        chosen = self.chosen
        rows = np.clip(drawn.reshape(-1, len(names)), EDGE, 1 - EDGE)
        points, size = assumed(names, self.ledger, rows), drawn.shape[1]
        return blocks(
            self.trees, self.ledger, points, size, wanted, chosen.replications, chosen.seed
        )

    def answers(self, values: pd.DataFrame) -> dict[Question, pd.DataFrame]:
        """By question, points x replications, from values as the laboratory gives them."""
        answers = {}
        for answer in self.outcomes:
            if self.chosen.of == "difference":
                wide = sample_summary.changes(values, answer).drop(columns=BASELINE)
            else:
                wide = values[str(answer)].unstack("scenario")[list(self.trees)]
                wide = wide.drop(columns=BASELINE) if answer.parts else wide
            for name in wide:
                answers[Question(str(name), answer)] = wide[name].unstack("replication")
        return answers

    def tables(self, runs: Blocks, least: int, what: str) -> dict[Question, tuple[Any, Array]]:
        """By question, the blocks (`what`) with an answer at all points, and these answers.

        Raises InputError where fewer than `least`, or than three quarters, have it; RunsFailed.
        """
        values = self.laboratory.values(runs.plan, self.outcomes)
        tables = {}
        for question, wide in self.answers(values).items():
            table = runs.table(wide.mean(axis=1, skipna=False))
            whole = np.isfinite(table).all(axis=1)
            lost = len(table) - int(whole.sum())
            if lost > MOST_LOST * len(table) or whole.sum() < least:
                fault = f"{question.scenario} lacks it somewhere in {lost} of {len(table)} {what}"
                raise InputError(
                    "outcomes", question.outcome, f"{fault}; longer, or another outcome"
                )
            tables[question] = whole, table[whole]
        return tables

    def _refuse_small(self) -> None:
        chosen, least = self.chosen, morris.FEWEST
        if chosen.levels < 4 or chosen.levels % 2:
            raise InputError("levels", chosen.levels, "should be an even number, 4 or more")
        if chosen.trajectories < least:
            runs = self.runs(least * (len(self.names) + 1))
            allowed = f"at least {least}, as fewer do not show the spread of effects"
            raise InputError(
                "trajectories", chosen.trajectories, f"{allowed}; {least} take {runs:,} runs"
            )
        samples, least = chosen.samples, sobol.FEWEST
        if chosen.keep and samples < least:
            takes = f"{least} take {self.runs(least * self.block):,} runs; keep=0 only screens"
            allowed = f"at least {least}, as intervals of fewer blocks cover the truth too seldom"
            raise InputError("samples", samples, f"{allowed}; {takes}")
