"""Numbered sections of the page of rules, which code, tests and reports refer to."""

from __future__ import annotations

import re
from pathlib import Path

from tests.odd.marks import MARKED

SIM = Path(__file__).parents[2] / "sim"
ODD = SIM / "ODD.md"
HEADING = re.compile(r"^### Section (\d+)\. .*$", re.MULTILINE)
PART = re.compile(r"^#### (\d+\.\d+) .*$", re.MULTILINE)
"""A part of a section, which kernels name as ODD 7.3."""
ANY_HEADING = re.compile(r"^#{1,3} ", re.MULTILINE)


def prose(page: str) -> str:
    """A page without the tables that the code makes."""
    return MARKED.sub("", page)


def parts(page: str) -> list[str]:
    """Numbers of sections and of their parts, in order of the page."""
    numbers = re.compile(rf"{HEADING.pattern}|{PART.pattern}", re.MULTILINE)
    return [heading[1] or heading[2] for heading in numbers.finditer(prose(page))]


def sections(page: str) -> dict[str, str]:
    """What is written in each numbered section, by its number."""
    written = prose(page)
    found = {}
    for heading in HEADING.finditer(written):
        rest = written[heading.end() :]
        following = ANY_HEADING.search(rest)
        found[heading[1]] = rest[: following.start()] if following else rest
    return found
