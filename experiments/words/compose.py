"""From the user's words to a study: Hydra composes, and nothing is resolved or instantiated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig, OmegaConf

from experiments.words import catalogue
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
    refuse(words)
    register()
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(str(catalogue.folder()), version_base="1.3"):
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


def refuse(words: Sequence[str]) -> None:
    """Raises Refusal for words that would reach Hydra's own settings or have code run."""
    for word in words:
        key, _, value = word.lstrip("+~").partition("=")
        if key == "hydra" or key.startswith(("hydra.", "hydra/")):
            raise Refusal(key, value, "Hydra's own settings are fixed here")
        if any(part.startswith("_") and part.endswith("_") for part in key.split(".")):
            raise Refusal(key, value, "nothing is ever run from a config")


def register() -> None:
    """Give Hydra the model's settings, each with the evidence it names, as the node `society`."""
    ConfigStore.instance().store(name="society", node=society())
    for kind in ("fact", "assume"):
        OmegaConf.register_new_resolver(kind, _looked_up(kind), replace=True)


def _looked_up(kind: str) -> Callable[[str], float | int]:
    """What `--resolve` shows, and Hydra sees, in place of a reference; we keep references."""
    return lambda name: default_ledger().value(f"{kind}:{name}")


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
    keys = [*GROUPS, *(key for key, _ in leaves(society()))]
    keys += [key for key, _ in leaves(executor, "executor")]
    for tree in (catalogue.read(path) for path in files if path.is_file()):
        for group, option in _groups(tree.pop("defaults", [])):
            below = catalogue.read(folder / group / f"{option}.yaml")
            keys += [group, *(key for key, _ in leaves(below, group))]
        keys += [key for key, _ in leaves(tree) if not key.startswith("hydra.")]
    return keys


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
        key = override.key_or_group.partition("@")[0]
        if override.is_delete() or options(key):
            continue
        try:
            value = pick(settings, key)
        except KeyError:
            continue
        below = leaves(value, key) if isinstance(value, Mapping) else [(key, value)]
        rows.update(below)
    return grow(rows)
