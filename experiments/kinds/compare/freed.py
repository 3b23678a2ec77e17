"""The table of hours freed at equal delivery: what they come from, and what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from experiments.language import _, marked
from experiments.reporting.labels import signed, spelled
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Table
from experiments.statistics.net_freed import ENTRIES, LEAST_DAYS, NET, REAL, SPENT, TIME, UNDONE

SECTIONS = {
    marked("Freed"): (NET,),
    marked("It comes from"): tuple(REAL),
    marked("It is less"): (*TIME, *UNDONE),
    marked("Paid time and overtime"): (SPENT,),
}
"""Entries by section, in the order in which they are shown."""
NOTE = marked(
    "Freed at equal delivery: what upward work and chasing departments would take less if every "
    "form that is demanded were delivered, with true figures. A form that is not delivered, or is "
    "filled in from old figures, takes less time and frees none. So what is freed is paid time, "
    "overtime, and work that was left undone and is now done or no longer demanded."
)
SPLIT_FROM = marked("Hours freed are split from horizon_days={days} on.")
NO_SPLIT = SPLIT_FROM.format(days=LEAST_DAYS)
"""Said where the window is too short for a split."""


def refused(results: Results) -> bool:
    """Whether the window is too short to say what is freed."""
    settings = next(iter(results.manifest["settings"].values()))
    return int(settings["horizon_days"]) < LEAST_DAYS


def no_answer() -> str:
    """What stands in place of hours freed where the window is too short."""
    return _(
        "There is no answer: what is freed cannot be told in so few days; take "
        "horizon_days={days} or more."
    ).format(days=LEAST_DAYS)


def no_split() -> str:
    """The same in the language in use."""
    return _(SPLIT_FROM).format(days=LEAST_DAYS)


def freed(results: Results) -> pd.DataFrame:
    """Rows of the split; none where the baseline is alone or a study was made without it."""
    if "freed" not in results.frames:
        return pd.DataFrame()
    rows = results.frames["freed"]
    order = [name for name in results.manifest["scenarios"] if name in set(rows["scenario"])]
    return rows.set_index("scenario").loc[order].reset_index()


def table(rows: pd.DataFrame, scenarios: Sequence[str], width: int | None = None) -> Table:
    """Entries as rows, scenarios as columns; the interval under each value.

    Over societies values are medians, and medians of parts do not add up to the median of a sum.
    """
    unit = rows["unit"].iloc[0]
    values = {(row.scenario, row.entry): row for row in rows.itertuples()}
    heads = [
        Column(spelled(name).replace(" ", "\n", 1), "number", given=True) for name in scenarios
    ]
    label = Column("", width=width) if width else Column("")
    title = _("Hours freed at equal delivery, {unit}").format(unit=_(unit))
    shown = Table([label, *heads], title)
    for section, entries in SECTIONS.items():
        shown.section(section)
        for entry in entries:
            cells = (_cell(values[name, entry]) for name in scenarios)
            shown.add(_(ENTRIES[entry]), *cells)
    return shown


def _cell(row: Any) -> Cell:
    """The mean and half of its interval; over societies the median and 5 to 95 % of them."""
    if hasattr(row, "median"):
        middle, low, high = (signed(float(end), 2) for end in (row.median, row.low, row.high))
        return Cell(middle, f"[{low.lstrip('+')}, {high.lstrip('+')}]" if row.societies > 1 else "")
    value, low, high = (getattr(row, name) for name in ("freed", "ci_low", "ci_high"))
    half = f"±{(high - low) / 2:.2f}" if pd.notna(low) and pd.notna(high) else ""
    return Cell(signed(float(value), 2), half)
