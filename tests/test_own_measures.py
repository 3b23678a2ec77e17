"""Measures of users: what they may be, what they read, and how runs are known by them."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from experiments import compare, sweep
from experiments.config.errors import InputError
from experiments.laboratory import RunsFailed
from sim import GovernanceModel, Settings
from sim.measures import own
from sim.measures.own import MeasureError, measure
from sim.measures.registry import MEASURES
from sim.measures.run_tables import RunTables

PLACE = {"territory": {"communities": 2, "workers": 12, "residents": 3000}}
SMALL = {**PLACE, "warmup_days": 5, "horizon_days": 25}
TEXTS: dict[str, Any] = {"label": "mine", "unit": "hours", "definition": "what a test counts"}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a test registers is forgotten after it."""
    before = own.names()
    yield
    for name in set(own.names()).difference(before):
        own.forget(name)


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    """A small place at the end of a run."""
    model = GovernanceModel(SMALL, 1)
    model.run()
    return model


def overtime_of_heads(tables: RunTables) -> float:
    """A measure for tests."""
    hours = tables.hours
    return float(hours[hours["head"]]["overtime"].sum())


def test_tables_agree_with_the_measures_of_the_model(model: GovernanceModel) -> None:
    rows = model.measures(by_community=False)
    whole: Any = rows.set_index(["measure", "group"])["value"]
    tables = model.tables()
    by_activity = tables.hours.groupby("activity")["hours"].sum() / len(tables.workers)
    for activity, hours in by_activity.items():
        assert hours == pytest.approx(whole["hours_per_worker_week", activity])
    assert tables.workers["hours"].mean() == pytest.approx(whole["hours_per_worker_week", "all"])
    assert tables.communities["obligations"].mean() == whole["obligations", "all"]
    assert len(tables.obligations) == tables.communities["obligations"].sum()
    assert (~tables.obligations["listed"]).sum() / 2 == whole["obligations", "unlisted"]
    used = tables.departments["used"].sum() / tables.departments["offered"].sum()
    assert used == pytest.approx(whole["department_load", "all"])
    opened = tables.issues[(tables.issues["reported"] >= 0)]
    raised = model.series().query("measure == 'issues_raised'")["value"]
    assert len(opened) == raised.sum()
    assert tables.workers["head"].sum() == 2
    assert (tables.weeks, tables.days, tables.community) == (5.0, 25, None)


def test_tables_of_a_community_are_rows_of_the_whole(model: GovernanceModel) -> None:
    whole, second = model.tables(), model.tables(1)
    for name in ("hours", "issues", "workers", "communities", "obligations"):
        rows = getattr(whole, name)
        part = rows[rows["community"] == 1].reset_index(drop=True)
        assert part.equals(getattr(second, name)), name
    with pytest.raises(ValueError, match="community=2: 0 to 1"):
        model.tables(2)


def test_types_of_communities_have_the_names_that_places_and_levers_give_them() -> None:
    types = ["village", "mixed", "business", "commercial", "old_estate"]
    place = {"communities": 5, "villages": 1, "workers": 20, "residents": 2500}
    model = GovernanceModel({"territory": place | {"each": {"types": types}}}, 1)
    assert [*model.tables().communities["type"]] == types


def test_every_run_has_a_registered_measure_and_is_known_by_it(model: GovernanceModel) -> None:
    before = Settings.read(SMALL).canonical()
    measure(**TEXTS, communities=True)(overtime_of_heads)
    rows = model.measures().query("measure == 'overtime_of_heads'")
    assert len(rows) == 3
    assert rows["value"].iloc[0] == pytest.approx(rows["value"].iloc[1:].sum())
    assert Settings.read(SMALL).canonical() != before
    own.forget("overtime_of_heads")
    assert Settings.read(SMALL).canonical() == before
    assert "overtime_of_heads" not in MEASURES


def test_a_changed_measure_is_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    text = "from unburden import measure\n@measure(label='a', unit='b', definition='c')\n"

    def key(module: str, body: str) -> str:
        (tmp_path / f"{module}.py").write_text(f"{text}def counted(tables):\n    {body}\n")
        __import__(module)
        try:
            return Settings().canonical()
        finally:
            own.forget("counted")

    assert key("first_way", "return 1.0") == key("same_way", "return 1.0  # a comment")
    assert key("third_way", "return 2.0") != key("fourth_way", "return 1.0")


def test_before_the_end_of_a_run_it_may_fail() -> None:
    def fails_early(tables: RunTables) -> float:
        return 1.0 / float(tables.hours["hours"].sum())

    measure(**TEXTS)(fails_early)
    young = GovernanceModel(SMALL, 1)
    rows = young.measures(by_community=False).set_index("measure")["value"]
    assert math.isnan(rows["fails_early"])


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda tables: None, "gives None: should be a number; float"),
        (lambda tables: "7", "gives '7': should be a number"),
        (lambda tables: math.inf, "gives inf: should be a number"),
        (lambda tables: {"a": 1.0}, "gives 'a': groups=(...) of its decorator names all groups"),
        (lambda tables: tables.nothing, "AttributeError: 'RunTables' object has no attribute"),
        (lambda tables: sys.exit(3), "SystemExit: 3"),
        (lambda tables: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
)
def test_a_run_whose_measure_gives_no_number_fails_in_one_line(
    function: Callable[[Any], Any], message: str, here: Path, alone: Sequence[str]
) -> None:
    function.__name__ = function.__qualname__ = "faulty"
    measure(**TEXTS)(function)
    with pytest.raises(RunsFailed) as caught:
        compare(*alone, scenarios=["one_table"], replications=1)
    assert message in str(caught.value)
    assert "measure faulty" in str(caught.value)


def test_groups_are_outcomes_like_any_others(here: Path, alone: Sequence[str]) -> None:
    def waiting(tables: RunTables) -> dict[str, float]:
        return {"heads": float(tables.hours["hours"].sum())}

    measure(**TEXTS, groups={"heads": "heads", "others": "others"}, better=-1)(waiting)
    results = sweep(
        *alone, scenarios=["one_table"], vary={"obligations.overlap": [0.1, 0.5]}, replications=1,
        outcomes=["waiting.heads", "waiting.others"],
    )  # fmt: skip
    rows = results.sweep[results.sweep["measure"] == "waiting"]
    assert {*rows["group"]} == {"heads", "others"}
    assert rows[rows["group"] == "heads"]["value"].notna().all()
    with pytest.raises(InputError, match=r"waiting\.head: no such measure; did you mean waiting"):
        sweep(*alone, vary={"obligations.overlap": [0.1, 0.5]}, outcomes=["waiting.head"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"label": ""}, "label='': should be a text"),
        ({"better": 2}, "better=2: should be 1, 0 or -1"),
        ({"groups": "all"}, "groups='all': should be a list of texts"),
        ({"groups": ["a.b"]}, "groups='a.b': should be a text in one line, without a dot"),
    ],
)
def test_what_cannot_be_registered_is_said_in_one_line(given: dict[str, Any], message: str) -> None:
    with pytest.raises(MeasureError) as caught:
        measure(**TEXTS | given)(overtime_of_heads)
    assert message in str(caught.value)
    assert "overtime_of_heads" not in MEASURES


def test_a_name_of_the_model_is_taken() -> None:
    def trust(tables: RunTables) -> float:
        return 0.0

    with pytest.raises(MeasureError, match="measure trust: the model has a measure of this name"):
        measure(**TEXTS)(trust)
    assert MEASURES["trust"].unit == "index 0-1"


def test_a_measure_that_is_defined_again_takes_the_place_of_the_first() -> None:
    def counted(value: float) -> None:
        def again(tables: RunTables) -> float:
            return value

        measure(**TEXTS)(again)

    counted(1.0)
    counted(2.0)
    assert own.function_of("again")(None) == 2.0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"digits": -1}, "digits=-1: should be a whole number from 0 to 9"),
        ({"digits": "1"}, "digits='1': should be a whole number"),
        ({"label": "a\nb"}, r"label='a\\nb': should be a text in one line"),
        ({"unit": " "}, "unit=' ': should be a text in one line"),
        ({"groups": 5}, "groups=5: should be a list of texts"),
        ({"groups": ["a\nb"]}, "should be a text in one line, without a dot"),
    ],
)
def test_what_a_decorator_does_not_take_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        measure(**{**TEXTS, **given})(overtime_of_heads)
    assert "overtime_of_heads" not in own.names()


def test_a_measure_returns_and_does_not_yield() -> None:
    def yields(tables: RunTables) -> Iterator[float]:
        yield 1.0

    async def waits(tables: RunTables) -> float:
        return 1.0

    for function in (yields, waits):
        with pytest.raises(MeasureError, match="should return a number, without yield or async"):
            measure(**TEXTS)(function)
