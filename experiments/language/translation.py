"""Texts in the language in use, from catalogues of messages in the format of GNU gettext."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
"""Languages of output: English, in which texts are written, and Chinese (simplified)."""
TAGS = {"en": "en", "zh": "zh-CN"}
"""What pages of the web call them."""
VARIABLE = "UNBURDEN_LANG"
"""The variable of the environment with the language of output where nothing else says it."""
LOCALES = Path(__file__).parent / "locales"
DOMAIN = "unburden"
_language: ContextVar[str | None] = ContextVar("language", default=None)


def now() -> str:
    """The language in use: `en` or `zh`."""
    chosen = _language.get() or os.environ.get(VARIABLE)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


@contextmanager
def use(language: str) -> Iterator[None]:
    """Show texts in another language inside a `with` block.

    Raises ValueError for a language that is none of LANGUAGES.

    >>> from unburden import language, load
    >>> with language("zh"):
    ...     figure = load("outputs/compare").plot.hours_freed()
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


def plural(one: str, many: str, count: int) -> str:
    """The form of a text for a count; Chinese has one form. Placeholders are filled in afterwards.

    >>> plural("{n} study failed", "{n} studies failed", 3).format(n=3)
    '3 studies failed'
    """
    return _catalogue(now()).ngettext(one, many, count)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 replication`, `2 replications`, `1,000 replications`; `many` is an irregular plural."""
    return plural(*counted_texts(one, many), count).format(n=f"{count:,}")


def counted_texts(one: str, many: str = "") -> tuple[str, str]:
    """The texts that `counted` looks up for a noun."""
    return f"{{n}} {one}", f"{{n}} {many or one + 's'}"


class Translated(Mapping[str, str]):
    """Texts by name, each in the language that is in use when it is looked up."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __getitem__(self, name: str) -> str:
        return _(self._texts[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)
