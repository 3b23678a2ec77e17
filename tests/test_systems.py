"""Every system of the documents stands for something here, or is out for a reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from experiments.patterns.entries import EntryError, entries
from experiments.patterns.systems import System, exists, systems
from sim.evidence import Ledger
from sim.levers import Levers
from sim.shocks import Shocks
from tests.fuzz.answers import asked, planning_only


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger.load()


def test_what_stands_for_a_system_exists() -> None:
    missing = [(one.name, place) for one in systems() for place in one.here if not exists(place)]
    assert missing == []


def test_a_place_that_is_not_there_is_noticed() -> None:
    for place in ("levers.none", "levers.one_table.on.deeper", "territory=moon", "measure=luck"):
        assert not exists(place), place
    for place in (
        "levers.one_table",
        "territory=street",
        "measure=backlog",
        "residents.certificate_trips",
    ):
        assert exists(place), place


def test_every_lever_and_shock_belongs_to_a_system() -> None:
    named = {place for one in systems() for place in one.here}
    switches = [f"levers.{name}" for name in Levers.model_fields]
    switches += [f"shocks.{name}" for name in Shocks.model_fields]
    assert [switch for switch in switches if switch not in named] == []


def test_every_fact_belongs_to_one_system(ledger: Ledger) -> None:
    told = Counter(fact for one in systems() for fact in one.facts_of(ledger))
    assert {name: told[name] for name in ledger.facts if told[name] != 1} == {}


def test_every_pattern_of_facts_finds_some(ledger: Ledger) -> None:
    idle = [
        (one.name, pattern)
        for one in systems()
        for pattern in one.facts
        if not System("x", "x", "x", "000@0", "x", out="x", facts=(pattern,)).facts_of(ledger)
    ]
    assert idle == []


def test_names_stand_where_the_passages_say(texts: dict[str, bytes]) -> None:
    decoded = {source: content.decode("utf-8") for source, content in texts.items()}
    wrong = [
        one.name
        for one in systems()
        if not decoded[one.document].startswith(one.chinese, one.offset)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("out: gone", "not both"),
        ("here: []", "not both"),
        ("passage: somewhere", "passage"),
        ("hear: [levers.one_table]", "unknown key"),
    ],
)
def test_a_fault_in_the_file_names_entry_and_key(tmp_path: Path, keys: str, message: str) -> None:
    whole = {
        "part": "x", "chinese": "x", "passage": "002@3", "what": "x", "here": "[levers.one_table]",
    }  # fmt: skip
    name, _, value = keys.partition(": ")
    lines = [f"  {key}: {told}" for key, told in {**whole, name: value}.items()]
    file = tmp_path / "systems.yaml"
    file.write_text("\n".join(["lost_system:", *lines]), encoding="utf-8")
    with pytest.raises(EntryError, match=f"systems.yaml: lost_system: .*{message}"):
        entries(file, System)


def words(place: str) -> list[str]:
    """What of an entry is typed on the command line, as the page says."""
    if "=" in place:
        return [] if place.startswith("measure=") else [place]
    part, _, rest = place.partition(".")
    name = rest.partition(".")[0]
    if part in ("levers", "shocks"):
        return [f"scenarios=[{name}]"]
    if part == "rules":
        return [f"rules.{name}.on=true"]
    return []


def forms() -> list[str]:
    """One entry of each form, and every scenario and territory that the page names."""
    named = dict.fromkeys(place for one in systems() for place in one.here)
    once = {place.partition(".")[0]: place for place in named if "=" not in place}
    return [*once.values(), *(place for place in named if "=" in place)]


@pytest.mark.parametrize("place", [place for place in forms() if words(place)])
def test_an_entry_is_accepted_on_the_command_line_as_the_page_says(place: str, here: Path) -> None:
    with planning_only():
        answered = asked([*words(place), "societies=reference", "executor=serial"])
    assert answered.plan is not None, answered.err


def test_the_forms_are_those_of_the_page() -> None:
    typed = {words(place)[0].partition("=")[0] for place in forms() if words(place)}
    assert {"scenarios", "territory"} <= typed
    assert any(word.startswith("rules.") for word in typed)
    page = (Path(__file__).parents[1] / "docs" / "systems.md").read_text("utf-8")
    assert "`scenarios=[four_types]`" in page
    assert "`rules.procedures` (off at first)" in page
