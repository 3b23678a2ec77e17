"""Subsets of a package of levers: the model with all of its levers on, or with only some of them.

A subset is a whole number: bit `i` says whether lever `i` of the package is on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from experiments.config import catalogue, override_effects
from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.runs.design import Design
from sim.evidence import Ledger
from sim.levers import Levers
from sim.settings import Settings
from sim.settings.nested import Tree, grow, leaves, overlay

EVERY_LEVER = "all"
FEWEST = 2
JOINT = " + "
KEY = "package"


@dataclass(frozen=True, slots=True)
class LeverPackage:
    """Levers in the order in which they are applied, and settings with all of them on.

    What the package sets beside them, a shock for instance, holds in every subset, the empty one
    included: `held` are the paths of these settings. `notes` are what to report on overrides.
    """

    levers: tuple[str, ...]
    tree: Tree
    ledger: Ledger
    held: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def whole(self) -> int:
        """The subset of all levers."""
        return (1 << len(self.levers)) - 1

    def name(self, subset: int) -> str:
        """`one_table + escalation_rights`; the empty subset is the baseline."""
        return JOINT.join(self.levers_of(subset)) or BASELINE

    def levers_of(self, subset: int) -> list[str]:
        """The levers of a subset."""
        return [name for bit, name in enumerate(self.levers) if subset >> bit & 1]

    def switches(self, subsets: Sequence[int]) -> pd.DataFrame:
        """A row a subset, a column a lever, true where it is on."""
        return pd.DataFrame(
            {
                name: [bool(subset >> bit & 1) for subset in subsets]
                for bit, name in enumerate(self.levers)
            }
        )

    def trees(self, subsets: Iterable[int]) -> dict[str, Tree]:
        """Trees of settings by name: the package with only the levers of each subset on."""
        return {self.name(subset): self._tree(subset) for subset in subsets}

    def design(self, subsets: Iterable[int], points: pd.DataFrame | None = None) -> Design:
        """Each subset as a scenario, at every point."""
        return Design(self.trees(subsets), self.ledger, points)

    def _tree(self, subset: int) -> Tree:
        kept = self.levers_of(subset)
        off = {f"levers.{name}.on": False for name in self.levers if name not in kept}
        return overlay(self.tree, grow(off))


def lever_package(study: Study, scenarios: Sequence[str], ledger: Ledger) -> LeverPackage:
    """The package of scenarios overlaid in order, a later one over an earlier; or `all` levers.

    The user's overrides come last. Levers that are on in the study's baseline as well are no part
    of the package. Raises InputError for an unknown scenario or fewer than two levers,
    SettingsError.
    """
    override_effects.refuse_levers(study)
    switches: Tree = {}
    if tuple(scenarios) == (EVERY_LEVER,):
        switches = grow({f"levers.{name}.on": True for name in Levers.model_fields})
    else:
        for scenario in scenarios:
            switches = overlay(switches, catalogue.scenario(scenario, KEY)[1])
    tree = overlay(overlay(study.society, switches), study.overrides)
    baseline = Settings.read(overlay(study.society, study.overrides), ledger)
    on_in_baseline = {name for name, lever in baseline.levers if lever.on}
    package = Settings.read(tree, ledger)
    on = [name for name, lever in package.levers if lever.on]
    levers = tuple(name for name in on if name not in on_in_baseline)
    if len(levers) < FEWEST:
        reason = f"switches on {', '.join(levers) or 'no lever'} beside the baseline's"
        allowed = f"at least {FEWEST} levers can be taken apart; a list of levers is a package too"
        raise InputError(KEY, " ".join(scenarios), f"{reason}; {allowed}")
    notes = override_effects.setting_warnings(study.overrides, {BASELINE: baseline, KEY: package})
    notes += override_effects.switch_off_warnings(study.overrides, {"the package": switches})
    return LeverPackage(levers, tree, ledger, _held(switches, levers), tuple(notes))


def _held(switches: Tree, levers: Sequence[str]) -> tuple[str, ...]:
    own = tuple(f"levers.{name}." for name in levers)
    return tuple(path for path, _ in leaves(switches) if not path.startswith(own))
