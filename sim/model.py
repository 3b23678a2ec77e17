"""The society as a Mesa model: steps, agents, data collector."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import mesa
import numpy as np
import pandas as pd

from sim.agents import Department, Obligation, Resident, Street, Worker
from sim.agents.view import View
from sim.collector import Collector
from sim.entropy import Entropy, entropy
from sim.facade import CompiledPlace
from sim.horizon import Horizon
from sim.measures.run_tables import RunTables, tables
from sim.settings import Settings
from sim.settings.nested import Tree, grow, overlay
from sim.society import Society
from sim.state import State


class GovernanceModel(Horizon):
    """A place with its communities, run day by day or at once.

    Parameters:
        settings: Settings, or nested mappings of those that differ from the defaults, the
            Tiedonglu street; `batch_run` of Mesa takes them in a list, `settings=[...]`.
        rng, seed: of the run, as `sim.entropy` reads them; an integer is the run seed itself.
            Without either it is drawn anew. `run_seed` holds it; the same seed gives the same run
            again. `batch_run` takes seeds as `rng=[1, 2]`: Mesa 3.5 keeps a `seed` there for
            itself. Mesa's `reset_rng` has no effect on a run.
        traced: a community of which `events()` and `segments()` give the events of its issues and
            the work of its workers; a trace changes no result.
        parameters: single settings over `settings`, by name or dotted path, as
            `horizon_days=30` or `**{"levers.one_table.on": True}`.

    The first `warmup_days` are not measured; levers start after them. `run`, and `step`,
    `run_for`, `run_until` of Mesa give the same days to the bit. Raises SettingsError, TypeError or
    ValueError for invalid arguments.
    """

    def __init__(
        self,
        settings: Settings | Mapping[str, Any] | None = None,
        rng: Entropy | None = None,
        traced: int | None = None,
        *,
        seed: Entropy | None = None,
        **parameters: Any,
    ) -> None:
        self.run_seed = entropy(rng, seed)
        chosen = _chosen(settings, parameters)
        self.society = Society(chosen, self.run_seed, traced, keep_outcomes=True)
        super().__init__(self.society.last_day, self.run_seed)
        self._views_made = False

    @property
    def settings(self) -> Settings:
        """The settings of the society."""
        return self.society.settings

    @property
    def place(self) -> CompiledPlace:
        """What a lever sees of the society and may change."""
        return self.society.place

    @property
    def state(self) -> State:
        """The arrays; the kernels write them."""
        return self.society.state

    @property
    def day(self) -> int:
        """The day to come, counted from the start of the warm-up."""
        return self.society.day

    @property
    def covered(self) -> dict[str, list[int]]:
        """Communities that each lever and shock that is on reaches, by its path in settings."""
        return self.society.covered

    @cached_property
    def datacollector(self) -> Collector:
        """Daily series and measures as Mesa's tools read them, worked out when asked for."""
        return Collector(self)

    def _advance(self, until: int) -> None:
        self.society.advance(until)
        self.running = self.day < self.last_day
        if self._views_made:
            self._make_views()

    def measures(self, by_community: bool = True) -> pd.DataFrame:
        """Measures of the window: community (empty for the whole), measure, group, value, unit."""
        return self.society.measures(by_community)

    def series(self) -> pd.DataFrame:
        """Daily series of the whole place: day (from 1), measure, group, value, unit."""
        return self.society.series()

    def tables(self, community: int | None = None) -> RunTables:
        """Frames of issues, hours, workers and more, as own measures read them, of a community."""
        return tables(self.settings, self.state, community)

    def outcomes(self) -> pd.DataFrame:
        """One row for each issue so far, hidden and open ones included."""
        return self.society.outcomes()

    def events(self) -> pd.DataFrame:
        """Events of issues of the traced community: day, minute, issue, happening, who."""
        return self.society.events()

    def segments(self) -> pd.DataFrame:
        """Stretches of work in the traced community: worker, day, start and end minute, work."""
        return self.society.segments()

    @property
    def agents(self) -> mesa.agent.AgentSet:
        """All agents; the views are made when first asked for, and follow the arrays from then on.

        What has ended, such as a withdrawn obligation, keeps its row and its agent.
        """
        self._make_views()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], mesa.agent.AgentSet]:
        """Agents by type; the views are made when first asked for."""
        self._make_views()
        by_type: dict[type[mesa.Agent], mesa.agent.AgentSet] = super().agents_by_type
        return by_type

    def _make_views(self) -> None:
        """An agent for each row that has none."""
        self._views_made = True
        state = self.state
        sizes: dict[type[View], int] = {
            Street: self.settings.territory.streets,
            Department: len(state.departments),
            Obligation: self.place.obligations,
            Worker: len(state.workers),
            Resident: len(state.residents),
        }
        made = super().agents_by_type
        for kind, size in sizes.items():
            for index in range(len(made.get(kind, ())), size):
                kind(self, index)
        # Mesa 3.3 counts ids in a class-level table that would keep the model alive.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)


def _chosen(settings: Any, parameters: Mapping[str, Any]) -> Settings:
    """Settings with single parameters over them."""
    if settings is not None and not isinstance(settings, Settings | Mapping):
        allowed = "Settings or a tree of them; in batch_run a list, settings=[...]"
        raise TypeError(f"settings={settings!r}: {allowed}")
    tree: Tree = {}
    for path, value in parameters.items():
        plain = value.item() if isinstance(value, np.generic) else value
        tree = overlay(tree, grow({path: plain}))
    if isinstance(settings, Settings):
        return settings.changed(tree) if tree else settings
    return Settings.read(overlay(settings or {}, tree))
