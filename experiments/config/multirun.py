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

from experiments.config.catalogue import options
from experiments.config.errors import InputError
from experiments.config.study import Study

MOST = 1000
LONGEST = 100
"""Bytes of a folder's name beyond which it is cut short."""
UNSAFE = re.compile(r"[/\\\x00]|\.\.+")
"""What would leave the folder that a study is to have."""


def jobs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Overrides of each job, the last that varies fastest; as `grammar.refuse` has let through.

    Raises InputError for a key without values, and for too many jobs.
    """
    parsed = OverridesParser.create().parse_overrides(list(words))
    lists = [list(islice(_values(one), MOST + 1)) for one in parsed]
    for word, values in zip(words, lists, strict=True):
        if not values:
            key, _, text = word.partition("=")
            raise InputError(key, text, "makes no study: there are no values")
    found = list(islice(product(*lists), MOST + 1))
    if len(found) > MOST:
        raise InputError("-m", " ".join(words), f"makes more than {MOST:,} studies")
    return found


def _values(override: Override) -> Iterator[str]:
    """The override with each of its values."""
    if not override.is_sweep_override():
        yield str(override.input_line)
        return
    key, value = override.get_key_element(), override.value()
    if isinstance(value, Glob):
        names: Iterator[str] = iter(value.filter(list(options(str(override.key_or_group)))))
    else:
        names = override.sweep_string_iterator()
    yield from (f"{key}={name}" for name in names)


def apart(found: Sequence[Study]) -> list[Study]:
    """Studies with an output folder each, named by what they vary.

    Raises InputError for one that is there twice.
    """
    common = set.intersection(*(set(one.words) for one in found)) if found else set()
    named = [_named(one, common) for one in found]
    places = [one.called for one in named]
    for place, count in Counter(map(os.path.normpath, places)).items():
        if count > 1:
            raise InputError(
                "-m", place, "is the folder of more than one study; name each value once"
            )
    return named


def _named(study: Study, common: set[str]) -> Study:
    """The study with an output folder of its own. Where `output` varies, that says it already."""
    own = [word for word in study.words if word not in common]
    named = ",".join(word for word in own if not word.lstrip("+").startswith("output="))
    varied = f",{readable(named)}" if named else ""
    output = study.options.get("output")
    if output is None:
        return replace(study, varied=varied)
    return replace(study, options={**study.options, "output": f"{output}{varied}"})


def readable(text: str) -> str:
    """The text as part of a folder's name; with a hash where something of it is lost."""
    safe = UNSAFE.sub("_", text)
    short = safe.encode()[:LONGEST].decode(errors="ignore")
    if short == text:
        return text
    return f"{short}-{blake2b(text.encode(), digest_size=4).hexdigest()}"
