"""Sentences on scenarios with more or fewer workers, whose hours freed are a mean over others."""

from __future__ import annotations

from typing import Any

from experiments.language import _, joined, marked
from experiments.reporting.labels import spelled, three_digits
from experiments.reporting.results import Results
from experiments.statistics.workforce import ALL, EACH, NUMBER

FILE = "workers"
MORE = marked("{scenario}: there are more workers ({change}, from {before}).")
FEWER = marked("{scenario}: there are fewer workers ({change}, from {before}).")


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
    heads = _(MORE if number["change"] > 0 else FEWER).format(
        scenario=f"{scenario[:1].upper()}{scenario[1:]}",
        change=_changed(number),
        before=three_digits(number["baseline"]),
    )
    work = _(
        "Each spends {moved} time on upward work ({change} hours a week), all together spend "
        "{all_moved} ({all_change} hours a year)."
    ).format(
        moved=_moved(each),
        change=_changed(each),
        all_moved=_moved(everybody),
        all_change=_changed(everybody),
    )
    return joined([heads, work], "sentences")


def _moved(row: Any) -> str:
    if abs(row["change"]) <= row["least"]:
        return _("about as much")
    return _("more") if row["change"] > 0 else _("less")


def _changed(row: Any) -> str:
    text = three_digits(row["change"])
    return f"+{text}" if row["change"] > 0 and text.strip("0.") else text
