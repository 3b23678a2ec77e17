"""Patterns left out one by one, over the first wave: a table, what is shown of it, and its figure.

The first wave is a sample of the balanced prior, which no band has cut. Later waves are not: there
societies are ruled out by all patterns, the one left out as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.kinds.calibrate.waves import Wave
from experiments.language import _, marked
from experiments.patterns import plausibility
from experiments.patterns.plausibility import Pattern
from experiments.patterns.targets import BASELINE, TARGETS
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.meanings import shortened
from experiments.reporting.results import Results
from experiments.reporting.style import DPI, OKABE_ITO
from experiments.reporting.table import Cell, Column, Table
from experiments.statistics import left_out
from sim.evidence import Ledger
from sim.measures.measure import of_year

SHOWN = 12
NAMES = 38
"""Columns of a pattern in the table."""
ROW, ASIDE, LABELS = 0.34, 0.16, 3.2
"""Inches of a row; how far marks are from its middle; inches of a pattern's label."""
NOTE = marked(
    "Left out: in societies of wave 1 that meet all other patterns, 5, 50 and 95 % of its values, "
    "which its band did not cut; the share of all societies that meet it, and of these. Follows: "
    "it is met more often where the others are met; against: less often (Fisher's exact test, "
    "false discovery rate 5 %). What is missing to 100 % in the last share the pattern cuts alone."
)


def table(first: Wave, ledger: Ledger) -> pd.DataFrame:
    """A row a pattern, the one that cuts most alone first.

    Returns:
        Columns of `left_out.left_out` and `left_out.left_out_values`, with the band (`low`, `high`)
        and, where a document has the same level, what it reports (`documented_low`,
        `documented_high`; empty where it is open).
    """
    values = first.values
    verdicts = plausibility.verdicts(values)
    found = left_out.left_out(verdicts)
    found = found.merge(left_out.left_out_values(values, verdicts), on="pattern")
    patterns = [plausibility.BY_NAME[name] for name in found["pattern"]]
    ends = [_documented(pattern, ledger) for pattern in patterns]
    known = pd.DataFrame({
        "meaning": [pattern.meaning for pattern in patterns],
        "unit": [pattern.unit for pattern in patterns],
        "low": [pattern.low for pattern in patterns],
        "high": [pattern.high for pattern in patterns],
        "documented_low": [end[0] for end in ends],
        "documented_high": [end[1] for end in ends],
    })  # fmt: skip
    both = pd.concat([found[["pattern"]], known, found.drop(columns="pattern")], axis=1)
    return both.sort_values("share_others", kind="stable", ignore_index=True)


def _documented(pattern: Pattern, ledger: Ledger) -> tuple[float, float]:
    """What a document reports of the same level; empty at an end that is open."""
    group = of_year(pattern.outcome.group)[0]
    for target in TARGETS:
        same = target.outcome == (pattern.outcome.measure, group) and target.per == pattern.per
        if same and target.cases == (BASELINE,) and len(pattern.outcomes) == 1:
            low, high = (end if np.isfinite(end) else np.nan for end in target.range(ledger))
            return low, high
    return np.nan, np.nan


def shown(rows: pd.DataFrame) -> Table:
    """The patterns that cut most alone."""
    heads = (
        marked("band"), marked("documented"), marked("where the others\nare met"),
        marked("met by\nall, %"),
    )  # fmt: skip
    columns = [Column("pattern", "text", NAMES), *(Column(head, "number") for head in heads)]
    columns += [Column("where the others\nare met, %", "number"), Column("", "name")]
    others = rows["others"]
    title = _("Patterns left out: {low:,} to {high:,} societies of wave 1 meet all others")
    made = Table(columns, title.format(low=others.min(), high=others.max()))
    for row in rows.head(SHOWN).to_dict("records"):
        made.add(
            Cell(_(row["meaning"]), _(row["unit"])),
            _range(row, "low", "high"),
            _range(row, "documented_low", "documented_high"),
            "  ".join(_short(row[f"value_{end}"]) for end in ("05", "50", "95")),
            _share(row, "share"),
            _share(row, "share_others"),
            _(row["relation"]),
        )
    return made


def figure(results: Results) -> Figure:
    """Societies that meet a pattern: of all (square), and of those that meet all others (dot)."""
    rows = results.left_out.iloc[::-1]
    made = Figure(figsize=(WIDTH, 1.9 + ROW * len(rows)), dpi=DPI, layout="constrained")
    axes = made.subplots()
    at = np.arange(len(rows))
    for name, colour, marker, aside, label in (
        ("share", "#8C8C8C", "s", ASIDE, marked("all societies of wave 1")),
        ("share_others", OKABE_ITO[0], "o", -ASIDE, marked("those that meet all other patterns")),
    ):
        middle = 100.0 * rows[name].to_numpy(np.float64)
        ends = 100.0 * rows[[f"{name}_low", f"{name}_high"]].to_numpy(np.float64)
        axes.hlines(at + aside, ends[:, 0], ends[:, 1], color=colour, linewidth=2.0, alpha=0.6)
        axes.plot(middle, at + aside, marker, color=colour, markersize=4.5, label=_(label))
    names = ["\n".join(shortened(_(text), columns(LABELS))) for text in rows["meaning"]]
    axes.set_yticks(at, names)
    axes.set_xlim(-1, 101)
    about = _("societies that meet the pattern, % (lines: 95 % intervals)")
    axes.set_xlabel(about, fontsize=SMALL)
    axes.tick_params(left=False, labelsize=SMALL)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    made.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=SMALL)
    titled(made, results, _("Which patterns cut societies that meet all others"))
    return made


def _range(row: Mapping[Any, Any], low: str, high: str) -> str:
    if pd.isna(row[low]) and pd.isna(row[high]):
        return ""
    if pd.isna(row[low]):
        return _("{value} or less").format(value=_short(row[high]))
    if pd.isna(row[high]):
        return _("{value} or more").format(value=_short(row[low]))
    return _("{low} to {high}").format(low=_short(row[low]), high=_short(row[high]))


def _share(row: Mapping[Any, Any], name: str) -> str:
    if pd.isna(row[name]):
        return _("none")
    middle, low, high = (f"{100.0 * row[f'{name}{end}']:.0f}" for end in ("", "_low", "_high"))
    return f"{middle} [{low}, {high}]"


def _short(value: float) -> str:
    if not np.isfinite(value):
        return _("none")
    digits = labels.decimals(abs(value))
    return f"{value:,.{digits}f}".replace("-", "−") if value else "0"
