"""The language of a page: that of the folder in which it lies."""

from __future__ import annotations

from experiments.language import TAGS

ENGLISH = '<html lang="en"'
"""What the theme writes of every page."""


def tagged(html: str, page: str) -> str:
    """The HTML of a page with its language, by which browsers choose characters and voices."""
    tag = TAGS.get(page.partition("/")[0])
    return html.replace(ENGLISH, f'<html lang="{tag}"', 1) if tag else html
