"""Levers with evidence of their own, and levers as objects of Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from experiments.config import catalogue
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.lever_scenario import of
from experiments.kinds.evidence.lever_catalogue import lever_entries
from experiments.kinds.evidence.listing import listed
from experiments.reporting import provenance
from experiments.runs.design import Design
from sim import GovernanceModel, Settings, SettingsError
from sim.levers import Lever, LeverError, Place, lever, unregister
from sim.levers.one_table import OneTable
from sim.own_streams import uniform
from sim.parameters import NotNegative, Share, declare
from sim.settings import default_ledger
from sim.streams import stream_keys

ROOT = Path(__file__).parents[2]
KIND: Any = type(Lever)
"""The class of classes of levers."""
FACTS: dict[str, Any] = {"label": "Calm days", "documents": (), "acts_on": ("workers",)}


class CalmDays(Lever):
    """Meetings are dropped on some days. No document proposes it."""

    share: Share = declare(
        0.2, 0.1, 0.3, unit="share", meaning="Meetings dropped.", why="A number for a test."
    )
    days: int = declare(
        10, 5, 20, unit="days", meaning="Days it takes.", why="A number for a test.",
        sources=("Somebody 2020",), ge=0,
    )  # fmt: skip

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(communities, meetings=1.0 - self.share)


@pytest.fixture
def calm() -> Iterator[type[CalmDays]]:
    """The lever above, registered as long as the test lasts."""
    lever(**FACTS)(CalmDays)
    yield CalmDays
    unregister("calm_days")


def test_a_declared_parameter_is_an_assumption_like_others(calm: type[CalmDays]) -> None:
    entry = default_ledger().entry("assume:calm_days_share")
    assert (entry.grade, entry.unit, entry.low, entry.high) == ("assumed", "share", 0.1, 0.3)  # type: ignore[union-attr]
    days = default_ledger().assumptions["calm_days_days"]
    assert (days.grade, days.distribution) == ("literature", "integer")
    assert days.sources == ("Somebody 2020", "test_declared.py")
    assert {"calm_days_share", "calm_days_days"} <= {*default_ledger().ranged}
    assert Settings().sources["levers.calm_days.share"] == "assume:calm_days_share"
    rows = listed(default_ledger(), provenance.uses({"baseline": Settings()}))
    (row,) = [row for row in rows if row["id"] == "calm_days_share"]
    assert row["used"] == "levers.calm_days.share"
    assert row["source"] == "test_declared.py"
    (found,) = [each for each in lever_entries(default_ledger()) if each.name == "calm_days"]
    assert found.changes == ("meetings",)
    assert compose().society["levers"]["calm_days"]["share"] == "${assume:calm_days_share}"


def test_designs_draw_what_a_lever_declares(calm: type[CalmDays]) -> None:
    import pandas as pd

    points = pd.DataFrame({"assume:calm_days_share": [0.1, 0.15, 0.2, 0.25, 0.3]})
    design = Design({"on": {"levers": {"calm_days": {"on": True}}}}, default_ledger(), points)
    shares = [design.settings(case).levers.calm_days.share for case in design]
    assert shares == [0.1, 0.15, 0.2, 0.25, 0.3]


def test_it_is_gone_with_the_lever() -> None:
    before = default_ledger().table()
    lever(**FACTS)(CalmDays)
    assert default_ledger().table() != before
    unregister("calm_days")
    assert default_ledger().table() == before


@pytest.mark.parametrize(
    ("numbers", "named", "message"),
    [
        ((0.5, 0.6, 0.9), {}, "wild_share: value: 0.5 is outside 0.6 to 0.9"),
        ((0.5, 0.9, 0.6), {}, "wild_share: high: the range 0.9 to 0.6 is empty"),
        ((0.5, 0.1, 1.5), {}, "levers.wild.share=1.5: should be less than or equal to 1"),
        ((0.5, 0.0, 1.0), {"distribution": "loguniform"}, "loguniform needs a range above zero"),
        ((0.5, 0.1, 0.9), {"distribution": "normal"}, "share: distribution: Input should be"),
        ((0.5, 0.1, 0.9), {"unit": "shares"}, "unit: 'shares' is not in units.yaml; near: share"),
        ((0.5, 0.1, 0.9), {"why": ""}, "share: why: String should have at least 1 character"),
        ((0.5, 0.1, 0.9), {"sources": ("017",)}, "sources: '017' is not in sources.yaml"),
    ],
)
def test_a_range_is_checked_as_in_the_seeds(
    numbers: tuple[float, float, float], named: dict[str, Any], message: str
) -> None:
    given = {"unit": "share", "meaning": "It.", "why": "A test."} | named
    scope = {
        "__module__": __name__,
        "__annotations__": {"share": Share},
        "share": declare(*numbers, **given),
        "apply": CalmDays.apply,
    }
    kind: Any = KIND("Wild", (Lever,), scope)
    with pytest.raises(LeverError) as caught:
        lever(**FACTS)(kind)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "wild_share" not in default_ledger().assumptions
    assert "wild" not in Settings().levers.model_dump()


def test_a_lever_is_made_with_what_is_not_given_from_the_evidence(calm: type[CalmDays]) -> None:
    assert CalmDays().share == 0.2
    assert (CalmDays(share=0.25).share, CalmDays(share=0.25).days) == (0.25, 10)
    assert OneTable(connected_share=0.4).connected_share == 0.4
    assert OneTable().old_form_share == default_ledger().value("assume:old_form_share")
    for given, message in (
        ({"share": 2.0}, r"levers\.calm_days\.share=2\.0: should be less than or equal to 1"),
        ({"shares": 0.2}, r"levers\.calm_days\.shares=0\.2: unknown key; did you mean share\?"),
        ({"days": 1.5}, r"levers\.calm_days\.days=1\.5: should be a whole number"),
    ):
        with pytest.raises(SettingsError, match=message):
            CalmDays(**given)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="NotThere: is not registered"):
        KIND("NotThere", (CalmDays,), {"__module__": __name__})()


def test_levers_of_python_are_scenarios_with_the_values_that_were_given(
    calm: type[CalmDays],
) -> None:
    names = of([CalmDays(), CalmDays(share=0.25, coverage=0.5), OneTable(ask_once=False)])
    assert names == [
        "calm_days",
        "calm_days(coverage=0.5, share=0.25)",
        "one_table(ask_once=False)",
    ]
    assert catalogue.scenario(names[1]) == (
        names[1], {"levers": {"calm_days": {"on": True, "coverage": 0.5, "share": 0.25}}}
    )  # fmt: skip
    for wrong, message in ((OneTable, r"write OneTable\(\)"), (3, "should be levers, such as")):
        with pytest.raises(InputError, match=message):
            of([wrong])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("one_table(connected_share=.4)", {"connected_share": 0.4}),
        ("one_table(ask_once=false, start_day=5)", {"ask_once": False, "start_day": 5}),
        ("one_table()", {}),
        (
            "one_table(coverage={old_estate: 1, 'village': 0.5})",
            {"coverage": {"old_estate": 1, "village": 0.5}},
        ),
        ("one_table(communities=[Bridge, 'New Town'])", {"communities": ["Bridge", "New Town"]}),
    ],
)
def test_a_lever_with_values_is_read_as_plain_data(text: str, values: dict[str, Any]) -> None:
    assert catalogue.scenario(text)[1] == {"levers": {"one_table": {"on": True, **values}}}


@pytest.mark.parametrize(
    "text",
    ["one_table(1)", "one_table(**{})", "one_table(ask_once=open('x'))", "one_table(a=1))",
     "one_table(a=__import__('os'))", f"one_table(connected_share='{'1' * 100}')"],
)  # fmt: skip
def test_anything_else_in_its_place_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="scenarios=one_table"):
        catalogue.scenario(text)


def test_a_stream_of_a_name_of_its_own_is_another_stream() -> None:
    keys = stream_keys(1)
    known = [uniform(keys, "cut", entity) for entity in range(100)]
    own = [uniform(keys, "my own choice", entity) for entity in range(100)]
    other = [uniform(keys, "another choice", entity) for entity in range(100)]
    assert len({*known, *own, *other}) == 300
    assert own == [uniform(keys, "my own choice", entity) for entity in range(100)]
    assert 0.4 < sum(own) / 100 < 0.6


LEVER = '''
from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, declare


@lever(label="Calls dropped", documents=(), acts_on=("workers",))
class CallsDropped(Lever):
    """Meetings and forms are dropped."""

    share: Share = declare(0.4, 0.2, 0.6, unit="share", meaning="Dropped.", why="A test.")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(communities, meetings=1.0 - self.share)
        for obligation in range(place.obligations):
            if place.uniform("calls dropped", obligation) < self.share:
                for community in communities:
                    place.end_obligation(community, obligation)
'''
MEASURED = """
import sys
from unburden import GovernanceModel
if sys.argv[1] == "outside":
    import calls_dropped
model = GovernanceModel({
    "territory": {"communities": 4, "workers": 16, "residents": 2000}, "warmup_days": 5,
    "horizon_days": 20, "levers": {"calls_dropped": {"on": True, "coverage": 0.5}}}, rng=3)
model.run()
print(model.covered, model.measures().to_csv())
"""


def test_a_lever_has_the_same_bits_inside_the_package_and_outside(tmp_path: Path) -> None:
    for room in ("sim", "experiments", "unburden", "configs", "seeds"):
        unused = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, tmp_path / "copy" / room, ignore=unused)
    (tmp_path / "copy" / "sim" / "levers" / "calls_dropped.py").write_text(LEVER)
    (tmp_path / "calls_dropped.py").write_text(LEVER)

    def measured(where: str, checkout: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, where], cwd=tmp_path, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(checkout)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    inside = measured("inside", tmp_path / "copy")
    assert inside.startswith("{'levers.calls_dropped': [")
    assert inside.count(", ") > 0
    assert inside == measured("outside", ROOT)


class Misspelt(CalmDays):
    """Turns a policy that there is not."""

    extra: NotNegative = 1.0

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(communities, meetingz=self.extra)


def test_a_policy_that_there_is_not_is_named_with_those_that_are_near() -> None:
    lever(**FACTS)(Misspelt)
    place = {"communities": 1, "workers": 4, "residents": 400}
    try:
        settings = {"territory": place, "levers": {"misspelt": {"on": True}}, "warmup_days": 0}
        with pytest.raises(ValueError, match="meetingz: no such policy; near: meetings"):
            GovernanceModel(settings, 1).run_for(1)
    finally:
        unregister("misspelt")
