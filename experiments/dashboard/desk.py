"""The runner that all pages of this process share."""

from __future__ import annotations

from functools import cache

from experiments.dashboard.question import Question
from experiments.dashboard.runner import Runner
from experiments.runs.compilation import compilation

_language = "en"


def speak(language: str) -> None:
    """The language in which pages open."""
    global _language
    _language = language


def spoken_first() -> str:
    """The language in which pages open; each page can change its own."""
    return _language


@cache
def open_up() -> Runner:
    """The runner; the first call begins to load the model, and to answer the first question."""
    compilation.begin()
    runner = Runner(compilation.finish)
    runner.ask(Question())
    return runner
