"""What is chosen: place, levers, assumptions, societies."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import solara

from experiments.dashboard.assumptions import Moved, moved
from experiments.dashboard.component import markup, slider, spoken, switch, tick
from experiments.dashboard.question import MOST_SOCIETIES, PLACES, YEARS, Question, lever_names
from experiments.language import _, marked
from sim.levers import registry

HEADLINE = ("signboard_removal", "one_table", "escalation_rights")
SHOWN = 8
"""Levers that are listed before anything is searched for."""
PLACE_NAMES = {
    "community": marked("one community"),
    "street": marked("a street of communities"),
    "village": marked("one village"),
    "town": marked("a town of villages"),
}


def lever_label(name: str) -> str:
    """A lever as it is listed, with its Chinese name in brackets."""
    return _(registry.label(name))


def matching(search: str) -> list[str]:
    """Levers whose name or label has every word of a search, the headline reforms first.

    The search is text to compare with, and nothing else.
    """
    words = search.lower().split()
    names = [*HEADLINE, *(name for name in lever_names() if name not in HEADLINE)]
    if not words:
        return names
    texts = {
        name: f"{name} {name.replace('_', ' ')} {registry.label(name)} {lever_label(name)}"
        for name in names
    }
    return [name for name in names if all(word in texts[name].lower() for word in words)]


@spoken
def Controls(question: solara.Reactive[Question]) -> None:
    """The left column."""
    language_texts = {name: _(label) for name, label in PLACE_NAMES.items()}
    chosen = question.value

    def change(**values: Any) -> None:
        question.set(replace(question.value, **values))

    with solara.Div(classes=["card"]):
        markup(f"<h2>{_('Place')}</h2>")
        solara.Select(
            label=_("Place"),
            values=[language_texts[name] for name in PLACES],
            value=language_texts[chosen.place],
            on_value=lambda text: change(
                place=next(name for name, label in language_texts.items() if label == text)
            ),
        )
        slider(
            _("Societies: {n}").format(n=chosen.societies), _("Societies"), chosen.societies,
            (1, MOST_SOCIETIES), lambda number: change(societies=number),
        )  # fmt: skip
        slider(
            _("Years: {n}").format(n=chosen.years), _("Years"), chosen.years,
            (YEARS[0], YEARS[-1]), lambda number: change(years=number),
        )  # fmt: skip
        note = _(
            "Plausible societies of the package; in each one seed, with the levers and without."
        )
        markup(f"<p class='note'>{note}</p>")
        if chosen.place != "street":
            note = _("They were found plausible for a street; elsewhere some may not be.")
            markup(f"<p class='note'>{note}</p>")


@spoken
def Levers(question: solara.Reactive[Question]) -> None:
    """Switches of levers, which are searched for by English or Chinese names."""
    search = solara.use_reactive("")
    every = solara.use_reactive(False)
    on = question.value.levers
    found = matching(search.value)
    listed = found if search.value.strip() or every.value else found[:SHOWN]
    listed = [*(name for name in on if name not in listed), *listed]

    def turn(name: str, value: bool) -> None:
        now = set(question.value.levers)
        now = now | {name} if value else now - {name}
        ordered = tuple(each for each in lever_names() if each in now)
        question.set(replace(question.value, levers=ordered))

    with solara.Div(classes=["card"]):
        markup(f"<h2>{_('Levers')}</h2>")
        solara.InputText(
            label=_("Search, as in table or 一张表"), value=search, continuous_update=True
        )
        with solara.Div(classes=["levers"]):
            for name in listed:
                switch(lever_label(name), name in on, partial(turn, name), f"lever-{name}").key(
                    name
                )
        if not listed:
            markup(f"<p class='note'>{_('No lever has such a name.')}</p>")
        if not search.value.strip() and len(found) > SHOWN:
            less, more = _("Show fewer"), _("Show all {n}").format(n=len(found))
            solara.Button(
                label=less if every.value else more, text=True, outlined=True,
                on_click=lambda: every.set(not every.value),
            )  # fmt: skip
        if on:
            solara.Button(
                label=_("Switch all off"), text=True, outlined=True,
                on_click=lambda: question.set(replace(question.value, levers=())),
            )  # fmt: skip


@spoken
def Assumptions(question: solara.Reactive[Question]) -> None:
    """Assumptions that are set for all societies, in place of the value that each has."""
    with solara.Div(classes=["card", "assumptions"]):
        markup(f"<h2>{_('Assumptions')}</h2>")
        note = _("Each society has values of its own. What you set here holds in all of them.")
        markup(f"<p class='note'>{note}</p>")
        for one in moved():
            with solara.Div().key(one.id):
                _assumption(question, one)


def _assumption(question: solara.Reactive[Question], one: Moved) -> None:
    values = dict(question.value.assumptions)
    value = values.get(one.id)

    def put(number: float | None) -> None:
        now = dict(question.value.assumptions)
        now.pop(one.id, None)
        if number is not None:
            now[one.id] = min(max(number, one.low), one.high)
        question.set(replace(question.value, assumptions=tuple(now.items())))

    tick(
        one.label, value is not None, lambda on: put(one.declared if on else None),
        f"assumption-{one.id}",
    )  # fmt: skip
    if value is None:
        return
    if one.names:
        solara.Select(
            label=one.label, values=list(one.names), value=one.names[round(value)],
            on_value=lambda text: put(float(one.names.index(text))),
        )  # fmt: skip
        return
    slider(f"{value:.3g}", one.label, value, (one.low, one.high), put, one.step)
    declared = _("declared: {low:g} to {high:g}, {value:g}; {unit}")
    text = declared.format(low=one.low, high=one.high, value=one.declared, unit=one.unit)
    markup(f"<p class='note'>{text}</p>")
