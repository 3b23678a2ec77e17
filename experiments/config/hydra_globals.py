"""Hydra keeps its state in globals of the process: ours is there for as long as we compose."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.plugins import Plugins
from hydra.core.singleton import Singleton
from hydra.version import VersionBase
from omegaconf.basecontainer import BaseContainer

HELD: tuple[Any, ...] = (GlobalHydra, HydraConfig, VersionBase, ConfigStore)
"""Singletons with state of one application: its Hydra, job, compatibility level, stored nodes."""


@contextlib.contextmanager
def own() -> Iterator[None]:
    """No application within, and the caller's again afterwards, with its resolvers.

    What the caller had of `@hydra.main`, `initialize` or `register_new_resolver` is as it was,
    whatever happens within.
    """
    # Plugins store their nodes when first looked for: that has to last.
    Plugins.instance()
    before = {kind: (kind.instance(), dict(vars(kind.instance()))) for kind in HELD}
    resolvers = dict(BaseContainer._resolvers)
    store = ConfigStore.instance()
    store.repo = _copied(store.repo)
    GlobalHydra.instance().clear()
    HydraConfig.instance().cfg = None
    try:
        yield
    finally:
        for kind, (one, state) in before.items():
            # Hydra's own contexts put other instances in their place.
            Singleton._instances[kind] = one
            vars(one).clear()
            vars(one).update(state)
        BaseContainer._resolvers.clear()
        BaseContainer._resolvers.update(resolvers)


def _copied(group: dict[str, Any]) -> dict[str, Any]:
    """A group of stored nodes, its groups copied too; the nodes are the same."""
    return {key: _copied(one) if isinstance(one, dict) else one for key, one in group.items()}
