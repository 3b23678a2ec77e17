"""The place day by day: play, pause, a step, any day."""

from __future__ import annotations

import threading
from html import escape

import solara

from experiments.dashboard import drawing
from experiments.dashboard.answer import Compared
from experiments.dashboard.component import ACCENT, markup, slider, spoken
from experiments.dashboard.course import Course
from experiments.language import _

FRAME = 0.15
"""Seconds between two pictures."""
SPEEDS = (1, 5, 20)
"""Days from one picture to the next: a day, a week, four weeks."""


@spoken
def Player(found: tuple[Compared, ...], levers: bool) -> None:
    """Controls of days, tiles of one society, and its daily series."""
    day = solara.use_reactive(1)
    playing = solara.use_reactive(False)
    speed = solara.use_reactive(1)
    number = solara.use_reactive(1)
    shown = next((one for one in found if one.number + 1 == number.value), found[0])
    last = shown.baseline.days
    today = min(day.value, last)

    def move(days: int) -> None:
        day.set(min(max(day.value + days, 1), last))

    def play(cancelled: threading.Event) -> None:
        if not playing.value:
            return
        while not cancelled.wait(FRAME):
            if day.value >= last:
                playing.set(False)
                return
            move(speed.value)

    solara.use_thread(play, [playing.value, speed.value, last], intrusive_cancel=False)

    def toggle() -> None:
        if not playing.value and today >= last:
            day.set(1)
        playing.set(not playing.value)

    with solara.Div(classes=["card"]):
        markup(f"<h2>{_('Day by day')}</h2>")
        with solara.Div(classes=["buttons"]):
            solara.Button(label=_("Reset"), on_click=lambda: day.set(1))
            solara.Button(
                label=_("Pause") if playing.value else _("Play"), on_click=toggle, color=ACCENT
            )
            solara.Button(label=_("Step"), on_click=lambda: move(1), disabled=playing.value)
            solara.ToggleButtonsSingle(value=speed, values=list(SPEEDS))
            markup(f"<span class='note'>{_('days per frame')}</span>")
        label = _("Day {day} of {last}").format(day=today, last=last)
        slider(label, _("Day"), today, (1, last), day.set)
        if len(found) > 1:
            label = _("Society {n}").format(n=shown.number + 1)
            slider(label, _("Society"), shown.number + 1, (1, len(found)), number.set)
        _tiles(shown, today, levers)
    with solara.Div(classes=["card"]):
        _series(shown, today, levers)


def _tiles(shown: Compared, day: int, levers: bool) -> None:
    sides = {_("without the levers"): shown.baseline}
    if levers:
        sides[_("with the levers")] = shown.reform
    most = max(int(side.backlog.max(initial=0)) for side in sides.values())
    with solara.Div(classes=["pair"]):
        for label, side in sides.items():
            issues = side.backlog[day - 1]
            week = side.whistles[max(day - drawing.WEEK, 0) : day].sum(axis=0)
            total = _("{label}: {n} open issues").format(label=label, n=f"{issues.sum():,}")
            picture = drawing.tiles(issues.tolist(), week.tolist(), most, total)
            markup(f"<h3>{escape(total)}</h3>{picture}", "tiles")
    legend = _("Open issues of each community: from none to {most}").format(most=f"{most:,}")
    whistle = _("whistles that the street accepted in the last five days")
    shades = ", ".join(drawing.shade(step / 4) for step in range(5))
    markup(
        f"<p class='note'>{legend} <span class='scale' "
        f"style='background:linear-gradient(90deg,{shades})'></span> "
        f"<span class='whistle'>n</span> {whistle}</p>"
    )


def _series(shown: Compared, day: int, levers: bool) -> None:
    legend = f"<span class='key before'></span> {_('without the levers')}"
    if levers:
        legend += f" <span class='key after'></span> {_('with the levers')}"
    markup(f"<h2>{_('Over days')}</h2><p class='note'>{legend}</p>")
    titles = (_("Open issues in the evening"), _("Whistles accepted so far"))
    for title, values in zip(titles, (_open_issues, _whistles), strict=True):
        before, after = values(shown.baseline), values(shown.reform)
        if not any(before) and not (levers and any(after)):
            markup(f"<h3>{title}: {_('none')}</h3>", "series")
            continue
        picture = drawing.curves(before, after if levers else None, day, title)
        markup(f"<h3>{title}</h3>{picture}", "series")


def _open_issues(course: Course) -> list[float]:
    whole: list[float] = course.backlog.sum(axis=1).tolist()
    return whole


def _whistles(course: Course) -> list[float]:
    so_far: list[float] = course.whistles.sum(axis=1).cumsum().tolist()
    return so_far
