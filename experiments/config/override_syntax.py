"""What an override may be: key=value, in one line, without Hydra's own settings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import accumulate
from unicodedata import category

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from experiments.config import interpolation
from experiments.config.catalogue import (
    CODE,
    CODE_INSTEAD,
    EXPERIMENT,
    FILES,
    SCENARIO,
    SCENARIOS,
    SWITCHES,
    options,
    user_folder,
)
from experiments.config.errors import InputError, NotKeyValueError, did_you_mean
from experiments.config.place_file import is_file_name
from experiments.config.place_reader import KEY as TERRITORY
from experiments.config.python_values import quoted
from sim.settings.nested import leaves

MAX_DEPTH = 20
SHOWN = 60
"""Letters that a message shows of a long key."""
MAX_KEY = 255
"""Bytes of a key: what is looked up as the name of a file has no more."""
CONTROLS = ("Cc", "Cs")
"""Categories of letters that are no text: control characters, and halves of what is not UTF-8."""
NO_PACKAGE = "@ is not allowed here: every group has its place; write key=value"
FIXED = "Hydra's own settings are fixed here"
SWEEPERS = (
    "-m makes all combinations, experiment=sweep has other designs, and an optimizer such as "
    "Optuna takes the model as a function (docs/how-to/other-tools.md)"
)
INSTEAD = {
    "hydra/launcher": "executor=processes, dask or ray says where runs are done",
    "hydra.launcher": "executor=processes, dask or ray says where runs are done",
    "hydra/sweeper": SWEEPERS,
    "hydra.sweeper": SWEEPERS,
    "hydra.run": "output= names the folder",
    "hydra.sweep": "output= names the folder",
    "hydra.mode": "-m makes several studies",
    "hydra.output_subdir": "output= names the folder",
    "hydra.job.chdir": "paths are of the folder in which the command is called",
    "hydra.searchpath": "--config-dir names a folder with your own options",
}
"""What to write in place of settings of Hydra that a user of Hydra may look for."""
BEYOND_ASCII = re.compile(r"[^\s,:\[\]{}()=]*[^\x00-\x7f][^\s,:\[\]{}()=]*")
"""A word with a letter beyond ASCII."""
UNEXPECTED = re.compile(r"(?:mismatched|extraneous) input ('[^']+')")
"""How Hydra's parser names what it did not expect."""
INTERVAL = (
    "an interval has no end of values: -m takes lists, range() and choice(); experiment=sweep "
    "sampling=latin draws from ranges"
)


def check(overrides: Sequence[str], *, multirun: bool = False) -> None:
    """Raises InputError for overrides that cannot be read, are not allowed, or do nothing.

    With `multirun` an override may hold several values.
    """
    for override in overrides:
        key, _, value = override.lstrip("+~").partition("=")
        fault = _fault(override, key, multirun)
        if (not key or "=" not in override) and not fault:
            raise NotKeyValueError(_shortened(override), _proposal(override))
        if fault and override.startswith("~"):
            raise InputError("override", _shortened(override), fault)
        if fault:
            raise InputError(_shortened(key), value, fault)
    check_duplicates(overrides)


def readable(argument: str) -> str:
    """The argument; with quotes around what Hydra cannot read without, where it is plain.

    That is the file of a place, and each word with letters beyond ASCII, such as a name in Chinese.
    """
    argument = with_quoted_file(argument)
    if argument.isascii() or _is_readable(argument):
        return argument
    key, equals, value = argument.partition("=")
    changed = f"{key}{equals}{BEYOND_ASCII.sub(lambda word: quoted(word[0]), value)}"
    return changed if not set("'\"") & set(value) and _is_readable(changed) else argument


def _is_readable(argument: str) -> bool:
    try:
        OverridesParser.create().parse_override(argument)
    except (HydraException, ValueError):
        return False
    return True


def with_quoted_file(argument: str) -> str:
    """The argument; with quotes if it names a file of a place that Hydra cannot read without."""
    key, _, value = argument.partition("=")
    if key != TERRITORY or not is_file_name(value) or set(value) & set(",'\"[]{}()"):
        return argument
    return argument if _is_readable(argument) else f"{key}={quoted(value)}"


def _proposal(argument: str) -> str:
    """What an argument without a key may have been meant for."""
    if argument in options(EXPERIMENT):
        return f"; did you mean {EXPERIMENT}={argument}?"
    if argument in options(TERRITORY):
        return f"; did you mean {TERRITORY}={argument}?"
    if argument.endswith(FILES):
        return f"; did you mean {TERRITORY}={argument} or {SCENARIOS}=[{argument}]?"
    if argument in options(SCENARIO):
        return f"; did you mean {SCENARIOS}=[{argument}]?"
    if near := get_close_matches(argument, options(EXPERIMENT), n=1, cutoff=0.75):
        return f"; did you mean {EXPERIMENT}={near[0]}?"
    return ", such as replications=20; unburden --help lists experiments and keys"


def _shortened(key: str) -> str:
    return key if len(key) <= SHOWN else f"{key[:SHOWN]}..."


def check_duplicates(overrides: Sequence[str]) -> None:
    """Raises InputError, naming both, for overrides of which one would undo the other.

    A single value undoes a mapping: `scales={mae:1} scales=null`. An option of a group does not.
    """
    before: dict[str, str] = {}
    single: dict[str, str] = {}
    within: dict[str, str] = {}
    for override in OverridesParser.create().parse_overrides(list(overrides)):
        key, text = str(override.key_or_group), str(override.input_line)
        value = None if override.is_sweep_override() else override.value()
        for path in [path for path, _ in leaves({key: value})] or [key]:
            above = [*accumulate(path.split("."), "{}.{}".format)][:-1]
            undone = [single[one] for one in above if one in single]
            others = [before.get(path), *undone]
            if value != {} and not (path == key and options(key)):
                others.append(within.get(path))
                single[path] = text
            if other := next(filter(None, others), None):
                allowed = f"is given twice, as {other} too; leave one of them out"
                if key.startswith("evidence.") and other.startswith("evidence="):
                    allowed = f"write evidence.file={other.partition('=')[2]} beside it"
                raise InputError(key, text.partition("=")[2], allowed)
            before[path] = text
            within |= dict.fromkeys(above, text)


def _fault(override: str, key: str, multirun: bool) -> str | None:
    """What is wrong with an override; None if nothing is, or if it is not key=value."""
    if any(category(letter) in CONTROLS for letter in override):
        return "should be text in one line"
    if key == "hydra" or key.startswith(("hydra.", "hydra/")):
        instead = [text for name, text in INSTEAD.items() if key.startswith(name)]
        return "; ".join([FIXED, *instead[:1]])
    if any(part.startswith("_") and part.endswith("_") for part in key.split(".")):
        return "nothing is ever run from a config"
    if override.startswith("~"):
        return "nothing can be left out; key=value gives it another value"
    if not key or "=" not in override:
        return None
    if key == CODE:
        return CODE_INSTEAD
    if "@" in key:
        return NO_PACKAGE
    if "${." in override:
        return interpolation.ALLOWED
    if len(key.encode("utf-8", "surrogateescape")) > MAX_KEY:
        return f"no such key: none is longer than {MAX_KEY} bytes"
    if _depth(override) > MAX_DEPTH:
        return f"more than {MAX_DEPTH} brackets deep"
    return _value_fault(override, multirun)


def _value_fault(text: str, multirun: bool) -> str | None:
    """What is wrong with the value of key=value, as Hydra reads it."""
    try:
        override = OverridesParser.create().parse_override(text)
    except (HydraException, ValueError) as error:
        fault = _parse_fault(text.partition("=")[2], str(error))
        return fault if fault.endswith("not closed") else fault + _quoting_hint(text)
    if override.is_sweep_override():
        if not override.is_discrete_sweep() or "interval(" in text:
            return INTERVAL
        if multirun:
            return None
        return f"is several values, which take -m; a list is written [a,b]{_quoting_hint(text)}"
    if isinstance(override.value(), dict):
        return None
    group, value = str(override.key_or_group), override.value()
    if options(group) and text.startswith("+"):
        return f"is chosen already; write {group}={value} for another"
    return option_fault(group, value)


def _parse_fault(value: str, error: str) -> str:
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
    place = UNEXPECTED.search(error)
    return f"cannot be read{f' at {place[1]}' if place else ''}"


def _quoting_hint(override: str) -> str:
    """How to quote the value in a shell, if it would be valid as text; else empty."""
    key, _, value = override.partition("=")
    if set("'\"{}") & set(value):
        return ""
    items = value[1:-1].split(",") if value[:1] + value[-1:] == "[]" else None
    text = f"[{','.join(map(quoted, items))}]" if items else quoted(value)
    try:
        read = OverridesParser.create().parse_override(f"{key}={text}").value()
    except (HydraException, ValueError):
        return ""
    if read != (items or value):
        return ""
    return f"; as text it takes quotes: {shlex.quote(f'{key}={text}')}"


def option_fault(group: str, value: object) -> str | None:
    """What is wrong with a value where its key is a group of options; None elsewhere."""
    names = options(group)
    if not names:
        return None
    if group in SWITCHES:
        return f"all {group} are there; scenarios=[NAME] switches one on"
    if isinstance(value, str) and value in names:
        return None
    if group == TERRITORY and is_file_name(value):
        return None
    files = ", or the path of a file ending in .yaml" if group == TERRITORY else ""
    close = did_you_mean(str(value), names)
    own = "; --config-dir names a folder with your own" if user_folder() is None else ""
    return f"no such option; there are {', '.join(names)}{files}{close or own}"


def _depth(override: str) -> int:
    """How deep its brackets are nested, quoted ones too."""
    steps = [(letter in "[{(") - (letter in "]})") for letter in override]
    return max(accumulate(steps), default=0)
