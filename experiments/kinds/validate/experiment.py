"""The experiment `validate`: the model held against what documents tell, misses and all.

Every fact told as reached is held against runs, or listed with the reason why none answers to it;
claims of direction are looked for as well. All assumptions are drawn at once, each draw under a
seed of its own, and the declared ones are run again and again. Nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.calibration import Calibration
from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, nearest
from experiments.config.options import Names
from experiments.config.outcomes import Outcome
from experiments.config.study import Study
from experiments.designs import assumption_sample
from experiments.designs.documented_cases import societies
from experiments.designs.targets import TARGETS, Target, simulated
from experiments.kinds.compare.summary import print_places
from experiments.kinds.validate.claims import Pattern
from experiments.kinds.validate.options import ValidateOptions
from experiments.kinds.validate.page import validation_page
from experiments.kinds.validate.patterns import PATTERNS
from experiments.kinds.validate.single_events import OCCASIONS, untestable
from experiments.kinds.validate.summary import print_validation
from experiments.laboratory import Laboratory, RunsFailed
from experiments.reporting.results import Results
from experiments.runs.design import Design
from experiments.runs.plan import plan
from experiments.runs.storage.claim import given_up
from experiments.statistics import verdicts
from sim.evidence import Fact, Ledger
from sim.settings import Settings
from sim.settings.trees import overlay

NUMBERS: tuple[Target, ...] = (*TARGETS, *OCCASIONS)
FITTED = "fitted"
FIRST = ["check", "about", "kind", "verdict", "claim", "unit", "documents", "evidence", "place"]
"""Columns that lead the table."""
KEY = "checks"


class Validation(Laboratory[ValidateOptions]):
    """A laboratory whose scenarios are the cases of the checks that were asked for.

    What a case is told of (its place, levers and years) wins over the user's words, and these over
    the rest.
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study, ValidateOptions)
        asked = _asked_for(self.chosen.checks)
        self.numbers = [one for one in NUMBERS if one.name in asked]
        self.patterns = [one for one in PATTERNS if one.name in asked]
        names = [name for one in self.numbers for name in one.cases]
        names += [name for one in self.patterns for name in one.cases]
        if set(names) == {BASELINE}:
            told = "asks for nothing but the baseline; name another check besides"
            raise InputError(KEY, ", ".join(asked), told)
        society = overlay(study.society, study.overrides)
        cases = societies(dict.fromkeys([BASELINE, *names]), self.ledger)
        self._trees = {name: overlay(society, tree) for name, tree in cases.items()}

    @property
    def outcomes(self) -> list[Outcome]:
        """All that has to be read off runs."""
        of_numbers = [outcome for one in self.numbers for outcome in one.outcomes]
        of_patterns = [outcome for one in self.patterns for outcome in one.read]
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
        """What outcomes come to: one row a draw or replication, one column a check."""
        numbers = dict(simulated(values, self.numbers, settings).items())
        return pd.DataFrame(numbers | {one.name: one.answers(values) for one in self.patterns})


def main(study: Study) -> Results:
    """Hold the model against the documents, and print every check."""
    results = run(study)
    print_validation(results)
    files = {"page": "validation.html", "table": "validation.csv", "figures": "figures"}
    print_places(results.folder, files)
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `validation` (a row a check, or a fact without one), `draws`, `points`; the folder.

    Raises as `assumption_sample.sample` does, and InputError for a check that is none.
    """
    from experiments.kinds.validate.figures import draw

    laboratory = Validation(study)
    drawn = assumption_sample.sample(laboratory, laboratory.outcomes, KEY)
    repeated = laboratory.repeat()
    settings = {name: drawn.plan.settings(name) for name in drawn.plan.scenarios}
    answers, again = (laboratory.answers(one, settings) for one in (drawn.values, repeated))
    rows = _rows(laboratory, answers, again, _fitted(laboratory.calibration))
    frames = {
        "validation.csv": rows,
        "draws.parquet": answers.reset_index(),
        "points.parquet": drawn.points.reset_index(),
    }

    def illustrate(results: Results, folder: Path) -> None:
        figures = draw(results, folder / "figures")
        page = validation_page(results, figures)
        (folder / "validation.html").write_text(page, encoding="utf-8")

    more = {"draws": drawn.counts, "told": drawn.told, "repeated": laboratory.chosen.replications}
    return laboratory.leave(drawn.plan, frames, illustrate, **more)


def _asked_for(names: Names | None) -> list[str]:
    """Names of the checks. Raises InputError for one that is none."""
    known = [one.name for one in NUMBERS] + [one.name for one in PATTERNS]
    for name in names or ():
        if name not in known:
            told = f"no such check; there are {', '.join(known)}{nearest(name, known)}"
            raise InputError(KEY, name, told)
    return [name for name in known if name in (names or known)]


def _fitted(calibration: Calibration | None) -> set[str]:
    """Targets that a calibration was fitted to, which it cannot be held against."""
    named = [] if calibration is None else calibration.origin.get("fitted")
    return set(map(str, named)) if isinstance(named, list) else set()


def _rows(
    laboratory: Validation, answers: pd.DataFrame, again: pd.DataFrame, fitted: set[str]
) -> pd.DataFrame:
    """One row a check; then, unless checks were named, one a fact that has none."""
    rows = [
        *(_number(one, laboratory.ledger, answers, again, fitted) for one in laboratory.numbers),
        *(_direction(one, answers, again) for one in laboratory.patterns),
    ]
    if laboratory.chosen.checks is None:
        rows += [_untested(name, why, laboratory.ledger) for name, why in untestable().items()]
    table = pd.DataFrame(rows).replace([np.inf, -np.inf], np.nan)
    last = ["opposite", "why"]
    middle = [name for name in table.columns if name not in (*FIRST, *last)]
    known = [name for name in (*FIRST, *middle, *last) if name in table]
    return table[known]


def _number(
    one: Target, ledger: Ledger, answers: pd.DataFrame, again: pd.DataFrame, fitted: set[str]
) -> dict[str, Any]:
    low, high = one.range(ledger)
    error = float(np.sqrt(one.variance(ledger, 0.0)))
    entry = ledger.entry(one.evidence)
    drawn, repeated = (frame[one.name].to_numpy(np.float64) for frame in (answers, again))
    return {
        "check": one.name,
        "about": "number",
        "kind": FITTED if one.name in fitted else one.kind,
        "claim": one.meaning,
        "unit": one.unit,
        "documents": f"{entry.source}@{entry.offset}" if isinstance(entry, Fact) else "literature",
        "evidence": one.evidence,
        "place": one.place(ledger),
        "low": low,
        "high": high,
        "error": error,
        "of": len(drawn),
        **verdicts.number(drawn, repeated, low, high, error),
        "why": one.why,
    }


def _direction(one: Pattern, answers: pd.DataFrame, again: pd.DataFrame) -> dict[str, Any]:
    drawn, repeated = (frame[one.name].to_numpy(np.float64) for frame in (answers, again))
    return {
        "check": one.name,
        "about": "direction",
        "kind": one.kind,
        "claim": one.claim,
        "unit": one.unit,
        "documents": "; ".join(passage.place for passage in one.passages),
        "place": "; ".join(passage.words for passage in one.passages),
        "case": one.case,
        "against": one.against,
        "outcomes": " + ".join(map(str, one.outcomes)) + "".join(f" - {it}" for it in one.less),
        "way": one.way,
        "of": len(drawn),
        **verdicts.direction(drawn, repeated, one.way),
        "opposite": one.opposite,
        "why": one.why,
    }


def _untested(name: str, why: str, ledger: Ledger) -> dict[str, Any]:
    fact = ledger.facts[name]
    return {
        "check": name,
        "about": "not testable",
        "claim": fact.meaning,
        "unit": fact.unit,
        "documents": f"{fact.source}@{fact.offset}",
        "evidence": f"fact:{name}",
        "place": fact.subject,
        "low": float(fact.value),
        "high": float(fact.value),
        "why": why,
    }
