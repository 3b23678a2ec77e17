"""Notes on the intervals of a comparison."""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.config.outcomes import outcome
from experiments.language import _, counted, joined, marked
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
    ("reporting_desk", "all"): marked("reporting at the desk"),
    ("satisfaction", "all"): marked("solved within the promise"),
    ("days_to_resolution_restricted_mean", "needs_departments"): marked("days, departments (mean)"),
}
"""Measures for which the gain of equal seeds is reported, as the table names them."""


def shortly(results: Results) -> tuple[str, ...]:
    """The coverage of intervals, and the targets of precision that were missed."""
    replications = results.manifest["replications"]
    if replications == 1:
        return (
            _(
                "One replication of one society: no intervals; Monte Carlo noise may explain any "
                "difference."
            ),
        )
    record = results.manifest.get("precision")
    missed = [] if record is None or record["reached"] else [_missed(record, results)]
    few = _("With so few replications they are rough.") if replications < SEVERAL else ""
    what = _(
        "± and [low, high]: {coverage} intervals over {replications}; simulation error only, in "
        "one society with the declared values. The uncertainty of the assumptions is not in them: "
        "the default, over plausible societies, has it."
    ).format(coverage=_coverage(results), replications=counted(replications, "replication"))
    return joined([what, few], "sentences"), *missed


def intervals(results: Results) -> tuple[str, ...]:
    """How intervals were computed, how replications were chosen, what equal seeds gained."""
    if results.manifest["replications"] == 1:
        return ()
    return (_method(results), *_looks(results), *_seeds(results))


def _coverage(results: Results) -> str:
    return _("at least 95 %") if "precision" in results.manifest else "95 %"


def _method(results: Results) -> str:
    replications = results.manifest["replications"]
    over = _("over {replications} under the same seeds").format(
        replications=counted(replications, "replication")
    )
    method = _("paired t {over}").format(over=over)
    if results.manifest["interval"]["method"] == "bca":
        method = _(
            "BCa bootstrap of the mean difference {over} ({resamples} resamples; ± is half of the "
            "width; none for fewer than {fewest} pairs; p_holm and q_fdr in comparison.csv stay "
            "those of paired t)"
        ).format(over=over, resamples=f"{bootstrap.RESAMPLES:,}", fewest=bootstrap.FEWEST)
    covers = _coverage(results)
    if "precision" in results.manifest:
        covers = _("{coverage} over all looks").format(coverage=covers)
    what = _(
        "Intervals and ± are {coverage}, {method}. They are simulation error only, in one society: "
        "what is not known about the assumptions is not in them."
    ).format(coverage=covers, method=method)
    few = _(
        "With so few replications their widths are uncertain too, and they assume normal "
        "differences."
    )
    return joined([what, few if replications < SEVERAL else ""], "sentences")


def _looks(results: Results) -> list[str]:
    """How the number of replications was chosen, and how intervals account for it."""
    record = results.manifest.get("precision")
    if record is None:
        return []
    looks = [look["replications"] for look in record["looks"]]
    wanted = joined(
        _("±{width} for {outcome}").format(width=f"{width:g}", outcome=_quoted(name, results))
        for name, width in record["targets"].items()
    )
    times = _("once") if len(looks) == 1 else _("{n} times").format(n=len(looks))
    note = _(
        "Wanted were {wanted} in every scenario; looked {times}, at {looks} replications. Look k "
        "is held at 1 − 0.05·6/(πk)², which leaves at least 95 % whichever is the last: all "
        "intervals here are computed at {level} %, and p-values are scaled alike."
    ).format(
        wanted=wanted,
        times=times,
        looks=_listed(looks),
        level=f"{100 * results.manifest['interval']['level']:.2f}",
    )
    return [note]


def _missed(record: dict[str, Any], results: Results) -> str:
    """Targets that were not met, and the replications that they would need."""
    last = record["looks"][-1]
    wide = [
        _("{width} for {outcome} in {scenario}").format(
            width=_width(row),
            outcome=_quoted(row["outcome"], results),
            scenario=labels.spelled(row["scenario"]),
        )
        for row in last["half_widths"]
        if row["half_width"] is None or row["half_width"] > record["targets"][row["outcome"]]
    ]
    if len(wide) > LISTED:
        wide[LISTED:] = [_("and {n} more (manifest.json)").format(n=len(wide) - LISTED)]
    needed = record["needed"]
    more = _("How many it takes is not known.")
    if needed is not None:
        more = _("It takes about {n}, if spreads stay as they are.").format(
            n=f"{float(f'{needed:.2g}'):,.0f}"
        )
    what = _("Not precise enough with {replications} (most_replications): {intervals}.").format(
        replications=counted(last["replications"], "replication"), intervals=joined(wide)
    )
    return joined([what, more], "sentences")


def _width(row: dict[str, Any]) -> str:
    return _("no interval") if row["half_width"] is None else f"±{row['half_width']:.2g}"


def _quoted(name: str, results: Results) -> str:
    wanted, rows = outcome(name), results.comparison
    selected = rows[(rows["measure"] == wanted.measure) & (rows["group"] == wanted.group)]
    return _("'{name}'").format(name=wanted.titled(str(selected["unit"].iloc[0])))


def _listed(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return _("{earlier} and {last}").format(earlier=joined(first), last=last) if first else last


def _seeds(results: Results) -> list[str]:
    """The variance reduction by equal seeds (common random numbers), over scenarios."""
    rows = results.comparison[results.comparison["replications"] >= CORRELATED]
    rows = rows.dropna(subset="variance_reduction").set_index(["measure", "group"])
    parts = [
        _("{measure} {ratio} (correlation {correlation})").format(
            measure=_(text),
            ratio=_range(selected["variance_reduction"], 1),
            correlation=_range(selected["correlation"], 2),
        )
        for pair, text in PAIRED.items()
        if len(selected := rows[rows.index == pair])
    ]
    if not parts:
        return []
    return [
        _(
            "Variance of a change under independent seeds, as a multiple of that under equal ones: "
            "{measures}, over scenarios; comparison.csv has it for each and for all measures."
        ).format(measures=joined(parts))
    ]


def _range(values: pd.Series, digits: int) -> str:
    low, high = (f"{value:.{digits}f}" for value in (values.min(), values.max()))
    return low if low == high else _("{low} to {high}").format(low=low, high=high)
