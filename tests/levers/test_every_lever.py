"""What holds for every lever and every shock, those to come included."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import sim.levers
import sim.shocks
from sim import GovernanceModel, Settings
from sim.evidence import Fact
from sim.levers import Lever, Levers
from sim.parameters import Group, evidence_of, subgroup
from sim.settings import default_ledger
from sim.shocks import Shocks
from tests.levers.places import Tree, merged

FOLDERS = [Path(inspect.getfile(package)).parent for package in (sim.levers, sim.shocks)]
MODULES = sorted(path for folder in FOLDERS for path in folder.glob("*.py"))
EACH: dict[str, type[Lever]] = {
    name: kind
    for group in (Levers, Shocks)
    for name, field in group.model_fields.items()
    if (kind := subgroup(field)) is not None and issubclass(kind, Lever)
}
NO_LEVERS = {"__init__", "base", "constants", "reach", "registry", "resources", "source"}
"""Files of the folder that hold what levers are."""
ALLOWED = (
    "pydantic", "sim.parameters", "sim.joint_bound", "sim.enums", "sim.levers.base",
    "sim.levers.reach", "sim.levers.registry", "sim.levers.resources",
)  # fmt: skip

STRAINED: Tree = {
    "territory": {"communities": 3, "workers": 13, "residents": 1500, "residents_per_agent": 3},
    "organisation": {"counter_posts": 3},
    "obligations": {"form_kinds": 40, "boards": 20, "campaigns": 6.0},
    "issues": {
        "beyond_scale": 4.0,
        "kinds": {"dispute": {"rate": 200.0, "minutes": 60.0}, "facility": {"rate": 200.0}},
    },
    "departments": {"hours_scale": 3.0, "false_closure": 0.5},
    "rules": {
        "types": {"old": 0.6, "commercial": 0.4, "business": 0.0},
        "discovery": {"care_fall_share": 0.5},
        "mediation": {"dispute_space": 0.4, "mediation_rounds": 1},
        "volunteers": {"volunteers_asked": 20.0},
        "rebound": {"obligations_created": 60.0},
        "procedures": {"on": True},
    },
    "horizon_days": 65,
    "warmup_days": 5,
}
"""Three communities under all rules, with quarrels, repairs and little of everything else."""

GENEROUS: dict[str, Tree] = {
    "monitoring": {"withdrawal": 1.0},
    "academy": {"training_gain": 0.7, "training_hours": 1.0},
    "all_round_workers": {"training_hours": 1.0},
    "deliberation_hall": {"least_issues": 0, "setup_hours": 1.0, "quorum_trust": 0.0},
    "secretary_projects": {"rate": 12.0, "minutes": 60.0},
    "resident_funding": {"limit": 1e6, "quorum_trust": 0.0},
    "data_cockpit": {"survey_minutes": 1.0},
    "one_table": {"survey_minutes": 1.0},
    "micro_grids": {"setup_minutes": 10.0},
    "merchant_selfcheck": {"training_minutes": 1.0},
    "elderly_alarms": {"alarm_share": 1.0, "setup_minutes": 1.0},
    "points_scheme": {"effect": 20.0},
    "stationed_cadres": {"cadre_share": 1.0},
    "admission_gate": {"refusal": 1.0},
    "burden_review": {"refusal": 1.0},
    "heavy_rain": {"lowland_share": 1.0},
    "volunteer_drive": {"asked": 60.0},
    "property_governance": {"setup_hours": 1.0},
    "major_proposals": {"rate": 12.0, "accepted_share": 1.0},
    "firms_channel": {"reached": 1.0},
    "white_list": {"months": 1, "listed_share": 1.0, "waived_share": 1.0},
    "village_teams": {"secretary_share": 1.0},
}
"""What a lever needs to act within some weeks."""


def part(name: str) -> str:
    """The group of settings in which a lever or shock stands."""
    return "levers" if name in Levers.model_fields else "shocks"


def measured(*trees: Tree) -> pd.DataFrame:
    """All measures of the strained place."""
    model = GovernanceModel(Settings(**merged(STRAINED, *trees)), rng=6)
    model.run()
    return model.measures()


def ground(name: str) -> Tree:
    """Where a lever acts: villages for some, else the strained place as it is."""
    return {"territory": {"villages": 2}} if EACH[name]().in_villages_alone else {}


@functools.cache
def untouched(villages: bool) -> pd.DataFrame:
    """All measures of the strained place without any lever or shock."""
    return measured({"territory": {"villages": 2}} if villages else {})


def imported(module: Path) -> Iterator[str]:
    """What a module imports, by full name."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say where from"
            yield str(node.module)


def whole_settings(group: type[Group], path: str = "") -> Iterator[tuple[str, str]]:
    """Path and evidence of every setting that must be a whole number."""
    for name, field in group.model_fields.items():
        place = f"{path}.{name}".lstrip(".")
        if (inner := subgroup(field)) is not None:
            yield from whole_settings(inner, place)
        elif field.annotation is int:
            reference = evidence_of(field, path.rpartition(".")[2])
            if reference is not None:
                yield place, reference


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_lever_knows_nothing_but_the_facade(module: Path) -> None:
    for name in imported(module):
        inside = module.stem in NO_LEVERS - {"base"}
        usual = name.partition(".")[0] in sys.stdlib_module_names
        assert inside or usual or name in ALLOWED, f"{module.name} imports {name}"


def test_every_file_of_a_lever_is_one_lever_in_its_group() -> None:
    files = {module.stem for module in MODULES} - NO_LEVERS
    assert files == set(EACH)
    assert set(EACH) == {*Levers.model_fields, *Shocks.model_fields}


@pytest.mark.parametrize("name", EACH)
def test_a_lever_names_its_document_in_a_short_file(name: str) -> None:
    kind = EACH[name]
    named = set(re.findall(r"(?<![\d,])00\d\b", kind.__doc__ or ""))
    assert named
    assert tuple(sorted(named)) == kind.facts.documents
    lines = len(Path(inspect.getfile(kind)).read_text().splitlines())
    assert 15 <= lines <= 100


@pytest.mark.parametrize("name", EACH)
def test_alone_it_changes_something(name: str) -> None:
    switched = {part(name): {name: {"on": True, **GENEROUS.get(name, {})}}}
    where = ground(name)
    assert not measured(switched, where).equals(untouched(bool(where)))


@pytest.mark.parametrize("name", EACH)
def test_where_it_covers_nothing_it_changes_nothing(name: str) -> None:
    nowhere = {part(name): {name: {"on": True, "coverage": 0.0, **GENEROUS.get(name, {})}}}
    where = ground(name)
    found = measured(nowhere, where)
    pd.testing.assert_frame_equal(found, untouched(bool(where)), check_exact=True)


def test_what_must_be_whole_stays_whole_whatever_is_sampled() -> None:
    ledger = default_ledger()
    settings = dict(whole_settings(Settings))
    assert len(settings) > 10
    for quantile in (0.01, 0.3, 0.5, 0.77, 0.99):
        sampled = ledger.sample(dict.fromkeys(ledger.ranged, quantile))
        values = {place: sampled.value(reference) for place, reference in settings.items()}
        assert {place: value for place, value in values.items() if not isinstance(value, int)} == {}
    for place, reference in settings.items():
        entry = ledger.entry(reference)
        if not isinstance(entry, Fact) and entry.distribution is not None:
            assert entry.distribution == "integer", place


def test_every_lever_and_shock_is_tried_by_hand() -> None:
    here = Path(__file__)
    tests = "".join(
        path.read_text()
        for path in (here.with_name("places.py"), *here.parent.glob("test_*.py"))
        if path.name != here.name
    )
    assert [name for name in EACH if not re.search(rf"\b{name}\b", tests)] == []
