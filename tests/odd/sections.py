"""Numbered sections of the page of rules, which code, tests and reports refer to."""

from __future__ import annotations

import re
from pathlib import Path

from tests.odd.marks import MARKED

SIM = Path(__file__).parents[2] / "sim"
ODD = SIM / "ODD.md"
HEADING = re.compile(r"^### Section (\d+)\. .*$", re.MULTILINE)
ANY_HEADING = re.compile(r"^#{1,3} ", re.MULTILINE)


def prose(page: str) -> str:
    """A page without the tables that the code makes."""
    return MARKED.sub("", page)


def sections(page: str) -> dict[str, str]:
    """What is written in each numbered section, by its number."""
    written = prose(page)
    found = {}
    for heading in HEADING.finditer(written):
        rest = written[heading.end() :]
        following = ANY_HEADING.search(rest)
        found[heading[1]] = rest[: following.start()] if following else rest
    return found
