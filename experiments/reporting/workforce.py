"""Sentences on scenarios with more or fewer workers, whose hours freed are a mean over others."""

from __future__ import annotations

from typing import Any

from experiments.reporting.labels import spelled, three_digits
from experiments.reporting.results import Results
from experiments.statistics.workforce import ALL, EACH, NUMBER

FILE = "workers"
MORE, FEWER = "there are more workers", "there are fewer workers"


def workforce_notes(results: Results) -> list[str]:
    """A note for each scenario that changes the number of workers; none of an older study."""
    if FILE not in results.frames:
        return []
    rows = results.frames[FILE]
    return [
        workforce_note(spelled(str(name)), part.set_index("of").to_dict("index"))
        for name, part in rows.groupby("scenario", sort=False)
    ]


def workforce_note(scenario: str, rows: Any) -> str:
    """What each worker and all together spend on upward work.

    Parameters: the scenario in words; its rows of `changed_workforce`, by what they are of.
    """
    number, each, everybody = rows[NUMBER], rows[EACH], rows[ALL]
    before = three_digits(number["baseline"])
    return (
        f"{scenario[:1].upper()}{scenario[1:]}: {MORE if number['change'] > 0 else FEWER} "
        f"({_changed(number)}, from {before}). Each spends {_moved(each)} time on upward work "
        f"({_changed(each)} hours a week), all together spend "
        f"{_moved(everybody)} ({_changed(everybody)} hours a year)."
    )


def _moved(row: Any) -> str:
    if abs(row["change"]) <= row["least"]:
        return "about as much"
    return "more" if row["change"] > 0 else "less"


def _changed(row: Any) -> str:
    text = three_digits(row["change"])
    return f"+{text}" if row["change"] > 0 and text.strip("0.") else text
