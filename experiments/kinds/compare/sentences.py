"""What each scenario does over societies, in sentences that follow the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from experiments.config.messages import counted
from experiments.config.outcomes import FREED, STANDARD, Outcome
from experiments.reporting.labels import shown_in, spelled
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_cells import FEW, percent
from experiments.reporting.society_notes import societies

MOST = 8
"""Scenarios that have sentences."""
DIGITS = 1


def sentences(results: Results) -> list[str]:
    """A paragraph for each scenario, over its primary outcomes; none of a single society."""
    if not societies(results):
        return []
    rows = results.comparison.set_index(["scenario", "measure", "group"])
    names, _ = chosen(results, MOST, "comparison.csv")
    found = []
    for name in names:
        parts = [
            sentence(spelled(name), outcome, row, societies(results))
            for outcome, row in _rows(rows, name)
        ]
        found.append(" ".join(parts))
    return found


def _rows(rows: Any, scenario: str) -> Iterator[tuple[Outcome, Mapping[str, Any]]]:
    for outcome in STANDARD:
        if (scenario, *outcome) in rows.index:
            yield outcome, rows.loc[scenario, *outcome].to_dict()


def sentence(scenario: str, outcome: Outcome, row: Mapping[str, Any], number: int) -> str:
    """One outcome of a scenario over so many societies.

    Parameters: the scenario in words; the outcome; its row of a comparison over societies.
    """
    subject = scenario[:1].upper() + scenario[1:]
    what = outcome.label[:1].upper() + outcome.label[1:]
    if outcome.measure == FREED:
        what = f"{subject}, hours freed at equal delivery"
    if not row["societies"] or not np.isfinite(row["median"]):
        lacking = int(row["lacking"]) or number
        these = counted(number, "society", "societies")
        return f"{what}: no answer, as {lacking} of {these} lack a value."
    if not row["differing"]:
        return f"{what}: no difference in any of {counted(number, 'society', 'societies')}."
    shown = shown_in(str(row["unit"]))
    middle, low, high = (row[name] * shown.factor for name in ("median", "low", "high"))
    unit = "percentage points" if shown.sign else str(row["unit"])
    span = f"[{_number(low)}, {_number(high)}]"
    if outcome.measure == FREED:
        text = _freed(subject, middle, span, float(row["least"]))
    else:
        text = f"{what}: {_moved(middle, span, unit, row, shown.factor)}"
    return f"{text}{_shares(row)}."


def _freed(subject: str, middle: float, span: str, least: float) -> str:
    hours = "hours per worker and week at equal delivery"
    if round(abs(middle), DIGITS) <= least:  # the same numbers have the same words
        return (
            f"{subject} frees hardly any time in the median society ({_number(middle)} {span} "
            f"{hours})"
        )
    if middle < 0:
        return f"{subject} takes {_number(-middle)} more {hours} (freed: {_number(middle)} {span})"
    return f"{subject} frees {_number(middle)} {hours} {span}"


def _moved(middle: float, span: str, unit: str, row: Mapping[str, Any], factor: float) -> str:
    least = float(row["least"]) * factor if np.isfinite(row["least"]) else 0.0
    if round(abs(middle), DIGITS) <= least:
        return f"about the same in the median society ({_signed(middle)} {unit} {span})"
    return f"{_number(abs(middle))} {unit} {'more' if middle > 0 else 'less'} {span}"


def _shares(row: Mapping[str, Any]) -> str:
    """Where it helps and where it hurts, if a direction is better."""
    helped, hurt = row["share_helped"], row["share_hurt"]
    if not np.isfinite(helped):
        return ""
    text = f"; better in {percent(helped)} of societies"
    return f"{text}, worse in {percent(hurt)}" if hurt >= FEW or hurt > helped else text


def _number(value: float) -> str:
    text = f"{value:,.{DIGITS}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", "−")


def _signed(value: float) -> str:
    return f"+{_number(value)}" if value > 0 and _number(value).strip("0.") else _number(value)
