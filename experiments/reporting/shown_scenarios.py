"""A choice of scenarios where there are more than a figure or table can show."""

from __future__ import annotations

from experiments.config.outcomes import FREED
from experiments.language import _
from experiments.reporting.results import Results

MOST = 40
"""Scenarios beside the baseline in a table on the terminal."""


def chosen(results: Results, most: int, where: str) -> tuple[list[str], str]:
    """At most so many scenarios, in the order of the request, and a note on the others.

    Those are shown in which most hours are freed or added at equal delivery, a mean without a value
    last. `where` is the file that has all.
    """
    names = list(results.manifest["scenarios"][1:])
    if len(names) <= most:
        return names, ""
    effects = results.comparison
    freed = effects[(effects["measure"] == FREED) & (effects["group"] == "all")]
    column = "median" if "median" in freed else "difference"
    change = freed.set_index("scenario")[column].abs().reindex(names).fillna(-1.0)
    kept = set(change.sort_values(ascending=False, kind="stable").index[:most])
    note = _(
        "{most} of {all} scenarios are shown, those with the largest change in hours freed; "
        "all are in {where}"
    ).format(most=most, all=f"{len(names):,}", where=where)
    return [name for name in names if name in kept], note
