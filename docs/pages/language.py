"""The language of a page: that of the folder in which it lies."""

from __future__ import annotations

import re

from experiments.language import TAGS

ENGLISH = '<html lang="en"'
"""What the theme writes of every page."""
TAB = re.compile(r'(<a href="[^"]*" class="md-tabs__link">\s*)(\S[^<]*?)(\s*</a>)')
"""A tab of the navigation: what is before its name, its name, and what is after."""
TABS = {
    "zh": {
        "Home": "首页（英文）", "Tutorial": "教程（英文）", "How-to": "操作指南（英文）",
        "Explanation": "说明（英文）", "Reference": "参考（英文）", "Glossary": "术语表",
        "Gallery": "图集（英文）",
    },
}  # fmt: skip
"""Names of the tabs on pages in another language."""


def tagged(html: str, page: str) -> str:
    """The HTML of a page with its language, by which browsers choose characters and voices.

    The tabs of the navigation are in it as well.
    """
    folder = page.partition("/")[0]
    tag = TAGS.get(folder)
    if not tag:
        return html
    named = TAB.sub(lambda tab: tab[1] + TABS.get(folder, {}).get(tab[2], tab[2]) + tab[3], html)
    return named.replace(ENGLISH, f'<html lang="{tag}"', 1)
