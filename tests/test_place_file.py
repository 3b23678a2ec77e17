"""Files of places: what follows from them, what wins over them, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.cli import answer, studies
from experiments.config import override_effects, place_file
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.place_statements import BY_KEY, Place
from experiments.config.study import Study
from sim.initialization.place import build
from sim.settings import Settings, default_ledger
from sim.settings.nested import leaves, pick

TEMPLATES = Path(place_file.__file__).parents[1] / "templates" / "place"
TABLE = """\
name,type,residents,households,workers,boards
North,old_estate,5200,2300,12,24
South,commercial,6100,2500,11,20
Hill,village,1400,600,5,10
"""
TEXT = """\
name: Linhe county town
communities: communities.csv
forms_a_week: {value: 18, source: "diary of two communities, 2025"}
meetings_a_week: 3
meeting_minutes: 60
inspections_a_month: 4
department_staff: {police: 6, housing: 2}
settings: {workday.daily_patrol: 1.5}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("communities.csv").write_text(TABLE, encoding="utf-8")


def place(text: str = TEXT, file: str = "place.yaml") -> Place:
    Path(file).write_text(text, encoding="utf-8")
    return place_file.read(file, default_ledger())


def study(text: str, *overrides: str) -> Study:
    place(text)
    return compose("territory=place.yaml", *overrides)


def read(study: Study) -> Settings:
    return study.scenarios([], default_ledger())["baseline"]


def test_statements_become_settings_in_the_units_of_the_model() -> None:
    found = dict(leaves(place().settings))
    assert found["territory.communities"] == 3
    assert found["territory.villages"] == 1
    assert found["territory.residents"] == 5200 + 6100 + 1400
    assert found["territory.workers"] == 12 + 11 + 5
    assert found["territory.each.names"] == ["North", "South", "Hill"]
    assert found["territory.each.households"] == [2300, 2500, 600]
    assert found["territory.each.boards"] == [24, 20, 10]
    assert found["obligations.boards"] == 24
    assert found["obligations.forms_a_week"] == 18
    assert found["workday.meeting_minutes"] == 180
    # 12 months are 50 weeks of the model.
    assert found["obligations.inspections"] == pytest.approx(4 * 12 / 50)
    assert found["workday.daily_patrol"] == 1.5


def test_staff_stands_in_the_order_of_departments_and_is_empty_where_it_is_not_stated() -> None:
    staff = dict(leaves(place().settings))["departments.staff"]
    names = Settings.read({}).departments.answering
    assert dict(zip(names, staff, strict=True)) == {
        name: {"police": 6.0, "housing": 2.0}.get(name) for name in names
    }


def test_statements_keep_their_words_and_sources() -> None:
    made = place()
    by_key = {statement.key: statement for statement in made.statements}
    assert made.name == "Linhe county town"
    assert by_key["forms_a_week"].source == "diary of two communities, 2025"
    assert by_key["boards"].value == "10 to 24 (mean 18.0)"
    assert by_key["boards"].mean == pytest.approx(18)
    assert by_key["boards"].source == "communities.csv"
    assert by_key["meetings_a_week"].value == "3 x 60"
    assert by_key["meetings_a_week"].mean == 180
    assert all(statement.stated for statement in made.statements)


def test_a_place_without_people_has_as_many_as_its_communities_usually_have() -> None:
    made = place("communities: 8\nvillages: 2\n")
    value = default_ledger().value
    people = 6 * value("assume:community_residents") + 2 * value("assume:village_residents")
    staff = 6 * value("assume:community_workers") + 2 * value("assume:village_workers")
    assert pick(made.settings, "territory.residents") == round(people)
    assert pick(made.settings, "territory.workers") == round(staff)
    filled = {each.key: each.source for each in made.statements if not each.stated}
    assert filled["residents"] == "6 x assume:community_residents + 2 x assume:village_residents"


def test_merchants_that_are_stated_for_all_hold_in_villages_too() -> None:
    urban = read(study("communities: 4\nmerchants: 12\n"))
    assert [*urban.territory.each.merchants] == []
    settings = read(study("communities: 4\nvillages: 2\nmerchants: 12\n"))
    assert [*settings.territory.each.merchants] == [12, 12, 12, 12]
    assert settings.workday.community_merchants == 12


def test_residents_follow_from_households_where_these_alone_are_known() -> None:
    Path("communities.csv").write_text("name,households\nA,1000\nB,500\n", encoding="utf-8")
    size = float(default_ledger().value("assume:household_size"))
    each = pick(place("communities: communities.csv\n").settings, "territory.each.residents")
    assert each == [round(1000 * size), round(500 * size)]


def test_residents_of_the_whole_place_are_shared_out_by_households() -> None:
    table = "name,households\nNorth,300\nSouth,100\n"
    Path("communities.csv").write_text(table, encoding="utf-8")
    settings = read(study("communities: communities.csv\nresidents: 1000\n"))
    assert settings.territory.each.residents == (750, 250)


def test_vulnerable_households_are_those_of_each_community() -> None:
    text = "communities: 4\nresidents: {}\nworkers: 20\nvulnerable: 40\n"
    for residents in (4000, 40000):
        state = build(read(study(text.format(residents))), 3)
        assert state.communities["listed_households"].tolist() == [40, 40, 40, 40]


def test_many_boards_are_allowed_where_forms_are_stated() -> None:
    assert read(study("communities: 2\nboards: 60\nforms_a_week: 20\n")).obligations.kinds >= 60


def test_a_grid_has_a_worker_and_a_community_a_head() -> None:
    Path("communities.csv").write_text("name,grids\nA,9\nB,4\n", encoding="utf-8")
    settings = place("communities: communities.csv\n").settings
    assert pick(settings, "territory.each.workers") == [10, 5]


def test_evidence_can_be_stated_by_its_reference() -> None:
    made = place("communities: 2\nboards: ${fact:cuiyunli_boards_before}\n")
    assert pick(made.settings, "obligations.boards") == "${fact:cuiyunli_boards_before}"
    statement = next(each for each in made.statements if each.key == "boards")
    assert statement.mean == default_ledger().value("fact:cuiyunli_boards_before")
    assert statement.source == "fact:cuiyunli_boards_before"


def test_departments_of_the_place_have_its_powers() -> None:
    text = """\
communities: 2
departments:
  police: [dispute, street_order]
  city works: [hazard, facility, merchant]
  welfare: [care, dispute]
department_staff: {value: 3, source: budget}
"""
    settings = dict(leaves(place(text).settings))
    assert settings["departments.answering"] == ["police", "city works", "welfare"]
    assert settings["issues.kinds.dispute.powers"] == ["police", "welfare"]
    assert settings["issues.kinds.facility.powers"] == ["city works"]
    assert settings["departments.staff"] == [3.0, 3.0, 3.0]


def test_the_place_is_in_the_society_and_not_among_overrides() -> None:
    made = study("communities: 8\nboards: 12\n")
    assert made.place is not None
    assert made.society["obligations"]["boards"] == 12
    assert made.overrides == {}
    assert made.command == "unburden territory=place.yaml"
    assert read(made).territory.communities == 8


def test_the_command_line_wins_over_the_place() -> None:
    made = study("communities: 8\nboards: 12\n", "obligations.boards=5")
    assert read(made).obligations.boards == 5


def test_values_of_python_win_over_the_place_and_a_path_names_it() -> None:
    place("communities: 8\nboards: 12\n")
    made = compose(values={"territory": Path("place.yaml"), "obligations.boards": 5})
    assert made.place is not None
    assert read(made).obligations.boards == 5


def test_other_settings_may_be_nested_or_sourced() -> None:
    text = "communities: 2\nsettings:\n  workday: {daily_patrol: {value: 2, source: rota}}\n"
    made = place(text)
    assert dict(leaves(made.settings))["workday.daily_patrol"] == 2
    assert made.statements[-1].source == "rota"


def test_every_file_of_several_is_a_study() -> None:
    place("communities: 2\n", "a.yaml")
    place("communities: 3\n", "b.yaml")
    planned = studies(["-m", "territory=a.yaml,b.yaml"])
    assert [read(each).territory.communities for each in planned] == [2, 3]
    assert len({each.output_folder for each in planned}) == 2


def test_a_file_with_a_chinese_name_takes_no_quotes() -> None:
    place("communities: 2\n", "临河.yaml")
    [made] = studies(["territory=临河.yaml"])
    assert made.place is not None
    assert made.place.file == "临河.yaml"


def test_a_saved_config_needs_the_file_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    place("communities: 4\nboards: 12\ninspections_a_month: 4\n")
    studies(["territory=place.yaml", "--cfg", "job"])
    Path("saved.yaml").write_text(capsys.readouterr().out, encoding="utf-8")
    Path("place.yaml").unlink()
    again = read(compose(start=Path("saved.yaml")))
    assert again.territory.communities == 4
    assert again.obligations.boards == 12
    assert again.obligations.inspections == pytest.approx(0.96)


def test_the_digest_is_that_of_the_file_and_its_table() -> None:
    first = place().digest
    assert place().digest == first
    Path("communities.csv").write_text(TABLE.replace("5200", "5201"), encoding="utf-8")
    assert place().digest != first


REFUSED: list[tuple[str, str]] = [
    ("boards: 3\n", "communities: is missing"),
    ("communities: 0\n", "communities: 0: should be a number of 1 or more"),
    ("communities: 2.5\n", "communities: 2.5: should be a whole number"),
    ("communities: none.csv\n", "communities: none.csv: no such file beside place.yaml"),
    ("communities: 2\nform_a_week: 3\n", "form_a_week: unknown key; did you mean forms_a_week?"),
    ("communities: 2\ndaily_patrol: 3\n", "goes below settings: {workday.daily_patrol: ...}"),
    ("communities: 2\nforms_a_week: -1\n", "forms_a_week: -1: should be a number of 0 or more"),
    ("communities: 2\nforms_a_week: many\n", "forms_a_week: many: should be a number"),
    ("communities: 2\nforms_a_week: true\n", "forms_a_week: true: should be a number"),
    ("communities: 2\nforms_a_week: .nan\n", "forms_a_week: nan: should be a number"),
    ("communities: 2\nforms_a_week: {value: 3, by: me}\n", "should be a number, or {value: 18"),
    ("communities: 2\nforms_a_week: ${fact:no_such}\n", "forms_a_week: fact:no_such: unknown"),
    (
        "communities: 2\nworkers: 1\n",
        "workers: 1: at least one in each community, of which there are 2",
    ),
    ("communities: 2\nmeetings_a_week: 1\n", "say how long a meeting is as well"),
    ("communities: 2\nmeeting_minutes: 60\n", "state meetings_a_week too"),
    ("communities: 2\nvillages: 3\n", "villages: 3: at most communities, which are 2"),
    ("communities: communities.csv\nresidents: 9\n", "residents: 9: communities.csv has 12,700"),
    ("communities: communities.csv\nboards: 9\n", "communities.csv has a column of it"),
    (
        "communities: 2\nboards: 60\n",
        "boards: 60: some societies have only 40 kinds; state forms_a",
    ),
    ("communities: 2\nhouseholds: 900\n", "is a column of the table of communities"),
    ("communities: 2\ndepartments: {police: [dispute]}\n", "none has powers for hazard"),
    ("communities: 2\ndepartments: {police: [disputes]}\n", "did you mean dispute?"),
    ("communities: 2\ndepartment_staff: {polic: 2}\n", "did you mean police?"),
    ("communities: 2\nsettings: {horizon_days: 9}\n", "is of a study and not of a place"),
    ("communities: 2\nsettings: {territory.workers: 9}\n", "follows from workers"),
    ("communities: 2\nsettings: {territory.districts: 2}\n", "follows from communities"),
    ("communities: 2\nsettings: {workday.patrol: 9}\n", "unknown setting"),
    ("communities: 2\nsettings: {territory.each.names: [a]}\n", "is a column of the table"),
    ("communities: 2\nsettings: {_target_: os.system}\n", "nothing is ever run from a config"),
    ("communities: 2\nsettings: {workday.away_share: 3}\n", "workday.away_share: 3: "),
    ("communities: 2\nname: [a]\n", "name: [a]: should be a text in one line"),
    ('communities: 2\nname: "a\\e[31mb"\n', "should be a text without control characters"),
    ('communities: 2\nboards: {value: 3, source: "\\u202e"}\n', "boards: source: "),
    (f"communities: 2\nresidents: {'9' * 400}\n", "residents: should be at most 1e+12"),
    ("communities: {value: communities.csv, source: office}\n", "is its own source"),
    (
        "communities: 4\nresidents: 4000\nvulnerable: 3000\n",
        "vulnerable (territory.each.vulnerable): 3000: at most 1739 in all",
    ),
]


@pytest.mark.parametrize(("text", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_one_line_names_the_file_the_key_and_what_is_allowed(text: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        study(text)
    assert str(refused.value).startswith("territory=place.yaml: ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_table_is_named_in_what_is_wrong_with_it() -> None:
    Path("communities.csv").write_text("name,residents\nA,x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"communities\.csv: row 2, residents: x: should be"):
        place("communities: communities.csv\n")


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("territory=none.yaml", "territory=none.yaml: no such file"),
        ("territory=strt", "or the path of a file ending in .yaml; did you mean street?"),
        ("place.yaml", "did you mean territory=place.yaml or scenarios=[place.yaml]?"),
    ],
)
def test_the_command_line_says_what_a_territory_may_be(
    argument: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([argument]) == 2
    assert says in capsys.readouterr().err
    assert not Path("outputs").exists()


def test_every_quantity_sets_a_setting_of_the_model() -> None:
    tree: dict[str, Any] = Settings.read({}).model_dump()
    for quantity in BY_KEY.values():
        for path in filter(None, (quantity.setting, quantity.each)):
            pick(tree, path)


def test_a_place_is_the_society_that_the_same_overrides_make() -> None:
    made = study("communities: 8\nresidents: 30000\nworkers: 90\ninspections_a_month: 25\n")
    again = compose(
        "territory.communities=8",
        "territory.residents=30000",
        "territory.workers=90",
        "obligations.inspections=6.0",
    )
    assert read(made).canonical() == read(again).canonical()


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            "territory.workers=72",
            "must be 28, the sum of territory.each.workers, which communities.csv states",
        ),
        (
            "territory.communities=4",
            "must be 3, as territory.each.names has 3 values, which communities.csv states",
        ),
    ],
)
def test_an_override_against_the_table_is_told_the_file_of_the_table(
    override: str, message: str
) -> None:
    with pytest.raises(InputError) as refused:
        study(TEXT, override)
    assert str(refused.value) == f"{override}: {message}"


def test_the_file_to_start_from_is_a_place() -> None:
    """What `unburden new place my_county` writes."""
    for path in TEMPLATES.iterdir():
        text = path.read_text("utf-8").replace("{{name}}", "my_county")
        name = path.name.replace("{name}", "my_county").removesuffix(".txt")
        Path(name).write_text(text.replace("{{label}}", "My county"), encoding="utf-8")
    found = place_file.read("my_county.yaml", default_ledger())
    assert found.name == "My county"
    assert pick(found.settings, "territory.communities") == 3
    Settings.read(found.settings)
    for line in Path("my_county.yaml").read_text("utf-8").splitlines():
        key = line.removeprefix("# ").partition(":")[0]
        assert not line or not key.isidentifier() or key in place_file.KEYS, line


def test_a_place_may_have_a_reform_already() -> None:
    text = "communities: 2\nsettings: {levers.one_table: {on: true, coverage: {mixed: 1}}}\n"
    Path("mine.yaml").write_text(text, encoding="utf-8")
    study = compose("territory=mine.yaml", "scenarios=[admission_gate]")
    both = study.scenarios(["admission_gate"], study.ledger)
    assert [each.levers.one_table.on for each in both.values()] == [True, True]
    assert both["baseline"].levers.one_table.coverage == (("mixed", 1.0),)
    (line,) = override_effects.warnings(study, ["admission_gate"], study.ledger)
    assert line == "levers.one_table is on in the baseline too: differences are not its effect"
