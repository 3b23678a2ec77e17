"""Tables of a validation: a row a check, a row a fact that has none, and a row a check and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.kinds.validate.checks import Validation
from experiments.kinds.validate.patterns import Pattern
from experiments.kinds.validate.single_events import untestable
from experiments.patterns.targets import Target
from experiments.statistics import verdicts
from sim.evidence import Fact, Ledger

Array = npt.NDArray[np.float64]
FIRST = [
    "check", "about", "role", "kind", "verdict", "claim", "unit", "documents", "evidence", "place",
]  # fmt: skip
"""Columns that lead the table."""
LAST = ["refuted_by", "why"]
YEARLY = [
    "check", "year", "about", "role", "kind", "verdict", "claim", "unit", "documents",
]  # fmt: skip
"""Columns that lead the table of years."""


@dataclass(frozen=True, slots=True)
class Found:
    """What runs say of checks.

    Parameters:
        values: outcomes of cases (`scenario`) in societies (`point`).
        predicted: what each check is about, societies x checks.
        repeated: the same in the reference society, replications x checks.
    """

    values: pd.DataFrame
    predicted: pd.DataFrame
    repeated: pd.DataFrame

    def of(self, check: str) -> tuple[Array, Array]:
        """Values of a check over societies, and over replications."""
        both = (frame[check].to_numpy(np.float64) for frame in (self.predicted, self.repeated))
        return next(both), next(both)


def validation(laboratory: Validation, found: Found) -> pd.DataFrame:
    """One row a check; then, unless checks were named, one a fact that has none."""
    rows = [
        *(_number(target, laboratory, found) for target in laboratory.numbers),
        *(_direction(pattern, laboratory, found) for pattern in laboratory.patterns),
    ]
    if laboratory.chosen.checks is None:
        rows += [_untested(name, why, laboratory.ledger) for name, why in untestable().items()]
    table = pd.DataFrame(rows).replace([np.inf, -np.inf], np.nan)
    middle = [name for name in table.columns if name not in (*FIRST, *LAST)]
    return table[[name for name in (*FIRST, *middle, *LAST) if name in table]]


def years(laboratory: Validation, found: Mapping[int, Found]) -> pd.DataFrame:
    """One row a check and year, of checks that have the horizon of the study.

    Parameters: what runs say of each year.
    """
    rows: list[dict[str, Any]] = []
    for year, values in found.items():
        numbers, patterns = laboratory.of_year(year)
        rows += [{"year": year} | _number(one, laboratory, values) for one in numbers]
        rows += [{"year": year} | _direction(one, laboratory, values) for one in patterns]
    table = pd.DataFrame(rows).replace([np.inf, -np.inf], np.nan)
    left = {*YEARLY, *LAST, "evidence", "place", "case", "against"}
    return table[[*YEARLY, *(name for name in table.columns if name not in left)]]


def _number(target: Target, laboratory: Validation, found: Found) -> dict[str, Any]:
    ledger = laboratory.ledger
    low, high = target.range(ledger)
    error = float(np.sqrt(target.variance(ledger, 0.0)))
    entry = ledger.entry(target.evidence)
    return {
        "check": target.name,
        "about": "number",
        "role": laboratory.role(target),
        "kind": target.kind,
        "claim": target.meaning,
        "unit": target.unit,
        "documents": f"{entry.source}@{entry.offset}" if isinstance(entry, Fact) else "literature",
        "evidence": target.evidence,
        "place": target.place(ledger),
        "low": low,
        "high": high,
        "error": error,
        "of": len(found.predicted),
        **verdicts.number(*found.of(target.name), low, high, error),
        "why": target.why,
    }


def _direction(pattern: Pattern, laboratory: Validation, found: Found) -> dict[str, Any]:
    less = "".join(f" - {outcome}" for outcome in pattern.less)
    return {
        "check": pattern.name,
        "about": "direction",
        "role": laboratory.role(pattern),
        "kind": pattern.kind,
        "claim": pattern.claim,
        "unit": pattern.unit,
        "documents": "; ".join(passage.place for passage in pattern.passages),
        "place": "; ".join(passage.text for passage in pattern.passages),
        "case": pattern.case,
        "against": pattern.against,
        "outcomes": " + ".join(map(str, pattern.outcomes)) + less,
        "way": pattern.way,
        "of": len(found.predicted),
        **verdicts.direction(*found.of(pattern.name), pattern.way, pattern.least(found.values)),
        "refuted_by": pattern.opposite,
        "why": pattern.why,
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
