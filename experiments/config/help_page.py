"""The page that `--help` prints: the template in `configs/unburden.yaml`, filled in.

Hydra fills in the same template, but first lists every group, of which there are dozens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import fill
from typing import Any

from experiments.config import catalogue, kinds
from experiments.config.catalogue import SCENARIO, options
from experiments.config.first_values import needed_words

COLUMNS = 100
PLACE = re.compile(r"\$\{([\w.]+)(?::(\w*))?\}")


def purposes(_: str = "") -> str:
    """A line for each experiment."""
    names = kinds.names()
    width = max(len(name) for name in names) + 2
    return "\n".join(f"  {name:<{width}}{kinds.purpose(name)}" for name in names)


def option_lines(group: str) -> str:
    """The options of a group in lines of a terminal."""
    return _wrapped(", ".join(options(group)), "  ")


def scenarios(_: str = "") -> str:
    """Packages with their sentences, then levers and shocks, of each of which there is one."""
    alone = [*catalogue.registered(SCENARIO)]
    packages = [name for name in options(SCENARIO) if name not in alone]
    sentences = catalogue.descriptions(packages)
    width = max(map(len, packages)) + 2
    lines = [_wrapped(sentences[name], f"  {name:<{width}}") for name in packages]
    every = _wrapped(", ".join(sorted(alone)), "  ")
    needed = {name: " ".join(needed_words(name)) for name in alone}
    notes = [f"  {name} needs {words}" for name, words in needed.items() if words]
    return "\n".join([*lines, "  and each lever and shock alone:", every, *notes])


def _wrapped(text: str, head: str) -> str:
    """The text in lines of a terminal after a head, which the first line begins with."""
    return fill(text, COLUMNS, initial_indent=head, subsequent_indent=" " * len(head))


FILLED: dict[str, Callable[[str], str]] = {
    "experiments": purposes, "options": option_lines, "scenarios": scenarios
}  # fmt: skip
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
