"""The compiled working day, reduced to a queue, waits as theory says."""

from __future__ import annotations

import pytest

from experiments.kinds.verify import AGREES, VerifyChoices, verify
from experiments.statistics.oracles import Mmc, erlang_c
from experiments.words.choices import ExecutorChoice


@pytest.mark.parametrize(
    ("servers", "load", "wait"), [(1, 0.8, 4.0), (3, 0.8, 1.07865), (10, 0.9, 0.66873)]
)
def test_theory_is_erlangs(servers: int, load: float, wait: float) -> None:
    assert Mmc(servers, load).theory()["mean wait"] == pytest.approx(wait, abs=1e-5)
    assert erlang_c(1, load) == pytest.approx(load)


def test_waiting_times_of_the_kernel_are_those_of_mmc() -> None:
    rows = verify(
        VerifyChoices(output="unused", executor=ExecutorChoice(name="serial"), replications=30)
    )
    assert len(rows) == 6
    assert set(rows["verdict"]) == {AGREES}
    mean_waits = rows[rows["quantity"] == "mean wait"]
    assert ((mean_waits["ci_high"] - mean_waits["ci_low"]) / mean_waits["theory"]).max() < 0.25
