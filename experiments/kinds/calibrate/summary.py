"""A calibration on the terminal: ranges excluded, targets covered, assumptions learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.messages import counted
from experiments.kinds.calibrate.options import LEAST_EFFECTIVE
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files

NOTES = (
    "Implausibility: distance from the documented range in standard deviations of observation, "
    "discrepancy (a judgement: {discrepancy:.0%} of the number) and Monte Carlo noise together; a "
    "draw above 3 is ruled out. By it alone: no other target does; kept without it: draws left "
    "without this target.",
    "Three numbers are 5, 50 and 95 % of draws: plausible values under the declared ranges, and "
    "no confidence intervals. Covered: the middle 90 % of the last column (of the prior, if that "
    "is empty) overlap the documented range; within tolerance: they come within 3 standard "
    "deviations. Inside: share of the prior, and of the last column, in the range.",
)
POSTERIOR = (
    "Posterior: all {draws:,} draws, each weighted by the likelihood of the fitted outcomes over "
    "the density it was drawn from; {particles:,} have a weight, worth {effective:.0f} equal ones. "
    "A documented number is modelled as the run's outcome with a normal error of observation and "
    "discrepancy; the likelihood of a range or bound is the probability to lie in it. Monte Carlo "
    "noise is in the run already. Narrower: what the middle 90 % lost on the scale of the declared "
    "distribution; sampling error alone gives up to {few:.0f}.",
    "Documents report outcomes that succeeded: a calibration to them describes societies like "
    "theirs. The overlay is used only where calibration= names it: experiments that draw "
    "assumptions then draw whole weighted societies, experiments at single values take the "
    "posterior medians above, with everything else as declared.",
)
SHOWN = 3
"""Pairs of calibrated assumptions that are printed."""
SAMPLING_ERROR = 90.0
"""Over the root of the effective size: what narrows by noise in one of twenty cases, in percent.

By trial: 8 % and 13 % with 100 and 50 uniform draws, of which this makes 9 % and 13 %.
"""
OUTCOME_WIDTH, TARGET_WIDTH = 40, 36
OVERLAY, PARTICLES = "overlay.yaml", "overlay.parquet"
FAMILIES = {"fit": "fitted", "held back": "held back"}


def show(results: Results) -> None:
    """Print waves, targets, calibrated assumptions, how to read them, and the files."""
    to, manifest = console(), results.manifest
    posterior = manifest["overlay"] is not None
    to.print()
    to.print(_waves(results.waves, results.targets).terminal())
    to.print(_targets(results.targets, "posterior" if posterior else "surviving").terminal())
    for line in _unreached(results.targets):
        to.print(line, highlight=False)
    if posterior:
        to.print(_assumptions(results.assumptions).terminal())
        if manifest["dependence"]:
            to.print(f"{_dependence(manifest['dependence'])}\n", highlight=False)
    else:
        to.print(f"{_why_not(results)} There is no overlay.\n", highlight=False)
    notes = [NOTES[0].format(discrepancy=manifest["discrepancy"]), NOTES[1]]
    if posterior:
        notes += [_posterior(results), POSTERIOR[1]]
    notes.append(_unused(results.targets))
    for note in notes:
        to.print(note, style="dim", highlight=False)
    to.print()
    files = {"targets": "targets.csv", "figures": "figures"}
    if posterior:
        calibrated = {"overlay": OVERLAY, "particles": PARTICLES, "assumptions": "assumptions.csv"}
        files = calibrated | files
    print_files(results.folder, files)


def _waves(waves: pd.DataFrame, targets: pd.DataFrame) -> Table:
    meanings = targets.set_index("target")["meaning"]
    heads = ["draws", "ruled\nout", "by it\nalone", "kept\nwithout it"]
    heads += ["implausibility\nleast, median", "kept\nby all"]
    columns = [Column("wave", "name"), Column("outcome", "text", OUTCOME_WIDTH)]
    columns += [Column(head, "number") for head in heads]
    table = Table(columns, "What each fitted outcome rules out")
    for row in waves.to_dict("records"):
        first = row["target"] == waves["target"].iloc[0]
        table.add(
            str(row["wave"]) if first else "",
            str(meanings[row["target"]]),
            f"{row['draws']:,}" if first else "",
            f"{row['ruled_out']:,}",
            f"{row['ruled_out_alone']:,}",
            f"{row['kept_without_it']:,}",
            f"{_short(row['least'])}, {_short(row['median'])}",
            f"{row['kept']:,}" if first else "",
        )
    return table


def _targets(targets: pd.DataFrame, last: str) -> Table:
    heads = ("documented", "prior", last, "inside,\n%")
    columns = [Column("outcome", "text", TARGET_WIDTH), *(Column(head, "number") for head in heads)]
    table = Table([*columns, Column("verdict")], "Documented outcomes, and those of draws")
    for role, label in FAMILIES.items():
        table.section(label)
        for row in targets[targets["role"] == role].to_dict("records"):
            table.add(
                Cell(row["meaning"], f"{row['unit']}; {row['place']}"),
                documented(row),
                _three(row, "prior"),
                _three(row, last),
                f"{_percent(row['prior_inside'])} → {_percent(row[f'{last}_inside'])}",
                str(row["verdict"]),
            )
    return table


def _assumptions(rows: pd.DataFrame) -> Table:
    heads = ("declared", "prior", "posterior", "narrower,\n%")
    columns = [Column("assumption"), *(Column(head, "number") for head in heads)]
    table = Table([*columns, Column("moved by")], "Calibrated assumptions")
    for row in rows.to_dict("records"):
        declared = f"{_short(row['value'])} [{_short(row['low'])}, {_short(row['high'])}]"
        moved = ""
        if isinstance(row["target"], str):
            rho = labels.signed(row["rank_correlation"], 2)
            moved = f"{labels.spelled(row['target'])} ({rho})"
        table.add(
            Cell(row["assumption"], f"{labels.spelled(row['unit'])}; {row['grade']}"),
            declared,
            _three(row, "prior"),
            _three(row, "posterior"),
            f"{row['shrinkage'] * 100:.0f}".replace("-", "−"),
            moved,
        )
    return table


def documented(row: Mapping[Any, Any]) -> str:
    """A documented range for a reader: a bound, a number, or from low to high."""
    low, high = row["low"], row["high"]
    if pd.isna(high):
        return f"{_short(low)} or more"
    if pd.isna(low):
        return f"{_short(high)} or less"
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _three(row: Mapping[Any, Any], stage: str) -> str:
    ends = [row[f"{stage}_{q}"] for q in ("05", "50", "95")]
    return "none" if pd.isna(ends).any() else "  ".join(_short(end) for end in ends)


def _short(value: float) -> str:
    """Three digits, without an exponent."""
    if not np.isfinite(value):
        return "none"
    digits = labels.decimals(abs(value))
    return f"{value:,.{digits}f}".replace("-", "−") if value else "0"


def _percent(share: float) -> str:
    return "–" if pd.isna(share) else f"{share * 100:.0f}"


def _posterior(results: Results) -> str:
    manifest = results.manifest
    return POSTERIOR[0].format(
        draws=int(sum(step["draws"] for step in manifest["populations"])),
        particles=manifest["particles"],
        effective=manifest["effective_size"],
        few=SAMPLING_ERROR / np.sqrt(manifest["effective_size"]),
    )


def _dependence(pairs: Sequence[Mapping[str, Any]]) -> str:
    """Which calibrated assumptions depend on each other most."""
    shown = [
        f"{row['first']} and {row['second']} ({labels.signed(row['rank_correlation'], 2)})"
        for row in pairs[:SHOWN]
    ]
    return f"Strongest rank correlations in the posterior: {', '.join(shown)}."


def _why_not(results: Results) -> str:
    """Why there is no posterior."""
    if results.manifest["region"]:
        effective = results.manifest["effective_size"]
        return (
            f"Draws survive, but all of them, weighted, are worth {effective:.0f} equal ones, and "
            f"it takes {LEAST_EFFECTIVE}: more draws, populations or discrepancy."
        )
    last = results.waves[results.waves["wave"] == results.waves["wave"].max()]
    kept, draws = int(last["kept"].iloc[0]), int(last["draws"].iloc[0])
    worst = last.loc[last["kept_without_it"].idxmax()]
    return (
        f"{kept} of {counted(draws, 'draw')} survive, too few for the next step; without "
        f"{worst['target']} {int(worst['kept_without_it'])} would."
    )


def _unreached(targets: pd.DataFrame) -> list[str]:
    """Documented outcomes that all draws of the declared ranges lie on one side of."""
    over = targets["prior_most"] < targets["low"].fillna(-np.inf)
    under = targets["prior_least"] > targets["high"].fillna(np.inf)
    rows = targets[over | under]
    lines = [
        f"No draw over the declared ranges reaches what is documented of {row['meaning']} "
        f"({documented(row)}): the middle one has {_short(row['prior_50'])}."
        for row in rows.to_dict("records")
    ]
    return [*lines, ""] if lines else []


def _unused(targets: pd.DataFrame) -> str:
    count = int((targets["role"] == "not used").sum())
    return (
        f"{counted(count, 'other outcome')} of the documents cannot be compared with a run; "
        "targets.csv says why of each, and why these were fitted or held back."
    )
