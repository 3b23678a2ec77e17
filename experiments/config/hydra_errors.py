"""What Hydra and OmegaConf complain of, in one line of our own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hydra.errors import HydraException
from omegaconf.errors import OmegaConfBaseException

from experiments.config.errors import InputError, nearest, unknown

HYDRA_ERRORS = (HydraException, OmegaConfBaseException)
NO_KEY = re.compile(r"Could not override '([^']+)'")
NO_OPTION = re.compile(r"Could not find '([^']+)/([^'/]+)'")
NAMED = re.compile(r"'([^']+)'")
OPTIONS = re.compile(r"^\t(\S+)$", re.MULTILINE)


def as_input_error(error: Exception, words: Sequence[str], known: Sequence[str]) -> InputError:
    """The complaint with the key and value of the user's word that it is about."""
    text = str(error)
    if found := NO_OPTION.search(text):
        group, option = found.groups()
        there = OPTIONS.findall(text)
        what = f"no such option; there are {', '.join(there)}{nearest(option, there)}"
        return InputError(group, option, what)
    if found := NO_KEY.search(text):
        key = found[1].partition("@")[0]
        return InputError(key, _value(key, words), unknown(key, known))
    quoted = NAMED.findall(text)
    spoken = [getattr(error, "override", None), *(word for word in words if _key(word) in quoted)]
    spoken += [word for word in words if word in text]
    key, _, value = next((word for word in spoken if word), " ".join(words)).partition("=")
    return InputError(key, value, f"cannot be read: {text.strip().splitlines()[0]}")


def _key(word: str) -> str:
    return word.lstrip("+~").partition("=")[0]


def _value(key: str, words: Sequence[str]) -> str:
    for word in words:
        if _key(word) == key:
            return word.partition("=")[2]
    return ""
