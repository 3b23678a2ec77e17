"""Documents and what the model can be held against."""

from __future__ import annotations

from collections import Counter

import numpy as np

from experiments.kinds.rules.expectations import EXPECTATIONS, SPREAD, VARIATIONS
from experiments.patterns.plausibility import PATTERNS
from experiments.patterns.targets import TARGETS, UNUSED, Target
from sim.evidence import Ledger
from sim.settings import default_ledger
from tests.odd.grid import grid
from tests.odd.parameters import shown


def sources() -> str:
    """The documents that facts are read off."""
    ledger = default_ledger()
    facts = Counter(fact.source for fact in ledger.facts.values())
    rows = [
        (name, source.date, str(facts[name]), source.title, source.issuer)
        for name, source in ledger.sources.items()
    ]
    return grid(("id", "date", "facts", "title", "issuer"), rows)


def targets() -> str:
    """Outcomes that documents report and a run answers to."""
    ledger = default_ledger()
    rows = [
        (
            f"`{target.name}`",
            _span(target, ledger),
            f"{target.meaning}, {target.unit}",
            f"`{target.outcome}`",
            f"`{target.evidence}`",
            target.why,
        )
        for target in TARGETS
    ]
    head = ("pattern", "documented", "of what", "measure", "evidence", "why so")
    return grid(head, rows)


def _span(target: Target, ledger: Ledger) -> str:
    low, high = target.range(ledger)
    if low == high:
        return shown(low)
    if np.isinf(high):
        return f"{shown(low)} or more"
    return f"{shown(high)} or less" if np.isinf(low) else f"{shown(low)} to {shown(high)}"


def unused() -> str:
    """Other outcomes that documents report, by why nothing is compared with them."""
    rows = [(str(len(facts)), why, ", ".join(facts)) for why, facts in UNUSED.items()]
    return grid(("facts", "why nothing is compared with them", "which"), rows)


def plausible() -> str:
    """Bands of a plausible baseline, with their reasons and sources."""
    rows = [
        (
            f"`{pattern.name}`",
            pattern.meaning,
            f"{shown(pattern.low)} to {shown(pattern.high)}",
            pattern.unit,
            pattern.grade,
            "; ".join(_source(source) for source in pattern.sources),
            pattern.reason,
        )
        for pattern in PATTERNS
    ]
    head = ("pattern", "of what", "band", "unit", "grade", "sources", "why so")
    return grid(head, rows)


def _source(source: str) -> str:
    return f"`{source}`" if ":" in source else source


def expectations() -> str:
    """What each mechanism or parameter was expected to do, written before it was run."""
    arrows = {"up": "up", "down": "down", "none": "unchanged"}
    rows = []
    for expectation in EXPECTATIONS:
        variation = VARIATIONS[expectation.variation]
        measure = expectation.measure.removesuffix(SPREAD)
        spread = ", spread over communities" if expectation.measure.endswith(SPREAD) else ""
        measure = measure if expectation.group == "all" else f"{measure}.{expectation.group}"
        rows.append(
            (f"[{variation.mechanism}]", variation.switched, f"`{measure}`{spread}",
             arrows[expectation.direction], expectation.why)
        )  # fmt: skip
    return grid(("mechanism", "what is switched", "measure", "expected", "because"), rows)
