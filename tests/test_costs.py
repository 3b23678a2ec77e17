"""What levers need, what it costs, who pays, and what an hour freed costs: by hand and in runs."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import Results, compare, levers, load
from experiments.cli import answer
from experiments.config import kinds
from experiments.config.outcomes import FULL, HOURS
from experiments.costs.costs import COLUMNS, QUANTITIES, _ranked
from experiments.costs.items import (
    COMMUNITY_WORKS,
    COUNTED_NAMES,
    IN_COST,
    OTHERS,
    PAID_OVERTIME,
    REPAIRS,
    TIME,
    UNPAID_OVERTIME,
    WORKS,
    Counted,
    Item,
    bought_items,
    counted_items,
    paid_hours,
)
from experiments.costs.tables import budgets, notes, payers, ranked, standard
from experiments.designs.prices import Prices
from experiments.kinds.compare.society_cells import ONE_REPLICATION, SOURCES
from experiments.reporting.labels import spelled, three_digits
from experiments.statistics.matched_values import Matched
from sim import Settings
from sim.levers import Lever
from sim.levers.registry import kind_of, names
from sim.levers.resources import (
    ALARM,
    BLOCKER,
    BROADCASTS,
    CADRE,
    CAMERAS,
    GATES,
    HEADS_TRAINING,
    INSTRUCTOR,
    LINK,
    MODULE,
    OF_TIME,
    POST,
    REVIEW,
    ROBOT,
    TABLE,
    Budget,
    Covered,
    Resource,
)
from sim.purchases import Purchase, price_uses, purchases
from sim.settings import default_ledger
from tests.conftest import TINY

PLACE = {"communities": 6, "workers": 30, "residents": 12000, "district_communities": 24}
SEED = 3


LEVERS = set(names("levers"))
TIME_ALONE = {
    "certificate_cleanup", "community_budget", "community_partners",
    "department_evaluation", "double_registration", "duty_list", "elderly_menu",
    "escalation_rights", "fault_tolerance", "flexible_staffing", "form_cuts",
    "inspection_control", "joint_response", "legal_staff", "major_proposals",
    "merchants_federation", "merged_counter", "micro_grids", "monitoring",
    "part_time_grid_workers", "partner_units", "procedure_cuts", "resident_funding",
    "secondment_control", "secretary_projects", "service_extension", "signboard_removal",
    "simpler_indicators", "street_powers", "task_return", "tiered_visits", "volunteer_drive",
    "white_list",
}  # fmt: skip
"""Levers that need nothing besides time, and money for works, that runs count."""


def of_each(size: float) -> Covered:
    """As much of everything."""
    return Covered(*[size] * len(fields(Covered)))


def bought(**levers: Any) -> dict[str, float]:
    """Units by resource in a quarter of a district."""
    on = {name: {"on": True, **values} for name, values in levers.items()}
    found = purchases(Settings.read({"territory": PLACE, "levers": on}), SEED)
    return {each.resource.name: each.units for each in found}


def test_what_serves_a_district_is_paid_for_by_its_communities_in_proportion() -> None:
    """Six of 24 communities: a quarter of the platform, and of the links of 25 departments."""
    units = bought(one_table={"connected_share": 0.8})
    demanding = Settings.read({}).obligations.demanding
    assert units == {TABLE.name: 0.25, LINK.name: 0.8 * demanding * 0.25}


def test_half_of_the_communities_need_half_of_the_cameras_and_none_need_nothing() -> None:
    assert bought(patrol_cameras={"camera_share": 0.5})[CAMERAS.name] == 3.0
    assert bought(patrol_cameras={"camera_share": 0.5, "coverage": 0.5})[CAMERAS.name] == 1.5
    assert bought(patrol_cameras={"coverage": 0.0}) == {}
    assert purchases(Settings.read({"territory": PLACE}), SEED) == []


def test_alarms_are_for_listed_households_and_posts_for_those_who_are_recruited() -> None:
    listed = Settings.read({}).territory.vulnerable_households * 12000 / 5000
    assert bought(elderly_alarms={"alarm_share": 0.5})[ALARM.name] == pytest.approx(listed / 2)
    assert bought(recruitment={"per_community": 2.0})[POST.name] == 12.0


def test_a_city_needs_what_its_districts_need() -> None:
    """Two districts of six communities, each a quarter of a district of 24."""
    place = {**PLACE, "communities": 12, "workers": 60, "residents": 24000, "districts": 2}
    settings = {"territory": place, "levers": {"admission_gate": {"on": True}}}
    found = purchases(Settings.read(settings), SEED)
    assert found == [Purchase("levers.admission_gate", REVIEW, 0.5)]


def test_every_price_of_every_lever_is_evidence_and_no_lever_needs_less_than_nothing() -> None:
    ledger, covered = default_ledger(), of_each(2.0)
    stated = 0
    for name in names("levers"):
        lever: Any = kind_of(name)
        for resource, units in lever(on=True).resources(covered).items():
            assert units >= 0, name
            stated += 1
            for price in resource.prices:
                assert isinstance(price, float) or ledger.value(price) > 0, name
    assert stated >= 15


def test_a_lever_states_what_it_needs_or_is_known_to_need_nothing() -> None:
    stated = {name for name in LEVERS if kind_of(name).resources is not Lever.resources}  # type: ignore[union-attr]
    assert not stated & TIME_ALONE
    assert stated | TIME_ALONE == LEVERS


def test_robots_are_those_of_estates_that_have_one() -> None:
    """A third of the ground of six communities: two, at the price of all robots of a community."""
    assert bought(patrol_robot={"estate_share": 1 / 3}) == {ROBOT.name: pytest.approx(2.0)}
    ledger = default_ledger()
    whole = ledger.value("assume:robot_community") * ledger.value("assume:robot_estate_share")
    assert whole == pytest.approx(ledger.value("assume:robot_price"))


def test_gates_need_something_only_where_they_have_the_application() -> None:
    assert set(bought(entry_control={})) == {BLOCKER.name}
    units = bought(entry_control={"gates": True, "coverage": 0.5})
    assert (units[GATES.name], set(units)) == (3.0, {BLOCKER.name, GATES.name, MODULE.name})


def test_heads_are_taught_and_instructors_are_paid_by_the_hour() -> None:
    assert bought(heads_training={"training_hours": 10.0}) == {HEADS_TRAINING.name: 60.0}
    assert bought(firms_channel={"instructor_hours": 2.0}) == {INSTRUCTOR.name: 2.0 * 50 * 6}


def test_teams_and_produce_help_are_paid_for_in_villages_alone() -> None:
    """Three villages of six places, with a secretary and a team of two each."""
    team = {"secretary_share": 1.0, "team_share": 1.0, "team_cadres": 2.0}
    on = {"village_teams": {"on": True, **team, "hours": 20.0, "visits": 3.0},
          "produce_help": {"on": True}}  # fmt: skip
    place = {**PLACE, "villages": 3}
    settings = {"territory": place, "levers": on, "workday": {"visit_minutes": 40.0}}
    found = purchases(Settings.read(settings), SEED)
    units = {each.resource.name: each.units for each in found}
    assert units == {CADRE.name: 9.0, BROADCASTS.name: 3.0}
    half = [each._replace(acting=0.5) for each in found]
    hours = 9.0 * (20 + 3 * 40 / 60) * 50
    assert paid_hours([found, [], half]).tolist() == [hours, 0.0, hours / 2]


def test_what_is_bought_once_is_spread_over_its_years() -> None:
    """Three at 1000 for 5 years with 10 % upkeep, and 50 a year: 3 (200 + 100 + 50)."""
    resource = Resource("box", Budget.CITY, 1000.0, 5.0, yearly=50.0, upkeep=0.1)
    items, outlay = bought_items([[Purchase("levers.x", resource, 3.0)], []], [float, float])
    (item,) = items
    assert item == Item(Budget.CITY, "money", "box")
    assert items[item].tolist() == [1050.0, 0.0]
    assert outlay.tolist() == [3000.0, 0.0]


VALUES = {
    (FULL, "all"): 10.0, (HOURS, "setup"): 1.0, ("overtime_hours_per_worker_week", "all"): 2.0,
    ("workers", "all"): 4.0, ("department_hours_per_week", "all"): 6.0,
    ("merchant_visit_hours", "all"): 0.5, ("works_paid", "all"): 700.0,
    ("works_paid", "communities"): 300.0, ("community_paid", "all"): 40.0,
    ("residents_paid", "all"): 80.0, ("outside_hours", "street"): 3.0,
    ("outside_hours", "residents"): 5.0, ("outside_hours", "trips"): 1.0,
    ("outside_hours", "volunteers"): 9.0, ("outside_hours", "others"): 2.0,
    ("outside_hours", "merchants"): 4.0,
}  # fmt: skip
RATES = {
    "worker": 50.0, "official": 80.0, "overtime_paid": 0.25, "volunteer": 20.0, "resident": 10.0,
    "merchant": 40.0, "partner": 60.0, "volunteer_money": 2.0,
}  # fmt: skip


def test_time_of_each_is_priced_by_its_own_hour_and_overtime_in_two_parts() -> None:
    """Two communities, 4 workers, 12,000 people, 50 weeks a year."""
    settings = Settings.read({"territory": {**PLACE, "communities": 2, "workers": 4}})
    rows = [(*key, "") for key in VALUES]
    column = np.array([*VALUES.values()])[:, None]
    runs = Counted(Matched(rows, column, {}), column, settings)
    items = {item: float(row[0]) for item, row in counted_items(runs, [RATES]).items()}
    setup, street, departments, visits, money, *others = (items[one.item] for one in TIME)
    assert setup == 1 * 4 * 50 * 50
    assert (street, departments) == (3 * 50 * 80, 6 * 50 * 80)
    assert visits == 0.5 * 2 * 50 * 80
    assert money == 9 * 50 * 2
    assert others == [9 * 50 * 20, (5 + 1) * 50 * 10, 4 * 50 * 40, 2 * 50 * 60]
    assert items[PAID_OVERTIME] == 2 * 4 * 50 * 50 * 0.25
    assert items[UNPAID_OVERTIME] == 2 * 4 * 50 * 50 * 0.75
    assert (items[WORKS], items[REPAIRS]) == (700 - 300, 80 * 12)
    assert items[COMMUNITY_WORKS] == 40 * 12
    assert runs.upward[0] == 10 * 4 * 50
    assert {item.item for item in items} == COUNTED_NAMES
    given = {item.budget for item in items if item.kind == "time given"}
    assert Budget.VOLUNTEERS in given
    assert not given & {Budget.STREET, Budget.DISTRICT, Budget.CITY}


def test_where_nobody_lives_nothing_is_repaired() -> None:
    """A value for 1,000 residents has no number there."""
    settings = Settings.read({"territory": {**PLACE, "residents": 0}})
    values = VALUES | {("community_paid", "all"): np.nan, ("residents_paid", "all"): np.nan}
    column = np.array([*values.values()])[:, None]
    runs = Counted(Matched([(*key, "") for key in values], column, {}), column, settings)
    items = counted_items(runs, [RATES])
    assert items[COMMUNITY_WORKS].tolist() == items[REPAIRS].tolist() == [0.0]


def prices(societies: int, seed: int = 1, **known: float) -> Prices:
    columns = {f"assume:{name}": [value] * societies for name, value in known.items()}
    index = pd.RangeIndex(societies, name="society")
    references = [*OF_TIME.values(), "assume:camera_community"]
    return Prices(default_ledger(), seed, references, pd.DataFrame(columns, index=index))


def test_prices_are_drawn_in_each_society_whatever_the_others_are() -> None:
    few, many = prices(2), prices(5)
    for society in range(2):
        for name in few.references:
            assert few.of(society)(name) == many.of(society)(name)
    cameras = [many.of(society)("assume:camera_community") for society in range(5)]
    assert len(set(cameras)) == 5
    assert "camera_price" in many.drawn
    assert prices(2, seed=2).of(0)("assume:camera_community") != cameras[0]


def test_a_society_may_have_whole_numbers_beside_decimals() -> None:
    points = pd.DataFrame({"assume:estates": [7, 8], "assume:camera_price": [1000.5, 2000.5]})
    drawn = Prices(default_ledger(), 1, ["assume:estates", "assume:camera_price"], points)
    assert drawn.of(1)("assume:estates") == 8.0
    assert drawn.of(1)("assume:camera_price") == 2000.5


def test_a_society_that_has_a_price_keeps_it_and_one_alone_has_those_declared() -> None:
    known = prices(2, camera_price=2000.0, camera_count=10.0)
    assert known.of(1)("assume:camera_community") == 20_000.0
    alone = Prices(default_ledger(), 1, ["assume:camera_community"], None)
    assert alone.of(0)("assume:camera_community") == default_ledger().value(
        "assume:camera_community"
    )
    assert alone.of(0)(7.5) == 7.5
    assert alone.drawn == ()


def row(name: str, costs: str, frees: str, ratio: float, hours: float) -> dict[str, Any]:
    said = {"scenario": name, "costs": costs, "frees": frees, "shortens": "no interval"}
    return dict.fromkeys(COLUMNS) | said | {"yuan_per_hour": ratio, "hours_freed": hours}


def test_only_ratios_of_two_positive_parts_are_ranked() -> None:
    nan = float("nan")
    rows = [
        row("nothing", "costs", "frees nothing", nan, 0.0),
        row("dear", "costs", "frees", 90.0, 5.0),
        row("unsure", "may cost or save yuan", "frees", 1.0, 7.0),
        row("cheap", "costs", "frees", 10.0, 2.0),
        row("saves little", "saves yuan", "frees", -9.0, 1.0),
        row("saves much", "saves yuan", "frees", -1.0, 9.0),
        row("takes", "costs", "takes time", nan, -4.0),
    ]
    table = _ranked(pd.DataFrame(rows, columns=COLUMNS))
    found = dict(zip(table["scenario"], table["rank"].astype(object), strict=True))
    assert list(found) == [
        "saves much", "saves little", "unsure", "cheap", "dear", "nothing", "takes",
    ]  # fmt: skip
    assert (found["cheap"], found["dear"]) == (1, 2)
    assert sum(pd.notna(rank) for rank in found.values()) == 2


def test_what_may_save_yuan_leads_the_table_and_says_so_in_place_of_a_rank(tmp_path: Path) -> None:
    rows = [
        row("dear", "costs", "frees", 90.0, 5.0),
        row("unsure", "may cost or save yuan", "frees", 1.0, 7.0),
        row("saves", "saves yuan", "frees", -9.0, 1.0),
    ]
    numbers = [f"{name}{end}" for name in QUANTITIES for end in ("", "_low", "_high")]
    table = _ranked(pd.DataFrame(rows, columns=COLUMNS)).assign(days_from="report")
    table[numbers] = table[numbers].astype(float)
    manifest: dict[str, Any] = {"prices": [{"id": "worker_hour_cost", "value": 55.4}]}
    results = Results(tmp_path, {"costs": table}, manifest)
    firsts = [line.split(",")[:2] for line in ranked(results).csv().splitlines()[1:]]
    assert firsts == [["saves; yuan", "saves"], ["may save; yuan", "unsure"], ["1", "dear"]]
    text = " ".join(notes(results))
    assert "No rank: the cost may be below zero" in text
    assert "An hour of a worker costs 55.4 yuan" in text
    assert "issues that nobody knows of are left out" in text
    alone = Results(tmp_path, {"costs": table[table["scenario"] == "dear"]}, manifest)
    assert "No rank" not in " ".join(notes(alone))


def test_waiting_counts_from_onset_where_runs_have_it_and_else_from_report() -> None:
    settings = Settings.read({"territory": PLACE})
    report = [("days_to_resolution_restricted_mean", "all", "days"), ("issues_raised", "all", "")]
    onset = [("days_from_onset_by_group", "all", "days"), ("issues_by_group", "all", "")]
    for rows, since in ((report, "report"), ([*report, *onset], "onset")):
        column = np.ones((len(rows), 1))
        assert Counted(Matched(rows, column, {}), column, settings).waiting.since == since


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Three scenarios in three societies, with costs; one of them changes nothing."""
    folder: Path = tmp_path_factory.mktemp("priced")
    return compare(
        *(word for word in TINY if not word.startswith("horizon")),
        horizon_days=70,
        scenarios=["one_table", "recruitment", "points_scheme"],
        societies=3,
        replications=1,
        costs=True,
        output=folder / "out",
        store=folder / "results",
    )


def test_a_comparison_with_costs_leaves_its_tables_and_its_figure(priced: Results) -> None:
    assert list(priced.costs) == COLUMNS
    assert set(priced.costs["scenario"]) == {"one_table", "recruitment", "points_scheme"}
    assert (priced.folder / "figures" / "yuan.png").is_file()
    assert "What it costs" in (priced.folder / "report.html").read_text("utf-8")
    assert {row["id"] for row in priced.manifest["prices"]} >= {"worker_hour_cost", "pay_growth"}
    again = load(priced.folder)
    pd.testing.assert_frame_equal(again.budgets, priced.budgets)


def test_yuan_by_budget_add_up_to_the_cost_but_for_overtime_and_time_given(priced: Results) -> None:
    items = priced.budgets
    assert (items["item"] == PAID_OVERTIME.item).any()
    kept = items[items["kind"].isin(IN_COST)]
    sums = kept.groupby("scenario")["mean"].sum()
    mean = priced.costs.set_index("scenario")["cost_mean"]
    for name in ("one_table", "recruitment", "points_scheme"):
        assert sums[name] == pytest.approx(mean[name])
    assert mean["recruitment"] > 0


def test_who_pays_adds_up_to_the_cost_in_the_tables_and_in_the_figure(priced: Results) -> None:
    names = list(priced.costs["scenario"])
    means = priced.costs.set_index("scenario")["cost_mean"]
    lines = [*csv.reader(budgets(priced, names).csv().splitlines()[1:])]
    (total,) = (rest for _, label, *rest in lines if "the sum of these" in label)
    assert total == [three_digits(means[name]) for name in names]
    headings = list(dict.fromkeys(line[0] for line in lines))
    assert headings.index("") < headings.index("overtime that is paid")
    across = [*csv.reader(payers(priced).csv().splitlines()[1:])]
    assert [line[1] for line in across] == [three_digits(means[name]) for name in names]
    figures: Any = priced.plot.yuan()
    left, right = figures["yuan"].axes
    rows = dict(zip(names, left.get_yticks(), strict=True))
    assert [text.get_text() for text in left.get_yticklabels()] == [*map(spelled, names)]
    for name, place in rows.items():
        widths = [
            bar.get_width()
            for bar in right.patches
            if bar.get_y() + bar.get_height() / 2 == pytest.approx(place) and bar.get_height() < 1
        ]
        assert sum(widths) * 1000 == pytest.approx(means[name])


def test_levers_with_costs_have_those_of_a_comparison(
    priced: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same runs, so that the two tables are the same."""
    folder = priced.folder.parent
    found = levers(
        *(word for word in TINY if not word.startswith("horizon")),
        horizon_days=70,
        only=["one_table", "recruitment", "points_scheme"],
        societies=3,
        replications=1,
        costs=True,
        output=tmp_path / "out",
        store=folder / "results",
    )
    for frame in ("costs", "budgets", "workers"):
        left, right = found.frames[frame], priced.frames[frame]
        keys = [str(name) for name in left if left[name].dtype == object]
        left, right = (side.sort_values(keys, ignore_index=True) for side in (left, right))
        pd.testing.assert_frame_equal(left, right)
    page = (found.folder / "levers.html").read_text("utf-8")
    assert "What it costs" in page
    assert (found.folder / "figures" / "yuan.png").is_file()
    kinds.show(found)
    printed = " ".join(capsys.readouterr().out.split())
    for text in (page, printed):
        assert "Recruitment: there are more workers" in text


def test_more_workers_are_told_where_hours_freed_are_a_mean_over_them(priced: Results) -> None:
    rows = priced.frames["workers"]
    assert set(rows["scenario"]) == {"recruitment"}
    page = (priced.folder / "report.html").read_text("utf-8")
    assert page.count("Recruitment: there are more workers (+") == 1


def test_one_replication_has_no_shares_of_the_variance(priced: Results) -> None:
    page = (priced.folder / "report.html").read_text("utf-8")
    assert SOURCES not in page
    assert ONE_REPLICATION in page


def test_what_frees_nothing_says_so_and_has_no_ratio(priced: Results) -> None:
    found: Any = priced.costs.set_index("scenario").loc["points_scheme"]
    assert found["frees"] == "frees nothing"
    assert pd.isna(found["rank"])
    assert np.isnan(found["yuan_per_hour"])
    assert found["cost"] > 0
    text = ranked(priced).csv()
    assert "frees nothing" in text


def test_parts_of_the_gap_add_up_in_the_table_of_the_standard_cost_model(priced: Results) -> None:
    rows = priced.standard_cost
    forms: Any = rows[rows["of"] == "all forms"].set_index(["scenario", "part"])["hours_mean"]
    for name in ("baseline", "one_table"):
        mine = forms[name]
        within = ["all", "overtime", "overtime_unpaid"]
        assert mine.drop(within).sum() == pytest.approx(mine["all"])
        assert mine["overtime_unpaid"] <= mine["overtime"] <= mine["all"]
    departments = rows[~rows["of"].isin(["all forms", "beside forms"])]
    sums: Any = (
        departments[departments["scenario"] == "baseline"].groupby("part")["hours_mean"].sum()
    )
    for part in ("standard", "all"):
        assert sums[part] == pytest.approx(forms["baseline", part])
    assert forms["one_table", "pool"] < 0 == forms["baseline", "pool"]


def test_tables_name_who_pays_and_what_the_gap_consists_of(priced: Results) -> None:
    assert "district" in budgets(priced, ["recruitment"]).csv()
    assert "by the standard cost model" in standard(priced, ["one_table"]).csv()


def test_without_costs_nothing_of_them_is_there(over: Results) -> None:
    assert "costs" not in over.frames
    assert "prices" not in over.manifest
    assert not (over.folder / "figures" / "yuan.png").exists()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1234567.0, "1,230,000"), (-45.678, "−45.7"), (float("inf"), "∞"),
        (0.0238, "0.0"), (-0.02, "0.0"), (0.0496, "0.0"), (1.09, "1.1"), (99.96, "100"),
        (-3773.0, "−3,770"),
    ],
)  # fmt: skip
def test_numbers_have_three_digits_and_one_decimal_at_most(value: float, text: str) -> None:
    assert three_digits(value) == text


QUOTES = """
assumptions:
  - id: camera_price
    value: 2600
    low: 2400
    high: 2900
    distribution: uniform
    unit: yuan
    meaning: A patrol camera, installed.
    why: Three quotes of this spring.
    grade: assumed
"""


def test_prices_of_the_user_take_the_place_of_those_assumed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "quotes.yaml").write_text(QUOTES, encoding="utf-8")
    words = [*TINY, "societies=2", "replications=1", "costs=true", "evidence=quotes.yaml"]
    assert answer([*words, "scenarios=[patrol_cameras]", "output=out"]) == 0
    assert "nothing uses" not in capsys.readouterr().err
    results = load("out")
    price = next(row for row in results.manifest["prices"] if row["id"] == "camera_price")
    assert (price["value"], price["low"], price["drawn"]) == (2600, 2400, True)


FREE = """
assumptions:
  - {id: ID, value: VALUE, low: VALUE, high: 9.0e+9, distribution: uniform, unit: UNIT,
     meaning: A price., why: To see what happens., grade: assumed}
"""


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("device_life", 0, "levers.patrol_cameras: resources: cameras of a community: life: "
         "assume:device_life: 0.0: should be a number above 0"),
        ("camera_community", -2600, "levers.patrol_cameras: resources: cameras of a community: "
         "once: assume:camera_community: -2600.0: should be a number from 0 on"),
        ("worker_hour_cost", -1, "assume:worker_hour_cost: -1.0: should be a number from 0 on"),
        ("overtime_paid", 1.5, "assume:overtime_paid: 1.5: should be a number from 0 to 1"),
    ],
)  # fmt: skip
def test_prices_of_the_user_with_which_nothing_can_be_counted_are_refused_before_any_run(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, value: float, fault: str
) -> None:
    unit = default_ledger().entry(f"assume:{name}").unit
    text = FREE.replace("ID", name).replace("VALUE", str(value)).replace("UNIT", unit)
    (here / "quotes.yaml").write_text(text, encoding="utf-8")
    words = [*TINY, "societies=reference", "costs=true", "evidence=quotes.yaml"]
    assert answer([*words, "scenarios=[patrol_cameras]", "output=out"]) == 2
    assert capsys.readouterr().err == f"unburden: costs=true: {fault}\n"
    assert not (here / "out").exists()


CAMERAS_EVERYWHERE = """
communities: 2
residents: 1000
workers: 8
settings: {levers.patrol_cameras.on: true, levers.patrol_cameras.camera_share: 1.0}
"""


def test_what_the_baseline_has_is_no_cost_of_a_scenario(here: Path) -> None:
    """Cameras of two communities; a scenario with those of one saves the other's."""
    (here / "cameras.yaml").write_text(CAMERAS_EVERYWHERE, encoding="utf-8")
    words = ["territory=cameras.yaml", *TINY[3:], "societies=reference", "replications=2"]
    scenarios = 'scenarios=[form_cuts,"patrol_cameras(coverage=0.5)"]'
    assert answer([*words, scenarios, "costs=true", "output=out"]) == 0
    found = load("out")
    references = [price for price in CAMERAS.prices if isinstance(price, str)]
    yearly, once = CAMERAS.yuan(Prices(default_ledger(), 1, references, None).of(0))
    items = found.budgets[found.budgets["item"] == CAMERAS.name].set_index("scenario")["mean"]
    outlay = found.costs.set_index("scenario")["outlay"]
    (fewer,) = items.index
    assert items[fewer] == pytest.approx(-yearly)
    assert (outlay["form_cuts"], outlay[fewer]) == (0.0, -once)


def test_hours_of_cadres_are_taken_off_no_hours_of_another_lever(here: Path) -> None:
    """Partners give what help with produce takes, whether cadres come or not."""
    assert answer(["territory=village", *TINY[3:], "societies=reference", "replications=3",
                   "scenarios=[village_package,village_teams,produce_help]", "costs=true",
                   "output=out"]) == 0  # fmt: skip
    rows = load("out").budgets
    given = rows[rows["item"] == OTHERS.item].set_index("scenario")["mean"]
    posts = rows[rows["item"] == CADRE.name].set_index("scenario")["mean"]
    assert posts["village_teams"] > 0
    assert given["village_teams"] == pytest.approx(0.0, abs=1.0)
    assert given["village_package"] == pytest.approx(given["produce_help"], abs=1.0)


def test_the_evidence_says_which_levers_and_hours_use_a_price() -> None:
    uses = price_uses()
    assert uses["assume:camera_community"] == ["levers.patrol_cameras.resources"]
    assert "levers.one_table.resources" in uses["assume:software_life"]
    assert uses["assume:volunteer_hour_value"] == ["costs.volunteer"]


OUTSIDE = '''
from unburden import Budget, Lever, Resource, Share, declare, lever

@lever(label="Tablets", documents=(), acts_on=("workers",))
class Tablets(Lever):
    """Workers have tablets."""

    price: float = declare(
        3000.0, 1000.0, 6000.0, unit="yuan", meaning="Price of a tablet.", why="Made up.",
    )

    def apply(self, place, communities):
        place.scale_policy(communities, logs=0.5)

    def resources(self, covered):
        return {RESOURCES}
'''


@pytest.fixture
def tablets(here: Path, forgotten: None, request: pytest.FixtureRequest) -> Path:
    """A file with a lever of the user, which is forgotten after the test."""
    path = here / "tablets.py"
    path.write_text(OUTSIDE.replace("{RESOURCES}", request.param), encoding="utf-8")
    return path


GOOD = '{Resource("tablet", Budget.STREET, once=self.price, life=4.0): covered.frontline}'


@pytest.mark.parametrize("tablets", [GOOD], indirect=True)
def test_a_lever_of_the_user_states_its_own_resources_and_prices(tablets: Path) -> None:
    words = ["--code", str(tablets), *TINY, "societies=2", "replications=1", "costs=true"]
    assert answer([*words, "scenarios=[tablets]", "output=out"]) == 0
    items = load("out").budgets.set_index("item")["mean"]
    assert items["tablet"] == 3000.0 / 4.0 * 6


@pytest.mark.parametrize("tablets", ['{"tablet": 3}', "{Resource('t', Budget.CITY): -1}", "5",
                                     '{Resource("t", Budget.CITY, "assume:no_such"): 1}',
                                     '{Resource("t", Budget.CITY, 1.0, life=0.0): 1}',
                                     '{Resource("t", Budget.CITY, 1e308, life=1e-3): 1}',
                                     '{Resource("t", "moon"): 1}',
                                     '{Resource("works for issues", Budget.CITY): 1}',
                                     '{Resource("overtime that is paid", Budget.STREET): 1}',
                                     '{Resource("t", Budget.CITY): 1 / 0}', "covered.no_such"],
                         indirect=True)  # fmt: skip
def test_resources_that_cannot_be_used_are_refused_before_any_run(
    tablets: Path, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--code", str(tablets), *TINY, "societies=2", "replications=1", "costs=true"]
    assert answer([*words, "scenarios=[tablets]", "output=out"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("unburden: costs=true: ")
    assert "Budget." not in error
    assert error.count("\n") == 1
    assert not (here / "out").exists()


def test_a_lever_needs_nothing_unless_it_says_so() -> None:
    assert Lever.resources(kind_of("signboard_removal")(on=True), of_each(1.0)) == {}  # type: ignore[misc]
