"""Texts in the language in use, from catalogues of messages in the format of GNU gettext."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
"""Languages of output: English, in which texts are written, and Chinese (simplified)."""
LOCALES = Path(__file__).parent / "locales"
DOMAIN = "unburden"
_language: ContextVar[str] = ContextVar("language", default="en")


def now() -> str:
    """The language in use: `en` or `zh`."""
    return _language.get()


@contextmanager
def use(language: str) -> Iterator[None]:
    """Show texts in another language inside a `with` block.

    Raises ValueError for a language that is none of LANGUAGES.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is none of {', '.join(LANGUAGES)}")
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def _(message: str) -> str:
    """A text in the language in use; in English where its catalogue has none.

    Placeholders are filled in afterwards, by name: `_("{n} societies").format(n=40)`.
    """
    return _catalogue(now()).gettext(message) if message else message


def marked(message: str) -> str:
    """The text itself, marked for the catalogue, to be translated where it is shown."""
    return message


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)
