"""The table of a validation: a row a check, and a row a fact that has none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.kinds.validate.checks import Validation
from experiments.kinds.validate.patterns import Pattern
from experiments.kinds.validate.single_events import untestable
from experiments.patterns.targets import Target
from experiments.statistics import verdicts
from sim.evidence import Fact, Ledger

FIRST = ["check", "about", "kind", "verdict", "claim", "unit", "documents", "evidence", "place"]
"""Columns that lead the table."""
LAST = ["opposite", "why"]


def validation(laboratory: Validation, drawn: pd.DataFrame, repeated: pd.DataFrame) -> pd.DataFrame:
    """One row a check; then, unless checks were named, one a fact that has none.

    Parameters: what each check is about, draws x checks and replications x checks.
    """
    rows = [
        *(_number(target, laboratory.ledger, drawn, repeated) for target in laboratory.numbers),
        *(_direction(pattern, drawn, repeated) for pattern in laboratory.patterns),
    ]
    if laboratory.chosen.checks is None:
        rows += [_untested(name, why, laboratory.ledger) for name, why in untestable().items()]
    table = pd.DataFrame(rows).replace([np.inf, -np.inf], np.nan)
    middle = [name for name in table.columns if name not in (*FIRST, *LAST)]
    return table[[name for name in (*FIRST, *middle, *LAST) if name in table]]


def _number(
    target: Target, ledger: Ledger, drawn: pd.DataFrame, repeated: pd.DataFrame
) -> dict[str, Any]:
    low, high = target.range(ledger)
    error = float(np.sqrt(target.variance(ledger, 0.0)))
    entry = ledger.entry(target.evidence)
    values, again = (frame[target.name].to_numpy(np.float64) for frame in (drawn, repeated))
    return {
        "check": target.name,
        "about": "number",
        "kind": target.kind,
        "claim": target.meaning,
        "unit": target.unit,
        "documents": f"{entry.source}@{entry.offset}" if isinstance(entry, Fact) else "literature",
        "evidence": target.evidence,
        "place": target.place(ledger),
        "low": low,
        "high": high,
        "error": error,
        "of": len(drawn),
        **verdicts.number(values, again, low, high, error),
        "why": target.why,
    }


def _direction(pattern: Pattern, drawn: pd.DataFrame, repeated: pd.DataFrame) -> dict[str, Any]:
    changes, again = (frame[pattern.name].to_numpy(np.float64) for frame in (drawn, repeated))
    less = "".join(f" - {outcome}" for outcome in pattern.less)
    return {
        "check": pattern.name,
        "about": "direction",
        "kind": pattern.kind,
        "claim": pattern.claim,
        "unit": pattern.unit,
        "documents": "; ".join(passage.place for passage in pattern.passages),
        "place": "; ".join(passage.text for passage in pattern.passages),
        "case": pattern.case,
        "against": pattern.against,
        "outcomes": " + ".join(map(str, pattern.outcomes)) + less,
        "way": pattern.way,
        "of": len(drawn),
        **verdicts.direction(changes, again, pattern.way),
        "opposite": pattern.opposite,
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
