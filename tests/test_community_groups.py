"""Groups of communities: hand-worked means, who belongs to them, and how they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments import compare
from experiments.kinds.compare.communities_figure import communities
from experiments.kinds.compare.community_groups import lines, section, table
from experiments.reporting.results import Results
from experiments.statistics.community_groups import community_groups
from sim.measures.full_delivery import FULL

SMALL = {"communities": 4, "workers": 16, "residents": 2000}
QUICK: dict[str, Any] = {"executor": {"name": "serial"}, "horizon_days": 80, "warmup_days": 0}
DAYS = "days_to_resolution_restricted_mean"
Key = tuple[str, int, int]
"""Scenario, replication, community."""


def measured(hours: dict[Key, float], workers: dict[int, float]) -> pd.DataFrame:
    """Rows of hours of upward work, and of workers."""
    rows = []
    for (scenario, replication, community), value in hours.items():
        run = (scenario, replication, community)
        rows += [(*run, FULL, "all", value, "h"), (*run, "workers", "all", workers[community], "w")]
    names = ["scenario", "replication", "community", "measure", "group", "value", "unit"]
    return pd.DataFrame(rows, columns=names).astype({"community": "Int32"})


def members(of: dict[tuple[int, str], list[int]]) -> pd.DataFrame:
    """Members of groups by replication."""
    rows = [
        ("reform", replication, "levers.x", group, community)
        for (replication, group), listed in of.items()
        for community in listed
    ]
    names = ["scenario", "replication", "lever", "group", "community"]
    return pd.DataFrame(rows, columns=names)


HOURS = {
    ("baseline", 0, 0): 10.0, ("baseline", 0, 1): 20.0, ("baseline", 0, 2): 12.0,
    ("baseline", 1, 0): 10.0, ("baseline", 1, 1): 20.0, ("baseline", 1, 2): 12.0,
    ("reform", 0, 0): 8.0, ("reform", 0, 1): 12.0, ("reform", 0, 2): 12.0,
    ("reform", 1, 0): 10.0, ("reform", 1, 1): 12.0, ("reform", 1, 2): 10.0,
}  # fmt: skip
WORKERS = {0: 3.0, 1: 1.0, 2: 2.0}
DRAWN = {(0, "covered"): [0, 1], (0, "others"): [2], (1, "covered"): [1, 2], (1, "others"): [0]}
"""Other communities are covered in each replication."""


def test_a_group_is_compared_with_the_same_communities_of_the_run_and_weighted_by_workers() -> None:
    table = community_groups(measured(HOURS, WORKERS), members(DRAWN), "replication")
    freed = table[table["measure"] == "hours_freed_per_worker_week"].set_index("group")
    first, second = (3 * 2.0 + 1 * 8.0) / 4, (1 * 8.0 + 2 * 2.0) / 3
    assert freed["change"]["covered"] == pytest.approx((first + second) / 2)
    assert freed["change"]["others"] == 0.0
    assert freed["communities"].to_dict() == {"covered": 2.0, "others": 1.0}
    assert list(freed.index) == ["covered", "others"]
    assert (freed["over"] == 2).all()
    assert freed["baseline"].isna().all()


def test_societies_without_such_a_community_do_not_count() -> None:
    rows = measured(HOURS, WORKERS).rename(columns={"replication": "society"})
    rows = rows.assign(replication=0)
    some = members({(0, "village"): [1], (0, "mixed"): [0, 2], (1, "mixed"): [0, 1, 2]})
    some = some.rename(columns={"replication": "society"}).assign(replication=0)
    table = community_groups(rows, some, "society")
    freed = table.set_index("group")
    assert freed["over"].to_dict() == {"village": 1, "mixed": 2}
    assert freed["change"]["village"] == 8.0
    assert (freed["lacking"] == 0).all()


def test_a_group_without_issues_of_a_kind_lacks_days() -> None:
    rows = measured(HOURS, WORKERS)
    names = ("issues_raised", DAYS)
    asked = [
        rows[rows["measure"] == FULL].assign(measure=name, group="own_powers") for name in names
    ]
    asked[0]["value"] = asked[0]["value"].where(asked[0]["community"] != 2, 0.0)
    asked[1]["value"] = asked[1]["value"].where(asked[1]["community"] != 2)
    table = community_groups(pd.concat([rows, *asked]), members(DRAWN), "replication")
    days = table[table["measure"] == DAYS].set_index("group")
    assert (days["over"]["others"], days["lacking"]["others"]) == (1, 1)
    assert (days["over"]["covered"], days["lacking"]["covered"]) == (2, 0)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A pilot in half of the communities and a reform in all of them, over societies."""
    folder = tmp_path_factory.mktemp("groups")
    return compare(
        scenarios=["signboard_removal", "form_cuts"],
        levers={"signboard_removal": {"coverage": 0.5}},
        societies=3, replications=1, territory=SMALL,
        output=folder / "out", store=folder / "store", **QUICK,
    )  # fmt: skip


def test_a_reform_in_half_of_the_communities_frees_time_there(results: Results) -> None:
    table = results.frames["community_groups"]
    assert set(table["scenario"]) == {"signboard_removal"}
    freed = table[table["measure"] == "hours_freed_per_worker_week"]
    sides = freed[freed["lever"] == "levers.signboard_removal"].set_index("group")
    assert sides["communities"].to_dict() == {"covered": 2.0, "others": 2.0}
    assert sides["change"]["covered"] > sides["change"]["others"]
    assert table["group"].drop_duplicates().tolist()[:2] == ["covered", "others"]
    reached = results.frames["covered"]
    assert set(freed[freed["lever"] == ""]["group"]) >= set(reached["type"])


def test_covered_communities_have_a_line_and_a_part_of_the_report(results: Results) -> None:
    (line,) = lines(results)
    assert line.startswith("signboard removal (in a part of the communities): in covered ones ")
    text = "".join(section(results))
    assert "<h2>In groups of communities</h2>" in text
    assert all(word in text for word in (">covered<", ">others<", "by type of community"))
    assert "In groups of communities" in (results.folder / "report.html").read_text("utf-8")


def test_levers_that_cover_the_same_communities_are_said_once(results: Results) -> None:
    frame = results.frames["community_groups"]
    mine = frame[frame["lever"] == "levers.signboard_removal"]
    others = [mine.assign(lever=f"levers.{name}") for name in ("form_cuts", "merged_counter")]
    elsewhere = mine.assign(lever="levers.one_table", change=mine["change"] + 1)
    rows = pd.concat([mine, *others, elsewhere, frame[frame["lever"] == ""]])
    rows["scenario"] = "my_package"
    package = Results(results.folder, {"community_groups": rows}, results.manifest)
    first, second = lines(package)
    assert first.startswith(
        "my package (signboard removal, form cuts, merged counter in a part of the communities): "
    )
    assert second.startswith("my package (one table in a part of the communities): ")
    text = table("my_package", rows).html()
    assert text.count('class="section"') == 3, "two sets of levers, and types"
    assert "levers." not in first + second + text


def test_communities_that_differ_from_society_to_society_have_no_figure(results: Results) -> None:
    assert communities(results) == {}


def test_villages_are_called_villages(tmp_path: Path) -> None:
    results = compare(
        scenarios=["form_cuts"], societies=2, replications=1,
        territory={**SMALL, "villages": 3},
        output=tmp_path / "out", store=tmp_path / "store", **QUICK,
    )  # fmt: skip
    axes = communities(results)["communities"].axes[0]
    assert sorted(label.get_text() for label in axes.get_yticklabels()) == [
        "village 1", "village 2", "village 3",
    ]  # fmt: skip
    freed = results.frames["community_groups"]
    numbers = freed.drop_duplicates("group").set_index("group")["communities"]
    assert (numbers["village"], numbers["all_but_villages"]) == (3.0, 1.0)
    assert list(lines(results)) == []


def test_where_levers_reach_all_there_is_no_table_of_groups(compared: Results) -> None:
    assert "community_groups" not in compared.frames
    assert list(lines(compared)) == section(compared) == []
