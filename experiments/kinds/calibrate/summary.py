"""A calibration on the terminal: what was ruled out, what was met, what was learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.config.plurals import counted
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.terminal import console
from experiments.statistics.importance_sampling import LEAST

NOTES = (
    "Implausibility: distance from what is documented in standard deviations of observation, "
    "discrepancy (a judgement: {discrepancy:.0%} of the number) and Monte Carlo noise together; "
    "above 3 rules "
    "a draw out. 'By it alone': no other target does; 'kept without it': draws left if it were no "
    "target.",
    "Three numbers are 5, 50 and 95 % of draws: plausible values under the declared ranges, and "
    "no confidence intervals. Met: the middle 90 % of the last column (of the prior, if that is "
    "empty) reach into what is documented; within tolerance: they come within 3 standard "
    "deviations. Inside: share of the prior, and of the last column, that reaches it.",
)
POSTERIOR = (
    "Posterior: all {draws:,} draws, each weighted by the likelihood of the fitted outcomes over "
    "the density it was drawn from; {particles:,} have a weight, worth {effective:.0f} equal ones. "
    "The likelihood takes a documented number for the run's outcome with a normal error of "
    "observation and discrepancy; of a range or a bound it is the probability to lie in there. "
    "Monte Carlo noise is in the run and not counted again. All assumptions were drawn, and their "
    "values belong together. Narrower: what the middle 90 % lost on the scale of the declared "
    "distribution; where nothing is learnt, sampling error shows up to {few:.0f}.",
    "The documents' outcomes were told because they succeeded: a calibration to them describes "
    "societies like theirs. The overlay is used only where calibration= names it: experiments that "
    "draw assumptions then draw whole weighted societies, and experiments at single values take "
    "the posterior medians above, with everything else as declared.",
)
SHOWN = 3
"""Pairs of calibrated assumptions that are printed."""
CHANCE = 90.0
"""Over the root of the effective size: what narrows by chance in one of twenty cases, in percent.

By trial: 8 % and 13 % with 100 and 50 uniform draws, of which this makes 9 % and 13 %.
"""
INDENT = (0, 0, 0, 2)
WORDS = ("wave", "outcome", "verdict", "assumption", "moved by")
"""Columns that may be broken over lines; numbers may not."""
FAMILIES = {"fit": "fitted", "held back": "held back"}


def print_calibration(results: Results) -> None:
    """Waves, targets, calibrated assumptions, and how to read them."""
    to, told = console(), results.manifest
    posterior = told["overlay"] is not None
    to.print(Text("\nWhat each fitted outcome rules out", style="bold"))
    to.print(_waves(results.waves, results.targets))
    to.print(Text("What is documented, and what draws have", style="bold"))
    to.print(_targets(results.targets, "posterior" if posterior else "surviving"))
    for line in _unreached(results.targets):
        to.print(line, highlight=False)
    if posterior:
        to.print(Text("Calibrated assumptions", style="bold"))
        to.print(_assumptions(results.assumptions))
        if told["dependence"]:
            to.print(f"{_dependence(told['dependence'])}\n", highlight=False)
    else:
        to.print(f"{_why_not(results)} There is no overlay.\n", highlight=False)
    notes = [NOTES[0].format(discrepancy=told["discrepancy"]), NOTES[1]]
    if posterior:
        notes += [_posterior(results), POSTERIOR[1]]
    notes.append(_unused(results.targets))
    for note in notes:
        to.print(note, style="dim", highlight=False)
    to.print()


def _waves(waves: pd.DataFrame, targets: pd.DataFrame) -> Table:
    meanings = targets.set_index("target")["meaning"]
    table = _table(
        "wave", "outcome", "draws", "ruled\nout", "by it\nalone", "kept\nwithout it",
        "implausibility\nleast, median", "kept\nby all",
    )  # fmt: skip
    for row in waves.to_dict("records"):
        first = row["target"] == waves["target"].iloc[0]
        table.add_row(
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
    columns = ["outcome", "documented", "prior"]
    columns += ["posterior"] if last == "posterior" else ["surviving"]
    table = _table(*columns, "inside,\n%", "verdict")
    for role, words in FAMILIES.items():
        table.add_row(Text(words, style="italic"))
        for row in targets[targets["role"] == role].to_dict("records"):
            source = f"{row['unit']}; {row['place']}"
            outcome = Text.assemble(row["meaning"], "\n", (source, "dim"))
            table.add_row(
                Padding(outcome, INDENT),
                documented(row),
                _three(row, "prior"),
                _three(row, last),
                f"{_percent(row['prior_inside'])} → {_percent(row[f'{last}_inside'])}",
                str(row["verdict"]),
            )
    return table


def _assumptions(rows: pd.DataFrame) -> Table:
    table = _table("assumption", "declared", "prior", "posterior", "narrower,\n%", "moved by")
    for row in rows.to_dict("records"):
        declared = f"{_short(row['value'])} [{_short(row['low'])}, {_short(row['high'])}]"
        moved = ""
        if isinstance(row["target"], str):
            rho = labels.signed(row["rank_correlation"], 2)
            moved = f"{labels.spelled(row['target'])} ({rho})"
        table.add_row(
            Text.assemble(
                row["assumption"], "\n", (f"{labels.spelled(row['unit'])}; {row['grade']}", "dim")
            ),
            declared,
            _three(row, "prior"),
            _three(row, "posterior"),
            f"{row['shrinkage'] * 100:.0f}".replace("-", "−"),
            moved,
        )
    return table


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for head in heads:
        justify: Any = "left" if head in WORDS else "right"
        table.add_column(head, justify=justify, no_wrap=head not in WORDS)
    return table


def documented(row: Mapping[Any, Any]) -> str:
    """A documented range as it is told: a bound, a number or from one to another."""
    low, high = row["low"], row["high"]
    if pd.isna(high):
        return f"{_short(low)} or more"
    if pd.isna(low):
        return f"{_short(high)} or less"
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _three(row: Mapping[Any, Any], stage: str) -> str:
    ends = [row[f"{stage}_{q}"] for q in ("05", "50", "95")]
    return "none" if pd.isna(ends).any() else "  ".join(_short(one) for one in ends)


def _short(value: float) -> str:
    """Three figures, without an exponent."""
    if not np.isfinite(value):
        return "none"
    digits = labels.decimals(abs(value))
    return f"{value:,.{digits}f}".replace("-", "−") if value else "0"


def _percent(share: float) -> str:
    return "–" if pd.isna(share) else f"{share * 100:.0f}"


def _posterior(results: Results) -> str:
    told = results.manifest
    return POSTERIOR[0].format(
        draws=int(sum(step["draws"] for step in told["populations"])),
        particles=told["particles"],
        effective=told["effective_size"],
        few=CHANCE / np.sqrt(told["effective_size"]),
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
            f"it takes {LEAST}: more draws, populations or discrepancy."
        )
    last = results.waves[results.waves["wave"] == results.waves["wave"].max()]
    kept, draws = int(last["kept"].iloc[0]), int(last["draws"].iloc[0])
    worst = last.loc[last["kept_without_it"].idxmax()]
    return (
        f"{kept} of {counted(draws, 'draw')} survive, too few to go on; without {worst['target']} "
        f"{int(worst['kept_without_it'])} would."
    )


def _unreached(targets: pd.DataFrame) -> list[str]:
    """Documented outcomes that no draw of the declared ranges has."""
    over = targets["prior_95"] < targets["low"].fillna(-np.inf)
    under = targets["prior_05"] > targets["high"].fillna(np.inf)
    rows = targets[(over | under) & ~(targets["prior_inside"] > 0)]
    lines = [
        f"No draw over the declared ranges reaches what is documented of {row['meaning']} "
        f"({documented(row)}): the middle one has {_short(row['prior_50'])}."
        for row in rows.to_dict("records")
    ]
    return [*lines, ""] if lines else []


def _unused(targets: pd.DataFrame) -> str:
    count = int((targets["role"] == "not used").sum())
    return (
        f"{counted(count, 'other outcome')} of the documents cannot be held against a run; "
        "targets.csv says why of each, and why these were fitted or held back."
    )
