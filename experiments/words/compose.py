"""From the user's words to a study: Hydra composes, and nothing is resolved or instantiated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from os import PathLike
from typing import Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig, OmegaConf

from experiments.words import catalogue, grammar, hydra_globals
from experiments.words.catalogue import options
from experiments.words.complaints import COMPLAINTS, as_refusal
from experiments.words.refusal import Refusal, unknown
from experiments.words.study import Study
from experiments.words.trees import Tree, grow, leaves, pick
from sim.settings import Settings, default_ledger

CONFIG = "unburden"
GROUPS = ("experiment", "territory", "executor")


def compose(*words: str) -> Study:
    """The study that these words of the command line ask for. Raises Refusal if one is off."""
    grammar.refuse(words)
    try:
        with (
            hydra_globals.own(),
            initialize_config_dir(str(catalogue.folder()), version_base="1.3"),
        ):
            register()
            cfg = hydra_compose(CONFIG, list(words), return_hydra_config=True)
            HydraConfig.instance().set_config(cfg)
            return study(cfg, words)
    except COMPLAINTS as error:
        raise as_refusal(error, words, known(words)) from error


def spelled(chosen: Mapping[str, Any]) -> list[str]:
    """Keys and values as words of the command line."""
    return [f"{key}={_spell(value)}" for key, value in chosen.items()]


def _spell(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float | PathLike):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{_spell(one)}" for key, one in value.items()) + "}"
    return "[" + ",".join(_spell(one) for one in value) + "]"


def register() -> None:
    """Give Hydra the model's settings, each with the evidence it names, as the node `society`."""
    ConfigStore.instance().store(name="society", node=society())
    for kind in ("fact", "assume"):
        OmegaConf.register_new_resolver(kind, _looked_up(kind), replace=True)


def _looked_up(kind: str) -> Callable[[str], float | int]:
    """What `--resolve` shows, and Hydra sees, in place of a reference; we keep references."""
    return lambda name: default_ledger().value(f"{kind}:{name}")


@cache
def society() -> Tree:
    """All settings of the model: references to evidence, and the values of plain choices."""
    rows: dict[str, Any] = {}
    for row in Settings.read({}).rests_on():
        source = row["source"]
        rows[row["path"]] = f"${{{source}}}" if ":" in source else row["value"]
    return grow(rows)


def known(words: Sequence[str] = ()) -> list[str]:
    """Every key that can be set for the experiment these words name."""
    folder = catalogue.folder()
    picked = [word.partition("=")[2] for word in words if word.startswith("experiment=")]
    files = [folder / f"{CONFIG}.yaml"]
    files += [folder / "experiment" / f"{picked[-1] if picked else 'compare'}.yaml"]
    executor = catalogue.read(folder / "executor" / "processes.yaml")
    keys = [*GROUPS, *_paths()]
    keys += [key for key, _ in leaves(executor, "executor")]
    for tree in (catalogue.read(path) for path in files if path.is_file()):
        for group, option in _groups(tree.pop("defaults", [])):
            below = catalogue.read(folder / group / f"{option}.yaml")
            keys += [group, *(key for key, _ in leaves(below, group))]
        keys += [key for key, _ in leaves(tree) if not key.startswith("hydra.")]
    return keys


@cache
def _paths() -> tuple[str, ...]:
    """Of all settings."""
    return tuple(path for path, _ in leaves(society()))


def _groups(defaults: Sequence[Any]) -> list[tuple[str, str]]:
    """Groups that an experiment brings, written `/group: option`, and the option it starts with."""
    rows = [pair for one in defaults if isinstance(one, Mapping) for pair in one.items()]
    return [(group[1:], option) for group, option in rows if group.startswith("/")]


def study(cfg: DictConfig, words: Sequence[str]) -> Study:
    """A composed config as a study. Raises Refusal for a key that nothing reads."""
    choices: Tree = {}
    settings: Tree = {}
    chosen = HydraConfig.get().runtime.choices
    overrides = list(HydraConfig.get().overrides.task)
    tree = OmegaConf.to_container(cfg, resolve=False)
    assert isinstance(tree, dict)
    tree.pop("hydra", None)
    catalogue.refuse_code(tree)
    allowed = {key.partition(".")[0] for key in known([f"experiment={chosen['experiment']}"])}
    allowed -= {"experiment"}
    for key, value in tree.items():
        if key in Settings.model_fields:
            settings[str(key)] = value
        elif key in allowed:
            choices[str(key)] = value
        else:
            raise Refusal(str(key), value, unknown(str(key), sorted(allowed)))
    return Study(
        chosen["experiment"], settings, choices, _overridden(overrides, settings), tuple(words)
    )


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
