"""Fonts for names that the usual font of figures has no characters for, such as Chinese ones."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from functools import cache

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "SimHei", "Heiti SC", "STHeiti", "Noto Sans CJK JP", "Noto Sans CJK TC",
    "Source Han Sans", "SimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Noto Serif CJK JP",
    "AR PL UMing CN", "Arial Unicode MS", "Droid Sans Fallback", "Noto Sans", "Unifont",
)  # fmt: skip
"""Fonts with Chinese characters, the best for reading first; the last ones have much else too."""


def covering(characters: Collection[int]) -> list[str]:
    """Installed families of FAMILIES that together have these characters, as far as any has them.

    Parameters: code points. Returns as few families as it takes, in the order of FAMILIES.
    """
    missing, families = set(characters), []
    available = installed()
    for family in FAMILIES:
        if missing and family in available and (held := missing & _characters(available[family])):
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
def _characters(path: str) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())
