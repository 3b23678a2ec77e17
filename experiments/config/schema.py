"""Every key that can be set, with its default, as Hydra is to know it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from hydra.core.config_store import ConfigNode, ConfigStore
from omegaconf import OmegaConf

from experiments.config import catalogue, kinds, user_configs
from experiments.config.catalogue import GROUPS, options
from experiments.config.help_page import FILLED
from experiments.config.options import defaults
from sim.evidence import EvidenceError
from sim.levers import registry
from sim.settings import Settings, default_ledger
from sim.settings.nested import Tree, grow, leaves

CONFIG = "unburden"


def register() -> None:
    """Give Hydra the model's settings, each with the evidence it names, as the node `society`.

    And every experiment's options with their defaults, as the group `experiment`; levers, shocks
    and the scenarios of each of them alone, which have no files.
    """
    repo = ConfigStore.instance().repo
    for node in _nodes():
        place = repo if node.group is None else repo.setdefault(node.group, {})
        place[node.name] = node
    for kind in ("fact", "assume"):
        OmegaConf.register_new_resolver(kind, _lookup(kind), replace=True)
    for name, fill_in in FILLED.items():
        OmegaConf.register_new_resolver(name, fill_in, replace=True)


@cache
def _nodes() -> tuple[ConfigNode, ...]:
    """What `register` gives. It takes a third of the time of composing; Hydra reads only copies."""
    nodes = [_node("society", society())]
    for name in kinds.names():
        tree = defaults(kinds.options(name))
        groups = [{f"/{key}": tree.pop(key)["name"]} for key in [*tree] if options(key)]
        node = {"defaults": groups, **tree} if groups else tree
        nodes.append(_node(name, node, catalogue.EXPERIMENT, package="_global_"))
    for group in (*catalogue.SWITCHES, catalogue.SCENARIO):
        nodes += [_node(*row, group) for row in catalogue.registered(group).items()]
    return tuple(nodes)


def _node(name: str, tree: Tree, group: str | None = None, **more: str) -> ConfigNode:
    node = OmegaConf.structured(tree)
    return ConfigNode(f"{name}.yaml", node, group, more.get("package"), provider=None)


def _lookup(kind: str) -> Callable[[str], float | int | str]:
    """The value of evidence by its name, for Hydra alone; studies keep the reference.

    A name that the package does not have may be in a file of the user, which is read later.
    """

    def value(name: str) -> float | int | str:
        try:
            return default_ledger().value(f"{kind}:{name}")
        except EvidenceError:
            return f"{kind}:{name}"

    return value


@cache
def society() -> Tree:
    """All settings of the model: references to evidence, and the values of plain choices."""
    rows: dict[str, object] = {}
    for row in Settings.read({}).provenance():
        source = row["source"]
        rows[row["path"]] = f"${{{source}}}" if ":" in source else row["value"]
    return grow(rows)


@cache
def _setting_paths() -> tuple[str, ...]:
    return tuple(path for path, _ in leaves(society()))


registry.on_change(society.cache_clear)
registry.on_change(_nodes.cache_clear)
registry.on_change(_setting_paths.cache_clear)


def known_keys(overrides: Sequence[str] = ()) -> list[str]:
    """Every key that can be set for the experiment that these overrides name."""
    folder = catalogue.folder()
    named = [item.partition("=")[2] for item in overrides if item.startswith("experiment=")]
    experiment = user_configs.base_experiment(named[-1]) if named else "compare"
    executor = catalogue.read(catalogue.option_file("executor", "processes"))
    keys = [*GROUPS, *_setting_paths()]
    keys += [key for key, _ in leaves(executor, "executor")]
    shared = (key for key, _ in leaves(catalogue.read(folder / f"{CONFIG}.yaml")))
    keys += [key for key in shared if not key.startswith(("hydra.", "defaults"))]
    specific = defaults(kinds.options(experiment)) if experiment in kinds.names() else {}
    for key, value in specific.items():
        if options(key):
            option = catalogue.read(folder / key / f"{value['name']}.yaml")
            keys += [key, *(path for path, _ in leaves(option, key))]
        else:
            keys += [path for path, _ in leaves(value, key)] if isinstance(value, dict) else [key]
    return keys
