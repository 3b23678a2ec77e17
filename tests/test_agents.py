"""The Mesa face: views on the arrays, made when somebody asks."""

from __future__ import annotations

import gc
import weakref

import mesa

from sim import GovernanceModel, Settings
from sim.agents import Department, Obligation, Resident, Street, Worker
from sim.enums import Count

SIZE = {"communities": 2, "workers": 9, "residents": 300}
SMALL = Settings(territory=SIZE, horizon_days=4, warmup_days=1)


def test_agents_are_views_of_every_type() -> None:
    model = GovernanceModel(SMALL, rng=1)
    sizes = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert sizes == {Street: 1, Department: 25, Obligation: 100, Worker: 9, Resident: 300}
    assert len(model.agents) == sum(sizes.values())


def test_ids_depend_on_type_and_index_alone() -> None:
    first, second = (GovernanceModel(SMALL, rng=seed) for seed in (1, 2))
    ids = [sorted(agent.unique_id for agent in model.agents) for model in (first, second)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_views_follow_the_days() -> None:
    model = GovernanceModel(SMALL, rng=1)
    workers = list(model.agents_by_type[Worker])
    heads = [worker for worker in workers if worker.is_head]
    assert [head.community for head in heads] == [0, 1]
    assert all(head.grid is None for head in heads)
    assert sum(workers[0].today.values()) == 0
    model.step()
    assert all(abs(sum(worker.today.values()) - 480) < 1e-6 for worker in workers)


def test_recruits_have_no_grid() -> None:
    more = {"recruitment": {"on": True, "coverage": 1.0, "per_community": 2.0}}
    model = GovernanceModel(Settings(territory=SIZE, levers=more), rng=1)
    grids = [worker.grid for worker in model.agents_by_type[Worker] if worker.community == 0]
    assert grids == [None, *range(3), None, None]


def test_obligations_set_later_know_their_board() -> None:
    bred = {"rebound": {"obligations_created": 60.0}}
    model = GovernanceModel(Settings(territory=SIZE, rules=bred, horizon_days=200), rng=1)
    model.run()
    obligations = list(model.agents_by_type[Obligation])
    assert len(obligations) > model.settings.obligations.form_kinds
    boards = model.state.obligations["board"][: model.place.obligations]
    assert [obligation.on_board for obligation in obligations] == boards.tolist()
    assert boards[model.settings.obligations.boards :].any()


def test_data_collectors_read_the_views() -> None:
    model = GovernanceModel(SMALL, rng=1)
    collector = mesa.DataCollector(agenttype_reporters={Worker: {"grid": "grid"}})
    model.step()
    collector.collect(model)
    assert len(collector.get_agenttype_vars_dataframe(Worker)) == 9


def test_a_finished_run_is_freed_at_once() -> None:
    gc.collect()
    gc.disable()
    try:
        model = GovernanceModel(SMALL, rng=1)
        model.run()
        assert len(model.measures()) > 0
        reference = weakref.ref(model)
        del model
        assert reference() is None
    finally:
        gc.enable()


def test_steps_are_days() -> None:
    model = GovernanceModel(SMALL, rng=1)
    model.step()
    assert model.steps == model.day == 1
    model.run()
    assert model.steps == 5


def test_a_model_is_freed_with_its_agents() -> None:
    model = GovernanceModel(SMALL, rng=1)
    assert len(model.agents) > 0
    reference = weakref.ref(model)
    del model
    gc.collect()
    assert reference() is None


def test_a_run_without_questions_makes_no_views() -> None:
    model = GovernanceModel(SMALL, rng=1)
    model.run()
    model.measures()
    assert not model._views_made


def test_a_street_tells_of_the_hours_of_its_offices() -> None:
    rule = {"street_offices": {"street_capacity": 30.0}}
    model = GovernanceModel(Settings(territory=SIZE, horizon_days=4, rules=rule), rng=1)
    (street,) = model.agents_by_type[Street]
    # 30 hours a week for each of two communities; each office is rounded to the tick.
    assert abs(street.office_hours_per_week - 60.0) < 0.001
    assert street.backlog_hours == 0.0


def test_each_street_is_an_agent_with_offices_and_whistles_of_its_own() -> None:
    size = {"communities": 3, "workers": 9, "residents": 600, "streets": 2}
    rule = {"street_offices": {"street_capacity": 30.0}}
    model = GovernanceModel(Settings(territory=size, horizon_days=4, rules=rule), rng=1)
    streets = model.agents_by_type[Street]
    assert [round(street.office_hours_per_week, 3) for street in streets] == [60.0, 30.0]
    model.state.counts[:, Count.WHISTLES] = 1, 2, 5
    assert [street.whistles for street in streets] == [3, 5]
