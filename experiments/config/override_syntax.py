"""What a word of the command line may be: key=value, in one line, without Hydra's own powers."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import accumulate
from unicodedata import category

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from experiments.config.catalogue import EXPERIMENT, SCENARIOS, options
from experiments.config.errors import InputError, NotKeyValueError, nearest
from experiments.config.python_values import quoted
from sim.settings.nested import leaves

DEEPEST = 20
SHOWN = 60
"""Letters of a key that is too long."""
LONGEST = 255
"""Bytes of a key: what is looked up as the name of a file has no more."""
CONTROLS = ("Cc", "Cs")
"""Categories of letters that are no text: control characters, and halves of what is not UTF-8."""
SWITCHED = ("levers", "shocks")
FIXED = "Hydra's own settings are fixed here"
INSTEAD = {
    "hydra/launcher": "executor=processes, dask or ray says where runs are done",
    "hydra.launcher": "executor=processes, dask or ray says where runs are done",
    "hydra/sweeper": "-m goes over all combinations; experiment=sweep has other designs",
    "hydra.sweeper": "-m goes over all combinations; experiment=sweep has other designs",
    "hydra.run": "output= names the folder",
    "hydra.sweep": "output= names the folder",
    "hydra.searchpath": "--config-dir names a folder with options of your own",
}
"""What to write in place of settings of Hydra's that a user of Hydra may look for."""
UNEXPECTED = re.compile(r"(?:mismatched|extraneous) input ('[^']+')")
"""How Hydra's parser names what it did not expect."""
INTERVAL = (
    "an interval has no end of values: -m takes lists, range() and choice(); experiment=sweep "
    "sampling=latin draws from ranges"
)


def refuse(words: Sequence[str], *, several: bool = False) -> None:
    """Raises InputError for words that cannot be read, are not ours to set, or would do nothing.

    With `several` a word may hold several values, as in a sweep of Hydra's.
    """
    for word in words:
        key, _, value = word.lstrip("+~").partition("=")
        if (not key or "=" not in word) and not _wrong(word, key, several):
            raise NotKeyValueError(_short(word), _meant(word))
        if wrong := _wrong(word, key, several):
            raise InputError(_short(key), value, wrong)
    refuse_twice(words)


def _meant(word: str) -> str:
    """What an argument without a key may have been meant for."""
    if word in options(EXPERIMENT):
        return f"; did you mean {EXPERIMENT}={word}?"
    if word in options("territory"):
        return f"; did you mean territory={word}?"
    if word in options("scenario"):
        return f"; did you mean {SCENARIOS}=[{word}]?"
    if near := get_close_matches(word, options(EXPERIMENT), n=1, cutoff=0.75):
        return f"; did you mean {EXPERIMENT}={near[0]}?"
    return ", such as replications=20; unburden --help lists experiments and keys"


def _short(key: str) -> str:
    return key if len(key) <= SHOWN else f"{key[:SHOWN]}..."


def refuse_twice(words: Sequence[str]) -> None:
    """Raises InputError, naming both, for overrides of which one would undo the other."""
    before: dict[str, str] = {}
    for override in OverridesParser.create().parse_overrides(list(words)):
        key, text = str(override.key_or_group), str(override.input_line)
        value = None if override.is_sweep_override() else override.value()
        for path in [one for one, _ in leaves({key: value})] or [key]:
            if path in before:
                told = f"is given twice, as {before[path]} too; leave one of them out"
                raise InputError(key, text.partition("=")[2], told)
            before[path] = text


def _wrong(word: str, key: str, several: bool) -> str | None:
    if any(category(letter) in CONTROLS for letter in word):
        return "should be text in one line"
    if key == "hydra" or key.startswith(("hydra.", "hydra/")):
        instead = [told for name, told in INSTEAD.items() if key.startswith(name)]
        return "; ".join([FIXED, *instead[:1]])
    if any(part.startswith("_") and part.endswith("_") for part in key.split(".")):
        return "nothing is ever run from a config"
    if word.startswith("~"):
        return "nothing can be left out; key=value gives it another value"
    if not key or "=" not in word:
        return None
    if len(key.encode("utf-8", "surrogateescape")) > LONGEST:
        return f"no such key: none is longer than {LONGEST} bytes"
    if _depth(word) > DEEPEST:
        return f"more than {DEEPEST} brackets deep"
    return _wrong_override(word, several)


def _wrong_override(word: str, several: bool) -> str | None:
    try:
        override = OverridesParser.create().parse_override(word)
    except (HydraException, ValueError) as error:
        fault = _fault(word.partition("=")[2], str(error))
        return fault if fault.endswith("not closed") else fault + _hint(word)
    if override.package is not None:
        return "@ is not for here; it takes key=value"
    if override.is_sweep_override():
        if not override.is_discrete_sweep() or "interval(" in word:
            return INTERVAL
        return (
            None
            if several
            else f"is several values, which take -m; a list is written [a,b]{_hint(word)}"
        )
    if isinstance(override.value(), dict):
        return None
    group, value = str(override.key_or_group), override.value()
    if options(group) and word.startswith("+"):
        return f"is chosen already; write {group}={value} for another"
    return wrong_option(group, value)


def _fault(value: str, error: str) -> str:
    """What is wrong with a value that Hydra cannot parse."""
    closing = {"[": "]", "{": "}", "(": ")"}
    open_: list[str] = []
    quote = ""
    for letter, before in zip(value, f" {value}", strict=False):
        if quote:
            quote = "" if letter == quote and before != "\\" else quote
        elif letter in "'\"":
            quote = letter
        elif letter in closing:
            open_.append(letter)
        elif letter in closing.values():
            if not open_ or closing[open_[-1]] != letter:
                return f"cannot be read: the bracket {letter} closes none"
            open_.pop()
    if quote:
        return f"cannot be read: the quote {quote} is not closed"
    if open_:
        return f"cannot be read: the bracket {open_[-1]} is not closed"
    at = UNEXPECTED.search(error)
    return f"cannot be read{f' at {at[1]}' if at else ''}"


def _hint(word: str) -> str:
    """How a shell passes on text that is no value as it stands, where quotes would do."""
    key, _, value = word.partition("=")
    if set("'\"{}") & set(value):
        return ""
    items = value[1:-1].split(",") if value[:1] + value[-1:] == "[]" else None
    text = f"[{','.join(map(quoted, items))}]" if items else quoted(value)
    try:
        read = OverridesParser.create().parse_override(f"{key}={text}").value()
    except (HydraException, ValueError):
        return ""
    told = f"; as text it takes quotes: {shlex.quote(f'{key}={text}')}"
    return told if read == (items or value) else ""


def wrong_option(group: str, value: object) -> str | None:
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
