"""A society as the experiments run it: the days of the Mesa model, without Mesa."""

from __future__ import annotations

import copy
import gc
import pickle
import subprocess
import sys
import weakref
from collections.abc import Callable
from types import MethodType
from typing import Any

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.levers import Levers
from sim.settings.nested import Tree
from sim.shocks import Shocks
from sim.society import Society
from tests.golden.books import digest
from tests.invariants.books import assert_same

SMALL = Settings(
    territory={"communities": 2, "workers": 9, "residents": 300},
    horizon_days=12,
    warmup_days=3,
    levers={"one_table": {"on": True, "start_day": 2}},
)


def by_days(society: Society) -> None:
    while society.day < society.last_day:
        society.advance(society.day + 1)


def in_stretches(society: Society) -> None:
    society.advance(4)
    society.advance(2)
    assert society.day == 4
    society.run()


@pytest.mark.parametrize("run", [Society.run, by_days, in_stretches])
def test_a_society_has_the_days_of_its_mesa_model(run: Callable[[Society], None]) -> None:
    model, society = GovernanceModel(SMALL, rng=4), Society(SMALL, 4, keep_outcomes=True)
    model.run()
    run(society)
    assert society.day == society.last_day == model.day == 15
    assert digest(society) == digest(model)
    assert society.measures().equals(model.measures())
    assert society.series().equals(model.series())
    assert society.covered == model.covered


def test_days_after_the_last_one_are_not_computed() -> None:
    beyond, whole = (Society(SMALL, 4, keep_outcomes=True) for _ in range(2))
    beyond.advance(10_000)
    whole.run()
    assert beyond.day == beyond.last_day
    assert digest(beyond) == digest(whole)


EVERYTHING = {
    "levers": {name: {"on": True} for name in Levers.model_fields},
    "shocks": {name: {"on": True} for name in Shocks.model_fields},
}


@pytest.mark.parametrize("days", [0, 5, 15])
@pytest.mark.parametrize("tree", [{}, {"levers": {"one_table": {"on": True}}}, EVERYTHING])
def test_a_society_is_freed_as_soon_as_nobody_holds_it(tree: Tree, days: int) -> None:
    settings = SMALL.changed(tree)
    gc.collect()
    gc.disable()
    try:
        society = Society(settings, 3)
        society.advance(days)
        society.measures()
        gone = [weakref.ref(one) for one in (society, society.place, *society.state)]
        del society
        assert {one() for one in gone} == {None}
    finally:
        gc.enable()


def test_what_follows_a_preparation_is_forgotten_once_it_happened() -> None:
    place = Society(SMALL, 3).place
    place.prepare(0, 0.0, MethodType(lambda held, _: held.set_policy([0], chats=7.0), place))
    assert place.policy_of(0, "chats") == 7.0
    gone = weakref.ref(place)
    gc.disable()
    try:
        del place
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_has_arrays_of_its_own(copied: Callable[[Society], Society]) -> None:
    society = Society(SMALL.changed(EVERYTHING), 3, keep_outcomes=True)
    society.advance(4)
    other = copied(society)
    forms = society.state.forms.copy()
    obligation = int(np.flatnonzero(other.state.forms["active"][0])[0])
    other.place.end_obligation(0, obligation)
    assert not other.place.is_active(0, obligation)
    assert society.place.is_active(0, obligation)
    assert_same(society.state.forms, forms, "forms")
    society.run()
    fresh = Society(SMALL.changed(EVERYTHING), 3, keep_outcomes=True)
    fresh.run()
    assert digest(society) == digest(fresh)


def test_a_mesa_model_wraps_one_society() -> None:
    model = GovernanceModel(SMALL, rng=4)
    model.step()
    assert model.society.day == 1
    assert model.state is model.society.state
    assert model.settings is model.society.settings is SMALL


def test_a_run_and_its_record_import_neither_mesa_nor_pandas_nor_statistics() -> None:
    script = (
        "import sys\n"
        "from sim.settings import Settings\n"
        "from sim.society import Society\n"
        "place = {'communities': 1, 'workers': 4, 'residents': 100}\n"
        "society = Society(Settings(territory=place, horizon_days=2, warmup_days=0), 1)\n"
        "society.run()\n"
        "from sim.measures.series import series_columns\n"
        "from sim.measures.tables import measure_columns\n"
        "columns = measure_columns(society.settings, society.state)\n"
        "of_days = series_columns(society.settings, society.state)\n"
        "assert 'pyarrow' not in sys.modules\n"
        "from experiments.runs.run import MEASURES, SERIES, encoded\n"
        "encoded(columns, MEASURES), encoded(of_days, SERIES)\n"
        "slow = ('mesa', 'pandas', 'scipy.stats', 'matplotlib', 'hydra')\n"
        "print([name for name in slow if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_outcomes_are_kept_where_they_are_asked_for() -> None:
    society = Society(SMALL, 4)
    society.run()
    assert not len(society.state.outcome_details)
    with pytest.raises(RuntimeError, match="asked for before the run"):
        society.outcomes()
    assert len(Society(SMALL, 4, traced=0).state.outcome_details)


@pytest.mark.parametrize("wrong", [1.5, "7", True, None, -1])
def test_a_seed_is_a_whole_number(wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=rf"^run_seed={wrong!r}: "):
        Society(SMALL, wrong)
    assert Society(SMALL, np.int64(7)).run_seed == 7  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [7.5, 7.0, "7", None])
def test_days_are_whole_numbers(wrong: Any) -> None:
    society = Society(SMALL, 1)
    with pytest.raises(TypeError, match=rf"^until={wrong!r}: a whole number$"):
        society.advance(wrong)
    assert society.day == 0
    with pytest.raises(TypeError, match=r"^traced=0\.5: a whole number$"):
        Society(SMALL, 1, traced=0.5)  # type: ignore[arg-type]
