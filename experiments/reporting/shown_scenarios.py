"""A choice of scenarios where there are more than a figure or table can show."""

from __future__ import annotations

from experiments.config.outcomes import FREED
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
    change = freed.set_index("scenario")["difference"].abs().reindex(names).fillna(-1.0)
    kept = set(change.sort_values(ascending=False, kind="stable").index[:most])
    note = f"{most} of {len(names):,} scenarios are shown, those with the largest change in hours "
    return [name for name in names if name in kept], f"{note}freed; all are in {where}"
