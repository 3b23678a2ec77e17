"""How levers register, inside the package and outside of it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import Field

from experiments import compare
from experiments.cli import answer
from experiments.config import catalogue
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.runs.storage.identity import identity
from sim import GovernanceModel, Settings, SettingsError
from sim.coverage import first
from sim.levers import Lever, LeverError, Levers, Place, lever, registry, unregister
from sim.parameters import Share, assume
from sim.shocks import Shocks
from sim.streams import NUMBER, draw, stream_keys

ROOT = Path(__file__).parents[2]
ACTS_ON = ("obligations",)
SCRIPT = """
import sys
from experiments import compare
from sim.levers import Lever, lever

@lever(label="Fewer forms", documents=(), acts_on=("obligations",))
class FewerForms(Lever):
    def apply(self, place, communities):
        for obligation in range(place.obligations):
            for community in communities:
                place.end_obligation(community, obligation)

if __name__ == "__main__":
    results = compare(
        "territory.communities=2", "territory.workers=8", "territory.residents=1000",
        "horizon_days=10", "warmup_days=5", "executor=processes", "workers=2",
        scenarios=["fewer_forms"], replications=2, output="out", store="results", overwrite=True,
    )
    measures = results.frames["measures"].query("measure == 'obligations' and community.isna()")
    forms = measures.groupby("scenario")["value"].mean()
    print(len(measures), forms["fewer_forms"] < 0.5 * forms["baseline"])
"""
"""A lever in a script: worker processes cannot import it."""


class PapersDropped(Lever):
    """Obligations end, each with the same chance. No document proposes it."""

    dropped_share: Share = Field(default=0.5, description="share of obligations that end")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for obligation in range(place.obligations):
            if place.uniform("cut", obligation) < self.dropped_share:
                for community in communities:
                    place.end_obligation(community, obligation)


@pytest.fixture
def outside() -> Iterator[str]:
    """Name of a lever of this file, which is registered as long as the test lasts."""
    lever(label="Papers dropped", documents=("own",), acts_on=ACTS_ON)(PapersDropped)
    yield "papers_dropped"
    unregister("papers_dropped")


def numbers() -> dict[str, int]:
    """Registered numbers by name."""
    fields = {**Levers.model_fields, **Shocks.model_fields}
    return {name: field.annotation.facts.number for name, field in fields.items()}  # type: ignore[union-attr]


def test_numbers_are_those_that_coverage_has_always_been_drawn_by() -> None:
    assert {number for name, number in numbers().items() if name in Levers.model_fields} >= {
        *range(45)
    }
    assert [numbers()[name] for name in Shocks.model_fields][:4] == [64, 65, 66, 67]
    chosen = {"signboard_removal": 0, "one_table": 1, "recruitment": 17, "burden_review": 44}
    assert chosen.items() <= numbers().items()
    assert len(set(numbers().values())) == len(numbers())


def test_a_name_is_the_module_and_the_class_in_lower_case() -> None:
    for part, group in (("levers", Levers), ("shocks", Shocks)):
        for name, field in group.model_fields.items():
            assert field.annotation is not None
            assert field.annotation.__module__ == f"sim.{part}.{name}"


def test_settings_are_in_the_order_of_application() -> None:
    orders = [kind.facts.order for _, kind in Settings().levers]
    assert orders == sorted(orders)


@pytest.mark.parametrize(
    ("module", "number", "acts_on", "message"),
    [
        ("sim.levers.form_checks", 50, ACTS_ON, "number=50: new numbers start at 100"),
        ("sim.levers.form_checks", 65, ACTS_ON, "number=65: new numbers start at 100"),
        ("sim.levers.form_checks", 1, ACTS_ON, "number=1: one_table has it already"),
        (__name__, 100, ACTS_ON, "number=100: outside the package it follows from the name"),
        (__name__, None, ("army",), "acts_on=['army']: one of obligations, departments, workers"),
    ],
)
def test_what_cannot_be_registered_is_said_in_one_line(
    module: str, number: int | None, acts_on: tuple[str, ...], message: str
) -> None:
    form_checks = type("FormChecks", (PapersDropped,), {"__module__": module})
    with pytest.raises(LeverError) as caught:
        lever(number=number, label="Checks", documents=(), acts_on=acts_on)(form_checks)
    assert message in str(caught.value)
    assert str(caught.value).startswith("form_checks: ")
    assert "\n" not in str(caught.value)
    assert "form_checks" not in Levers.model_fields


def test_a_name_is_registered_once(outside: str) -> None:
    with pytest.raises(LeverError, match=f"{outside}: {__name__} has registered this name"):
        lever(label="Again", documents=(), acts_on=ACTS_ON)(PapersDropped)
    one_table = type("OneTable", (PapersDropped,), {"__module__": __name__})
    with pytest.raises(LeverError, match=r"one_table: sim\.levers\.one_table has registered"):
        lever(label="Again", documents=(), acts_on=ACTS_ON)(one_table)


def test_a_lever_outside_the_package_is_a_lever_like_others(outside: str) -> None:
    place = {"communities": 2, "workers": 8, "residents": 1000}
    tree = {"territory": place, "horizon_days": 5, "warmup_days": 1}
    settings = Settings.read({**tree, "levers": {outside: {"on": True, "dropped_share": 1.0}}})
    assert [name for name, _ in settings.levers][-1] == outside
    assert pickle.loads(pickle.dumps(settings)) == settings
    before, after = GovernanceModel(Settings.read(tree), 1), GovernanceModel(settings, 1)
    before.run()
    after.run()
    assert before.state.forms["active"].any()
    assert after.covered == {"levers.papers_dropped": [0, 1]}
    assert not after.state.forms["active"][:, : after.place.obligations].all()
    with pytest.raises(SettingsError, match=r"levers\.papers_dropped\.dropped_share"):
        Settings.read({"levers": {outside: {"dropped_share": 2.0}}})


def test_its_coverage_is_drawn_by_a_number_that_follows_from_its_name(outside: str) -> None:
    number = numbers()[outside]
    assert registry.FIRST_OUTSIDE <= number < 2**32
    keys = stream_keys(3)
    ranked = sorted(range(9), key=lambda c: draw(keys[NUMBER["coverage"]], c, 0, number)[0])
    assert first(keys, number, np.arange(9), 5) == sorted(ranked[:5])


def test_it_is_a_scenario_of_experiments(outside: str, alone: Sequence[str], here: Path) -> None:
    results = compare(
        *alone, "levers.papers_dropped.dropped_share=1", scenarios=[outside], replications=2,
        output=here / "out", store=here / "results",
    )  # fmt: skip
    assert set(results.frames["measures"]["scenario"]) == {"baseline", outside}
    assert outside in catalogue.options("scenario")
    assert compose().society["levers"][outside] == {
        "on": False, "start_day": 0, "coverage": 1.0, "communities": None,
        "dropped_share": 0.5,
    }  # fmt: skip


def test_it_is_gone_when_it_is_unregistered(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lever(label="Papers dropped", documents=(), acts_on=ACTS_ON)(PapersDropped)
    kept = Settings(levers={"papers_dropped": {"on": True}})
    unregister("papers_dropped")
    assert "papers_dropped" not in Levers.model_fields
    assert kept.levers.papers_dropped.on
    with pytest.raises(SettingsError, match=r"levers\.papers_dropped"):
        Settings(levers={"papers_dropped": {"on": True}})
    with pytest.raises(InputError, match="no such scenario"):
        catalogue.scenario("papers_dropped")
    assert answer(["levers.papers_dropped.on=true"]) == 2
    assert "unknown key" in capsys.readouterr().err
    with pytest.raises(KeyError):
        unregister("papers_dropped")


def test_another_source_of_an_outside_lever_is_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)

    def keys(source: str, module: str) -> tuple[str, str]:
        (tmp_path / f"{module}.py").write_text(source.partition("if __name__")[0])
        __import__(module)
        try:
            canonical = Settings(levers={"fewer_forms": {"on": True}}).canonical()
            return canonical, identity(compose("scenarios=[fewer_forms]"))
        finally:
            unregister("fewer_forms")

    plain = Settings().canonical()
    first = keys(SCRIPT, "first")
    other = keys(SCRIPT.replace("range(place.obligations)", "range(3)"), "other")
    assert first[0] != other[0]
    assert first[1] != other[1]
    assert keys(SCRIPT + "# A comment.\n", "remarked") == first
    assert Settings().canonical() == plain
    assert '"sources"' not in plain


def test_worker_processes_know_a_lever_of_a_script(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "True"


def test_without_a_source_its_runs_could_not_be_told_apart() -> None:
    scope: dict[str, object] = {"__name__": "nowhere"}
    code = SCRIPT.partition("if __name__")[0]
    with pytest.raises(LeverError, match="FewerForms: its source cannot be read"):
        exec(code, scope)
    assert "fewer_forms" not in Levers.model_fields


def test_settings_are_read_before_and_after_a_lever_is_forgotten(outside: str) -> None:
    assert outside in dict(Settings.read({}).levers)
    unregister(outside)
    try:
        assert outside not in dict(Settings.read({}).levers)
    finally:
        lever(label="Papers dropped", documents=("own",), acts_on=ACTS_ON)(PapersDropped)
    assert outside in dict(Settings.read({}).levers)


class Missing(PapersDropped):
    """Names evidence that does not exist."""

    dropped_share: Share = assume("no_such_assumption")


class Bare(Lever):
    """Has no method."""


@pytest.mark.parametrize(
    ("kind", "facts", "message"),
    [
        (Missing, {}, "missing: cannot be used as a lever: "),
        (Bare, {}, "bare: has no method apply"),
        (dict, {}, "dict: should be a class under Lever"),
        (PapersDropped, {"documents": "002"}, "documents='002': should be a tuple of texts"),
        (PapersDropped, {"acts_on": "workers"}, "acts_on='workers': should be a tuple of texts"),
        (PapersDropped, {"order": float("nan")}, "order=nan: should be a number"),
        (PapersDropped, {"label": None}, "label=None: should be a text"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    kind: Any, facts: dict[str, Any], message: str
) -> None:
    given: dict[str, Any] = {"label": "A label", "documents": (), "acts_on": ACTS_ON} | facts
    before = list(dict(Settings.read({}).levers))
    with pytest.raises(LeverError) as caught:
        lever(**given)(kind)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(dict(Settings.read({}).levers)) == before


def test_a_lever_may_not_hide_a_scenario_of_the_package() -> None:
    baseline = type("Baseline", (PapersDropped,), {"__module__": __name__})
    lever(label="Baseline", documents=(), acts_on=ACTS_ON)(baseline)
    try:
        with pytest.raises(InputError, match="has the name of the scenario baseline; rename it"):
            catalogue.options("scenario")
    finally:
        unregister("baseline")


HELPED = """
import sys
from collections.abc import Sequence
from helper import LIMIT, cut
from sim.parameters import Share, assume
from sim.levers.base import Lever, Place
from sim.levers.source import source

class Helped(Lever):
    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(communities, chats=cut(LIMIT))

print(source(Helped))
"""


def test_the_digest_of_a_lever_covers_what_it_imports_and_constants_it_uses(
    tmp_path: Path,
) -> None:
    def digest(helper: str) -> str:
        (tmp_path / "helper.py").write_text(helper)
        (tmp_path / "script.py").write_text(HELPED)
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(
            [sys.executable, "-B", "script.py"], cwd=tmp_path, env=environment,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    function = "\ndef cut(limit):\n    return 1.0 - limit\n"
    read = f"import os\nLIMIT = float(os.environ.get('LIMIT', '0.2')){function}"
    assert digest(f"LIMIT = 0.2{function}") != digest(f"LIMIT = 0.9{function}")
    assert digest(f"LIMIT = 0.2{function}") == digest(f"# a comment\nLIMIT = 0.2{function}")
    before = digest(read)
    os.environ["LIMIT"] = "0.9"
    try:
        assert digest(read) != before
    finally:
        del os.environ["LIMIT"]
