"""From the user's words to a study: Hydra composes, and nothing is resolved or instantiated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig, OmegaConf

from experiments.config import (
    catalogue,
    hydra_globals,
    kinds,
    override_syntax,
    saved_config,
    user_configs,
)
from experiments.config.catalogue import options
from experiments.config.errors import InputError, unknown
from experiments.config.hydra_errors import HYDRA_ERRORS, as_input_error
from experiments.config.options import defaults
from experiments.config.python_values import plain, spelled
from experiments.config.study import Study
from sim.levers import registry
from sim.settings import Settings, default_ledger
from sim.settings.nested import Tree, grow, leaves, overlay, pick

CONFIG = "unburden"
GROUPS = ("experiment", "territory", "executor")


def compose(
    *words: str, values: Mapping[str, Any] | None = None, start: Path | None = None
) -> Study:
    """The study that these overrides ask for, and `values` of Python by their keys.

    `start` is a file that `--cfg job` wrote: what it holds takes the place of defaults. Raises
    InputError if something is invalid.
    """
    given = {key: plain(value, key) for key, value in (values or {}).items()}
    picked = {key: one for key, one in given.items() if isinstance(one, str) and options(key)}
    given = {key: one for key, one in given.items() if key not in picked}
    words = (*words, *spelled(picked))
    override_syntax.refuse(words)
    override_syntax.refuse_twice([*words, *spelled(given)])
    before = None if start is None else saved_config.read(start)
    asked = _composed(words if before is None else before.chosen(words))
    if before is not None:
        asked = before.under(asked, _rows(words, asked))
    if given:
        asked = _with(asked, given)
    return replace(asked, words=(*words, *spelled(given)))


def _composed(words: Sequence[str]) -> Study:
    """What Hydra makes of overrides that were read before."""
    folder = catalogue.own()
    paths = [] if folder is None else spelled({"hydra.searchpath": [f"file://{folder.resolve()}"]})
    try:
        with (
            hydra_globals.own(),
            initialize_config_dir(str(catalogue.folder()), version_base="1.3"),
        ):
            register()
            cfg = hydra_compose(CONFIG, [*words, *paths], return_hydra_config=True)
            HydraConfig.instance().set_config(cfg)
            return study(cfg, words)
    except HYDRA_ERRORS as error:
        raise as_input_error(error, words, known(words)) from error


def _with(asked: Study, given: Mapping[str, Any]) -> Study:
    """The study with values that need no reading. Raises InputError for an unknown key."""
    keys = known([f"experiment={asked.experiment}"])
    society, chosen, overrides = asked.society, asked.options, asked.overrides
    for key, value in given.items():
        catalogue.refuse_code({key: value})
        if key not in keys and not any(one.startswith(f"{key}.") for one in keys):
            raise InputError(key, value, unknown(key, keys))
        if not isinstance(value, Mapping) and (wrong := override_syntax.wrong_option(key, value)):
            raise InputError(key, value, wrong)
        row = grow({key: value})
        if key.partition(".")[0] in Settings.model_fields:
            society, overrides = overlay(society, row), overlay(overrides, row)
        else:
            chosen = overlay(chosen, row)
    return replace(asked, society=society, options=chosen, overrides=overrides)


def _rows(words: Sequence[str], asked: Study) -> Tree:
    """All that overrides say, options of groups as what these hold."""
    tree = {**asked.options, **asked.society}
    rows: dict[str, Any] = {}
    for override in OverridesParser.create().parse_overrides(list(words)):
        key, value = override.key_or_group, override.value()
        picks = options(key) and not isinstance(value, dict)
        below = leaves(tree.get(key, {}), key) if picks else leaves({key: value})
        for path, _ in below:
            rows.update(_found(tree, path))
    return grow(rows)


def register() -> None:
    """Give Hydra the model's settings, each with the evidence it names, as the node `society`.

    And every experiment's options with their defaults, as the group `experiment`; levers, shocks
    and the scenarios of each of them alone, which have no files.
    """
    store = ConfigStore.instance()
    store.store(name="society", node=society())
    for name in kinds.names():
        tree = defaults(kinds.options(name))
        groups = [{f"/{key}": tree.pop(key)["name"]} for key in [*tree] if options(key)]
        node = {"defaults": groups, **tree} if groups else tree
        store.store(name, node, catalogue.EXPERIMENT, package="_global_")
    for group in (*catalogue.SWITCHES, catalogue.SCENARIO):
        for name, node in catalogue.registered(group).items():
            store.store(name, node, group)
    for kind in ("fact", "assume"):
        OmegaConf.register_new_resolver(kind, _looked_up(kind), replace=True)
    OmegaConf.register_new_resolver("experiments", _purposes, replace=True)


def _purposes() -> str:
    """A line for each experiment, for the help."""
    return "\n".join(f"  {name:<13}{kinds.purpose(name)}" for name in kinds.names())


def _looked_up(kind: str) -> Callable[[str], float | int]:
    """What `--resolve` shows, and Hydra sees, in place of a reference; we keep references."""
    return lambda name: default_ledger().value(f"{kind}:{name}")


@cache
def society() -> Tree:
    """All settings of the model: references to evidence, and the values of plain choices."""
    rows: dict[str, Any] = {}
    for row in Settings.read({}).provenance():
        source = row["source"]
        rows[row["path"]] = f"${{{source}}}" if ":" in source else row["value"]
    return grow(rows)


def known(words: Sequence[str] = ()) -> list[str]:
    """Every key that can be set for the experiment these words name."""
    folder = catalogue.folder()
    picked = [word.partition("=")[2] for word in words if word.startswith("experiment=")]
    experiment = user_configs.kind(picked[-1]) if picked else "compare"
    executor = catalogue.read(catalogue.option("executor", "processes"))
    keys = [*GROUPS, *_paths()]
    keys += [key for key, _ in leaves(executor, "executor")]
    every = (key for key, _ in leaves(catalogue.read(folder / f"{CONFIG}.yaml")))
    keys += [key for key in every if not key.startswith(("hydra.", "defaults"))]
    own = defaults(kinds.options(experiment)) if experiment in kinds.names() else {}
    for key, value in own.items():
        if options(key):
            below = catalogue.read(folder / key / f"{value['name']}.yaml")
            keys += [key, *(path for path, _ in leaves(below, key))]
        else:
            keys += [path for path, _ in leaves(value, key)] if isinstance(value, dict) else [key]
    return keys


@cache
def _paths() -> tuple[str, ...]:
    """Of all settings."""
    return tuple(path for path, _ in leaves(society()))


registry.on_change(society.cache_clear)
registry.on_change(_paths.cache_clear)


def study(cfg: DictConfig, words: Sequence[str]) -> Study:
    """A composed config as a study. Raises InputError for a key that nothing reads."""
    choices: Tree = {}
    settings: Tree = {}
    experiment = user_configs.kind(HydraConfig.get().runtime.choices["experiment"])
    overrides = list(HydraConfig.get().overrides.task)
    tree = OmegaConf.to_container(cfg, resolve=False)
    assert isinstance(tree, dict)
    tree.pop("hydra", None)
    catalogue.refuse_code(tree)
    allowed = {key.partition(".")[0] for key in known([f"experiment={experiment}"])}
    allowed -= {"experiment"}
    for key, value in tree.items():
        if key in Settings.model_fields:
            settings[str(key)] = value
        elif key in allowed:
            choices[str(key)] = value
        else:
            raise InputError(str(key), value, unknown(str(key), sorted(allowed)))
    return Study(experiment, settings, choices, _overridden(overrides, settings), tuple(words))


def _overridden(overrides: Sequence[str], settings: Tree) -> Tree:
    """What the user set of the society, as a tree; choosing an option of a group is not that."""
    rows: dict[str, Any] = {}
    for override in OverridesParser.create().parse_overrides(list(overrides)):
        key, value = override.key_or_group, override.value()
        if options(key) and not isinstance(value, dict):
            continue
        for path, _ in leaves(value, key) if isinstance(value, dict) else [(key, value)]:
            rows.update(_found(settings, path))
    return grow(rows)


def _found(settings: Tree, path: str) -> Tree:
    """Path and value of a setting, of the list where it is an item of one; empty for a choice."""
    while path:
        try:
            return {path: pick(settings, path)}
        except KeyError:
            path = path.rpartition(".")[0]
    return {}
