"""A society as the experiments run it: the days of the Mesa model, without Mesa."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from sim import GovernanceModel, Settings
from sim.society import Society
from tests.golden.books import digest

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
    model, society = GovernanceModel(SMALL, rng=4), Society(SMALL, 4)
    model.run()
    run(society)
    assert society.day == society.last_day == model.day == 15
    assert digest(society) == digest(model)
    assert society.measures().equals(model.measures())
    assert society.series().equals(model.series())
    assert society.covered == model.covered


def test_a_mesa_model_wraps_one_society() -> None:
    model = GovernanceModel(SMALL, rng=4)
    model.step()
    assert model.society.day == 1
    assert model.state is model.society.state
    assert model.settings is model.society.settings is SMALL


def test_a_run_imports_neither_mesa_nor_pandas_nor_statistics() -> None:
    script = (
        "import sys\n"
        "from sim.settings import Settings\n"
        "from sim.society import Society\n"
        "place = {'communities': 1, 'workers': 4, 'residents': 100}\n"
        "Society(Settings(territory=place, horizon_days=2, warmup_days=0), 1).run()\n"
        "slow = ('mesa', 'pandas', 'scipy.stats', 'pyarrow', 'matplotlib', 'hydra')\n"
        "print([name for name in slow if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
