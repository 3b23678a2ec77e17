"""Groups of residents against the baseline: what changes for each, and the gap to all others.

A gap is the value of a group minus that of everybody else in its division, pair by pair, so that
chance common to both cancels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.least_difference import least_difference
from experiments.config.outcomes import Outcome
from experiments.language import marked
from experiments.statistics.matched_values import Matched
from experiments.statistics.multiplicity import ALPHA, holm
from experiments.statistics.over_societies import by_society, changes
from experiments.statistics.paired_differences import LEVEL, differences, paired
from experiments.statistics.society_quantiles import SPAN, quantiles
from sim.measures.measure import ALL
from sim.measures.resident_groups import DIVISIONS, OUTSIDE

Array = npt.NDArray[np.float64]
NUMBER = "issues_by_group"
ONSET, SOLVED = "days_from_onset_by_group", "solved_by_group"
REPORT, GIVEN_UP = "days_by_group", "given_up_by_group"
COMPARED = (ONSET, REPORT, SOLVED, GIVEN_UP)
"""Measures that groups are compared by, in the order of rows."""
WHOLE = marked("whole place")
LABELS = ["measure", "by", "group", "against", "unit"]
CHANGE = ["baseline", "baseline_low", "baseline_high", "level", "change", "low", "high", "least"]
COLUMNS = ["scenario", *LABELS, "issues", *CHANGE]
OF_REPLICATIONS = [*COLUMNS, "p_holm", "aside", "clear", "replications", "lacking", "differing"]
OF_SOCIETIES = [
    *COLUMNS, "aside", "clear", "share_helped", "share_hurt", "societies", "lacking", "differing",
]  # fmt: skip


class Entry(NamedTuple):
    """A row of the table: a measure of a group, or its gap to others.

    Parameters: the measure; what it divides residents by; the group; those it is compared with,
    empty in a row of the group itself; the unit.
    """

    measure: str
    by: str
    group: str
    against: str
    unit: str

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.measure, self.group)


def fairness(matched: Matched, level: float = LEVEL) -> pd.DataFrame:
    """Groups of residents in one society, over its replications.

    Parameters: values of pairs of runs; the level of intervals.

    Returns
    -------
    pandas.DataFrame
        One row a scenario, measure and group, and one for its gap (`against` is not empty).
        `issues` is the mean number of issues of the group in the baseline. `baseline` and `level`
        are means, with the interval of the first; `change`, `low` and `high` are paired t. `p_holm`
        is corrected over all rows of the table (Holm). `aside` is whether it is below 0.05, and
        `clear` whether besides the change is above `least`, the least difference that matters.
        Groups that are all of the place, or nobody, have no row. `lacking` counts pairs without a
        value where there are issues; of days that some pair lacks there are no numbers.
    """
    entries = _entries(matched)
    before = _values(matched, matched.baseline, entries)
    parts = []
    for scenario, values in matched.scenarios.items():
        after = _values(matched, values, entries)
        lacking = _lacking(matched, values, entries, differences(before, after))
        short = _short(entries, lacking.sum(axis=1))
        kept = np.where(short, np.nan, before)
        effect = paired(kept, after, level)
        alone = paired(np.zeros_like(kept), kept, level)
        columns = {
            "baseline": effect["baseline"],
            "baseline_low": alone["ci_low"],
            "baseline_high": alone["ci_high"],
            "level": effect["value"],
            "change": effect["difference"],
            "low": effect["ci_low"],
            "high": effect["ci_high"],
            "p": np.minimum(effect["p"] * ((1 - LEVEL) / (1 - level)), 1.0),
            "replications": effect["replications"],
            "lacking": lacking.sum(axis=1).astype(np.int64),
            "differing": effect["differing"],
        }
        parts.append(_frame(matched, scenario, entries, columns))
    if not parts or not entries:
        return pd.DataFrame(columns=OF_REPLICATIONS)
    found = pd.concat(parts, ignore_index=True)
    found["p_holm"] = holm(found.pop("p").to_numpy(np.float64))
    found["aside"] = found["p_holm"] < ALPHA
    return _cleared(found)[OF_REPLICATIONS]


def fairness_over_societies(matched: Matched) -> pd.DataFrame:
    """Groups of residents over societies.

    As `fairness`, but `baseline`, `level` and `change` are medians over the means of societies, and
    intervals go from 5 to 95 % of them. They say how far the assumptions matter, and are no tests.
    `aside` is whether the interval is on one side of 0. `share_helped` and `share_hurt` are of
    societies; of a gap, those in which the group gains or loses on the others. A society where a
    group has no issues counts neither in `societies` nor in `lacking`.
    """
    assert matched.societies is not None
    entries = _entries(matched)
    before = _values(matched, matched.baseline, entries)
    better = np.array([entry.outcome.better for entry in entries], np.int64)
    parts = []
    for scenario, values in matched.scenarios.items():
        after = _values(matched, values, entries)
        change = differences(before, after)
        lacking = by_society(_lacking(matched, values, entries, change), matched.societies)
        without = ((lacking > 0).sum(axis=2) > 0).sum(axis=1)
        short = _short(entries, without)
        kept = np.where(short, np.nan, change)
        levels = [
            _means(by_society(np.where(np.isfinite(kept), side, np.nan), matched.societies))
            for side in (before, after)
        ]
        middle = [quantiles(side, 0.5, axis=1) for side in levels]
        ends = quantiles(levels[0], SPAN, axis=1)
        least = _least(entries, middle[0])
        effect = changes(by_society(kept, matched.societies), better, least)
        columns = {
            "baseline": middle[0],
            "baseline_low": ends[0],
            "baseline_high": ends[1],
            "level": middle[1],
            "change": effect["median"],
            "low": effect["low"],
            "high": effect["high"],
            "share_helped": effect["share_helped"],
            "share_hurt": effect["share_hurt"],
            "societies": effect["societies"],
            "lacking": without,
            "differing": effect["differing"],
        }
        parts.append(_frame(matched, scenario, entries, columns))
    if not parts or not entries:
        return pd.DataFrame(columns=OF_SOCIETIES)
    found = pd.concat(parts, ignore_index=True)
    found["aside"] = (found["low"] > 0) | (found["high"] < 0)
    return _cleared(found)[OF_SOCIETIES]


def _cleared(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(clear=found["aside"] & (found["change"].abs() > found["least"]))


def _entries(matched: Matched) -> list[Entry]:
    """Rows of a scenario by measure: the place, then each group and its gap.

    Groups are left out that are all of the place in every run, or nobody.
    """
    units = {measure: unit for measure, _, unit in matched.rows}
    numbers = _numbers(matched, matched.baseline)
    some = {group for group, number in numbers.items() if (number > 0).any()}
    found = []
    for measure in (name for name in COMPARED if name in units):
        found.append(Entry(measure, WHOLE, ALL, "", units[measure]))
        for by, group, against in DIVISIONS:
            if not some.issuperset((group, against)):
                continue
            found.append(Entry(measure, by, group, "", units[measure]))
            if not against.startswith(OUTSIDE):
                found.append(Entry(measure, by, against, "", units[measure]))
            found.append(Entry(measure, by, group, against, units[measure]))
    return found


def _numbers(matched: Matched, values: Array) -> dict[str, Array]:
    """Issues of each group, a value a run."""
    rows = enumerate(matched.rows)
    return {group: values[place] for place, (name, group, _) in rows if name == NUMBER}


def _values(matched: Matched, values: Array, entries: Sequence[Entry]) -> Array:
    """Values of entries, (entries, runs); a gap is a difference in each run."""
    place = {row[:2]: number for number, row in enumerate(matched.rows)}
    found = np.full((len(entries), values.shape[1]), np.nan)
    for number, entry in enumerate(entries):
        own = values[place[entry.measure, entry.group]]
        if entry.against:
            own = differences(values[place[entry.measure, entry.against]], own)
        found[number] = own
    return found


def _lacking(matched: Matched, values: Array, entries: Sequence[Entry], change: Array) -> Array:
    """1 for pairs in which an entry has no value although there are issues on both sides."""
    found = np.zeros(change.shape)
    before, after = _numbers(matched, matched.baseline), _numbers(matched, values)
    for number, entry in enumerate(entries):
        groups = [entry.group, *([entry.against] if entry.against else [])]
        there = [side[group] > 0 for group in groups for side in (before, after)]
        found[number] = np.all(there, axis=0) & ~np.isfinite(change[number])
    return found


def _short(entries: Sequence[Entry], lacking: Array) -> npt.NDArray[np.bool_]:
    """Whether an entry has no numbers, as some days lack: (entries, 1).

    Parameters: of how many pairs or societies each has no value.
    """
    censored = np.array([entry.outcome.censored for entry in entries], np.bool_)
    short: npt.NDArray[np.bool_] = (censored & (lacking > 0))[:, None]
    return short


def _least(entries: Sequence[Entry], baseline: Array) -> Array:
    pairs = zip(entries, baseline, strict=True)
    return np.array([least_difference(entry.unit, float(level)) for entry, level in pairs])


def _frame(
    matched: Matched, scenario: str, entries: Sequence[Entry], columns: dict[str, Any]
) -> pd.DataFrame:
    labels = pd.DataFrame(entries, columns=LABELS, dtype="object")
    labels.insert(0, "scenario", scenario)
    numbers = _numbers(matched, matched.baseline)
    issues = [float(_means(numbers[entry.group])) for entry in entries]
    return labels.assign(
        issues=issues, least=_least(entries, np.asarray(columns["baseline"])), **columns
    )


def _means(values: Array) -> Array:
    """Means over the last axis of what is finite; NaN of nothing."""
    have = np.isfinite(values)
    count = have.sum(axis=-1)
    total: Array = np.where(have, values, 0.0).sum(axis=-1) / np.where(count > 0, count, np.nan)
    return total
