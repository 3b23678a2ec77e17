"""The figure of a sensitivity analysis: elementary effects, and shares of variance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.config.outcomes import Outcome
from experiments.kinds.sensitivity.summary import of, title
from experiments.language import _, fill, marked
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.meanings import meaning, shortened
from experiments.reporting.results import Results
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO
from experiments.statistics.sobol import OTHERS, SUM

GRADES = {
    marked("assumed"): (OKABE_ITO[4], ""),
    marked("literature"): (OKABE_ITO[0], "...."),
    marked("derived"): (OKABE_ITO[5], "////"),
}
"""Colours and hatches by the evidence of an assumption."""
MARKERS = dict(zip(GRADES, "os^", strict=True))
REST = "#999999"
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
"""Behind numbers, which lines may pass."""
BARS = 15
NUMBERED = 5
ROW, BESIDE, LABELS = 0.34, 3.0, 2.8
"""Inches of a row, of the height of the panel of effects and their spread, and of a meaning."""


def effects_and_shares(results: Results) -> dict[str, Figure]:
    """A figure an answer, named SCENARIO.OUTCOME."""
    answers: list[Any] = results.answers.to_dict("records")
    return {_name(answer): _figure(results, answer) for answer in answers}


def _name(answer: Any) -> str:
    return f"{answer['scenario']}.{Outcome(answer['measure'], answer['group'])}"


def _figure(results: Results, answer: Any) -> Figure:
    """Bars of μ*, σ against μ*, and shares of variance if they were computed."""
    rows = of(results.screening, answer)
    shares = of(results.indices, answer) if "indices" in results.frames else None
    many = min(len(rows), BARS)
    heights = [0.9 + ROW * many, BESIDE]
    if shares is not None:
        shares = shares[shares["assumption"] != SUM]
        heights.insert(1, 0.9 + ROW * len(shares))
    figure = Figure(figsize=(WIDTH, 1.9 + sum(heights)), dpi=DPI, layout="constrained")
    panels = list(figure.subplots(len(heights), 1, height_ratios=heights))
    _bars(panels[0], rows.head(BARS), answer["unit"])
    _scatter(panels[-1], rows, answer["unit"])
    if shares is not None:
        _indices(panels[1], shares, len(rows))
    for axes in panels:
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=SMALL)
        axes.set_axisbelow(True)
    grades = [grade for grade in GRADES if grade in set(rows["grade"])]
    patches = [
        Patch(facecolor=ink, hatch=hatch, edgecolor="white", label=_(grade))
        for grade, (ink, hatch) in ((grade, GRADES[grade]) for grade in grades)
    ]
    line: Any = panels[0].axvline(rows["noise_limit"].iloc[0], color=BASELINE_INK, linestyle="--")
    line.set_label(_("left of it: not distinguishable from Monte Carlo noise"))
    figure.legend(
        handles=[*patches, line], loc="outside lower center", ncols=2, frameon=False,
        fontsize=SMALL, title=_("evidence of the assumption"), title_fontsize=SMALL,
    )  # fmt: skip
    titled(figure, results, title(answer, results.manifest["of"]))
    return figure


def _bars(axes: Axes, rows: pd.DataFrame, unit: str) -> None:
    places = np.arange(len(rows))
    ends = _within(rows["mu_star"], rows["mu_star_conf"])
    _patterned(axes.barh(places, rows["mu_star"], height=0.7), rows["grade"])
    axes.errorbar(rows["mu_star"], places, xerr=ends, fmt="none", ecolor="black", elinewidth=0.9)
    names = [_named(f"{row.rank}  {meaning(str(row.meaning))}") for row in rows.itertuples()]
    axes.set_yticks(places, names)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.set_xlabel(
        fill(
            _("μ*: mean size of its effect over its declared range, {unit}").format(unit=_(unit)),
            columns(WIDTH - LABELS - 0.4),
        ),
        fontsize=SMALL,
    )
    axes.grid(axis="x", color="#EBEBEB")
    axes.set_title(
        _("Elementary effects ({n} leading assumptions)").format(n=len(rows)),
        loc="left",
        fontsize=9,
        fontweight="bold",
    )


def _scatter(axes: Axes, rows: pd.DataFrame, unit: str) -> None:
    for grade, mine in rows.groupby("grade", sort=False):
        axes.scatter(
            mine["mu_star"], mine["sigma"], color=GRADES[str(grade)][0], s=16, alpha=0.8,
            linewidths=0, marker=MARKERS[str(grade)],
        )  # fmt: skip
    limit = float(rows[["mu_star", "sigma"]].max().max()) or 1.0
    axes.plot([0, limit], [0, limit], color="#BBBBBB", linewidth=0.8, zorder=0)
    axes.axvline(rows["noise_limit"].iloc[0], color=BASELINE_INK, linestyle="--")
    for row in rows.head(NUMBERED).itertuples():
        axes.annotate(
            str(row.rank), (row.mu_star, row.sigma), xytext=(5, 3),
            textcoords="offset points", fontsize=SMALL, bbox=PLATE,
        )  # fmt: skip
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel(_("μ*, {unit}").format(unit=_(unit)), fontsize=SMALL)
    axes.set_ylabel(_("σ of its effects, same unit"), fontsize=SMALL)
    axes.grid(color="#EBEBEB")
    axes.set_title(
        _("Above the line: interaction, or noise"), loc="left", fontsize=9, fontweight="bold"
    )


def _indices(axes: Axes, rows: pd.DataFrame, count: int) -> None:
    """S1 pale and ST full, with intervals; all others last."""
    rest = rows["assumption"] == OTHERS
    rows = pd.concat([rows[~rest].sort_values("ST", ascending=False, kind="stable"), rows[rest]])
    places = np.arange(len(rows))
    for index, shift, alpha in (("S1", -0.2, 0.45), ("ST", 0.2, 1.0)):
        values = 100 * rows[index].to_numpy(np.float64)
        half = 100 * (rows[f"{index}_high"] - rows[index]).to_numpy(np.float64)
        bars = axes.barh(places + shift, values, alpha=alpha, height=0.36)
        _patterned(bars, rows["grade"].fillna(""))
        axes.errorbar(values, places + shift, xerr=half, fmt="none", ecolor="black", elinewidth=0.9)
    kept = int((~rest).sum())
    names = [
        _("all {n} others").format(n=count - kept) if others else _named(meaning(text))
        for others, text in zip(rest.loc[rows.index], rows["meaning"], strict=True)
    ]
    axes.set_yticks(places, names)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(0, color="#444444", linewidth=0.8)
    if np.isfinite(rows["noise_limit"]).all():
        axes.axvline(100 * rows["noise_limit"].iloc[0], color=BASELINE_INK, linestyle="--")
    axes.set_xlabel(_("share of the variance over all declared ranges, %"), fontsize=SMALL)
    axes.grid(axis="x", color="#EBEBEB")
    axes.set_title(
        _("Pale: alone (S1); full: with interaction (ST; line: noise limit)"),
        loc="left",
        fontsize=9,
        fontweight="bold",
    )


def _named(text: str) -> str:
    return "\n".join(shortened(text, columns(LABELS)))


def _within(values: pd.Series, half: pd.Series) -> np.ndarray[Any, Any]:
    """Error bars that do not go below zero."""
    return np.array([np.minimum(values, half), half])


def _patterned(bars: Iterable[Any], grades: Iterable[str]) -> None:
    """Give bars the colour and hatch of the evidence of their assumption."""
    for bar, grade in zip(bars, grades, strict=True):
        ink, hatch = GRADES.get(grade, (REST, ""))
        bar.set(facecolor=ink, hatch=hatch, edgecolor="white")


FIGURES = {"answers": effects_and_shares}
