"""The page, as Solara serves it."""

from __future__ import annotations

import threading
from html import escape
from pathlib import Path
from typing import Any

import solara

from experiments.dashboard.answer import Answer
from experiments.dashboard.component import markup, spoken
from experiments.dashboard.controls import Assumptions, Controls, Levers
from experiments.dashboard.desk import open_up, spoken_first
from experiments.dashboard.player import Player
from experiments.dashboard.question import Question
from experiments.dashboard.results import Results, Week
from experiments.language import LANGUAGES, _

STYLE = Path(__file__).parent / "page.css"
POLL = 0.5
"""Seconds between two looks at whether the page is still there."""
NONE = Answer(Question())
"""The answer before there is any."""
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


@solara.component
def Layout(children: list[Any]) -> None:
    """The page alone, without the bars that Solara adds."""
    solara.Style(STYLE)
    solara.Div(children=children, classes=["page"])


@solara.component
def Page() -> None:
    """A question, and the answer as it grows."""
    question = solara.use_reactive(Question())
    language = solara.use_reactive(spoken_first())
    answer = solara.use_reactive(NONE)

    def follow(gone: threading.Event) -> None:
        """Show the answer to this question until it is finished, or another one is asked."""
        request = open_up().ask(question.value)
        seen: Answer | None = None
        while not gone.is_set():
            now = request.next(seen, POLL)
            if now is seen:
                continue
            seen = now
            if now.found or now.error:
                answer.set(now)
            if now.finished:
                return
        request.withdrawn.set()

    running = solara.use_thread(follow, [question.value], intrusive_cancel=False)
    busy = running.state is not solara.ResultState.FINISHED
    busy = busy or answer.value.question != question.value
    _Top(language.value, language)
    with solara.Div(classes=["columns"]):
        with solara.Div(classes=["left"]):
            Controls(language.value, question)
            Levers(language.value, question)
            Assumptions(language.value, question)
        with solara.Div(classes=["right"]):
            stale = answer.value.question != question.value
            _State(language.value, answer.value, busy, stale)
            if answer.value.found:
                with solara.Div(classes=["right", "stale"] if stale else ["right"]):
                    _Right(language.value, language.value, answer.value)


@spoken
def _Top(language: solara.Reactive[str]) -> None:
    title = _("unburden: what is freed when burdens are taken off community workers")
    names = [LANGUAGE_NAMES[each] for each in LANGUAGES]
    with solara.Div(classes=["top"]):
        markup(f"<h1>{title}</h1>")
        solara.ToggleButtonsSingle(
            value=LANGUAGE_NAMES[language.value], values=names,
            on_value=lambda name: language.set(LANGUAGES[names.index(name)]),
        )  # fmt: skip


@spoken
def _State(answer: Answer, busy: bool, stale: bool) -> None:
    """One line on how far the answer is; readers of screens are told of a new one."""
    if answer.error and not stale:
        text = answer.error
    elif not answer.found:
        text = _("Starting. The first time on a machine the model is compiled: half a minute.")
    elif stale:
        text = _("Running; what is shown is of the question before.")
    elif busy:
        wanted = answer.question.societies
        text = _("Societies so far: {n} of {wanted}").format(n=len(answer.found), wanted=wanted)
    else:
        text = _("Societies: {n}").format(n=len(answer.found))
    status = "busy" if busy else "error" if answer.error else "done"
    markup(
        f"<p role='status' aria-live='polite' class='status {status}' data-state='{status}'>"
        f"{escape(text)}</p>"
    )


@spoken
def _Right(language: str, answer: Answer) -> None:
    levers = bool(answer.question.levers)
    Results(language, answer)
    Player(language, answer.found, levers)
    Week(language, answer, levers)
