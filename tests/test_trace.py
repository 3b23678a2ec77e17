"""Traces: what a community tells of its matters and workers, and the experiment that shows it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.lives import WORDS
from sim import GovernanceModel, Settings
from sim.terms import DAY_MINUTES, Happening

PLACE = {"communities": 2, "workers": 12, "residents": 6000}
WORDS_OF_PLACE = (
    "experiment=trace",
    *(f"territory.{name}={value}" for name, value in PLACE.items()),
    "horizon_days=60",
    "warmup_days=10",
    "day=30",
)


@pytest.fixture(scope="module")
def traced() -> GovernanceModel:
    settings = Settings(territory=PLACE, horizon_days=60, warmup_days=10)
    model = GovernanceModel(settings, 3, traced=1)
    model.run()
    return model


def test_a_trace_changes_no_result(traced: GovernanceModel) -> None:
    plain = GovernanceModel(traced.settings, 3)
    plain.run()
    assert plain.measures().equals(traced.measures())
    assert plain.events().empty
    assert plain.segments().empty


def test_every_regular_day_is_told_in_full(traced: GovernanceModel) -> None:
    stretches = traced.segments()
    assert (stretches["end"] > stretches["start"]).all()
    regular = stretches[stretches["start"] < DAY_MINUTES]
    sums = (regular["end"] - regular["start"]).groupby([regular["day"], regular["worker"]]).sum()
    assert len(sums) == 70 * traced.state.communities["workers"][1]
    assert sums.min() == pytest.approx(DAY_MINUTES)
    assert sums.max() == pytest.approx(DAY_MINUTES)


def test_stretches_add_up_to_the_time_ledger(traced: GovernanceModel) -> None:
    first = traced.state.communities["first_worker"][1]
    today = traced.segments().query("day == 69 and start < 480")
    told = (today["end"] - today["start"]).groupby([today["worker"], today["activity"]]).sum()
    for worker in range(int(traced.state.communities["workers"][1])):
        view = [one for one in traced.agents if getattr(one, "index", -1) == first + worker]
        ledger = next(one.today for one in view if hasattr(one, "is_head"))
        for activity, minutes in ledger.items():
            assert told.get((worker, activity), 0.0) == pytest.approx(minutes), activity


def test_lives_begin_with_their_arising_and_go_forward(traced: GovernanceModel) -> None:
    events = traced.events()
    first = events.groupby("issue").first()
    assert set(first["happening"]) <= {"arose"}
    moment = events["day"] * DAY_MINUTES + events["minute"]
    assert moment.is_monotonic_increasing
    matters = traced.outcomes().query("community == 1")
    assert set(events["issue"]) == set(matters["entity"])
    ends = events[events["happening"] == "closed_at_root"]
    assert set(ends["issue"]) == set(matters.loc[matters["resolved"], "entity"])


def test_every_happening_has_words() -> None:
    assert set(WORDS) == {happening.name.lower() for happening in Happening}


def test_a_community_that_is_not_there_cannot_be_traced() -> None:
    with pytest.raises(ValueError, match="traced=2: 0 to 1"):
        GovernanceModel(Settings(territory=PLACE), 1, traced=2)


@pytest.mark.parametrize("issue", ["departments", "dispute", "longest"])
def test_the_experiment_prints_a_life_and_leaves_a_folder(
    issue: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*WORDS_OF_PLACE, f"issue={issue}"]) == 0
    printed = capsys.readouterr().out
    assert "headline package: matter" in printed
    assert "is reported, and taken on" in printed
    folder = here / "outputs" / "trace"
    life = pd.read_csv(folder / "issue.csv")
    assert set(life["scenario"]) == {"baseline", "headline_package"}
    assert (folder / "figures" / "day.png").stat().st_size > 10_000
    assert (folder / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("issue=nothing", "one of departments"),
        ("issue=17", "no such matter"),
        ("day=61", "1 to horizon_days"),
        ("community=2", "0 to 1"),
        ("scenarios=[bogus]", "no such scenario"),
    ],
)
def test_refusals_name_the_word(
    word: str, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*WORDS_OF_PLACE, word]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not (here / "outputs").exists()
