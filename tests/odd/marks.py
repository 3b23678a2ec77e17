"""Marks in a page, between which a table stands that the code makes."""

from __future__ import annotations

import re

OPENING, CLOSING = "<!-- table: ", "<!-- end -->"
MARKED = re.compile(rf"{OPENING}(?P<name>[a-z_]+) -->\n(?P<table>.*?){CLOSING}", re.DOTALL)
