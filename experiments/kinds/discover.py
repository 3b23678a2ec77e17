"""The experiment `discover`: under which assumptions a scenario fails (scenario discovery)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import Field
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.executors.refusals import need
from experiments.laboratory import Laboratory
from experiments.methods import sample
from experiments.methods.sample import SampleChoices
from experiments.reports import labels
from experiments.reports.results import Results
from experiments.reports.table import console, print_places
from experiments.statistics import draws
from experiments.statistics.failures import (
    CANDIDATES,
    DOUBTFUL,
    FEW,
    HOLDS,
    NO_BOX,
    TOO_FEW,
    Failures,
    discovered,
)
from experiments.words.catalogue import BASELINE
from experiments.words.counts import counted
from experiments.words.outcomes import BETTER_DOWN, BETTER_UP, Outcome, outcome
from experiments.words.refusal import Refusal
from experiments.words.study import Study

HELD_OUT = [
    f"{name}_held_out{end}" for name in ("coverage", "density") for end in ("", "_low", "_high")
]
SUMMARY = [
    "draws", "fails", "share", "share_low", "share_high", "verdict", "restricted",
    "coverage_found", "density_found", "mass_found", *HELD_OUT, "mass_held_out", "by_chance",
]  # fmt: skip
SAID = {
    HOLDS: "the box below holds on draws not used to find it",
    DOUBTFUL: "the box below may be chance",
    NO_BOX: "no box of assumptions was found that chance does not explain; more draws may find one",
    TOO_FEW: f"too few to describe, it takes {FEW} that fail and {FEW} that do not",
}
NOTES = (
    "The box is what PRIM found, on a random half of the draws, among the (at most) "
    f"{CANDIDATES} assumptions whose rank correlation with failure is largest (what matters at "
    "both ends of a range alike is not seen), without limits that chance explains. How well it "
    "does is told by the other half, which it has not seen; brackets are 95 % intervals "
    "(Clopper-Pearson) for the limited number of draws. There may be further boxes.",
    "Quasi-p: how likely so dense a box is if the limits of that assumption do nothing. Where the "
    "box was found it is too small, as the limits were chosen there; on the other half it is fair, "
    "and where it is large, that assumption is doubtful even in a box that holds.",
    "Shares of draws are as right as the ranges of the assumptions, and each draw has one run, "
    "with its own chance in it: near the line between failure and success chance decides.",
)


class DiscoverChoices(SampleChoices):
    """Draws, and what is a failure: a gain in the outcome, in its better direction, of less than
    `threshold` against the baseline of the same draw; at 0, whatever is worse than that baseline.
    """

    draws: Annotated[int, Field(ge=100)]
    outcome: Annotated[str, Field(min_length=1)]
    threshold: Annotated[float, Field(allow_inf_nan=False)] = 0.0


def main(study: Study) -> Results:
    """Run the study, print what was found on each scenario."""
    results = run(study)
    to = console()
    for row in results.discover.to_dict("records"):
        to.print(Text(f"\n{_title(row)}", style="bold"))
        if row["restricted"]:
            to.print(_found(row))
            limits = results.boxes
            to.print(_limits(limits[limits["scenario"] == row["scenario"]]))
    to.print()
    boxes = bool(results.discover["restricted"].any())
    for note in (results.manifest["told"], *(NOTES if boxes else NOTES[-1:])):
        to.print(Text(note, style="dim"))
    to.print()
    files = {"summary": "discover.csv", "boxes": "boxes.csv", "draws": "draws.parquet"}
    print_places(results.folder, files | ({"figures": "figures"} if boxes else {}))
    return results


def run(study: Study) -> Results:
    """Frames `discover`, `boxes`, `trajectory`, `draws`, `points`, and the output folder.

    Raises Refusal for an outcome that has no better direction, else as `sample` does.
    """
    need("ema_workbench", "analysis", "experiment", "discover")
    from experiments.figures.discover import draw

    laboratory = Laboratory(study, DiscoverChoices)
    chosen = laboratory.chosen
    one = outcome(chosen.outcome)
    if not one.better:
        known = ", ".join(sorted(BETTER_UP | BETTER_DOWN))
        raise Refusal("outcome", one, f"should have a better direction, as {known} have")
    drawn = sample.sample(laboratory, [one], "outcome")
    gains = draws.changes(drawn.values, one).drop(columns=BASELINE) * one.better
    found: dict[str, Failures] = {}
    for scenario, gain in gains.items():
        gain = gain[np.isfinite(gain)]
        points, fails = drawn.points.loc[gain.index], gain.to_numpy() < chosen.threshold
        found[str(scenario)] = discovered(points, fails, chosen.seed)
    summaries = pd.DataFrame([each.summary() for each in found.values()]).reindex(columns=SUMMARY)
    summaries.insert(0, "scenario", list(found))
    limits = _together({name: each.limits() for name, each in found.items()})
    values = gains.reset_index().melt("point", var_name="scenario", value_name="gain")
    frames = {
        "discover.csv": summaries,
        "boxes.csv": sample.described(limits, laboratory.ledger),
        "trajectory.csv": _together({name: each.trajectory for name, each in found.items()}),
        "draws.parquet": _together({name: each.draws() for name, each in found.items()}).merge(
            values, on=["scenario", "point"], how="left"
        ),
        "points.parquet": drawn.points.reset_index(),
    }
    told = f"{drawn.told}{drawn.lacking}. A draw fails where {failing(one, chosen.threshold)}."

    def illustrate(results: Results, folder: Path) -> None:
        draw(found, laboratory.ledger, told, folder / "figures")

    return laboratory.leave(drawn.plan, frames, illustrate, draws=drawn.counts, told=told)


def failing(one: Outcome, threshold: float) -> str:
    """When a draw counts as a failure, in words."""
    better, worse = ("rises", "falls") if one.better > 0 else ("falls", "rises")
    if threshold > 0:
        return f"“{one.words}” {better} by less than {threshold:g} against the baseline"
    by = f" by more than {-threshold:g}" if threshold else ""
    return f"“{one.words}” {worse}{by} against the baseline"


def _together(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Frames of all scenarios as one, led by the scenario."""
    named = [part.assign(scenario=name) for name, part in parts.items()]
    whole = pd.concat([part for part in named if len(part)] or named[:1], ignore_index=True)
    return whole[["scenario", *whole.columns.drop("scenario")]]


def _title(row: dict[Any, Any]) -> str:
    """How often a scenario fails, and what can be said of where."""
    low, high = 100 * row["share_low"], 100 * row["share_high"]
    share = f"{_percent(row['share'])}, 95 % interval {low:.0f} to {high:.0f}"
    of = counted(row["draws"], "draw")
    text = f"{labels.spelled(row['scenario'])} fails in {row['fails']:,} of {of}"
    return f"{text}{f' ({share})' if row['draws'] else ''}: {SAID[row['verdict']]}"


def _found(row: dict[Any, Any]) -> str:
    """The box in a sentence, as the half that it has not seen tells it."""
    density, coverage = (_bracketed(row, f"{name}_held_out") for name in ("density", "coverage"))
    return (
        f"On draws not used to find it: in the box {density} fail; it holds {coverage} of all "
        f"failures and {_percent(row['mass_held_out'])} of these draws (where it was found: "
        f"{_percent(row['density_found'])}, {_percent(row['coverage_found'])}, "
        f"{_percent(row['mass_found'])}). Chance alone would put so "
        f"many failures in it with probability {row['by_chance']:.2g} (Fisher)."
    )


def _limits(rows: pd.DataFrame) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("assumption", overflow="fold")
    for title in ("fails most", "range", "quasi-p\nfound", "quasi-p\nheld out"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("grade", no_wrap=True)
    table.add_column("meaning")
    for row in rows.to_dict("records"):
        table.add_row(
            row["assumption"],
            between(row["lower"], row["upper"]),
            f"{row['range_low']:g} to {row['range_high']:g}",
            f"{row['quasi_p_found']:.2g}",
            _empty(row["quasi_p_held_out"]),
            row["grade"],
            f"{row['meaning']} ({row['unit']})",
        )
    return table


def between(lower: float, upper: float) -> str:
    """Limits in words, with three figures; empty ones are open."""
    if np.isnan(upper):
        return f"at least {lower:.3g}"
    if np.isnan(lower):
        return f"at most {upper:.3g}"
    return f"{lower:.3g} to {upper:.3g}"


def _bracketed(row: dict[Any, Any], name: str) -> str:
    low, high = 100 * row[f"{name}_low"], 100 * row[f"{name}_high"]
    return "none" if np.isnan(row[name]) else f"{_percent(row[name])} [{low:.0f}, {high:.0f}]"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _empty(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.2g}"
