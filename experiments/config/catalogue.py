"""Groups, their options, and scenarios: files of `configs/`, levers and shocks of the registry."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from inspect import getdoc
from pathlib import Path

from experiments.config import kinds, lever_scenario
from experiments.config.errors import InputError, did_you_mean
from experiments.config.first_values import needed_words
from sim.evidence import plain
from sim.levers import registry
from sim.settings import Settings
from sim.settings.nested import Tree, leaves

BASELINE = "baseline"
SCENARIOS = "scenarios"
SCENARIO = "scenario"
EXPERIMENT = "experiment"
"""The group whose options are the folders of `experiments/kinds`."""
GROUPS = (EXPERIMENT, "territory", "executor")
"""Groups of which a user chooses an option."""
OWN = (*GROUPS, SCENARIO)
"""Groups to which a user may add options."""
FILES = (".yaml", ".yml")
NAME = re.compile(r"\w[\w .-]*")
DESCRIBE = "describe"
"""The key of a scenario file that holds a sentence for tables and reports."""
MAX_SENTENCE = 200
"""Characters of such a sentence: two lines of a terminal."""
SWITCHES = ("levers", "shocks")
CODE = "code"
CODE_INSTEAD = (
    "nothing is ever run from a config; unburden --code FILE.py on the command line runs it"
)
POLICIES = ("departments.hours_scale",)
"""What a scenario may set beside levers and shocks: the hours that departments are granted."""
_user_folder: ContextVar[Path | None] = ContextVar("user_folder", default=None)


@contextmanager
def with_user_folder(folder: Path | None) -> Iterator[None]:
    """Add the options in a folder of the user to the built-in ones, while the context lasts."""
    token = _user_folder.set(folder)
    try:
        yield
    finally:
        _user_folder.reset(token)


def user_folder() -> Path | None:
    """The folder with options of the user, if there is one."""
    return _user_folder.get()


def folder() -> Path:
    """`experiments/configs` where the package carries its data, else `configs` of the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "configs"
    return inside if inside.is_dir() else package.parent / "configs"


def options(group: str) -> tuple[str, ...]:
    """Names of the options of a group, in alphabetical order; those of the user among them."""
    folder = user_folder()
    users = () if folder is None or group not in OWN else _names(folder / group)
    return tuple(sorted({*built_in(group), *users}))


def built_in(group: str) -> tuple[str, ...]:
    """Names of the options of a group that come with the package, in alphabetical order."""
    if group == EXPERIMENT:
        return kinds.names()
    return tuple(sorted({*_names(folder() / group), *registered(group)}))


def shipped(name: str) -> bool:
    """Whether a scenario is of the package: one of its files, or one of its levers or shocks alone.

    Names of a user are none of these: they are shown as they are given, in every language.
    """
    if name in registry.sources():
        return False
    return name in _files() or any(name in registry.names(part) for part in SWITCHES)


@cache
def _files() -> frozenset[str]:
    """Names of the files of scenarios that come with the package."""
    return frozenset(_names(folder() / SCENARIO))


def registered(group: str) -> dict[str, Tree]:
    """Options of a group that have no file: levers, shocks, a scenario for each of them alone."""
    if group in SWITCHES:
        return {name: {} for name in registry.names(group)}
    if group == SCENARIO:
        taken = {*_names(folder() / SCENARIO)}.intersection(registry.sources())
        for name in sorted(taken):
            allowed = f"a lever outside the package has the name of the scenario {name}; rename it"
            raise InputError(SCENARIOS, name, allowed)
        return {
            name: {part: {name: {"on": True}}} for part in SWITCHES for name in registered(part)
        }
    return {}


def _names(place: Path) -> tuple[str, ...]:
    if not is_folder(place):
        return ()
    return tuple(sorted(path.stem for path in place.glob("*.yaml")))


def is_folder(path: Path) -> bool:
    """Whether there is a folder; not where its name is too long for the system."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether there is a file, and no pipe or device; not where its name is too long."""
    try:
        return path.is_file()
    except OSError:
        return False


def option_file(group: str, name: str) -> Path:
    """The file of an option of a group; the built-in one where there is one."""
    file, users = folder() / group / f"{name}.yaml", user_folder()
    return file if users is None or is_file(file) else users / group / f"{name}.yaml"


def scenario(name_or_path: str, key: str = SCENARIOS) -> tuple[str, Tree]:
    """Name and switches of a scenario.

    Parameters
    ----------
    name_or_path
        A name of the catalogue, or the path of a YAML file.
    key
        The key that names it, for messages.

    Raises
    ------
    InputError
        There is no such scenario, or its file holds something else.
    """
    if alone := registered(SCENARIO).get(name_or_path):
        return name_or_path, alone
    if (with_parameters := lever_scenario.read(name_or_path, key)) is not None:
        return with_parameters
    known = options(SCENARIO)
    if name_or_path in built_in(SCENARIO):
        return name_or_path, _without_sentence(read(option_file(SCENARIO, name_or_path), key))
    path = Path(name_or_path)
    if name_or_path in known:
        path = option_file(SCENARIO, name_or_path)
        return name_or_path, _own(path, key)
    if name_or_path.endswith(FILES) and not os.path.lexists(path):
        raise InputError(key, name_or_path, "no such file")
    if not name_or_path.endswith(FILES):
        help_ = "unburden --help lists them, and a file is named by a path ending in .yaml"
        close = did_you_mean(name_or_path, known)
        separator = " " if close else "; "
        raise InputError(key, name_or_path, f"no such scenario{close}{separator}{help_}")
    if len(path.stem.encode()) > lever_scenario.LONGEST:
        allowed = f"the file name is the scenario's name: {lever_scenario.LONGEST} bytes at most"
        raise InputError(key, name_or_path, allowed)
    if not NAME.fullmatch(path.stem):
        allowed = (
            "the file name is the scenario's name: letters, digits, spaces, - and _, not beginning "
            "with a space or -"
        )
        raise InputError(key, name_or_path, allowed)
    return path.stem, _own(path, key)


def _own(path: Path, key: str) -> Tree:
    """The switches in a scenario file of the user. Raises InputError if it holds more."""
    tree = read(path, key)
    _sentence(tree, key, path)
    tree = _without_sentence(tree)
    _check_switches(tree, key, path)
    return tree


def descriptions(names_and_paths: Iterable[str]) -> dict[str, str]:
    """What scenarios say of themselves, by name; of a single lever or shock what it is.

    Scenarios without a sentence are left out. Raises InputError as `scenario` does.
    """
    described = {}
    for given in names_and_paths:
        name = scenario(given)[0]
        call = lever_scenario.CALL.fullmatch(given)
        if given in registered(SCENARIO):
            needed = " ".join(needed_words(given))
            described[name] = _purpose(given) + (f" It needs {needed}." if needed else "")
        elif call is not None and registry.part_of(call[1]):
            described[name] = f"{registry.label(call[1])}, with {call[2]}"
        elif given in options(SCENARIO):
            described[name] = _sentence(read(option_file(SCENARIO, given)), SCENARIOS, given)
        elif given.endswith(FILES):
            described[name] = _sentence(read(Path(given)), SCENARIOS, given)
    return {name: sentence for name, sentence in described.items() if sentence}


def _purpose(name: str) -> str:
    """The first line of what a lever or shock says of itself; its label where it says nothing."""
    return (getdoc(registry.kind_of(name)) or registry.label(name)).partition("\n")[0]


def _without_sentence(tree: Tree) -> Tree:
    return {name: value for name, value in tree.items() if name != DESCRIBE}


def _sentence(tree: Tree, key: str, path: object) -> str:
    """The sentence of a scenario, without line breaks; empty if it has none. Raises InputError."""
    sentence = tree.get(DESCRIBE, "")
    if not isinstance(sentence, str) or len(sentence) > MAX_SENTENCE:
        allowed = f"{DESCRIBE}: should be a sentence, of {MAX_SENTENCE} characters at most"
        raise InputError(key, path, allowed)
    return " ".join(sentence.split())


OF_STUDIES = frozenset(
    (
        "seed", "replications", "scenarios", "workers", "executor", "timeout", "store", "output",
        "overwrite", "lang", "author", "pdf",
    )
)  # fmt: skip
"""Keys that belong to a study and not to a society."""


def _check_switches(tree: Tree, key: str, path: Path) -> None:
    """Raises InputError for a setting of a scenario that is no lever, shock or policy.

    Scenarios are compared in one society: any other difference would be taken for an effect of the
    reform.
    """
    holds = f"a scenario holds {DESCRIBE}, levers, shocks and {', '.join(POLICIES)}"
    for name, value in leaves(tree):
        if name.partition(".")[0] in SWITCHES or name in POLICIES:
            continue
        if name.partition(".")[0] not in OF_STUDIES.union(Settings.model_fields):
            raise InputError(key, path, f"{name}: unknown key; {holds}")
        shown = value if isinstance(value, int | float | str) else "..."
        shown = str(value).lower() if isinstance(value, bool) else shown
        instead = f"write {name}={shown} on the command line"
        if name.partition(".")[0] in Settings.model_fields:
            instead = f"this changes the place: {instead}, or into the place file"
        raise InputError(key, path, f"{name}: {holds}; {instead}")


def read(path: Path, key: str = SCENARIOS) -> Tree:
    """A YAML mapping as plain data. Raises InputError if it is anything else or names code."""
    try:
        tree = plain.read(path)
    except plain.PlainError as error:
        raise InputError(key, path, str(error)) from None
    if not isinstance(tree, dict):
        raise InputError(key, path, "should be a mapping of settings, such as levers: {...}")
    try:
        reject_code(tree)
    except InputError as error:
        raise InputError(key, path, f"{error.key}: {error.allowed}") from None
    return tree


def reject_code(tree: object, path: str = "") -> None:
    """Raises InputError for a key that asks for code to be run (`_target_` and its kin, `code`)."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            here = f"{path}.{key}".lstrip(".")
            if here == CODE:
                raise InputError(here, value, CODE_INSTEAD)
            if str(key).startswith("_") and str(key).endswith("_"):
                raise InputError(here, value, "nothing is ever run from a config")
            reject_code(value, here)
    elif isinstance(tree, list | tuple):
        for item in tree:
            reject_code(item, path)
