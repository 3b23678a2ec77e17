"""The page on measures: name, unit, direction and definition, from their specifications."""

from __future__ import annotations

from collections.abc import Iterable

from docs.pages.table import code, table
from sim.measures.activities import ACTIVITIES
from sim.measures.measure import ALL, Measure
from sim.measures.registry import THEMES
from sim.measures.series import SERIES
from tests.odd.measures import SETS

BETTER = {1: "more", -1: "less", 0: ""}
HEAD = """\
# Measures

What a run is measured by. `measures.parquet` has a row for each measure and group, and
`comparison.parquet` has changes against the baseline. An outcome is written `measure` or
`measure.group`, such as `hours_per_worker_week.visits`.

- *better* says whether more or less of it is better for those who bear it; empty where neither is.
- *groups* are the rows of a measure beside the whole. Several measures share a set of groups.
- A unit that begins with *share* is shown in percent.
- *communities: no* marks a measure that only the whole place has.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for theme in THEMES:
        title, _, rest = _title(theme.__doc__ or "")
        rows = [_row(measure) for measure in theme.MEASURES]
        parts.append(f"## {title}" + (f"\n\n{rest}." if rest else ""))
        parts.append(
            table(("measure", "unit", "better", "communities", "groups", "definition"), rows)
        )
    parts += [_daily(), _activities(), _shared()]
    return "\n\n".join(parts) + "\n"


def _title(docstring: str) -> tuple[str, str, str]:
    """Title and remainder of a theme, from the first line of its file."""
    line = docstring.partition("\n")[0].rstrip(".").removeprefix("Measures of ")
    head, colon, rest = line.partition(": ")
    return head[:1].upper() + head[1:], colon, rest[:1].upper() + rest[1:]


def _row(measure: Measure) -> tuple[str, ...]:
    groups = [
        _groups(measure.groups),
        "each department" if measure.each_department else "",
        "each year" if measure.by_year else "",
    ]
    communities = "no" if measure.whole_only else "yes"
    return (
        code(measure.name), measure.unit, BETTER[measure.better], communities,
        "; ".join(filter(None, groups)),
        f"{measure.label}: {measure.definition}",
    )  # fmt: skip


def _groups(names: Iterable[str]) -> str:
    listed = tuple(names)
    if listed == (ALL,):
        return ""
    shared = next((name for name, group in SETS.items() if group == listed), "")
    return shared or ", ".join(map(code, listed))


def _daily() -> str:
    rows = [
        (code(series.name), series.unit, _groups(series.groups), series.definition)
        for series in SERIES
    ]
    return f"## Daily series\n\n{table(('series', 'unit', 'groups', 'definition'), rows)}"


def _activities() -> str:
    rows = [
        (code(one.name), "yes" if one.upward else "", "yes" if one.freed else "", one.meaning)
        for one in ACTIVITIES
    ]
    head = ("activity", "upward", "counts as time spent less", "meaning")
    return (
        "## Activities\n\nEvery paid and unpaid minute of a worker is counted as one of these.\n\n"
        f"{table(head, rows)}"
    )


def _shared() -> str:
    rows = [(name, ", ".join(map(code, groups))) for name, groups in SETS.items()]
    return f"## Shared groups\n\n{table(('groups', 'names'), rows)}"
