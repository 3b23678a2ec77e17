"""What the intervals of a comparison are, and what they are not, in sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.config.messages import counted
from experiments.config.outcomes import outcome
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.statistics import bootstrap

SEVERAL = 5
"""Replications from which an interval needs no warning that it is of few."""
TOLD = 6
"""Intervals that are too wide which are listed one by one."""
CORRELATED = 10
"""Pairs from which a correlation is worth reporting."""
PAIRED = {
    ("reporting_desk", "all"): "reporting at the desk",
    ("satisfaction", "all"): "solved within the promise",
    ("days_to_resolution_restricted_mean", "needs_departments"): "days, departments (mean)",
}
"""Measures for which the gain of equal seeds is reported, as the table names them."""


def intervals(results: Results) -> tuple[str, ...]:
    """Notes for those who read the table: method, looks, what equal seeds gained."""
    if results.manifest["replications"] == 1:
        return ("One replication: no intervals; Monte Carlo noise may explain any difference.",)
    return (_method(results), *_looks(results), *_seeds(results))


def _method(results: Results) -> str:
    replications = results.manifest["replications"]
    over = f"over {counted(replications, 'replication')} under the same seeds"
    method = f"paired t {over}"
    if results.manifest["interval"]["method"] == "bca":
        method = (
            f"BCa bootstrap of the mean difference {over} ({bootstrap.RESAMPLES:,} resamples; ± is "
            f"half of the width; none for fewer than {bootstrap.FEWEST} pairs; p_holm and q_fdr in "
            "comparison.csv stay those of paired t)"
        )
    covers = "at least 95 % over all looks" if "precision" in results.manifest else "95 %"
    few = (
        " With so few replications their widths are uncertain too, and they assume normal "
        "differences."
    )
    return (
        f"Intervals and ± are {covers}, {method}. They are simulation error only: what is not "
        f"known about the assumptions is not in them.{few if replications < SEVERAL else ''}"
    )


def _looks(results: Results) -> list[str]:
    """How replications were decided on, and what that costs."""
    record = results.manifest.get("precision")
    if record is None:
        return []
    looks = [look["replications"] for look in record["looks"]]
    wanted = ", ".join(
        f"±{width:g} for {_words(word, results)}" for word, width in record["targets"].items()
    )
    level = results.manifest["interval"]["level"]
    times = "once" if len(looks) == 1 else f"{len(looks)} times"
    note = (
        f"Wanted were {wanted} in every scenario; looked {times}, at {_listed(looks)} "
        "replications. Look k is held at 1 − 0.05·6/(πk)², which leaves at least 95 % whichever is "
        f"the last: all intervals here are computed at {100 * level:.2f} %, and p-values are "
        "scaled alike."
    )
    return [note] if record["reached"] else [_missed(record, results), note]


def _missed(record: dict[str, Any], results: Results) -> str:
    """Which targets were not met, and what they would take."""
    last = record["looks"][-1]
    wide = [
        f"{_width(row)} for {_words(row['outcome'], results)} in {labels.spelled(row['scenario'])}"
        for row in last["half_widths"]
        if row["half_width"] is None or row["half_width"] > record["targets"][row["outcome"]]
    ]
    if len(wide) > TOLD:
        wide[TOLD:] = [f"and {len(wide) - TOLD} more (manifest.json)"]
    needed = record["needed"]
    more = "how many it takes is not known"
    if needed is not None:
        more = f"it takes about {float(f'{needed:.2g}'):,.0f}, if spreads stay as they are"
    return (
        f"Not precise enough with {counted(last['replications'], 'replication')} "
        f"(most_replications): "
        f"{', '.join(wide)}. {more.capitalize()}."
    )


def _width(row: dict[str, Any]) -> str:
    return "no interval" if row["half_width"] is None else f"±{row['half_width']:.2g}"


def _words(word: str, results: Results) -> str:
    one, rows = outcome(word), results.comparison
    here = rows[(rows["measure"] == one.measure) & (rows["group"] == one.group)]
    return f"'{one.titled(str(here['unit'].iloc[0]))}'"


def _listed(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def _seeds(results: Results) -> list[str]:
    """By how much equal seeds cut the variance of changes, over scenarios."""
    rows = results.comparison[results.comparison["replications"] >= CORRELATED]
    rows = rows.dropna(subset="variance_reduction").set_index(["measure", "group"])
    parts = [
        f"{words} {_range(here['variance_reduction'], 1)} (correlation "
        f"{_range(here['correlation'], 2)})"
        for pair, words in PAIRED.items()
        if len(here := rows[rows.index == pair])
    ]
    if not parts:
        return []
    return [
        "Variance of a change under independent seeds, as a multiple of that under equal ones: "
        f"{', '.join(parts)}, over scenarios; comparison.csv has it for each and for all measures."
    ]


def _range(values: pd.Series, digits: int) -> str:
    low, high = (f"{one:.{digits}f}" for one in (values.min(), values.max()))
    return low if low == high else f"{low} to {high}"
