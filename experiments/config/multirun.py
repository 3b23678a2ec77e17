"""The studies of a command line with -m: all combinations of the values it lists."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import islice, product

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, Override

from experiments.config.catalogue import GROUPS, options
from experiments.config.errors import InputError
from experiments.config.study import Study

MAX_STUDIES = 1000
MAX_NAME = 100
"""Bytes of a folder's name beyond which it is cut short."""
UNSAFE = re.compile(r"[/\\\x00]|\.\.+")
"""Parts of a path that would leave the study's folder."""


def jobs(overrides: Sequence[str]) -> list[tuple[str, ...]]:
    """Overrides of each study; the last of them varies fastest.

    `override_syntax.check` has passed them. Raises InputError for a key without values, and for too
    many studies.
    """
    parsed = OverridesParser.create().parse_overrides(list(overrides))
    lists = [list(islice(_values(override), MAX_STUDIES + 1)) for override in parsed]
    for override, values in zip(overrides, lists, strict=True):
        if not values:
            key, _, text = override.partition("=")
            raise InputError(key, text, "makes no study: there are no values")
    combinations = list(islice(product(*lists), MAX_STUDIES + 1))
    if len(combinations) > MAX_STUDIES:
        allowed = f"makes more than {MAX_STUDIES:,} studies"
        raise InputError("-m", " ".join(overrides), allowed)
    return combinations


def _values(override: Override) -> Iterator[str]:
    """The override with each of its values."""
    if not override.is_sweep_override():
        yield str(override.input_line)
        return
    key, value = override.get_key_element(), override.value()
    if isinstance(value, Glob):
        if not options(str(override.key_or_group)):
            text = str(override.input_line).partition("=")[2]
            allowed = f"glob() is of the options of a group: {', '.join(GROUPS)}"
            raise InputError(str(override.key_or_group), text, allowed)
        names: Iterator[str] = iter(value.filter(list(options(str(override.key_or_group)))))
    else:
        names = override.sweep_string_iterator()
    yield from (f"{key}={name}" for name in names)


def with_own_folders(studies: Sequence[Study]) -> list[Study]:
    """Studies with an output folder each, named by what they vary.

    Raises InputError for a study that is there twice.
    """
    common = set.intersection(*(set(study.arguments) for study in studies)) if studies else set()
    named = [_with_folder(study, common) for study in studies]
    folders = [study.output_folder for study in named]
    for folder, count in Counter(map(os.path.normpath, folders)).items():
        if count > 1:
            raise InputError(
                "-m", folder, "is the folder of more than one study; name each value once"
            )
    return named


def _with_folder(study: Study, common: set[str]) -> Study:
    """The study with an output folder named by the arguments that are not common to all.

    Not by `output`, which is the folder already.
    """
    varied = [argument for argument in study.arguments if argument not in common]
    text = ",".join(item for item in varied if not item.lstrip("+").startswith("output="))
    suffix = f",{readable(text)}" if text else ""
    output = study.options.get("output")
    if output is None:
        return replace(study, suffix=suffix)
    return replace(study, options={**study.options, "output": f"{output}{suffix}"})


def readable(text: str) -> str:
    """The text as part of a folder's name; with a hash where something of it is lost."""
    safe = UNSAFE.sub("_", text)
    short = safe.encode()[:MAX_NAME].decode(errors="ignore")
    if short == text:
        return text
    return f"{short}-{blake2b(text.encode(), digest_size=4).hexdigest()}"
