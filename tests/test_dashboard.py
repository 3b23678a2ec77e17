"""The dashboard without a browser: its numbers, its pictures, its guard, its command."""

from __future__ import annotations

import asyncio
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import compare, evaluate, plausible
from experiments.cli import answer
from experiments.config.outcomes import Outcome
from experiments.dashboard import command, drawing
from experiments.dashboard.answer import Answer, Compared, median
from experiments.dashboard.assumptions import moved
from experiments.dashboard.course import Course, course
from experiments.dashboard.guard import ASSETS, Guard
from experiments.dashboard.question import PLACES, Question, lever_names, pair
from experiments.dashboard.runner import Request, Runner
from experiments.language import use
from sim.measures.full_delivery import DEMANDS
from sim.settings import Settings
from sim.society import Society

SHORT = Question(place="community", levers=("one_table",), societies=2, years=1)
PORT = 8000


def small(**levers: Any) -> Settings:
    """A place of four communities, for some weeks."""
    size = {"communities": 4, "workers": 16, "residents": 8000}
    return Settings.read(
        {"territory": size, "horizon_days": 40, "warmup_days": 10, "levers": levers}
    )


def answered(request: Request) -> Answer:
    """The answer when it is finished."""
    found = request.answer
    while not found.finished:
        found = request.next(found, 60)
    return found


def values(frame: pd.DataFrame, scenario: str, society: int) -> dict[Outcome, float]:
    rows = frame.query("scenario == @scenario and society == @society")
    rows = rows[rows["community"].isna()]
    pairs = zip(rows["measure"], rows["group"], rows["value"], strict=True)
    return {Outcome(measure, group): value for measure, group, value in pairs}


@pytest.mark.usefixtures("warm")
def test_numbers_are_those_of_a_comparison(tmp_path: Path) -> None:
    found = answered(Runner(lambda: None).ask(SHORT))
    results = compare(
        "executor=serial", territory="community", scenarios=["one_table"], societies=2,
        replications=1, horizon_days=250, output=str(tmp_path / "out"),
        store=str(tmp_path / "results"),
    )  # fmt: skip
    for one in found.found:
        for name, side in (("baseline", one.baseline), ("one_table", one.reform)):
            stored = values(results.measures, name, one.number)
            for outcome, value in side.measures.items():
                np.testing.assert_equal(stored[outcome], value, str(outcome))
    freed = results.freed.query("scenario == 'one_table' and entry == 'equal_delivery'")
    assert freed["median"].tolist() == [pytest.approx(median(found.freed), rel=1e-12)]
    assert min(found.freed) > 0


@pytest.mark.usefixtures("warm")
def test_a_moved_assumption_holds_in_every_society() -> None:
    question = replace(SHORT, assumptions=(("overlap", 0.2),))
    for number, row in enumerate(plausible(2).to_dict("records")):
        runs = pair(question, number)
        done = course(runs.reform, runs.run_seed)
        assert done is not None
        alone = evaluate(
            {**row, "overlap": 0.2}, "territory=community", "horizon_days=250",
            scenario="one_table", seed=runs.run_seed,
        )  # fmt: skip
        assert {str(one): value for one, value in done.measures.items()} == pytest.approx(
            alone, rel=0, abs=0, nan_ok=True
        )


@pytest.mark.usefixtures("warm")
def test_days_and_communities_add_up_to_the_run() -> None:
    settings = small(escalation_rights={"on": True})
    done = course(settings, 5)
    assert done is not None
    society = Society(settings, 5)
    society.run()
    series = society.series().query("measure == 'backlog'")["value"]
    assert done.backlog.sum(axis=1).tolist() == series.tolist()
    assert done.whistles.sum() == done.measures[Outcome("whistles", "accepted")] > 0
    assert done.whistles.min() >= 0


@pytest.mark.usefixtures("warm")
def test_a_run_ends_when_it_is_no_longer_wanted() -> None:
    asked: list[int] = []
    assert course(small(), 6, lambda: asked.append(1) or len(asked) > 5) is None  # type: ignore[func-returns-value]
    assert len(asked) == 6


@pytest.mark.usefixtures("warm")
def test_a_value_that_is_not_allowed_is_one_line_in_place_of_an_answer() -> None:
    found = answered(Runner(lambda: None).ask(replace(SHORT, assumptions=(("overlap", 2.0),))))
    assert found.found == ()
    assert "overlap" in found.error
    assert "\n" not in found.error


def test_a_model_that_cannot_be_compiled_is_one_line() -> None:
    def fail() -> None:
        raise OSError("no room for\ncompiled code")

    found = answered(Runner(fail).ask(replace(SHORT, societies=1)))
    assert found.error == "no room for compiled code"


def test_hours_freed_are_those_of_the_measure() -> None:
    def side(hours: float) -> Course:
        names = ("fewer", "cheaper", "standing", "chasing", "procedures", "extra")
        groups = dict.fromkeys(("all", "overtime", "undelivered", "patchwork", *names), 0.0)
        measures = {Outcome("upward_work", name): value for name, value in groups.items()}
        for name in DEMANDS:
            measures[Outcome("upward_work", name)] = 0.0
            measures[Outcome("upward_demands", name)] = 0.0
        measures[Outcome("upward_work", "standing")] = hours
        none = np.zeros((1, 1), np.int64)
        return Course(none, none, measures)

    assert Compared(0, side(5.0), side(3.5)).freed == 1.5


def test_levers_are_found_by_english_and_chinese_names() -> None:
    pytest.importorskip("solara", reason="the dashboard's page needs solara")
    from experiments.dashboard.controls import HEADLINE, matching

    assert matching("一张表") == ["one_table"]
    assert "one_table" in matching("TABLE once")
    assert matching("no such lever") == []
    assert matching(".*") == []
    assert matching("")[:3] == list(HEADLINE)
    assert sorted(matching("")) == sorted(lever_names())


def test_assumptions_have_their_declared_ranges() -> None:
    shown = moved()
    assert all(one.low <= one.declared <= one.high for one in shown)
    assert all(
        one.step * 100 == pytest.approx(one.high - one.low) for one in shown if not one.whole
    )
    dispatch = next(one for one in shown if one.id == "structure_dispatch")
    assert len(dispatch.names) == 2
    with use("zh"):
        assert [one.id for one in moved()] == [one.id for one in shown]


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_runs(place: str) -> None:
    runs = pair(Question(place=place, levers=("one_table",), years=1), 0)
    assert runs.reform.levers.one_table.on
    assert not runs.baseline.levers.one_table.on
    assert runs.baseline.horizon_days == 250


def test_tiles_are_darker_where_more_is_open() -> None:
    shades = [drawing.shade(share / 10) for share in range(11)]
    light = [sum(int(shade[at : at + 2], 16) for at in (1, 3, 5)) for shade in shades]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) == 11
    picture = drawing.tiles([0, 7], [0, 2], 7, "two & more")
    assert re.findall(r'fill="(#\w+)" stroke="#D6D6D6"', picture) == [shades[0], shades[10]]
    assert picture.count("<circle") == 1
    assert 'aria-label="two &amp; more"' in picture


def test_dots_stand_in_the_order_of_their_values() -> None:
    picture = drawing.dots([3.0, -1.0, 0.5], 0.5, "dots", 4.0)
    places = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', picture)]
    assert sorted(range(3), key=places.__getitem__) == [1, 2, 0]
    assert "+0.5" in picture


def test_curves_of_long_runs_have_few_points() -> None:
    picture = drawing.curves(list(range(750)), None, 10, "a series")
    (points,) = re.findall(r'points="([^"]+)"', picture)
    assert 200 < len(points.split()) <= drawing.MOST_POINTS


def asked(path: str, kind: str = "http", **headers: str) -> list[Any]:
    """What the guard sends for a request; `passed` where it lets it through."""
    sent: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        sent.append("passed")
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {}

    given = {"host": f"127.0.0.1:{PORT}", **headers}
    pairs = [(name.encode(), value.encode()) for name, value in given.items()]
    guard = Guard(application, PORT, Path(__file__).parent)
    asyncio.run(guard({"type": kind, "path": path, "headers": pairs}, receive, send))
    return sent


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "attacker.example"},
        {"host": f"attacker.example:{PORT}"},
        {"host": "127.0.0.1:1"},
        {"host": f"127.0.0.1.attacker.example:{PORT}"},
        {"origin": "http://attacker.example"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": "null"},
    ],
)
def test_pages_of_elsewhere_are_refused(headers: dict[str, str]) -> None:
    assert asked("/", **headers)[0]["status"] == 403
    closed = asked("/jupyter/api/kernels/1/channels", "websocket", **headers)
    assert closed == [{"type": "websocket.close", "code": 1008}]


def test_pages_of_this_machine_pass_and_may_load_nothing_from_elsewhere() -> None:
    for host in (f"127.0.0.1:{PORT}", f"LOCALHOST:{PORT}"):
        passed, start = asked("/", host=host, origin=f"http://{host}")
        assert passed == "passed"
        policy = dict(start["headers"])[b"content-security-policy"].decode()
        assert "default-src 'self'" in policy
        assert "//" not in policy
        assert "*" not in policy


def test_assets_that_are_not_there_are_not_fetched() -> None:
    assert asked(f"{ASSETS}{Path(__file__).name}")[0] == "passed"
    for path in ("none@1.0.0/x.js", "../pyproject.toml", "..%2fpyproject.toml", "../../etc/passwd"):
        assert asked(f"{ASSETS}{path}")[0]["status"] == 404


REFUSED = {
    "port=80": "port=80: should be a whole number from 1024 to 65535",
    "port=x": "port=x: should be",
    "port=99999": "port=99999: should be",
    "open=no": "open=no: should be true or false",
    "lang=fr": "lang=fr: should be en or zh",
    "host=0.0.0.0": "takes port=N, open=false and lang=zh alone",
    "prot=1": "did you mean port?",
}


@pytest.mark.parametrize(("argument", "line"), REFUSED.items())
def test_a_bad_argument_is_one_line(
    argument: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["dashboard", argument]) == 2
    told = capsys.readouterr().err
    assert line in told
    assert told.count("\n") == 1


def test_a_port_in_use_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("solara", reason="without it the port is not tried")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert answer(["dashboard", f"port={port}", "open=false"]) == 2
    told = capsys.readouterr().err
    assert f"port={port}: cannot be used" in told
    assert told.count("\n") == 1


def test_without_its_packages_the_command_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("experiments.runs.executors.availability.find_spec", lambda name: None)
    assert answer(["dashboard"]) == 2
    told = capsys.readouterr().err
    assert "needs solara, which is not installed: pip install" in told
    assert "[dashboard]" in told
    assert told.count("\n") == 1


def test_help_names_every_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["dashboard", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"{key}=" in told for key in command.KEYS)
