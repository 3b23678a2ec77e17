"""Whether a fact is what its document prints: the expression at its place, and its number."""

from __future__ import annotations

import re

from sim.evidence.entries import Fact

DIGITS = dict(zip("一二两三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(
    r"(\d+(?:\.\d+)?|[一二两三四五六七八九半])?([十百千万亿]?)余?多?([万亿]?)([%‰]?)"
)
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


def numbers(expression: str) -> set[float]:
    """The numbers that an expression may stand for.

    近 6 万名 is 60000, 75%以上 is 0.75, 两 is 2; 1,250 is 1250, and 1.25 where a comma is the
    decimal sign.
    """
    text = "".join(expression.split())
    plain = {THOUSANDS.sub("", text), DECIMAL_COMMA.sub(".", text)}
    return {number for spelled in plain for number in _numbers(spelled)}


def _numbers(expression: str) -> set[float]:
    found: set[float] = set()
    for digits, scale, more, part in NUMBER.findall(expression):
        if not digits and not scale:
            continue
        number = 0.5 if digits == "半" else float(DIGITS.get(digits, digits or 1))
        number *= SCALES.get(scale, 1) * SCALES.get(more, 1)
        found.add(round(number / {"%": 100, "‰": 1000}[part], 9) if part else number)
    return found


def misread(fact: Fact) -> str | None:
    """What is wrong between the value of a fact and what is printed; None if nothing is."""
    if fact.reading is None and fact.value not in numbers(fact.as_printed):
        return f"{fact.value} is not what {fact.as_printed!r} says, and no reading says how"
    return None


def misplaced(fact: Fact, text: str) -> str | None:
    """What is wrong between a fact with an offset and the text of its source; None if nothing."""
    assert fact.offset is not None
    there = text[fact.offset : fact.offset + len(fact.as_printed)]
    if there != fact.as_printed:
        places = [match.start() for match in re.finditer(re.escape(fact.as_printed), text)]
        listed = ", ".join(map(str, places[:3]))
        found = f"; it stands at {listed}" if places else "; it stands nowhere in the text"
        return f"{there!r} stands there, not {fact.as_printed!r}{found}"
    return None
