"""Variables of scenario discovery: assumptions, and observables of the baseline."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from experiments.config.outcomes import outcome
from experiments.language import marked, use
from sim.evidence import Ledger

PREFIX = "baseline."
OBSERVED = marked("observed")


class Variable(NamedTuple):
    """A variable: range (of an observable: over draws), unit, evidence grade, meaning, scale."""

    range_low: float
    range_high: float
    unit: str
    grade: str
    meaning: str
    scale: str = "linear"


def assumption(name: str, ledger: Ledger) -> Variable:
    """An assumption that has a range."""
    entry = ledger.assumptions[name]
    assert entry.low is not None
    assert entry.high is not None
    scale = "log" if entry.distribution == "loguniform" else "linear"
    return Variable(entry.low, entry.high, entry.unit, entry.grade, entry.meaning, scale)


def observable(name: str, values: pd.Series, unit: str) -> Variable:
    """An outcome of the baseline, by the name of its column."""
    with use("en"):  # it is written into a table
        label = outcome(name.removeprefix(PREFIX)).label
    return Variable(float(values.min()), float(values.max()), unit, OBSERVED, label)
