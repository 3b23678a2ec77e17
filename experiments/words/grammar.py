"""What a word of the command line may be: key=value, in one line, without Hydra's own powers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from unicodedata import category

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from experiments.words.catalogue import options
from experiments.words.refusal import Refusal, nearest

DEEPEST = 20
CONTROLS = ("Cc", "Cs")
"""Categories of letters that are no text: control characters, and halves of what is not UTF-8."""
SWITCHED = ("levers", "shocks")


def refuse(words: Sequence[str], *, several: bool = False) -> None:
    """Raises Refusal for words that cannot be read, are not ours to set, or would do nothing.

    With `several` a word may hold several values, as in a sweep of Hydra's.
    """
    for word in words:
        key, _, value = word.lstrip("+~").partition("=")
        if wrong := _wrong(word, key, several):
            raise Refusal(key, value, wrong)


def _wrong(word: str, key: str, several: bool) -> str | None:
    if any(category(letter) in CONTROLS for letter in word):
        return "should be text in one line"
    if key == "hydra" or key.startswith(("hydra.", "hydra/")):
        return "Hydra's own settings are fixed here"
    if any(part.startswith("_") and part.endswith("_") for part in key.split(".")):
        return "nothing is ever run from a config"
    if word.startswith("~"):
        return "nothing can be left out; key=value gives it another value"
    if not key or "=" not in word:
        return "cannot be read: it takes key=value"
    if _depth(word) > DEEPEST:
        return f"more than {DEEPEST} brackets deep"
    return _wrong_override(word, several)


def _wrong_override(word: str, several: bool) -> str | None:
    try:
        override = OverridesParser.create().parse_override(word)
    except (HydraException, ValueError) as error:
        return f"cannot be read: {str(error).strip().splitlines()[0]}"
    if override.package is not None:
        return "@ is not for here; it takes key=value"
    if override.is_sweep_override():
        return None if several else "is several values, which take -m; a list is written [a,b]"
    if isinstance(override.value(), dict):
        return None
    group, value = str(override.key_or_group), override.value()
    if options(group) and word.startswith("+"):
        return f"is chosen already; write {group}={value} for another"
    return _wrong_option(group, value)


def _wrong_option(group: str, value: object) -> str | None:
    """What is off with a value, where its key is a group of options."""
    there = options(group)
    if not there:
        return None
    if group in SWITCHED:
        return f"all {group} are there: {group}.NAME.on=true or scenarios=[NAME] switches one on"
    if isinstance(value, str) and value in there:
        return None
    return f"no such option; there are {', '.join(there)}{nearest(str(value), there)}"


def _depth(word: str) -> int:
    """How deep its brackets go, quoted ones too."""
    steps = [(letter in "[{(") - (letter in "]})") for letter in word]
    return max(accumulate(steps), default=0)
