"""A package of levers taken apart: the society with all of them on, and with some of them off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from experiments.config import catalogue, override_effects
from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.study import Study
from sim.evidence import Ledger
from sim.levers import Levers
from sim.settings import Settings
from sim.settings.trees import Tree, grow, leaves, overlay

EVERY_LEVER = "all"
FEWEST = 2
JOINT = " + "
KEY = "package"


@dataclass(frozen=True, slots=True)
class Package:
    """Levers in the order in which they are applied, and a tree of settings with all of them on.

    A subset of them is a whole number: bit `i` says whether lever `i` is on. What the package sets
    beside them, a shock for instance, holds in every subset, the empty one included: `held` are
    the paths of these settings, `notes` what to say of overrides.
    """

    levers: tuple[str, ...]
    tree: Tree
    held: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def whole(self) -> int:
        """The subset of all levers."""
        return (1 << len(self.levers)) - 1

    def name(self, subset: int) -> str:
        """`one_table + escalation_rights`; the empty subset is the baseline."""
        return JOINT.join(self.among(subset)) or BASELINE

    def among(self, subset: int) -> list[str]:
        """The levers of a subset."""
        return [name for bit, name in enumerate(self.levers) if subset >> bit & 1]

    def trees(self, subsets: Iterable[int]) -> dict[str, Tree]:
        """Trees of settings by name: the package with only the levers of each subset on."""
        return {self.name(subset): self._tree(subset) for subset in subsets}

    def _tree(self, subset: int) -> Tree:
        kept = self.among(subset)
        off = {f"levers.{name}.on": False for name in self.levers if name not in kept}
        return overlay(self.tree, grow(off))


def package(study: Study, words: Sequence[str], ledger: Ledger) -> Package:
    """Scenarios laid one over another, a later one over an earlier; or `all` levers.

    The user's words win. Levers that the study's baseline has on as well are not taken apart.
    Raises InputError for an unknown scenario or fewer than two levers, SettingsError.
    """
    switches: Tree = {}
    if tuple(words) == (EVERY_LEVER,):
        switches = grow({f"levers.{name}.on": True for name in Levers.model_fields})
    else:
        for word in words:
            switches = overlay(switches, catalogue.scenario(word, KEY)[1])
    tree = overlay(overlay(study.society, switches), study.overrides)
    before = Settings.read(overlay(study.society, study.overrides), ledger)
    there = {name for name, lever in before.levers if lever.on}
    after = Settings.read(tree, ledger)
    on = [name for name, lever in after.levers if lever.on]
    levers = tuple(name for name in on if name not in there)
    if len(levers) < FEWEST:
        told = f"switches on {', '.join(levers) or 'no lever'} beside the baseline's"
        allowed = f"at least {FEWEST} levers can be taken apart; a list of levers is a package too"
        raise InputError(KEY, " ".join(words), f"{told}; {allowed}")
    notes = override_effects.notes(study.overrides, {BASELINE: before, KEY: after})
    notes += override_effects.without(study.overrides, {"the package": switches})
    return Package(levers, tree, _held(switches, levers), tuple(notes))


def _held(switches: Tree, levers: Sequence[str]) -> tuple[str, ...]:
    own = tuple(f"levers.{name}." for name in levers)
    return tuple(path for path, _ in leaves(switches) if not path.startswith(own))
