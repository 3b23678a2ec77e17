"""Pages of docs/how-to on scenarios, villages and procedures: their commands and code work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments import compare
from experiments.config import override_effects
from experiments.config.compose import compose
from sim.evidence import Ledger
from tests.fuzz.answers import asked, planning_only

PAGES = Path(__file__).parents[1] / "docs" / "how-to"
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PILOT = "levers:\n  one_table: {on: true, coverage: 0.5}\n"


def blocks(page: str, language: str = "") -> list[str]:
    """Fenced blocks of a page in a language; commands have none."""
    text = (PAGES / f"{page}.md").read_text("utf-8")
    return [block for name, block in FENCED.findall(text) if name == language]


def commands(page: str) -> list[str]:
    """Lines of commands, those that go on in the next line as one."""
    joined = "".join(blocks(page)).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.startswith("unburden ")]


PRINTED = [
    (page, line) for page in ("procedures", "scenario", "village") for line in commands(page)
]


@pytest.mark.parametrize(("page", "command"), PRINTED)
def test_a_command_of_a_page_is_accepted(page: str, command: str, here: Path) -> None:
    (here / "pilot.yaml").write_text(PILOT)
    with planning_only():
        answered = asked([*shlex.split(command)[1:], "executor=serial"])
    assert answered.code in (None, 0), answered.err


def test_the_line_on_a_rule_that_is_off_is_the_one_that_is_printed() -> None:
    (line,) = override_effects.warnings(compose(), ["procedure_cuts"], Ledger.load())
    assert blocks("procedures")[1] == f"unburden: {line}\n"


def test_the_code_of_the_page_on_villages_gives_its_tables(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    compare(
        scenarios=["one_table", "signboard_removal"], societies=2, replications=1,
        territory={"communities": 4, "workers": 16, "residents": 2000, "villages": 3},
        horizon_days=80, warmup_days=0, executor={"name": "serial"},
        output="outputs/compare", store="results",
    )  # fmt: skip
    names: dict[str, Any] = {}
    for block in blocks("village", "python"):
        exec(compile(block, "village.md", "exec"), names)
    levels, changes = names["levels"], names["changes"]
    assert isinstance(levels, pd.DataFrame)
    assert list(levels.columns) == ["communities", "villages"]
    assert {"workers", "forms_due", "upward_share", "forms_late_share"} == set(levels.index)
    assert levels.notna().all(axis=None)
    assert set(changes["group"]) == {"village", "all_but_villages"}
    assert set(changes["scenario"]) == {"one_table", "signboard_removal"}
