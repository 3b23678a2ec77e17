"""Numbers in percent, as the language in use writes them."""

from __future__ import annotations

from experiments.language.translation import _


def in_percent(number: str) -> str:
    """`45 %`, and without a space in Chinese; of no number the sign as it follows one."""
    return _("{number} %").format(number=number)
