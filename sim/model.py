"""The society as a Mesa model: arrays, levers and days."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import mesa
import numpy as np
import pandas as pd

from sim.agents import Department, Obligation, Resident, Street, Worker
from sim.agents.view import View
from sim.collector import Collector
from sim.coverage import active_levers
from sim.entropy import Entropy, entropy
from sim.facade import CompiledPlace
from sim.horizon import Horizon
from sim.initialization.capacity import (
    grow_issues,
    grow_jobs,
    grow_obligations,
    grow_outcomes,
    grow_tasks,
    grow_trace,
    keep_details,
)
from sim.initialization.fixed_time import set_counter, set_fixed_time
from sim.initialization.place import build
from sim.kernels.days import (
    DONE,
    MORE_ISSUES,
    MORE_JOBS,
    MORE_OBLIGATIONS,
    MORE_OUTCOMES,
    MORE_TASKS,
    MORE_TRACE,
    PREPARED,
    run_days,
)
from sim.kernels.state_ref import refer
from sim.measures.issue_log import outcomes
from sim.measures.series import series
from sim.measures.tables import measures
from sim.settings import Settings
from sim.settings.nested import Tree, grow, overlay
from sim.state import State
from sim.traces import events, segments

GROWTH = {
    MORE_TASKS: grow_tasks,
    MORE_ISSUES: grow_issues,
    MORE_JOBS: grow_jobs,
    MORE_OUTCOMES: grow_outcomes,
    MORE_TRACE: grow_trace,
}


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
        self.settings = _chosen(settings, parameters)
        super().__init__(self.settings.warmup_days + self.settings.horizon_days, self.run_seed)
        self.place = CompiledPlace(self.settings, keep_details(build(self.settings, self.run_seed)))
        if traced is not None:
            traced = operator.index(traced)
            if not 0 <= traced < len(self.state.communities):
                raise ValueError(f"traced={traced}: 0 to {len(self.state.communities) - 1}")
            self.state.clock["traced"] = traced
        self._views_made = False
        self._active_levers = active_levers(self.settings, self.state.keys)
        warmup = self.settings.warmup_days
        self._starts = [warmup + active.lever.start_day for active in self._active_levers]

    @property
    def state(self) -> State:
        """The arrays; the kernels write them."""
        return self.place.state

    @property
    def day(self) -> int:
        """The day to come, counted from the start of the warm-up."""
        return int(self.state.clock["day"][0])

    @property
    def covered(self) -> dict[str, list[int]]:
        """Communities that each lever and shock that is on reaches, by its path in settings."""
        return {active.path: list(active.communities) for active in self._active_levers}

    @cached_property
    def datacollector(self) -> Collector:
        """Daily series and measures as Mesa's tools read them, worked out when asked for."""
        return Collector(self)

    def _advance(self, until: int) -> None:
        while self.day < until:
            self._start_levers()
            stop = min([until, *(start for start in self._starts if start > self.day)])
            while (lacking := run_days(refer(self.state), stop)) != DONE:
                if lacking == PREPARED:
                    self._complete_preparations()
                elif lacking == MORE_OBLIGATIONS:
                    self.place.state = grow_obligations(self.state, self.settings)
                else:
                    self.place.state = GROWTH[lacking](self.state)
        self.running = self.day < self.last_day
        if self._views_made:
            self._make_views()

    def _start_levers(self) -> None:
        """Complete what was prepared, then apply levers and shocks that start this morning."""
        self._complete_preparations()
        if self.day not in self._starts:
            return
        for active, start in zip(self._active_levers, self._starts, strict=True):
            if start == self.day:
                active.lever.apply(self.place, active.communities)
        self._update_fixed_time()

    def _complete_preparations(self) -> None:
        if self.place.fulfil():
            self._update_fixed_time()

    def _update_fixed_time(self) -> None:
        """Fixed time depends on policies."""
        set_fixed_time(self.state, self.settings)
        set_counter(self.state, self.settings)

    def measures(self, by_community: bool = True) -> pd.DataFrame:
        """Measures of the window: community (empty for the whole), measure, group, value, unit."""
        return measures(self.settings, self.state, by_community)

    def series(self) -> pd.DataFrame:
        """Daily series of the whole place: day (from 1), measure, group, value, unit."""
        return series(self.settings, self.state)

    def outcomes(self) -> pd.DataFrame:
        """One row for each issue so far, hidden and open ones included."""
        return outcomes(self.state)

    def events(self) -> pd.DataFrame:
        """Events of issues of the traced community: day, minute, issue, happening, who."""
        return events(self.state)

    def segments(self) -> pd.DataFrame:
        """Stretches of work in the traced community: worker, day, start and end minute, work."""
        return segments(self.state)

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
            Street: 1,
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
