"""Texts of a manifest: in English for whoever reads the file, and to be shown in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.language import use
from experiments.language.phrase import Phrase, read

KEY = "texts"
"""Entry of a manifest with the texts of others of its entries, by their keys."""
ENGLISH = "en"


def recorded(**texts: Phrase | Sequence[Phrase]) -> dict[str, Any]:
    """Entries of a manifest: each text, or list of texts, in English; and all of them under KEY."""
    with use(ENGLISH):
        entries: dict[str, Any] = {
            key: text.shown() if isinstance(text, Phrase) else [one.shown() for one in text]
            for key, text in texts.items()
        }
    entries[KEY] = {
        key: text.record() if isinstance(text, Phrase) else [one.record() for one in text]
        for key, text in texts.items()
    }
    return entries


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Entries of a manifest with others added, and the texts of both."""
    texts = {**first.get(KEY, {}), **second.get(KEY, {})}
    return {**first, **second, **({KEY: texts} if texts else {})}


def text(manifest: Mapping[str, Any], key: str) -> str:
    """A text of a manifest in the language in use; of an earlier version as it is written there."""
    record = manifest.get(KEY, {}).get(key)
    return str(manifest[key]) if record is None else read(record).shown()


def texts(manifest: Mapping[str, Any], key: str) -> list[str]:
    """A list of texts of a manifest, as `text`."""
    records = manifest.get(KEY, {}).get(key)
    return [*manifest[key]] if records is None else [read(one).shown() for one in records]
