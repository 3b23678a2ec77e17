"""The diagrams of the site, and their places in the text of pages: `<!-- diagram: NAME -->`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from docs.pages.diagram import Arrow, Box, Diagram

FILE = Path(__file__).with_suffix(".yaml")
PLACE = re.compile(r"^<!-- diagram: (\w+) -->$", re.MULTILINE)


@cache
def diagrams() -> Mapping[str, Diagram]:
    """Every diagram of the file by its name. Raises TypeError for a key that there is not."""
    trees: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: _diagram(**tree) for name, tree in trees.items()}


def _diagram(
    title: str, caption: str, boxes: list[dict[str, Any]], arrows: list[dict[str, Any]]
) -> Diagram:
    shapes = [Box(*box.pop("at"), **box) for box in map(dict, boxes)]
    return Diagram(title, caption, (*shapes, *(Arrow(**arrow) for arrow in arrows)))


def placed(text: str) -> str:
    """The text with diagrams in their places. Raises KeyError for one that there is not."""
    return PLACE.sub(lambda found: diagrams()[found[1]].figure(found[1]), text)
