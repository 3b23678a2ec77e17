"""Places of files in results: what they state beside the baseline, and names of communities."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import Results, compare, export, trace
from experiments.config import options, place_file, societies
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.outcomes import FREED, FULL, Outcome
from experiments.config.place_statements import Place
from experiments.designs.documented_cases import applied, cases
from experiments.kinds.compare.options import CompareOptions
from experiments.reporting import place_table
from experiments.reporting.community_names import name_of, with_names
from experiments.reporting.frames import FORMULA
from experiments.runs.design import Design
from experiments.statistics.by_community import by_community
from sim.settings import Settings, default_ledger

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "places").glob("*/place.yaml"))
TABLE = "name,type,residents,workers,boards\n北门,old_estate,500,4,6\nSouth,village,500,3,2\n"
TEXT = """\
name: Two places
communities: communities.csv
forms_a_week: {value: 9, source: diary}
inspections_a_month: 4
"""
SHORT = ("horizon_days=10", "warmup_days=5", "executor=serial")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    (folder / "communities.csv").write_text(TABLE, encoding="gbk")
    (folder / "place.yaml").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    """A comparison over two societies, of which a lever covers one community."""
    return compare(
        *SHORT,
        territory=folder / "place.yaml",
        scenarios=["one_table"],
        societies=2,
        settings={"levers.one_table.coverage": 0.5, "workday.daily_patrol": 1},
        output=folder / "outputs" / "compare",
        store=folder / "results",
    )


def rows_of(place: Place, found: dict[str, Any], **overridden: object) -> dict[str, Any]:
    settings = Settings.read(place.settings)
    made = place_table.rows(place, settings, default_ledger(), found, overridden)
    return {row["quantity"]: row for row in made}


def place(folder: Path, text: str) -> Place:
    path = folder / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return place_file.read(str(path), default_ledger())


def test_a_place_says_what_it_states_and_what_the_evidence_fills_in(tmp_path: Path) -> None:
    rows = rows_of(place(tmp_path, "communities: 2\nboards: {value: 12, source: count}\n"), {})
    assert rows["boards"]["stated"] == "12"
    assert rows["boards"]["source"] == "count"
    assert rows["residents"]["stated"] is None
    assert rows["residents"]["source"] == "2 x assume:community_residents"
    merchants = default_ledger().value("assume:community_merchants")
    assert rows["merchants"]["from_evidence"] == merchants
    assert rows["merchants"]["source"] == "assume:community_merchants"
    # 50 weeks of the model are 12 months.
    inspections = float(default_ledger().value("assume:inspections"))
    assert rows["inspections_a_month"]["from_evidence"] == pytest.approx(inspections * 50 / 12)


@pytest.mark.parametrize(
    ("middle", "says"), [(12.0, ""), (12.5, ""), (14.0, "rules.rebound"), (9.0, "rules.rebound")]
)
def test_a_line_says_that_the_baseline_is_far_from_what_is_stated(
    tmp_path: Path, middle: float, says: str
) -> None:
    made = place(tmp_path, "communities: 2\nboards: 12\n")
    note = rows_of(made, {"boards": (10.0, middle, 15.0)})["boards"]["note"]
    assert says in note
    assert bool(says) == bool(note)


def test_a_number_that_is_stated_of_some_alone_says_of_how_many(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("name,merchants\nA,30\nB,\nC,9\n", encoding="utf-8")
    made = place(tmp_path, "communities: c.csv\ndepartment_staff: {police: 2}\n")
    rows = rows_of(made, {})
    others = "for the others from the evidence"
    assert rows["merchants"]["note"] == f"stated for 2 of 3 communities, {others}"
    assert rows["department_staff"]["note"] == f"stated for 1 of 12 departments, {others}"


def test_a_line_says_that_the_command_line_wins(tmp_path: Path) -> None:
    made = place(tmp_path, "communities: 2\nboards: 12\n")
    note = rows_of(made, {"boards": (3.0, 3.0, 3.0)}, **{"obligations.boards": 3})["boards"]["note"]
    assert note == "the command line has obligations.boards=3 instead"


def test_the_baseline_is_shown_in_the_words_of_the_statement(results: Results) -> None:
    table = results.frames["place"].set_index("quantity")
    measures = results.measures
    mine = measures[
        (measures["scenario"] == "baseline")
        & measures["community"].isna()
        & (measures["measure"] == "forms_due")
    ]
    by_society = mine.groupby("society")["value"].mean()
    # Two communities, and two weeks of five days.
    assert table["baseline"]["forms_a_week"] == pytest.approx(by_society.median() / 2 / 2)
    assert table["low"]["forms_a_week"] <= table["high"]["forms_a_week"]
    assert table["baseline"]["workers"] == 7
    assert np.isnan(table["baseline"]["residents"])
    assert (results.folder / "place.csv").is_file()


def test_manifest_report_and_terminal_name_the_place(results: Results) -> None:
    entry = results.manifest["place"]
    assert entry["name"] == "Two places"
    assert len(entry["digest"]) == 32
    report = (results.folder / "report.html").read_text("utf-8")
    assert "<h2>The place</h2>" in report
    assert "diary" in report
    assert "the file of the place" in report
    lines = place_table.lines(results.manifest)
    assert lines[0].startswith("Place: Two places")
    assert any("stated 9 forms due a week in a community, in the baseline" in one for one in lines)
    assert any("vulnerable, merchants" in one for one in lines)


def test_results_without_a_place_say_nothing_of_one(compared: Results) -> None:
    assert compared.manifest["place"] is None
    assert place_table.lines(compared.manifest) == place_table.section(compared.manifest) == []
    assert "place" not in compared.frames


def test_communities_have_their_names_in_tables(results: Results) -> None:
    table = results.frames["by_community"]
    assert set(zip(table["community"], table["name"], table["type"], strict=True)) == {
        (0, "北门", "old_estate"),
        (1, "South", "village"),
    }
    covered = results.frames["covered"]
    assert set(covered["name"]) <= {"北门", "South"}
    assert (results.folder / "figures" / "communities.png").is_file()


def test_a_street_has_a_table_of_its_communities_without_names(compared: Results) -> None:
    table = compared.frames["by_community"]
    assert set(table["community"]) == {0, 1}
    assert "name" not in table
    assert set(table["scenario"]) == {"signboard_removal", "one_table"}


def measured(values: dict[tuple[str, int, int, int], float], measure: str) -> pd.DataFrame:
    """Rows by scenario, society, replication and community."""
    rows = [
        (*key[:3], key[3] if key[3] >= 0 else pd.NA, measure, "all", value, "h")
        for key, value in values.items()
    ]
    names = ["scenario", "society", "replication", "community", "measure", "group", "value", "unit"]
    return pd.DataFrame(rows, columns=names).astype({"community": "Int32"})


def test_a_change_of_a_community_is_over_the_means_of_societies() -> None:
    values = {}
    for society, change in enumerate((1.0, 2.0, 6.0)):
        for replication, chance in enumerate((-0.5, 0.5)):
            for community in (-1, 0, 1):
                at = society, replication, community
                values["baseline", *at] = 10.0 + society
                values["lever", *at] = 10.0 + society + change * (community + 1) + chance
    table = by_community(measured(values, "visits"), [Outcome("visits")], "society")
    assert table["community"].tolist() == [0, 1]
    assert table["baseline"].tolist() == [11.0, 11.0]
    assert table["median"].tolist() == [2.0, 4.0]
    assert table["low"].tolist() == [1.0, 2.0]
    assert table["high"].tolist() == [6.0, 12.0]


def test_hours_freed_of_a_community_are_what_it_needs_less() -> None:
    values = {("baseline", 0, 0, 0): 9.0, ("lever", 0, 0, 0): 6.5}
    table = by_community(measured(values, FULL), [Outcome(FREED)], "society")
    assert table["measure"].tolist() == [FREED]
    assert table["median"].tolist() == [2.5]
    assert np.isnan(table["baseline"][0])


def test_days_have_no_numbers_where_a_society_lacks_them() -> None:
    days = Outcome("days_to_resolution_restricted_mean")
    values = {
        (name, society, 0, 0): np.nan if society and name == "lever" else 5.0
        for name in ("baseline", "lever")
        for society in (0, 1)
    }
    table = by_community(measured(values, days.measure), [days], "society")
    assert np.isnan(table["median"][0])
    assert table["lacking"][0] == 1


def test_a_trace_finds_a_community_by_its_name(folder: Path) -> None:
    chosen: dict[str, Any] = {
        "territory": folder / "place.yaml",
        "scenarios": "one_table",
        "issue": "longest",
        "day": 3,
        "output": folder / "outputs" / "trace",
    }
    days = [each for each in SHORT if not each.startswith("horizon")]
    found = trace(*days, "horizon_days=60", community="South", **chosen)
    assert found.manifest["community"] == 1
    assert found.manifest["community_name"] == "South"
    with pytest.raises(InputError, match=r"community=Sotuh: no such community; did you mean South"):
        trace(*days, "horizon_days=60", community="Sotuh", **chosen)


def test_a_community_without_a_name_has_its_number() -> None:
    assert name_of(Settings.read({}).model_dump(), 3) == "community 3"


def test_villages_are_told_apart_where_other_types_are_drawn() -> None:
    frame = pd.DataFrame({"community": [0, 1, 2]})
    place = {"communities": 3, "workers": 9, "residents": 900}
    town = Settings(territory={**place, "villages": 2}).territory
    assert with_names(frame, town, types=True)["type"].tolist() == [None, "village", "village"]
    assert "type" not in with_names(frame, Settings(territory=place).territory, types=True)


@pytest.mark.parametrize("name", ["village", "town"])
def test_places_with_villages_follow_the_evidence_in_every_plausible_society(name: str) -> None:
    study = compose(f"territory={name}", "societies=200")
    chosen = options.read(CompareOptions, study.options)
    used = societies.load(chosen, default_ledger())
    assert used is not None
    design = Design(study.trees([]), default_ledger(), used.points)
    sizes = [design.settings(case).territory for case in design]
    assert {(size.communities, size.villages) for size in sizes} == {
        "village": {(1, 1)},
        "town": {(21, 18)},
    }[name]
    assert len({size.residents for size in sizes}) > 1


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_says_that_it_is_made_up_and_runs(path: Path, tmp_path: Path) -> None:
    assert "made up" in path.read_text("utf-8")
    found = compare(
        *SHORT,
        territory=path,
        scenarios=["one_table", "signboard_removal"],
        societies="reference",
        replications=1,
        output=tmp_path / "out",
        store=tmp_path / "results",
    )
    assert found.manifest["place"]["name"].endswith("(made up)")
    assert (tmp_path / "out" / "report.html").is_file()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_is_feasible_in_every_plausible_society(path: Path) -> None:
    study = compose(f"territory={path}", "societies=200")
    chosen = options.read(CompareOptions, study.options)
    used = societies.load(chosen, default_ledger())
    assert used is not None
    design = Design(study.trees([]), default_ledger(), used.points)
    for case in design:
        assert design.settings(case).territory.communities > 1


def test_there_are_examples_of_a_town_of_villages_and_of_a_place_abroad() -> None:
    assert {path.parent.name for path in EXAMPLES} == {"abroad", "county_town", "villages"}


def test_documented_places_are_not_the_users_own(folder: Path) -> None:
    study = compose(f"territory={folder / 'place.yaml'}")
    for name, tree in applied(cases(default_ledger()), study).items():
        place = Settings.read(tree, default_ledger()).territory
        assert place.communities == len(place.each.names or "x"), name


def test_an_export_says_what_each_column_of_the_place_is(results: Results) -> None:
    book = export(from_=results.folder, format="csv", table=["place", "by_community"]).codebook
    assert (book["meaning"].str.len() > 0).all()


def number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_no_table_of_a_place_has_a_cell_that_a_spreadsheet_would_compute(tmp_path: Path) -> None:
    names = ['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(A1)", "＝1＋1", "Plain"]
    with (tmp_path / "communities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "type", "residents", "workers", "boards"])
        writer.writerows([name, "mixed", 200, 2, 5] for name in names)
    (tmp_path / "place.yaml").write_text(
        "name: '=1+1'\ncommunities: communities.csv\n"
        "forms_a_week: {value: 9, source: '=2+2'}\n", encoding="utf-8",
    )  # fmt: skip
    results = compare(
        *SHORT, territory=tmp_path / "place.yaml", scenarios=["one_table"], societies=2,
        settings={"levers.one_table.coverage": 0.7}, output=tmp_path / "out",
        store=tmp_path / "store",
    )  # fmt: skip
    copies = export(from_=results.folder, format="csv", output=tmp_path / "copies").folder
    written = [*results.folder.glob("**/*.csv"), *copies.glob("**/*.csv")]
    assert {"by_community.csv", "covered.csv", "place.csv"} <= {path.name for path in written}
    seen = set()
    for path in written:
        with path.open(encoding="utf-8", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert [cell for cell in cells if FORMULA.match(cell) and not number(cell)] == [], path.name
        seen |= cells
    assert {f"'{name}" for name in names[:-1]} | {"Plain", "'=2+2"} <= seen
    assert set(results.by_community["name"]) == set(names), "tables in memory have the names"
