"""What users of Mesa expect of a model, on every Mesa 3 from 3.3 on."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref
from collections.abc import Callable
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from sim import GovernanceModel, Settings, SettingsError
from sim.agents import Obligation
from sim.horizon import Horizon
from sim.levers import Levers
from sim.shocks import Shocks
from tests.golden.books import digest

SIZE = {"communities": 2, "workers": 9, "residents": 300}
TREE: dict[str, Any] = {
    "territory": SIZE,
    "horizon_days": 12,
    "warmup_days": 3,
    "levers": {"one_table": {"on": True, "start_day": 2}},
}
SMALL = Settings(**TREE)
DAYS = 15
KEEPS_TIME = hasattr(mesa.Model, "run_until")


def by_steps(model: GovernanceModel) -> None:
    while model.running:
        model.step()


def in_stretches(model: GovernanceModel) -> None:
    model.run_for(4)
    model.step()
    model.run_until(9)
    model.run()


WAYS: dict[str, Callable[[GovernanceModel], None]] = {
    "run": GovernanceModel.run,
    "step": by_steps,
    "run_model": lambda model: model.run_model(),
    "run_for": lambda model: model.run_for(DAYS),
    "run_until": lambda model: model.run_until(DAYS),
    "stretches": in_stretches,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_run_gives_the_same_days(way: str) -> None:
    once = GovernanceModel(SMALL, rng=4)
    once.run()
    model = GovernanceModel(SMALL, rng=4)
    WAYS[way](model)
    assert digest(model) == digest(once)
    assert model.steps == model.day == DAYS
    assert not model.running
    if KEEPS_TIME:
        assert model.time == DAYS


def test_the_horizon_ends() -> None:
    model = GovernanceModel(SMALL, rng=4)
    for run, until in ((model.run_for, DAYS + 1), (model.run_until, DAYS + 0.5)):
        with pytest.raises(RuntimeError, match="horizon of 15 days is over"):
            run(until)
    assert model.day == model.steps == 0
    model.run()
    for _ in range(2):
        with pytest.raises(RuntimeError, match="horizon of 15 days is over"):
            model.step()
    assert model.day == model.steps == DAYS


class Diary:
    """What it saw, and when."""

    def __init__(self, model: GovernanceModel) -> None:
        self.model, self.seen = model, list[tuple[float, int]]()

    def look(self) -> None:
        self.seen.append((self.model.time, self.model.day))


@pytest.mark.skipif(not KEEPS_TIME, reason="takes Mesa 3.5, which is pinned from Python 3.12 on")
@pytest.mark.parametrize("way", WAYS)
def test_events_happen_on_their_day(way: str) -> None:
    model = GovernanceModel(SMALL, rng=4)
    diary = Diary(model)
    model.schedule_event(diary.look, at=2.5)
    model.schedule_event(diary.look, after=7)
    WAYS[way](model)
    assert diary.seen == [(2.5, 2), (7.0, 7)]


class Observed(GovernanceModel):
    """A model of a user's own, with a step around each day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evenings: list[int] = []

    def step(self) -> None:
        super().step()
        self.evenings.append(self.day)


@pytest.mark.parametrize("way", WAYS)
def test_steps_of_a_users_own_model_see_every_day(way: str) -> None:
    model = Observed(SMALL, rng=4)
    WAYS[way](model)
    assert model.evenings == list(range(1, DAYS + 1))


def test_a_number_of_days_that_is_none_is_refused() -> None:
    model = GovernanceModel(SMALL, rng=4)
    for run in (model.run_for, model.run_until):
        with pytest.raises(ValueError, match="not a number of days"):
            run(float("nan"))
    model.run()
    assert model.steps == DAYS


def test_seeds_are_what_mesa_takes() -> None:
    assert GovernanceModel(SMALL, rng=7).run_seed == GovernanceModel(SMALL, seed=7).run_seed == 7
    assert GovernanceModel(SMALL, rng=np.int64(7)).run_seed == 7
    for make in (
        lambda: np.random.SeedSequence(7),
        lambda: np.random.default_rng(7),
        lambda: np.random.PCG64(7),
        lambda: [7, 8],
        lambda: np.array([7, 8]),
    ):
        seeds = {GovernanceModel(SMALL, rng=make()).run_seed for _ in range(3)}
        assert len(seeds) == 1
        assert 0 < seeds.pop() < 2**63
    generator = np.random.default_rng(7)
    assert len({GovernanceModel(SMALL, rng=generator).run_seed for _ in range(3)}) == 3
    fresh = [GovernanceModel(SMALL) for _ in range(3)]
    assert len({model.run_seed for model in fresh}) == 3
    again = GovernanceModel(SMALL, rng=fresh[0].run_seed)
    for model in (again, fresh[0]):
        model.run()
    assert digest(again) == digest(fresh[0])


@pytest.mark.parametrize("wrong", [1.5, "7", True, object()])
def test_other_seeds_are_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"rng=.*: a whole number"):
        GovernanceModel(SMALL, rng=wrong)
    with pytest.raises(ValueError, match=r"^rng=-1: 0 or more$"):
        GovernanceModel(SMALL, rng=-1)
    with pytest.raises(ValueError, match="give one of them"):
        GovernanceModel(SMALL, rng=1, seed=1)


def test_parameters_are_settings() -> None:
    dotted: dict[str, Any] = {
        f"territory.{name}": np.int64(size) for name, size in SIZE.items()
    } | {"levers.one_table.on": True, "levers.one_table.start_day": 2}
    same = (
        GovernanceModel(SMALL, rng=1),
        GovernanceModel(TREE, rng=1),
        GovernanceModel(rng=1, **TREE),
        GovernanceModel(rng=1, horizon_days=12, warmup_days=3, **dotted),
        GovernanceModel(Settings(horizon_days=99, warmup_days=3), 1, horizon_days=12, **dotted),
    )
    assert {model.settings.canonical() for model in same} == {SMALL.canonical()}
    misspelt: dict[str, Any] = {"levers.one_tabel.on": True}
    with pytest.raises(SettingsError, match="unknown key"):
        GovernanceModel(rng=1, **misspelt)
    with pytest.raises(TypeError, match=r"settings=\[\.\.\.\]"):
        GovernanceModel(("territory", 1))  # type: ignore[arg-type]


def test_changed_settings_keep_what_the_others_rest_on() -> None:
    before = {row["path"]: row["source"] for row in Settings(horizon_days=9).provenance()}
    changed = Settings(horizon_days=9).changed({"obligations": {"overlap": 0.25}})
    after = {row["path"]: row["source"] for row in changed.provenance()}
    assert after == before | {"obligations.overlap": "override"}
    assert changed.obligations.overlap == 0.25


def batch(**parameters: Any) -> list[dict[str, Any]]:
    three: dict[str, Any] = {"rng": [None] * 3} if KEEPS_TIME else {"iterations": 3}
    found: list[dict[str, Any]] = mesa.batch_run(
        GovernanceModel, parameters, display_progress=False, **three
    )
    return found


def test_batches_vary_settings_and_seeds() -> None:
    small = {f"territory.{name}": size for name, size in SIZE.items()}
    rows = batch(**small, horizon_days=4, warmup_days=1, **{"levers.monitoring.on": [True, False]})
    assert len(rows) == 6
    hours = [row["hours_per_worker_week.issues"] for row in rows]
    assert len(set(hours)) == 6
    assert not any(np.isnan(hours))
    assert len(batch(settings=[SMALL])) == 3


def test_the_data_collector_has_series_and_measures() -> None:
    model = GovernanceModel(SMALL, rng=4)
    model.run_for(10)
    assert model.datacollector.get_model_vars_dataframe().shape[0] == 10
    model.run()
    frame = model.datacollector.get_model_vars_dataframe().reset_index(drop=True)
    series = model.series().query("measure == 'issues_raised'")["value"].tolist()
    assert frame["daily.issues_raised"].isna().tolist() == [True] * 3 + [False] * 12
    assert frame["daily.issues_raised"].tolist()[3:] == series
    whole = model.measures(by_community=False)
    names = [
        measure if group == "all" else f"{measure}.{group}"
        for measure, group in zip(whole["measure"], whole["group"], strict=True)
    ]
    assert frame[names].iloc[:-1].isna().all(axis=None)
    assert frame[names].iloc[-1].equals(pd.Series(whole["value"].to_numpy(), names, name=DAYS - 1))


def test_a_users_own_data_collector_takes_its_place() -> None:
    model = GovernanceModel(SMALL, rng=4)
    model.datacollector = mesa.DataCollector(model_reporters={"day": "day"})
    model.step()
    model.datacollector.collect(model)
    assert model.datacollector.model_vars["day"] == [1]


def everything() -> Settings:
    """All levers and shocks at once."""
    levers = {name: {"on": True} for name in Levers.model_fields}
    shocks = {name: {"on": True} for name in Shocks.model_fields}
    return Settings(territory=SIZE, levers=levers, shocks=shocks, horizon_days=60, warmup_days=1)


def test_finished_models_are_freed_at_once_whatever_was_done_with_them() -> None:
    gc.collect()
    gc.disable()
    try:
        for settings in (SMALL, everything()):
            model = GovernanceModel(settings, rng=1)
            model.run_for(3)
            model.datacollector.get_model_vars_dataframe()
            model.run()
            model.measures()
            gone = [weakref.ref(one) for one in (model, model.place, model.state.tasks)]
            del model
            assert [one() for one in gone] == [None] * 3
    finally:
        gc.enable()


def test_copies_go_their_own_way() -> None:
    model = GovernanceModel(SMALL, rng=4)
    model.run_for(5)
    for other in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        other.run_for(3)
        assert (other.day, model.day) == (8, 5)
        other.run()
        whole = GovernanceModel(SMALL, rng=4)
        whole.run()
        assert digest(other) == digest(whole)


def test_agents_follow_the_obligations() -> None:
    bred = {"rebound": {"obligations_created": 60.0}}
    model = GovernanceModel(Settings(territory=SIZE, rules=bred, horizon_days=120), rng=1)
    obligations = model.agents_by_type[Obligation]
    before = len(obligations)
    model.run()
    state, rows = model.state, model.place.obligations
    assert len(obligations) == len(model.agents_by_type[Obligation]) == rows > before
    alive = sum(one.communities > 0 for one in obligations)
    assert alive == int(state.forms["active"].any(axis=0).sum())
    assert len({one.unique_id for one in model.agents}) == len(model.agents)


def test_a_model_that_nothing_else_refers_to_is_stepped_and_run() -> None:
    GovernanceModel(SMALL).step()
    GovernanceModel(SMALL).run()


def test_a_model_that_cannot_compute_its_days_is_never_made() -> None:
    class Timeless(Horizon):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Timeless(1, 1)
