"""Labels for readers in place of names of the code, in the language in use."""

from __future__ import annotations

from math import floor, isfinite, isnan, log10
from typing import NamedTuple

from experiments.config.catalogue import shipped
from experiments.language import Translated, _, in_percent
from experiments.language.phrase import Phrase, phrase
from sim.measures.activities import LABELS

ACTIVITIES = Translated(LABELS)
"""Label of every activity of the time ledger, in the order in which it is shown."""


class Shown(NamedTuple):
    """How values of a unit are shown: the factor, the sign after them, the unit."""

    factor: float
    sign: str
    unit: str
    change: str
    """The unit of a change."""

    @property
    def axis(self) -> str:
        """The unit of a change on an axis, where no sign stands at its numbers."""
        return _("percentage points") if self.sign else self.change

    @property
    def short(self) -> str:
        """The sign where there is one, else the unit."""
        return self.sign.strip() or self.unit


def shown_in(unit: str) -> Shown:
    """Shares are shown as percent, their changes in percentage points; all else as it is."""
    if unit.partition(" ")[0] == "share":
        return Shown(100.0, in_percent(""), _(unit.replace("share", "%", 1)), _("pt"))
    return Shown(1.0, "", _(unit), _(unit))


def spelled(name: str) -> str:
    """The name of a scenario or lever as words; parameters stand apart from it.

    Those of the package are in the language in use, those of a user as they are given.
    """
    lever, bracket, parameters = name.partition("(")
    said = words(lever) if shipped(lever) else lever.replace("_", " ")
    return said + (f" ({parameters}" if bracket else "")


def spelling(name: str) -> Phrase:
    """As `spelled`, to be kept in a file and shown in any language."""
    lever, bracket, parameters = name.partition("(")
    said = lever.replace("_", " ")
    spelled = phrase(said) if shipped(lever) else phrase("{name}", name=said)
    return phrase("{text} ({note})", text=spelled, note=parameters[:-1]) if bracket else spelled


def words(name: str) -> str:
    """A name of the code as words, in the language in use."""
    return _(name.replace("_", " "))


DIGITS, DECIMALS = 3, 1
"""Significant digits of yuan, hours and days a year, and decimals at most."""


def three_digits(value: float) -> str:
    """A number with three digits and one decimal at most, and commas between thousands."""
    if not isfinite(value):
        return "∞" if value > 0 else "–"
    if value == 0:
        return "0"
    places = min(DIGITS - 1 - floor(log10(abs(value))), DECIMALS)
    rounded = round(value, places)
    text = f"{rounded:,.{DECIMALS if abs(rounded) < 10 ** (DIGITS - 1) else 0}f}"
    return text.lstrip("-") if not text.strip("-0.") else text.replace("-", "−")


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign, and commas between thousands; never a negative zero."""
    text = f"{value:+,.{digits}f}"
    return text[1:] if not text.strip("+-0.") else text.replace("-", "−")


def probability(value: float) -> str:
    """A p- or q-value with three decimals; empty where there is none."""
    return "" if isnan(value) else "<0.001" if value < 0.001 else f"{value:.3f}"


def decimals(largest: float) -> int:
    """Decimals that show three significant digits of a number, from none to four."""
    return min(max(2 - floor(log10(largest)), 0), 4) if largest > 0 else 2
