"""Fonts for texts that the usual font of figures has no characters for, such as Chinese ones.

Installed fonts come first. Where none of the good ones is installed, one comes with the package.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from experiments.language import _

SHIPPED = "Unburden Sans SC"
FILE = Path(__file__).with_name("typeface") / "unburden-sans-sc.otf"
"""The font of the package: the characters of GB 2312."""

FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "SimHei", "Heiti SC", "STHeiti", SHIPPED, "Noto Sans CJK JP",
    "Noto Sans CJK TC", "Source Han Sans", "SimSun", "Songti SC", "STSong", "Noto Serif CJK SC",
    "Noto Serif CJK JP", "AR PL UMing CN", "Arial Unicode MS", "Droid Sans Fallback", "Noto Sans",
    "Unifont",
)  # fmt: skip
"""Fonts with Chinese characters, the best for reading first; the last ones have much else too.

Those after the font of the package have the forms of other languages or are hard to read.
"""
BOLD = 700
"""The weight under which the font of the package is known too: it has one weight alone."""


EVERYWHERE = "forms"
"""A text that every figure is taken to have: ticks get theirs when they are plotted."""


def fit(figure: Figure) -> None:
    """Give the texts of a figure fonts for the characters that the usual font lacks."""
    texts = figure.findobj(Text)
    written = {ord(each) for text in texts for each in _(EVERYWHERE) + text.get_text()}
    usual = font_manager.findfont(font_manager.FontProperties())
    if lacking := {each for each in written if chr(each).isprintable()} - _characters(usual):
        add(figure, covering(lacking))


def add(figure: Figure, families: Sequence[str]) -> None:
    """Let the texts of a figure take from these families what theirs lack."""
    for text in figure.findobj(Text):
        own = text.get_fontfamily()
        text.set_fontfamily([*own, *(name for name in families if name not in own)])


def covering(characters: Iterable[int]) -> list[str]:
    """Families of FAMILIES that together have these characters, as far as any has them.

    Parameters: code points. Returns as few families as it takes, in the order of FAMILIES.
    """
    missing, families = set(characters), []
    available = installed() | {SHIPPED: str(FILE)}
    for family in FAMILIES:
        if missing and family in available and (held := missing & _characters(available[family])):
            if family == SHIPPED:
                _register()
            missing -= held
            families.append(family)
    return families


@cache
def installed() -> dict[str, str]:
    """Files of the installed fonts of FAMILIES; fonts newer than matplotlib's list are added."""
    manager = font_manager.fontManager
    known = {font.fname for font in manager.ttflist}
    for path in set(font_manager.findSystemFonts()) - known:
        with contextlib.suppress(Exception):
            manager.addfont(path)
    return {font.name: font.fname for font in manager.ttflist if font.name in FAMILIES}


@cache
def _register() -> None:
    """Make the font of the package known to matplotlib, for bold text as well."""
    manager = font_manager.fontManager
    manager.addfont(FILE)
    manager.ttflist.append(replace(manager.ttflist[-1], weight=BOLD))


@cache
def _characters(path: str) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())
