"""The page that `--help` prints: the template in `configs/unburden.yaml`, filled in.

Its sections, which empty lines divide, are texts of the catalogue of messages.
Hydra fills in the same template, but first lists every group, of which there are dozens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from experiments.config import catalogue, kinds
from experiments.config.catalogue import SCENARIO, options
from experiments.config.first_values import needed_words
from experiments.language import _, fill, padded

COLUMNS = 100
BETWEEN = "\n\n"
"""Between sections of the page."""
PLACE = re.compile(r"\$\{([\w.]+)(?::(\w*))?\}")


def purposes(_argument: str = "") -> str:
    """A line for each experiment."""
    names = kinds.names()
    width = max(len(name) for name in names) + 2
    return "\n".join(f"  {padded(name, width)}{_(kinds.purpose(name))}" for name in names)


def option_lines(group: str) -> str:
    """The options of a group in lines of a terminal."""
    return _wrapped(", ".join(options(group)), "  ")


def scenarios(_argument: str = "") -> str:
    """Packages with their sentences, then levers and shocks, of each of which there is one."""
    alone = [*catalogue.registered(SCENARIO)]
    packages = [name for name in options(SCENARIO) if name not in alone]
    sentences = catalogue.descriptions(packages)
    width = max(map(len, packages)) + 2
    lines = [_wrapped(_(sentences[name]), f"  {padded(name, width)}") for name in packages]
    every = _wrapped(", ".join(sorted(alone)), "  ")
    needed = {name: " ".join(needed_words(name)) for name in alone}
    notes = [
        "  " + _("{name} needs {words}").format(name=name, words=words)
        for name, words in needed.items()
        if words
    ]
    heading = f"  {_('and each lever and shock alone:')}"
    return "\n".join([*lines, heading, every, *notes])


def _wrapped(text: str, head: str) -> str:
    """The text in lines of a terminal after a head, which the first line begins with."""
    return fill(text, COLUMNS, head, " " * len(head))


FILLED: dict[str, Callable[[str], str]] = {
    "experiments": purposes, "options": option_lines, "scenarios": scenarios
}  # fmt: skip
"""Resolvers of the template, by the names that it has for them."""


def page() -> str:
    """The whole page, with the options of the user's folder, in the language in use."""
    texts = _texts()

    def filled(place: re.Match[str]) -> str:
        name, argument = place[1], place[2]
        if argument is not None:
            return FILLED[name](argument)
        return _(texts[name.removeprefix("hydra.help.")].rstrip("\n")) + "\n"

    return PLACE.sub(filled, BETWEEN.join(map(_, texts["template"].split(BETWEEN))))


def sections() -> list[str]:
    """The texts that the page consists of, as they are looked up in the catalogue."""
    texts = _texts()
    parts = [part for part in texts["template"].split(BETWEEN) if PLACE.sub("", part).strip()]
    return [*(texts[name].rstrip("\n") for name in ("header", "footer")), *parts]


def _texts() -> dict[str, str]:
    texts: dict[str, Any] = catalogue.read(catalogue.folder() / "unburden.yaml")["hydra"]["help"]
    return texts
