"""Traces: what a community tells of its issues and workers, and the experiment that shows it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.kinds.trace import candidates, lives, stages, timeline
from experiments.kinds.trace.lives import WORDS
from experiments.kinds.trace.portraits import Portrait, portrait
from experiments.kinds.trace.reach import unreached
from experiments.reporting.style import save
from sim import GovernanceModel, Settings
from sim.enums import DAY_MINUTES, EventType, Kind, Work
from sim.society import Society

PLACE = {"communities": 2, "workers": 12, "residents": 6000}
WORDS_OF_PLACE = (
    "experiment=trace",
    *(f"territory.{name}={value}" for name, value in PLACE.items()),
    "horizon_days=60",
    "warmup_days=10",
    "day=30",
)


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    settings = Settings(territory=PLACE, horizon_days=60, warmup_days=10)
    model = GovernanceModel(settings, 3, traced=1)
    model.run()
    return model


@pytest.fixture(scope="module")
def traced(model: GovernanceModel) -> Society:
    return model.society


def test_a_trace_changes_no_result(traced: Society) -> None:
    plain = Society(traced.settings, 3)
    plain.run()
    assert plain.measures().equals(traced.measures())
    assert plain.events().empty
    assert plain.segments().empty


def test_every_regular_day_is_told_in_full(traced: Society) -> None:
    stretches = traced.segments()
    assert (stretches["end"] > stretches["start"]).all()
    regular = stretches[stretches["start"] < DAY_MINUTES]
    sums = (regular["end"] - regular["start"]).groupby([regular["day"], regular["worker"]]).sum()
    assert len(sums) == 70 * traced.state.communities["workers"][1]
    assert sums.min() == pytest.approx(DAY_MINUTES)
    assert sums.max() == pytest.approx(DAY_MINUTES)


def test_stretches_add_up_to_the_time_ledger(model: GovernanceModel, traced: Society) -> None:
    first = traced.state.communities["first_worker"][1]
    today = traced.segments().query("day == 69 and start < 480")
    told = (today["end"] - today["start"]).groupby([today["worker"], today["activity"]]).sum()
    for worker in range(int(traced.state.communities["workers"][1])):
        view = [one for one in model.agents if getattr(one, "index", -1) == first + worker]
        ledger = next(one.today for one in view if hasattr(one, "is_head"))
        for activity, minutes in ledger.items():
            assert told.get((worker, activity), 0.0) == pytest.approx(minutes), activity


def test_lives_begin_with_their_arising_and_go_forward(traced: Society) -> None:
    events = traced.events()
    first = events.groupby("issue").first()
    assert set(first["happening"]) <= {"arose"}
    moment = events["day"] * DAY_MINUTES + events["minute"]
    assert moment.is_monotonic_increasing
    issues = traced.outcomes().query("community == 1")
    assert set(events["issue"]) == set(issues["entity"])
    ends = events[events["happening"] == "closed_at_root"]
    assert set(ends["issue"]) == set(issues.loc[issues["resolved"], "entity"])


def test_every_happening_has_words() -> None:
    assert set(WORDS) == {happening.name.lower() for happening in EventType}


def test_a_vacant_place_is_told_as_vacant() -> None:
    settings = Settings(
        territory=PLACE, horizon_days=60, warmup_days=0,
        rules={"turnover": {"on": True, "turnover_rate": 12.0}},
    )  # fmt: skip
    model = Society(settings, 3, traced=1)
    model.run()
    stretches = model.segments()
    assert (stretches["work"] == Work.VACANT.name.lower()).any()
    regular = stretches[stretches["start"] < DAY_MINUTES]
    sums = (regular["end"] - regular["start"]).groupby([regular["day"], regular["worker"]]).sum()
    assert len(sums) == 60 * model.state.communities["workers"][1]


def test_a_community_that_is_not_there_cannot_be_traced() -> None:
    with pytest.raises(ValueError, match="traced=2: 0 to 1"):
        Society(Settings(territory=PLACE), 1, traced=2)


def told(traced: Society, issue: int) -> tuple[list[lives.Row], Portrait]:
    traits = portrait(traced.settings, 3, issue)
    return lives.life(traced, traced.segments(), issue, traits), traits


@pytest.mark.parametrize("word", ["departments", "dispute", "incident", "relapse"])
def test_words_pick_the_most_eventful_issue_of_their_sort(word: str, traced: Society) -> None:
    rows, traits = told(traced, candidates.find_issue(word, {"baseline": traced}))
    happenings = {row.happening for row in rows}
    assert {
        "departments": bool(traits.departments) and traits.level == 2,
        "dispute": traits.kind == Kind.DISPUTE,
        "incident": "became_incident" in happenings,
        "relapse": "came_back" in happenings,
    }[word]
    level = traced.outcomes().set_index("entity")["level"]
    events = traced.events()["issue"].value_counts()
    if word == "departments":
        here = traced.outcomes().query("community == 1 and level == 2")["entity"]
        assert len(rows) == events[events.index.isin(here)].max()
        assert level[candidates.find_issue(word, {"baseline": traced})] == 2


def test_a_life_is_told_in_order_and_by_who_did_it(traced: Society) -> None:
    issue = candidates.find_issue("departments", {"baseline": traced})
    rows, traits = told(traced, issue)
    assert rows[0].happening == "arose"
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    first = next(row for row in rows if row.happening == "reported")
    assert first.since == 0
    answers = ("department_refused", "department_took_on", "department_came")
    asked = None
    for row in rows:
        if row.happening == "asked_department":
            asked = row.department
            assert asked in traits.departments
            assert row.worker is not None
        elif row.happening in answers:
            assert row.minute == DAY_MINUTES
            assert row.department == asked or (
                asked is None and row.department in traits.departments
            )
            assert lives.clock(row.minute) == "evening"


def test_minutes_are_counted_into_the_working_day() -> None:
    told = [lives.clock(minute) for minute in (0.0, 9.0, 189.9, DAY_MINUTES, DAY_MINUTES + 61.0)]
    late = (DAY_MINUTES + 61) // 60
    assert told == ["morning", "0 h 09", "3 h 09", "evening", f"{late} h 01"]


def test_what_is_done_in_overtime_is_told_on_its_day() -> None:
    hands = {(4, 500_000): 2}
    assert lives._placed(5, 20.0, "work_done", hands) == (4, 500.0)
    assert lives._placed(5, 21.0, "work_done", hands) == (5, 21.0)
    assert lives._placed(5, 20.0, "posted_in_group", hands) == (4, 500.0)
    assert lives._placed(5, 0.0, "closed_at_root", hands) == (4, 480.0)
    assert lives._placed(5, 0.0, "office_turned_to", hands) == (4, 480.0)
    assert lives._placed(5, 0.0, "came_back", hands) == (5, 0.0)


def test_stages_leave_no_gap_until_an_issue_is_over(traced: Society) -> None:
    last = traced.settings.horizon_days + 1.0
    for issue in traced.outcomes().query("community == 1")["entity"].iloc[::40]:
        rows, _ = told(traced, int(issue))
        spans = stages.spans(rows, last)
        assert all(before.end == after.start for before, after in pairwise(spans))
        over = rows[-1].happening in (*stages.ENDS, "closed_on_paper")
        assert spans[-1].end == (stages.moment(rows[-1]) if over else last)


def test_levers_that_leave_a_community_out_are_named() -> None:
    settings = Settings(
        territory=PLACE,
        levers={"one_table": {"on": True, "coverage": 0}, "monitoring": {"on": True}},
    )
    assert unreached(Society(settings, 3), 1) == ["one_table"]


@pytest.mark.parametrize("seed", [3, 4, 5, 6])
def test_a_lever_that_covers_half_of_two_communities_leaves_one_of_them_out(seed: int) -> None:
    settings = Settings(territory=PLACE, levers={"one_table": {"on": True, "coverage": 0.5}})
    model = Society(settings, seed)
    assert sum(unreached(model, community) == ["one_table"] for community in (0, 1)) == 1


def test_an_issue_that_never_arises_has_no_portrait(traced: Society) -> None:
    with pytest.raises(LookupError, match="does not arise"):
        portrait(traced.settings, 3, (1 << 44) | 17)
    assert told(traced, candidates.find_issue("longest", {"baseline": traced}))[0]


@pytest.mark.parametrize("issue", ["departments", "dispute", "longest"])
def test_the_experiment_prints_a_life_and_leaves_a_folder(
    issue: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*WORDS_OF_PLACE, f"issue={issue}"]) == 0
    printed = capsys.readouterr().out
    assert "\nissue " in printed
    assert "\nheadline package: " in printed
    assert "is reported, and taken on" in printed or "is found by" in printed
    folder = here / "outputs" / "trace"
    life = pd.read_csv(folder / "issue.csv")
    assert set(life["scenario"]) == {"baseline", "headline_package"}
    assert life.groupby("scenario")["happening"].first().eq("arose").all()
    day = pd.read_csv(folder / "segments.csv")
    assert set(day["day"]) == {30}
    assert set(day["scenario"]) == {"baseline", "headline_package"}
    for figure in ("day.png", "issue.png"):
        assert (folder / "figures" / figure).stat().st_size > 10_000
    assert (folder / "manifest.json").is_file()


def test_a_scenario_that_does_not_reach_the_community_is_noted(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("scenarios=[one_table]", "levers.one_table.coverage=0")
    assert answer([*WORDS_OF_PLACE, *words]) == 0
    printed = capsys.readouterr().out
    assert "one table does not reach this community" in printed
    assert "Its life is the same as in the baseline." in printed


def test_the_time_line_is_plotted_for_issues_that_never_arise(traced: Society, here: Path) -> None:
    rows, _ = told(traced, candidates.find_issue("dispute", {"baseline": traced}))
    several: list[dict[str, list[lives.Row]]] = [
        {"baseline": rows, "other": []},
        {"baseline": []},
        {"baseline": rows[:1]},
    ]
    for found in several:
        departments = traced.settings.departments.answering
        last = traced.settings.horizon_days + 1.0
        save(timeline.chart(found, departments, last, "what", "note"), here / "issue.png")
        assert (here / "issue.png").stat().st_size > 5_000


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("issue=nothing", "one of departments"),
        ("issue=disputes", "did you mean dispute?"),
        ("issue=17592186044417", "its number says community 1"),
        ("issue=17", "no such issue"),
        ("day=61", "1 to horizon_days"),
        ("community=2", "0 to 1"),
        ("scenarios=[bogus]", "no such scenario"),
    ],
)
def test_refusals_name_the_word(
    word: str, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [one for one in WORDS_OF_PLACE if one.partition("=")[0] != word.partition("=")[0]]
    assert answer([*others, word]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not (here / "outputs").exists()
