"""Notes on the intervals of a comparison."""

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
LISTED = 6
"""Intervals that are too wide which are listed each."""
CORRELATED = 10
"""Pairs from which a correlation is worth reporting."""
PAIRED = {
    ("reporting_desk", "all"): "reporting at the desk",
    ("satisfaction", "all"): "solved within the promise",
    ("days_to_resolution_restricted_mean", "needs_departments"): "days, departments (mean)",
}
"""Measures for which the gain of equal seeds is reported, as the table names them."""


def shortly(results: Results) -> tuple[str, ...]:
    """The coverage of intervals, and the targets of precision that were missed."""
    replications = results.manifest["replications"]
    if replications == 1:
        return (
            "One replication of one society: no intervals; Monte Carlo noise may explain any "
            "difference.",
        )
    record = results.manifest.get("precision")
    missed = [] if record is None or record["reached"] else [_missed(record, results)]
    few = " With so few replications they are rough." if replications < SEVERAL else ""
    return (
        f"± and [low, high]: {_coverage(results)} intervals over "
        f"{counted(replications, 'replication')}; simulation error only, in one society with the "
        "declared values. The uncertainty of the assumptions is not in them: the default, over "
        f"plausible societies, has it.{few}",
        *missed,
    )


def intervals(results: Results) -> tuple[str, ...]:
    """How intervals were computed, how replications were chosen, what equal seeds gained."""
    if results.manifest["replications"] == 1:
        return ()
    return (_method(results), *_looks(results), *_seeds(results))


def _coverage(results: Results) -> str:
    return "at least 95 %" if "precision" in results.manifest else "95 %"


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
    covers = _coverage(results)
    if "precision" in results.manifest:
        covers += " over all looks"
    few = (
        " With so few replications their widths are uncertain too, and they assume normal "
        "differences."
    )
    return (
        f"Intervals and ± are {covers}, {method}. They are simulation error only, in one society: "
        "what is not known about the assumptions is not in them."
        f"{few if replications < SEVERAL else ''}"
    )


def _looks(results: Results) -> list[str]:
    """How the number of replications was chosen, and how intervals account for it."""
    record = results.manifest.get("precision")
    if record is None:
        return []
    looks = [look["replications"] for look in record["looks"]]
    wanted = ", ".join(
        f"±{width:g} for {_quoted(name, results)}" for name, width in record["targets"].items()
    )
    level = results.manifest["interval"]["level"]
    times = "once" if len(looks) == 1 else f"{len(looks)} times"
    note = (
        f"Wanted were {wanted} in every scenario; looked {times}, at {_listed(looks)} "
        "replications. Look k is held at 1 − 0.05·6/(πk)², which leaves at least 95 % whichever is "
        f"the last: all intervals here are computed at {100 * level:.2f} %, and p-values are "
        "scaled alike."
    )
    return [note]


def _missed(record: dict[str, Any], results: Results) -> str:
    """Targets that were not met, and the replications that they would need."""
    last = record["looks"][-1]
    wide = [
        f"{_width(row)} for {_quoted(row['outcome'], results)} in {labels.spelled(row['scenario'])}"
        for row in last["half_widths"]
        if row["half_width"] is None or row["half_width"] > record["targets"][row["outcome"]]
    ]
    if len(wide) > LISTED:
        wide[LISTED:] = [f"and {len(wide) - LISTED} more (manifest.json)"]
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


def _quoted(name: str, results: Results) -> str:
    wanted, rows = outcome(name), results.comparison
    selected = rows[(rows["measure"] == wanted.measure) & (rows["group"] == wanted.group)]
    return f"'{wanted.titled(str(selected['unit'].iloc[0]))}'"


def _listed(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def _seeds(results: Results) -> list[str]:
    """The variance reduction by equal seeds (common random numbers), over scenarios."""
    rows = results.comparison[results.comparison["replications"] >= CORRELATED]
    rows = rows.dropna(subset="variance_reduction").set_index(["measure", "group"])
    parts = [
        f"{text} {_range(selected['variance_reduction'], 1)} (correlation "
        f"{_range(selected['correlation'], 2)})"
        for pair, text in PAIRED.items()
        if len(selected := rows[rows.index == pair])
    ]
    if not parts:
        return []
    return [
        "Variance of a change under independent seeds, as a multiple of that under equal ones: "
        f"{', '.join(parts)}, over scenarios; comparison.csv has it for each and for all measures."
    ]


def _range(values: pd.Series, digits: int) -> str:
    low, high = (f"{value:.{digits}f}" for value in (values.min(), values.max()))
    return low if low == high else f"{low} to {high}"
