"""Hydra within this process: its global state, its own answers, and its errors in one line."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from hydra import main as hydra_main
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.plugins import Plugins
from hydra.core.singleton import Singleton
from hydra.errors import HydraException
from hydra.version import VersionBase
from omegaconf.basecontainer import BaseContainer
from omegaconf.errors import OmegaConfBaseException

from experiments.config import catalogue
from experiments.config.errors import InputError, did_you_mean, unknown_key
from experiments.config.schema import CONFIG, known_keys, register

ERRORS = (HydraException, OmegaConfBaseException)
SINGLETONS: tuple[Any, ...] = (GlobalHydra, HydraConfig, VersionBase, ConfigStore)
"""Singletons with state of one application: its Hydra, job, compatibility level, stored nodes."""
COMMAND_LINE = "command line"
NO_KEY = re.compile(r"Could not override '([^']+)'")
NO_OPTION = re.compile(r"Could not find '([^']+)/([^'/]+)'")
THERE_ALREADY = re.compile(r"An item is already at '([^']+)'")
QUOTED = re.compile(r"'([^']+)'")
LINE = "COMP_LINE"
"""The variable in which a shell asks what could come next."""
CODE_FLAG = re.compile(r" --code(?:=| +)\S+")
OPTIONS = re.compile(r"^\t(\S+)$", re.MULTILINE)


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """A Hydra without state within; afterwards the caller's again, with its resolvers.

    What the caller had of `@hydra.main`, `initialize` or `register_new_resolver` is as it was,
    whatever happens within.
    """
    # Plugins store their nodes when first looked for: that has to last.
    Plugins.instance()
    before = {kind: (kind.instance(), dict(vars(kind.instance()))) for kind in SINGLETONS}
    resolvers = dict(BaseContainer._resolvers)
    store = ConfigStore.instance()
    store.repo = _copy(store.repo)
    GlobalHydra.instance().clear()
    HydraConfig.instance().cfg = None
    try:
        yield
    finally:
        for kind, (instance, state) in before.items():
            # Hydra's own contexts put other instances in their place.
            Singleton._instances[kind] = instance
            vars(instance).clear()
            vars(instance).update(state)
        BaseContainer._resolvers.clear()
        BaseContainer._resolvers.update(resolvers)


def _copy(group: dict[str, Any]) -> dict[str, Any]:
    """A group of stored nodes, its groups copied too; the nodes are the same."""
    return {key: _copy(node) if isinstance(node, dict) else node for key, node in group.items()}


def answer(arguments: Sequence[str]) -> None:
    """Let Hydra print its help, its config or completions. Raises InputError where it cannot."""
    os.environ["HYDRA_FULL_ERROR"] = "1"
    if LINE in os.environ:
        # To press a key runs no code: its levers are not completed.
        os.environ[LINE] = CODE_FLAG.sub("", os.environ[LINE])
    stderr = io.StringIO()
    with isolated(), _command_line(arguments), contextlib.redirect_stderr(stderr):
        register()
        folder = str(catalogue.folder())
        app = hydra_main(version_base="1.3", config_path=folder, config_name=CONFIG)
        try:
            app(lambda _: None)()
        except SystemExit as leaving:
            if leaving.code:
                last = stderr.getvalue().strip().rpartition("\n")[2]
                raise InputError(COMMAND_LINE, " ".join(arguments), last) from None
        except ERRORS as error:
            raise as_input_error(error, arguments, known_keys(arguments)) from error
        except ValueError as error:
            raise InputError(COMMAND_LINE, " ".join(arguments), str(error)) from error


@contextlib.contextmanager
def _command_line(arguments: Sequence[str]) -> Iterator[None]:
    before = sys.argv
    sys.argv = ["unburden", *arguments]
    try:
        yield
    finally:
        sys.argv = before


def as_input_error(error: Exception, overrides: Sequence[str], known: Sequence[str]) -> InputError:
    """An error of Hydra with the key and value of the override that caused it.

    `known` are all keys, from which the nearest is proposed.
    """
    text = str(error)
    if match := NO_OPTION.search(text):
        group, option = match.groups()
        names = OPTIONS.findall(text)
        allowed = f"no such option; there are {', '.join(names)}{did_you_mean(option, names)}"
        return InputError(group, option, allowed)
    if match := NO_KEY.search(text):
        key = match[1].partition("@")[0]
        return InputError(key, _value(key, overrides), unknown_key(key, known))
    if match := THERE_ALREADY.search(text):
        key = match[1]
        value = _value(key, overrides)
        return InputError(f"+{key}", value, f"is there already; write {key}={value}")
    quoted = QUOTED.findall(text)
    causes = [getattr(error, "override", None)]
    causes += [override for override in overrides if _key(override) in quoted]
    causes += [override for override in overrides if override in text]
    cause = next((override for override in causes if override), " ".join(overrides))
    key, _, value = cause.partition("=")
    return InputError(key, value, f"cannot be read: {text.strip().splitlines()[0]}")


def _key(override: str) -> str:
    return override.lstrip("+~").partition("=")[0]


def _value(key: str, overrides: Sequence[str]) -> str:
    for override in overrides:
        if _key(override) == key:
            return override.partition("=")[2]
    return ""
