"""The figure of a sensitivity analysis: elementary effects, and shares of variance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.config.outcomes import Outcome
from experiments.kinds.sensitivity.summary import of, title
from experiments.language import _, fill, marked
from experiments.reporting.results import Results
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO
from experiments.statistics.sobol import OTHERS, SUM

GRADES = {
    marked("assumed"): OKABE_ITO[4],
    marked("literature"): OKABE_ITO[0],
    marked("derived"): OKABE_ITO[2],
}
REST = "#999999"
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
"""Behind numbers, which lines may pass."""
BARS = 20
NUMBERED = 5
LETTERS = 46
PANEL, HEIGHT = 4.6, 6.2


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
    count = 2 if shares is None else 3
    figure = Figure(figsize=(PANEL * count, HEIGHT), dpi=DPI, layout="constrained")
    panels = figure.subplots(1, count, squeeze=False)[0]
    _bars(panels[0], rows.head(BARS), answer["unit"])
    _scatter(panels[1], rows, answer["unit"])
    if shares is not None:
        _indices(panels[2], shares[shares["assumption"] != SUM], len(rows))
    for axes in panels:
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=7.5)
        axes.set_axisbelow(True)
    grades = [grade for grade in GRADES if grade in set(rows["grade"])]
    patches = [Patch(color=GRADES[grade], label=_(grade)) for grade in grades]
    line: Any = panels[0].axvline(rows["noise_limit"].iloc[0], color=BASELINE_INK, linestyle="--")
    line.set_label(_("left of it: not distinguishable from Monte Carlo noise"))
    figure.legend(
        handles=[*patches, line], loc="outside lower center", ncols=4, frameon=False, fontsize=8,
        title=_("evidence of the assumption"), title_fontsize=8,
    )  # fmt: skip
    head = fill(title(answer, results.manifest["of"]), int(17 * PANEL * count))
    figure.suptitle(head, fontsize=9, fontweight="bold", x=0.01, ha="left")
    return figure


def _bars(axes: Axes, rows: pd.DataFrame, unit: str) -> None:
    places = np.arange(len(rows))
    ends = _within(rows["mu_star"], rows["mu_star_conf"])
    inks = [GRADES[grade] for grade in rows["grade"]]
    axes.barh(places, rows["mu_star"], color=inks, height=0.7)
    axes.errorbar(rows["mu_star"], places, xerr=ends, fmt="none", ecolor="black", elinewidth=0.9)
    names = [f"{row.rank}  {row.assumption}" for row in rows.itertuples()]
    axes.set_yticks(places, names)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=0)
    about = _("μ*: mean size of its effect over its declared range, {unit}")
    axes.set_xlabel(_wrapped(about.format(unit=_(unit))), fontsize=8)
    axes.grid(axis="x", color="#EBEBEB")
    axes.set_title(
        _("Elementary effects ({number} leading assumptions)").format(number=len(rows)),
        loc="left", fontsize=8.5,
    )  # fmt: skip


def _scatter(axes: Axes, rows: pd.DataFrame, unit: str) -> None:
    inks = [GRADES[grade] for grade in rows["grade"]]
    axes.scatter(rows["mu_star"], rows["sigma"], c=inks, s=16, alpha=0.8, linewidths=0)
    limit = float(rows[["mu_star", "sigma"]].max().max()) or 1.0
    axes.plot([0, limit], [0, limit], color="#BBBBBB", linewidth=0.8, zorder=0)
    axes.axvline(rows["noise_limit"].iloc[0], color=BASELINE_INK, linestyle="--")
    for row in rows.head(NUMBERED).itertuples():
        axes.annotate(
            str(row.rank), (row.mu_star, row.sigma), xytext=(5, 3),
            textcoords="offset points", fontsize=8, bbox=PLATE,
        )  # fmt: skip
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel(_wrapped(_("μ*, {unit}").format(unit=_(unit))), fontsize=8)
    axes.set_ylabel(_("σ of its effects, same unit"), fontsize=8)
    axes.grid(color="#EBEBEB")
    axes.set_title(_("Above the line: interaction, or noise"), loc="left", fontsize=8.5)


def _indices(axes: Axes, rows: pd.DataFrame, count: int) -> None:
    """S1 pale and ST full, with intervals; all others last."""
    rest = rows["assumption"] == OTHERS
    rows = pd.concat([rows[~rest].sort_values("ST", ascending=False, kind="stable"), rows[rest]])
    places = np.arange(len(rows))
    inks = [GRADES.get(grade, REST) for grade in rows["grade"].fillna("")]
    for index, shift, alpha in (("S1", -0.2, 0.45), ("ST", 0.2, 1.0)):
        values = 100 * rows[index].to_numpy(np.float64)
        half = 100 * (rows[f"{index}_high"] - rows[index]).to_numpy(np.float64)
        axes.barh(places + shift, values, color=inks, alpha=alpha, height=0.36)
        axes.errorbar(values, places + shift, xerr=half, fmt="none", ecolor="black", elinewidth=0.9)
    kept = int((~rest).sum())
    names = [
        _("all {number} others").format(number=count - kept) if others else name
        for others, name in zip(rest.loc[rows.index], rows["assumption"], strict=True)
    ]
    axes.set_yticks(places, names)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(0, color="#444444", linewidth=0.8)
    if np.isfinite(rows["noise_limit"]).all():
        axes.axvline(100 * rows["noise_limit"].iloc[0], color=BASELINE_INK, linestyle="--")
    axes.set_xlabel(_("share of the variance over all declared ranges, %"), fontsize=8)
    axes.grid(axis="x", color="#EBEBEB")
    axes.set_title(
        _("Pale: alone (S1); full: with interaction (ST; line: noise limit)"),
        loc="left", fontsize=8.5,
    )  # fmt: skip


def _within(values: pd.Series, half: pd.Series) -> np.ndarray[Any, Any]:
    """Error bars that do not go below zero."""
    return np.array([np.minimum(values, half), half])


def _wrapped(label: str) -> str:
    """In lines that fit a panel."""
    return fill(label, LETTERS, break_on_hyphens=False)


FIGURES = {"answers": effects_and_shares}
