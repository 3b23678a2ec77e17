"""Chinese words for the search of the site, which finds words by their first characters alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

INDEX = Path("search/search_index.json")
RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
TAG = re.compile(r"<[^>]*>")
WORDS = "words"
"""The field of the index that is searched and not shown."""
LONGEST = 16
"""Characters of what can be found at once."""


def words(text: str) -> str:
    """What can be found in a text: Chinese up to the next punctuation, from each character on.

    Chinese has no spaces, so that no word but the first of a phrase would begin anywhere.
    """
    runs = RUN.findall(TAG.sub(" ", text))
    found = (run[at : at + LONGEST] for run in runs for at in range(len(run) - 1))
    return " ".join(dict.fromkeys(found))


def searchable(index: dict[str, Any]) -> dict[str, Any]:
    """The index of the search with the words of its sections."""
    fields = {**index["config"]["fields"], WORDS: {"boost": 1.0}}
    sections = [
        {**section, WORDS: found} if (found := words(f"{section['title']} {section['text']}"))
        else section
        for section in index["docs"]
    ]  # fmt: skip
    return {**index, "config": {**index["config"], "fields": fields}, "docs": sections}


def write(site: Path) -> None:
    """Add the words to the index of a built site."""
    file = site / INDEX
    made = searchable(json.loads(file.read_text("utf-8")))
    file.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")
