"""The tutorial: its commands run in their order, and print what the page says that they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from experiments.cli import answer
from tests import test_readme
from tests.long import LONG

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROMPT = "$ "
LEFT_OUT = "..."
SMALL = {**test_readme.SMALL, "horizon_days": 25}
"""Longer than the days before the levers of its scenario."""


def blocks(page: Path = PAGE) -> list[tuple[str, str]]:
    """Blocks of a page in their order: the language, and the lines."""
    return FENCED.findall(page.read_text("utf-8"))


def commands(page: Path = PAGE) -> list[tuple[list[str], list[str]]]:
    """Words of each command that has a prompt, and the lines that it is said to print."""
    found = []
    for _, block in blocks(page):
        if block.startswith(PROMPT):
            command, *lines = block.splitlines()
            shown = [line.strip() for line in lines if line.strip() not in ("", LEFT_OUT)]
            found.append((shlex.split(command.removeprefix(PROMPT)), shown))
    return found


def python() -> tuple[str, str]:
    """The code of the page, and what it prints."""
    (code,) = (block for language, block in blocks() if language == "python")
    (printed,) = (block for language, block in blocks() if language == "text")
    return code, printed


def test_commands_have_the_prompt_or_set_up() -> None:
    setting_up = {"make", "source", "mkdir", "cd", "ls"}
    for language, block in blocks():
        if language == "sh":
            assert {line.split()[0] for line in block.splitlines()} <= setting_up
    assert len(commands()) == 5
    assert all(words[0] == "unburden" for words, _ in commands())


@pytest.mark.usefixtures("forgotten")
def test_the_tutorial_runs_in_its_order_over_a_small_society(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for (_, *words), shown in commands():
        new = words[0] == "new"
        capsys.readouterr()
        assert answer(words if new else test_readme.made_small(words, SMALL)) == 0, (
            capsys.readouterr().err
        )
        if new:
            assert capsys.readouterr().out.split() == " ".join(shown).split()
    code, printed = python()
    capsys.readouterr()
    exec(compile(code, PAGE.name, "exec"), {})
    scenarios = {line.split()[0] for line in printed.splitlines()}
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == scenarios


@pytest.mark.skipif(not LONG, reason="a minute of runs as printed: make test-long")
@pytest.mark.usefixtures("forgotten")
def test_the_tutorial_prints_what_it_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for (_, *words), shown in commands():
        assert answer(words) == 0, capsys.readouterr().err
        printed = " ".join(capsys.readouterr().out.split())
        for line in shown:
            assert " ".join(line.split()) in printed, line
    code, printed = python()
    capsys.readouterr()
    exec(compile(code, PAGE.name, "exec"), {})
    assert capsys.readouterr().out.split() == printed.split()
