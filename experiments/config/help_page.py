"""The page that `--help` prints: the template in `configs/unburden.yaml`, filled in.

Hydra fills in the same template, but first lists every group, of which there are dozens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import fill
from typing import Any

from experiments.config import catalogue, kinds
from experiments.config.catalogue import options

PLACE = re.compile(r"\$\{([\w.]+)(?::(\w*))?\}")


def purposes(_: str = "") -> str:
    """A line for each experiment."""
    names = kinds.names()
    width = max(len(name) for name in names) + 2
    return "\n".join(f"  {name:<{width}}{kinds.purpose(name)}" for name in names)


def option_lines(group: str) -> str:
    """The options of a group in lines of a terminal."""
    return fill(", ".join(options(group)), 96, initial_indent="  ", subsequent_indent="  ")


FILLED: dict[str, Callable[[str], str]] = {"experiments": purposes, "options": option_lines}
"""Resolvers of the template, by the names that it has for them."""


def page() -> str:
    """The whole page, with the options of the user's folder."""
    texts: dict[str, Any] = catalogue.read(catalogue.folder() / "unburden.yaml")["hydra"]["help"]

    def filled(place: re.Match[str]) -> str:
        name, argument = place[1], place[2]
        if argument is not None:
            return FILLED[name](argument)
        return str(texts[name.removeprefix("hydra.help.")])

    return PLACE.sub(filled, texts["template"])
