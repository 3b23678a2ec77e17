"""The documents of the model say what its code has, and name nothing that is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.config import kinds
from sim import enums, records, streams
from sim.initialization.place import build
from sim.levers import Lever
from sim.measures.measure import Measure
from sim.measures.registry import MEASURES
from sim.measures.series import SERIES, Series
from sim.parameters import evidence_of, leaves
from sim.policies import POLICY
from sim.settings import Settings, default_ledger
from sim.streams import STREAMS
from tests.odd.grid import grid
from tests.odd.levers import settings_behind
from tests.odd.marks import MARKED
from tests.odd.pages import PAGES, WRITTEN, filled
from tests.odd.parameters import groups, own
from tests.odd.sections import ODD, SIM, parts, prose, sections
from tests.odd.streams import drawn
from tests.odd.tables import TABLES
from tests.odd.words import words

ROOT = SIM.parent
PAGE = ODD.read_text(encoding="utf-8")
ELSEWHERE = [page.read_text(encoding="utf-8") for page in (*PAGES, *WRITTEN)]
PARTS = ("levers", "shocks")
WORD = re.compile(r"[A-Za-z]\w*")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_tables_are_those_of_the_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == filled(text), f"{page.name} is behind the code: python -m tests.odd"


def test_every_table_stands_on_a_page() -> None:
    shown = {name for text in ELSEWHERE for name in re.findall(r"<!-- table: (\w+) -->", text)}
    assert shown == set(TABLES)


@pytest.mark.parametrize(
    "page",
    [
        "<!-- table: grades -->\n",
        "<!-- end -->\n",
        "<!-- table: grades -->\n<!-- table: rules -->\n<!-- end -->\n",
        "<!-- table: ledgers -->\n<!-- end -->\n",
    ],
)
def test_a_mark_that_is_off_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match=r"a mark without|table ledgers"):
        filled(page)


def test_filling_changes_what_is_between_marks_alone() -> None:
    page = "before\n\n<!-- table: mediation -->\nold\n<!-- end -->\n\nafter\n"
    new = filled(page)
    assert new == f"before\n\n<!-- table: mediation -->\n\n{TABLES['mediation']()}\n\n" + (
        "<!-- end -->\n\nafter\n"
    )
    assert filled(new) == new


def test_columns_line_up_and_bars_are_escaped() -> None:
    table = grid(("name", "meaning"), [("减牌子", "a | b"), ("x", "")]).split("\n")
    assert table == [
        "| name   | meaning |",
        "|--------|---|",
        r"| 减牌子 | a \| b |",
        "| x      |  |",
    ]


def test_words_are_for_the_names_that_there_are() -> None:
    kept = list(words("phases", PHASES))
    with pytest.raises(ValueError, match=r"phases.yaml: no words for sleep"):
        words("phases", [*kept, "sleep"])
    with pytest.raises(ValueError, match=r"phases.yaml: nothing is called record_evening"):
        words("phases", [name for name in kept if name != "record_evening"])


PHASES = (
    "obligations", "update_live_issues", "arrivals", "work", "convene", "record_activity",
    "record_hours", "serve_offices", "respond", "adjust_department_hours", "score_departments",
    "month_end", "renew_budget", "record_evening",
)  # fmt: skip


def referred() -> Iterator[tuple[str, str]]:
    """Numbers of sections that code, tests, reports and the page itself refer to, with places."""
    for package in ("sim", "tests", "experiments"):
        for path in (ROOT / package).rglob("*.py"):
            text = " ".join(path.read_text(encoding="utf-8").split())
            for number in re.findall(r"ODD\.md,? section (\d+)", text):
                yield path.name, number
    for text in ELSEWHERE:
        written = " ".join(prose(text).split())
        for numbers in re.findall(r"sections? (\d+(?:(?:,| and| to) \d+)*)", written):
            for number in re.findall(r"\d+", numbers):
                yield "page", number


def test_sections_that_are_referred_to_exist() -> None:
    there = sections(PAGE)
    assert list(map(int, sorted(there, key=int))) == list(range(1, 13))
    places = list(referred())
    assert len([place for place, _ in places if place != "page"]) > 5
    assert [one for one in places if one[1] not in there] == []


NO_RULES = ("__init__", "jit", "linking", "prefetch", "state_ref", "table")
"""Files of kernels that hold no rule of the model: how kernels are compiled and called."""


def named_in(path: Path) -> list[str]:
    """Sections of the page that the docstring of a kernel file names."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    named = re.search(r"^ODD (.*)\.$", text, re.MULTILINE)
    return named[1].split(", ") if named else []


def test_each_file_of_kernels_names_its_sections_which_exist() -> None:
    there = parts(PAGE)
    named = {path.stem: named_in(path) for path in (SIM / "kernels").glob("*.py")}
    assert {name for name, numbers in named.items() if not numbers} == set(NO_RULES)
    assert {number for numbers in named.values() for number in numbers} - set(there) == set()


OF_LEVERS = {"10.1", "10.2", "10.4", "10.6", "10.7"}
"""Parts whose rules are in sim/facade and sim/coverage.py."""


def test_every_part_of_the_submodels_is_named_by_a_kernel() -> None:
    named = {number for path in SIM.glob("kernels/*.py") for number in named_in(path)}
    assert {number for number in parts(PAGE) if "." in number} - named == OF_LEVERS


def test_parts_of_sections_are_numbered_in_order() -> None:
    numbers = [tuple(map(int, number.split("."))) for number in parts(PAGE)]
    for section in range(5, 13):
        inner = [number[1] for number in numbers if number[0] == section and len(number) == 2]
        assert inner == list(range(1, len(inner) + 1)), section
        assert len(inner) > 1


@pytest.mark.parametrize("page", [*PAGES, *WRITTEN], ids=lambda path: path.name)
def test_sentences_are_short(page: Path) -> None:
    text = prose(page.read_text(encoding="utf-8")).partition("## References")[0]
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"^(#+|\|) .*$", ".", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`]*`", "code", text)
    sentences = re.split(r"[.:;?](?:\**\s|$)", text)
    lengths = {sentence: len(re.findall(r"[A-Za-z]{2,}", sentence)) for sentence in sentences}
    assert max(lengths.values()) > 10
    assert [sentence for sentence, length in lengths.items() if length >= 30] == []


def test_the_page_has_the_seven_elements_in_order() -> None:
    elements = re.findall(r"^## Element (\d)\. (.*)$", PAGE, re.MULTILINE)
    assert elements == [
        ("1", "Purpose and patterns"),
        ("2", "Entities, state variables and scales"),
        ("3", "Process overview and scheduling"),
        ("4", "Design concepts"),
        ("5", "Initialization"),
        ("6", "Input data"),
        ("7", "Submodels"),
    ]
    concepts = re.findall(
        r"^\*\*(\w[\w ]*)\.\*\* ", PAGE.partition("## Element 5.")[0], re.MULTILINE
    )
    assert concepts[-11:] == [
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
        "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
    ]  # fmt: skip


def known() -> set[str]:
    """Names of settings, policies, evidence, variables, measures and enumerations."""
    specified: list[Measure | Series] = [*MEASURES.values(), *SERIES]
    kinds = [kind for kind in vars(records).values() if isinstance(kind, np.dtype)]
    enumerations = [kind for kind in vars(enums).values() if isinstance(kind, type)]
    ledger = default_ledger()
    return {
        *(part for path, _ in leaves(Settings) for part in path.split(".")),
        *(POLICY.names or ()),
        *vars(streams),
        *ledger.facts,
        *ledger.assumptions,
        *(name for kind in kinds for name in kind.names or ()),
        *(name for one in specified for name in (one.name, *one.groups)),
        *(name.lower() for kind in enumerations for name in getattr(kind, "__members__", ())),
    }


def test_names_in_the_rules_exist() -> None:
    written = re.sub(r"\w+/[\w/.]+|python -m [\w.]+", "", prose(PAGE))
    names = {word for word in WORD.findall(written) if "_" in word}
    assert len(names) > 200
    assert names - known() == set()


RULES_TOO = ("cadences", "measures", "mediation", "policies")
"""Tables that say what a setting does, where the text does not."""


def test_every_setting_and_policy_is_told_of() -> None:
    tables = "".join(one["table"] for one in MARKED.finditer(PAGE) if one["name"] in RULES_TOO)
    there = set(WORD.findall(prose(PAGE) + tables))
    missing = [
        f"{path}.{name}"
        for path, group, _ in groups(Settings)
        if path.partition(".")[0] not in PARTS
        for name in own(group)
        if name not in there
    ]
    assert missing == []
    written = prose(PAGE)
    names = POLICY.names or ()
    assert [one for one in names if not re.search(rf"(?<![\w*])\*{one}\*(?![\w*])", written)] == []


def test_every_choice_among_the_settings_says_what_it_means() -> None:
    for path, group, _ in groups(Settings):
        for name in own(group):
            field = group.model_fields[name]
            switch = issubclass(group, Lever) and name in Lever.model_fields
            chosen = evidence_of(field, path.rpartition(".")[2]) is None
            assert field.description or switch or not chosen, f"{path}.{name}"


def test_every_draw_is_from_a_stream_and_every_stream_is_drawn_from() -> None:
    told = set(re.findall(r'draw\(\s*"([^"]+)"', prose(PAGE)))
    assert told <= set(STREAMS)
    files = drawn()
    assert set(files) == set(STREAMS)
    switched = {name for name, used in files.items() if all(one.startswith(PARTS) for one in used)}
    assert set(STREAMS) - told == switched


def test_policies_are_at_first_the_settings_that_are_named() -> None:
    tree: dict[str, Any] = {"territory": {"communities": 2, "workers": 9, "residents": 900}}
    behind = settings_behind()
    assert len(behind) == 13
    for number, path in enumerate(behind.values(), 2):
        node = tree
        *parts, leaf = path.split(".")
        for part in parts:
            node = node.setdefault(part, {})
        node[leaf] = number if leaf == "counter_posts" else 1.0 - 1.0 / number
    tree["organisation"]["line_penalty"] = 1.125
    settings = Settings(**tree)
    policies = build(settings, 1).policies
    rows = {row["path"]: row["value"] for row in settings.provenance()}
    for name, path in behind.items():
        assert (policies[name] == rows[path]).all(), name


def test_files_and_commands_that_are_named_are_there() -> None:
    text = "\n".join(ELSEWHERE)
    paths = set(re.findall(r"`((?:sim|tests|seeds|experiments)/[\w/.]*)`", text))
    assert len(paths) > 25
    assert [path for path in paths if not (ROOT / path).exists()] == []
    experiments = set(re.findall(r"experiment=(\w+)", text))
    assert len(experiments) > 10
    assert experiments - set(kinds.names()) == {"my_study"}  # a reader's own
    modules = set(re.findall(r"python -m ([\w.]+\w)", text))
    assert modules
    assert [module for module in modules if find_spec(module) is None] == []
