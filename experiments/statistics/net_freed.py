"""Hours freed at equal delivery, split by what they come from, and by what they are.

The change of a product is split between number and price by their means before and after (Bennet
1920), so that the parts sum to the whole in each pair of runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.least_difference import least_difference
from experiments.language import marked
from experiments.statistics.matched_values import Matched
from experiments.statistics.over_societies import EFFECT, by_society, changes
from experiments.statistics.paired_differences import LEVEL, paired
from sim.measures.full_delivery import DEMANDS

Array = npt.NDArray[np.float64]
WORK, NUMBERS = "upward_work", "upward_demands"
REAL = {
    "fewer": marked("fewer demands"),
    "cheaper": marked("demands that take less time"),
    "standing": marked("less for meetings, groups, traces"),
    "chasing": marked("less chasing of departments"),
    "procedures": marked("less for procedures upward"),
    "extra": marked("less redoing, slow pace, reminders"),
}
"""Parts of what is freed at equal delivery."""
STANDING = ("standing", "chasing", "procedures", "extra")
"""Those that are the fall of a group of the measure."""
TIME = {"paid": marked("paid time"), "overtime": marked("overtime")}
"""Time that is spent less: hours that somebody worked in the baseline."""
UNDONE = {
    "undelivered": marked("work left undone: forms not delivered"),
    "patchwork": marked("work left undone: old figures filled in"),
}
"""Work that nobody did in the baseline and that is now done, or no longer demanded."""
NET, SPENT = "equal_delivery", "spent"
ENTRIES = {
    NET: marked("freed at equal delivery"),
    **REAL,
    **TIME,
    **UNDONE,
    SPENT: marked("time spent less"),
}
"""Labels of all entries, in the order of rows."""
LEAST_DAYS = 10
"""Working days below which hours are not split. Of requests, inspections and rounds only what is
demanded and all time spent are counted: in a shorter window, work carried over from before it is
most of what would be called less slow pace and redoing."""
COLUMNS = ["scenario", "entry", "unit", "freed", "ci_low", "ci_high", "replications"]


def parts(before: Mapping[tuple[str, str], Array], after: Mapping[tuple[str, str], Array]) -> dict[
    str, Array
]:  # fmt: skip
    """Hours freed by entry, one value a pair of runs.

    Parameters: values of `upward_work` and `upward_demands` by measure and group, arrays of shape
    (replications,), of the baseline and of the scenario.

    Returns: `equal_delivery` is the sum of the parts REAL. It is also that of the parts TIME, which
    make `spent`, and the parts UNDONE, which are below 0 where more is left undone.
    """

    def less(group: str) -> Array:
        return before[WORK, group] - after[WORK, group]

    fewer, cheaper = np.zeros_like(less("all")), np.zeros_like(less("all"))
    for name in DEMANDS:
        numbers = before[NUMBERS, name], after[NUMBERS, name]
        hours = before[WORK, name], after[WORK, name]
        by_number = _by_number(numbers, hours)
        fewer, cheaper = fewer + by_number, cheaper + (hours[0] - hours[1] - by_number)
    found = {"fewer": fewer, "cheaper": cheaper}
    found |= {group: less(group) for group in STANDING}
    net = sum((found[name] for name in REAL), np.zeros_like(fewer))
    overtime = less("overtime")
    found |= {"paid": less("all") - overtime, "overtime": overtime}
    found |= {name: -less(name) for name in UNDONE}
    found |= {NET: net, SPENT: less("all")}
    return {name: found[name] for name in ENTRIES}


def _by_number(numbers: tuple[Array, Array], hours: tuple[Array, Array]) -> Array:
    """Hours that fell away with the number of demands, at the mean price of both sides.

    Where nothing is demanded on one side the price of the other side holds.
    """
    (n0, n1), (h0, h1) = numbers, hours
    with np.errstate(invalid="ignore", divide="ignore"):
        p0, p1 = h0 / n0, h1 / n1
    p0, p1 = np.where(n0 > 0, p0, p1), np.where(n1 > 0, p1, p0)
    return np.where((n0 > 0) | (n1 > 0), (n0 - n1) * (p0 + p1) / 2, h0 - h1)


def net_freed(matched: Matched, level: float = LEVEL, days: int = LEAST_DAYS) -> pd.DataFrame:
    """Rows of scenario, entry, unit, freed, interval, number of pairs; paired t intervals.

    Parameters: values of pairs of runs; level of the intervals; working days that were measured.
    There is no row below LEAST_DAYS.
    """
    rows = []
    for scenario, unit, found in _splits(matched, days):
        table = np.stack(list(found.values()))
        effect = paired(np.zeros_like(table), table, level)
        for number, entry in enumerate(found):
            columns = (effect[name][number] for name in ("difference", "ci_low", "ci_high"))
            rows.append((scenario, entry, unit, *columns, int(effect["replications"][number])))
    return pd.DataFrame(rows, columns=COLUMNS)


def net_freed_over_societies(matched: Matched, days: int = LEAST_DAYS) -> pd.DataFrame:
    """Rows of scenario, entry, unit, and columns EFFECT of hours freed over societies.

    Parameters: values whose runs have a society each; working days that were measured. Work left
    undone has no better direction. As medians of parts do not add up to the median of their sum,
    use `mean` where parts are added.
    """
    assert matched.societies is not None
    rows = []
    for scenario, unit, found in _splits(matched, days):
        cube = by_society(np.stack(list(found.values())), matched.societies)
        better = np.array([0 if entry in UNDONE else 1 for entry in found], np.int64)
        columns = changes(cube, better, np.full(len(found), least_difference(unit, 0.0)))
        labels = {"scenario": scenario, "entry": list(found), "unit": unit}
        rows.append(pd.DataFrame({**labels, **columns}))
    names = ["scenario", "entry", "unit", *EFFECT]
    return pd.concat(rows, ignore_index=True)[names] if rows else pd.DataFrame(columns=names)


def _splits(matched: Matched, days: int) -> Iterator[tuple[str, str, dict[str, Array]]]:
    """Scenario, unit, and hours freed by entry and run; none where a study is without them."""
    place = {row[:2]: number for number, row in enumerate(matched.rows)}
    wanted = {key: number for key, number in place.items() if key[0] in (WORK, NUMBERS)}
    if (WORK, "all") not in wanted or days < LEAST_DAYS:
        return
    unit = matched.rows[place[WORK, "all"]][2]
    before = {key: matched.baseline[number] for key, number in wanted.items()}
    for scenario, values in matched.scenarios.items():
        after = {key: values[number] for key, number in wanted.items()}
        yield scenario, unit, parts(before, after)
