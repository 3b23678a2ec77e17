"""The life of one issue as a time line, a row a scenario: who deals with it, and its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.kinds.trace.lives import Row, shown
from experiments.kinds.trace.stages import FROZEN, INKS, QUIET, look, moment, spans
from experiments.language import _, fill, joined, marked
from experiments.reporting import label_leaders, labels
from experiments.reporting.footing import EDGE, WIDTH, columns, head_inches, headed
from experiments.reporting.label_leaders import SMALL, Label
from experiments.reporting.style import DPI, first

LABELS = {
    "found": marked("found"),
    "reported": marked("reported"),
    "became_incident": marked("emergency"),
    "whistle_written": marked("whistle"),
    "whistle_sounded": marked("all called at once"),
    "whistle_turned_down": marked("whistle turned down"),
    "froze": marked("frozen"),
    "asked_again": marked("resident asks again"),
    "order_came_down": marked("order from above"),
    "gave_up": marked("resident gives up"),
    "closed_at_root": marked("closed at the root"),
    "closed_for_a_while": marked("closed, cause stays"),
    "closed_on_paper": marked("closed on paper"),
    "came_back": marked("back"),
}
SETBACKS = {
    "department_refused": marked("{office} refuses"),
    "round_failed": marked("mediation fails"),
    "session_failed": marked("joint session fails"),
}
MARKS: dict[str, tuple[tuple[str, ...], str, str]] = {
    marked("reported, or back"): (("reported",), "o", "white"),
    marked("asks"): (("asked_street", "asked_department", "registered"), "|", "black"),
    marked("refusal, failed session"): (tuple(SETBACKS), "X", "#B2182B"),
    marked("a department has done its part"): (("department_came",), "D", "white"),
    marked("whistle sounded"): (("whistle_sounded",), "^", "white"),
    marked("resident presses"): (("asked_again", "order_came_down"), "v", "#F5CF80"),
    marked("closed"): (("closed_for_a_while", "closed_on_paper"), "s", "white"),
    marked("closed at the root"): (("closed_at_root",), "s", "black"),
    marked("resident gives up"): (("gave_up",), "P", "black"),
}
LEFT, RIGHT, BOTTOM = 1.5, 0.3, 2.1
ROWS = 20
STAGES, MARKS_ABREAST = 2, 3
"""Entries of the legends beside each other."""
BAR, STEP, PADDING = 0.24, 0.17, 0.22


def chart(
    lives: Mapping[str, Sequence[Row]],
    departments: Sequence[str],
    last: float,
    title: str,
    note: str,
) -> Figure:
    """The time lines of one issue.

    Parameters: rows by scenario; names of the departments; the end of the horizon in days; what
    the issue is; a note.
    """
    some, left_out = first(list(lives), ROWS, "scenarios", "issue.csv")
    lives = {name: lives[name] for name in some}
    head = _("The life of one issue"), joined([title, note, left_out], "statements")
    begun = [moment(rows[0]) for rows in lives.values() if rows]
    ended = [_end(rows, last) for rows in lives.values() if rows]
    start, end = min(begun, default=1.0), max(ended, default=last)
    start, end = start - 0.01 * (end - start), end + 0.01 * (end - start)
    events = {name: _events(rows, departments) for name, rows in lives.items()}
    setbacks = {name: _setbacks(rows, departments) for name, rows in lives.items()}
    inches = label_leaders.scale(
        [*events.values(), *setbacks.values()], start, end, WIDTH - LEFT - RIGHT
    )
    above = {name: label_leaders.placed(texts, start, inches) for name, texts in events.items()}
    below = {name: label_leaders.placed(texts, start, inches) for name, texts in setbacks.items()}
    heights = [_height(above[name], below[name]) for name in lives]
    height = BOTTOM + sum(heights) + head_inches(WIDTH, *head)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    wide = (end - start) * inches
    axes = figure.add_axes((LEFT / WIDTH, BOTTOM / height, wide / WIDTH, sum(heights) / height))
    axes.set_xlim(start, end)
    axes.set_ylim(-sum(heights), 0)
    top = 0.0
    for (name, rows), tall in zip(lives.items(), heights, strict=True):
        middle = top - PADDING - STEP * label_leaders.most(above[name]) - BAR / 2
        _row(axes, rows, last, middle, above[name], below[name], start, inches)
        _name(axes, name, rows, middle, last)
        top -= tall
        if top > -sum(heights) + 0.01:
            axes.axhline(top, color="#CCCCCC", linewidth=0.8, clip_on=False)
    headed(figure, *head)
    _frame(axes, figure, start, lives, last)
    return figure


def _end(rows: Sequence[Row], last: float) -> float:
    return last if not _over(rows) else moment(rows[-1])


def _over(rows: Sequence[Row]) -> bool:
    return rows[-1].happening in ("closed_at_root", "gave_up", "closed_on_paper")


def _events(rows: Sequence[Row], departments: Sequence[str]) -> list[tuple[float, str]]:
    """Labels above the line: one text for all events at one moment."""
    labels = []
    for when, together in groupby(rows, key=moment):
        at_once = list(together)
        came = [_office(row, departments) for row in at_once if row.happening == "department_came"]
        texts = [_(LABELS[row.happening]) for row in shown(at_once) if row.happening in LABELS]
        if came:
            comes = _("{office} comes").format(office=came[0])
            if len(came) > 1:
                comes = _("{number} departments come").format(number=len(came))
            texts.insert(texts[:1] == [_(LABELS["whistle_sounded"])], comes)
        if texts:
            labels.append((when, joined(texts, "statements")))
    return labels


def _setbacks(rows: Sequence[Row], departments: Sequence[str]) -> list[tuple[float, str]]:
    """Labels below the line: successive setbacks of one kind, counted."""
    setbacks = []
    kept = {*SETBACKS, *LABELS, "department_came"}
    chosen = [row for row in rows if row.happening in kept]
    for key, together in groupby(chosen, key=lambda row: (row.happening, row.department)):
        run = list(together)
        if key[0] not in SETBACKS:
            continue
        text = _(SETBACKS[key[0]]).format(office=_office(run[0], departments))
        if len(run) > 1:
            text = _("{what} {number} times").format(what=text, number=len(run))
        setbacks.append((moment(run[0]), text))
    return setbacks


def _office(row: Row, departments: Sequence[str]) -> str:
    return "" if row.department is None else _(departments[row.department])


def _height(above: Sequence[Label], below: Sequence[Label]) -> float:
    return STEP * (label_leaders.most(above) + label_leaders.most(below)) + BAR + 2 * PADDING


def _row(
    axes: Axes,
    rows: Sequence[Row],
    last: float,
    middle: float,
    above: Sequence[Label],
    below: Sequence[Label],
    start: float,
    inches: float,
) -> None:
    if not rows:
        axes.text(
            0.5, middle, _("it never arises in this scenario"), ha="center", va="center",
            fontsize=9, color="#666666", transform=axes.get_yaxis_transform(),
        )  # fmt: skip
        return
    for span in spans(rows, last):
        axes.barh(
            middle, span.end - span.start, left=span.start, height=BAR, linewidth=0.6,
            **look(span.stage),
        )  # fmt: skip
    marks = {
        moment(row): (shape, ink)
        for happenings, shape, ink in MARKS.values()
        for row in rows
        if row.happening in happenings
    }
    for when, (shape, ink) in marks.items():
        axes.plot(
            when, middle, linestyle="", marker=shape, markersize=_size(shape),
            markerfacecolor=ink, markeredgecolor="black", markeredgewidth=0.7, clip_on=False,
        )  # fmt: skip
    for labels_, side in ((above, 1), (below, -1)):
        for label in labels_:
            _label(axes, label, middle, side, start, inches)


def _size(shape: str) -> float:
    return 11 if shape == "|" else 5.5


def _label(axes: Axes, label: Label, middle: float, side: int, start: float, inches: float) -> None:
    when = start + label.place / inches
    edge = middle + side * (BAR / 2 + 0.02)
    height = middle + side * (BAR / 2 + 0.13 + STEP * label.level)
    axes.plot([when, when], [edge, height], color="#999999", linewidth=0.5, zorder=1)
    axes.annotate(
        label.text, (when, height), xytext=(2 * label.side, 0), textcoords="offset points",
        ha="left" if label.side > 0 else "right", va="center", fontsize=SMALL,
        color="#333333" if side > 0 else "#B2182B",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    )  # fmt: skip


def _name(axes: Axes, name: str, rows: Sequence[Row], middle: float, last: float) -> None:
    named = fill(labels.spelled(name), columns(LEFT - 0.3, 9.5))
    axes.annotate(
        named, (0, middle), xycoords=axes.get_yaxis_transform(),
        xytext=(-10, 3), textcoords="offset points", ha="right", va="bottom", fontsize=9.5,
        fontweight="bold",
    )  # fmt: skip
    if rows:
        axes.annotate(
            outcome(rows, last), (0, middle), xycoords=axes.get_yaxis_transform(),
            xytext=(-10, 0), textcoords="offset points", ha="right", va="top", fontsize=SMALL,
            color="#555555",
        )  # fmt: skip


def outcome(rows: Sequence[Row], last: float) -> str:
    """How the issue ends, and the days since its first report, in two lines."""
    reported = [moment(row) for row in rows if row.happening == "reported"]
    if not reported:
        return _("never\nreported")
    ends = {
        "closed_at_root": _("solved"),
        "gave_up": _("given up"),
        "closed_on_paper": _("closed on paper"),
    }
    waited = _end(rows, last) - reported[0]
    days = _("{days} days after report").format(days=f"{waited:.{0 if waited >= 10 else 1}f}")
    stage = spans(rows, last)[-1].stage
    open_ = _(stage) if stage in (QUIET, FROZEN) else _("still open")
    return f"{ends.get(rows[-1].happening, open_)}\n{days}"


def _frame(
    axes: Axes,
    figure: Figure,
    start: float,
    lives: Mapping[str, Sequence[Row]],
    last: float,
) -> None:
    """Axis and legends."""
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    crossed = start < 1.0 < axes.get_xlim()[1]
    about = _("working day")
    if crossed:
        about = _("working day (dashed: day 1, the first that is measured; before it, warm-up)")
    elif start < 1.0:
        about = _("working day (before day 1: warm-up)")
    axes.set_xlabel(about, fontsize=9)
    if crossed:
        axes.axvline(1.0, color="#444444", linewidth=0.9, linestyle="--", zorder=0)
    height = figure.get_size_inches()[1]
    axes.tick_params(labelsize=9)
    used = {span.stage for rows in lives.values() if rows for span in spans(rows, last)}
    happened = {row.happening for rows in lives.values() for row in rows}
    stages = [
        Patch(**look(stage), linewidth=0.6, label=_(stage)) for stage in INKS if stage in used
    ]
    marks = [
        Line2D(
            [], [], linestyle="", marker=shape, markersize=_size(shape), label=_(label),
            markerfacecolor=ink, markeredgecolor="black", markeredgewidth=0.7,
        )
        for label, (happenings, shape, ink) in MARKS.items()
        if happened.intersection(happenings)
    ]  # fmt: skip
    if not stages:
        return
    place = (EDGE / WIDTH, (BOTTOM - 0.62) / height)
    lines = 0.2 * -(-len(stages) // STAGES)
    for handles, below, abreast in ((stages, 0.0, STAGES), (marks, lines + 0.06, MARKS_ABREAST)):
        figure.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(place[0], place[1] - below / height),
            ncols=abreast, frameon=False, fontsize=SMALL, borderaxespad=0,
        )  # fmt: skip
