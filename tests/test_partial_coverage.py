"""Levers that are on in a part of the place: what an experiment reports of it."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import compare, sweep
from experiments.reporting.results import Results
from experiments.runs.coverage import unreached_notes
from experiments.runs.design import Design
from sim import Settings
from sim.coverage import recruits_by_lever
from sim.settings.nested import grow
from sim.streams import stream_keys

QUICK: dict[str, Any] = {"executor": {"name": "serial"}, "horizon_days": 3, "warmup_days": 1}
TWO = {"communities": 2, "workers": 10, "residents": 600}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, list[str]]:
    """A comparison of levers of which most reach nothing or nobody, and its lines on stderr."""
    folder = tmp_path_factory.mktemp("partial")
    heard = io.StringIO()
    with contextlib.redirect_stderr(heard):
        results = compare(
            scenarios=[
                "recruitment", "stationed_cadres", "one_table", "academy", "admission_gate",
                "major_proposals",
            ],
            levers={
                "recruitment": {"per_community": 1e-9},
                "stationed_cadres": {"cadre_share": 0.0},
                "one_table": {"coverage": 0.2},
                "academy": {"coverage": 0.5},
                "merged_counter": {"coverage": 0.1},
                "admission_gate": {"coverage": 1},
            },
            rules={"rebound": {"on": False}}, territory=TWO, replications=3, societies="reference",
            output=folder / "out", store=folder / "store", **QUICK,
        )  # fmt: skip
    return results, heard.getvalue().splitlines()


def test_a_coverage_that_rounds_to_no_community_is_reported_once(
    told: tuple[Results, list[str]],
) -> None:
    assert [line for line in told[1] if "rounds to none" in line] == [
        "unburden: levers.one_table.coverage=0.2 rounds to none of 2 communities, so nothing is "
        "covered; 0.25 is the least that covers one"
    ]


def test_a_comparison_leaves_the_communities_that_are_covered(
    told: tuple[Results, list[str]],
) -> None:
    covered = told[0].covered
    assert list(covered) == ["scenario", "replication", "lever", "community", "type"]
    assert set(covered["lever"]) == {"levers.academy"}
    assert covered.groupby("replication").size().tolist() == [1, 1, 1]
    measures = told[0].measures.query("scenario == 'academy' and group == 'setup'")
    training = measures[measures["measure"] == "hours_per_worker_week"].dropna(subset="community")
    busy = training[training["value"] > 0].set_index("replication")["community"]
    assert busy.to_dict() == covered.set_index("replication")["community"].to_dict()


def test_over_societies_the_communities_are_those_of_each_society(tmp_path: Path) -> None:
    results = compare(
        "levers.academy.coverage={old_estate:1}",
        scenarios=["academy"],
        societies=3,
        replications=1,
        territory={"communities": 4, "workers": 16, "residents": 2000},
        horizon_days=20,
        warmup_days=0,
        executor="serial",
        output=tmp_path / "out",
        store=tmp_path / "store",
    )
    covered = results.covered
    assert set(covered["type"]) == {"old_estate"}
    reached = set(zip(covered["society"], covered["community"], strict=True))
    hours = results.measures.query(
        "scenario == 'academy' and group == 'setup' and measure == 'hours_per_worker_week'"
    ).dropna(subset="community")
    busy = hours[hours["value"] > 0]
    assert reached == set(zip(busy["society"], busy["community"], strict=True))
    (row,) = (r for r in results.manifest["overrides"] if r["path"] == "levers.academy.coverage")
    assert row["value"] == [["old_estate", 1.0]]
    assert row["by"] == "user"


def test_a_scenario_without_any_effect_is_reported_with_its_reason(
    told: tuple[Results, list[str]],
) -> None:
    same = "every measure equals the baseline's in all 3 runs"
    nobody = "brings nobody to any of 2 communities: whom it brings is drawn, and all draws gave 0"
    notes = [
        f"scenario recruitment: {same}; levers.recruitment {nobody}",
        f"scenario stationed_cadres: {same}; levers.stationed_cadres {nobody}",
        f"scenario one_table: {same}; levers.one_table covers no community",
        f"scenario admission_gate: {same}; levers.admission_gate acts through rules.rebound, which "
        "is off: add rules.rebound.on=true",
        f"scenario major_proposals: {same}; levers.major_proposals changes nothing that is "
        "measured in this place",
    ]
    assert sorted(told[0].manifest["without_effect"]) == sorted(notes)
    assert sorted(line for line in told[1] if same in line) == sorted(
        f"unburden: {note}" for note in notes
    )


def test_a_type_that_is_not_reached_is_named_as_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare(
        scenarios=["academy"], societies="reference", replications=1,
        settings={"levers.academy.coverage": {"village": 1}},
        territory={"communities": 1, "workers": 5, "residents": 300},
        output=tmp_path / "out", store=tmp_path / "store", **QUICK,
    )  # fmt: skip
    line = "levers.academy.coverage={village:1} covers nothing: no community is of the type village"
    assert capsys.readouterr().err.count(line) == 1


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({}, "levers.produce_help covers nothing: it reaches villages alone, and there are none"),
        (
            {"levers.produce_help.coverage": 0.5},
            "levers.produce_help.coverage=0.5 covers nothing: it reaches villages alone, and there "
            "are none",
        ),
        (
            {"levers.produce_help.coverage": {"mixed": 1}},
            "levers.produce_help.coverage={mixed:1} covers nothing: it reaches villages alone",
        ),
    ],
)
def test_of_what_reaches_villages_alone_no_key_is_told_that_nobody_gave(
    settings: dict[str, Any], line: str
) -> None:
    place = {"territory.communities": 3, "territory.workers": 15, "territory.residents": 900}
    tree = grow({"levers.produce_help.on": True} | settings | place)
    design = Design.of({"produce_help": Settings(**tree)})
    design.settings(next(iter(design)))
    assert [note for _, note in unreached_notes(design)] == [line]


def test_of_many_points_it_is_said_how_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sweep(
        vary={"levers.one_table.coverage": [0, 0.1, 0.2, 0.25, 1]}, scenarios=["one_table"],
        societies="reference", territory=TWO, replications=1,
        output=tmp_path / "out", store=tmp_path / "store", **QUICK,
    )  # fmt: skip
    told = [line for line in capsys.readouterr().err.splitlines() if "rounds to none" in line]
    assert len(told) == 1
    assert "levers.one_table.coverage=0.2 (at 2 of 5 points)" in told[0]


def test_what_a_place_of_one_community_gets_is_drawn_with_the_right_mean() -> None:
    place = {"communities": 1, "workers": 11, "residents": 5000}
    levers = {"recruitment": {"on": True}, "stationed_cadres": {"on": True}}
    settings = Settings(territory=place, levers=levers)
    people = [recruits_by_lever(settings, stream_keys(seed)) for seed in range(4000)]
    for path, mean in (
        ("levers.recruitment", settings.levers.recruitment.per_community),
        ("levers.stationed_cadres", settings.levers.stationed_cadres.cadre_share),
    ):
        counts = [one[path][0] for one in people]
        assert abs(np.mean(counts) - mean) < 4 * np.std(counts) / 4000**0.5


def test_a_coverage_that_rounds_to_all_communities_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare(
        scenarios=["academy(coverage=0.5)"], societies="reference", replications=1,
        territory={"communities": 1, "workers": 5, "residents": 300},
        output=tmp_path / "out", store=tmp_path / "store", **QUICK,
    )  # fmt: skip
    line = "levers.academy.coverage=0.5 rounds to all of 1 community, so that all are covered"
    assert capsys.readouterr().err.count(line) == 1
