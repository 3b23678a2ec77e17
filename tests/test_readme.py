"""Every command that these pages print: accepted as printed, and run to its end when small.

As printed, a command is rehearsed up to its first run: its arguments are read, its scenarios
composed, its design planned and its folders opened. With the sizes below in the place of its own it
is then run whole. The page on Python is run as printed.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from experiments.cli import answer
from experiments.runs.dry_run import rehearse
from tests.long import LONG

CHECKOUT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "experiments/GUIDE.md",
    "docs/index.md",
    "docs/explanation/ensemble.md",
    "docs/explanation/findings.md",
    "docs/explanation/issue.md",
    "docs/how-to/evidence.md",
    "docs/how-to/python.md",
    "docs/how-to/questions.md",
    "docs/zh/index.md",
)
PYTHON = CHECKOUT / "docs" / "how-to" / "python.md"
EVIDENCE = CHECKOUT / "docs" / "how-to" / "evidence.md"
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"(?<!`)`((?:unburden|python -m) [^`]+)`(?!`)")
COMMAND = re.compile(r"unburden(?!\S)|python -m ")
"""Not a message, which begins with the name and a colon."""
STUDY = re.compile(r"python -m experiments\.studies\.(\w+)")
"""Studies take no arguments; tests/test_surroundings.py asks each for help."""
ELSEWHERE = re.compile(r"executor\.address=|societies=\S+parquet")
"""Needs what is not there: a cluster, a file of an earlier command."""

MANY = "sensitivity|discover|calibrate|portfolio|validate|uncertainty|value_of_information"
PLANS_MUCH = re.compile(f"experiment=(?:{MANY})")
"""Planned for minutes as printed: here with fewer draws, as printed in the long test."""
SLOW = re.compile(f"experiment=(?:{MANY}|rules|levers|ablation)|executor=|-m ")
"""Even small they take many seconds, and tests of their own run each of them whole."""
RUNS = re.compile(r"^(?!.*(?: -|experiment=evidence|executor\.address=|societies=\S+parquet))|-m ")
"""Not what prints something, and not what needs what is not there."""
KIND = re.compile(r"(?:experiment|lang|societies)=[a-z]+")
"""By what commands differ that run whole, in a place of SMALL in the stead of a territory."""
SMALL = {
    "territory.communities": 2,
    "territory.workers": 8,
    "territory.residents": 1000,
    "horizon_days": 10,
    "warmup_days": 5,
    "executor": "serial",
    "workers": 1,
}
SIZES: dict[str, dict[str, Any]] = {
    "compare": {"replications": 2},
    "levers": {"replications": 1, "only": "[one_table]"},
    "sweep": {"replications": 1},
    "uncertainty": {"societies": 20},
    "value_of_information": {"societies": 20, "scenarios": "[one_table]"},
    "sensitivity": {"trajectories": 4, "samples": 128, "assumptions": "[overlap,log_apps]"},
    "discover": {"societies": 100},
    "ablation": {"replications": 1, "package": "[one_table,signboard_removal]"},
    "portfolio": {"societies": 20, "package": "[one_table,signboard_removal]"},
    "calibrate": {
        "pool": 100,
        "draws": 100,
        "waves": 1,
        "declared": 0,
        "wanted": 20,
        "horizon_days": 250,
    },
    "validate": {"societies": 20, "replications": 2, "checks": "[overtime,visits_after_boards]"},
    "account": {"replications": 1, "years": 1, "horizon_days": 250},
    "trace": {"day": 5, "issue": "longest"},
    "rules": {"replications": 1, "themes": "[patience]"},
    "verify": {"replications": 2, "oracle": "mmc", "warmup_days": 60, "horizon_days": 60},
}
OTHER_TESTS = ("unburden new", "unburden dashboard")
"""What writes files, and what serves until it is ended: test_new.py and test_dashboard.py."""


def printed() -> list[str]:
    """Commands of the pages: lines of fenced blocks and whole quotations, without make and pip."""
    found: dict[str, None] = {}
    for page in PAGES:
        text = (CHECKOUT / page).read_text(encoding="utf-8")
        printed_lines = (line for block in FENCED.findall(text) for line in block.splitlines())
        lines = [line for line in printed_lines if COMMAND.match(line)]
        lines += [" ".join(quoted.split()) for quoted in QUOTED.findall(FENCED.sub("", text))]
        for line in lines:
            words = shlex.split(line, comments=True) if line.strip() else []
            command = shlex.join(words[: words.index(">")] if ">" in words else words)
            if COMMAND.match(command):
                found[command] = None
    return list(found)


COMMANDS = [one for one in printed() if not (STUDY.match(one) or one.startswith(OTHER_TESTS))]


def firsts() -> list[str]:
    """The first command of each kind that runs whole in the short test."""
    found: dict[tuple[str, ...], str] = {}
    for command in filter(RUNS.search, COMMANDS):
        if not SLOW.search(command):
            found.setdefault(tuple(KIND.findall(command)), command)
    return list(found.values())


FIRST = firsts()


def blocks(page: Path, language: str) -> list[str]:
    """Fenced blocks of a page in a language, in their order."""
    fenced = rf"^```{language}\n(.*?)^```"
    return re.findall(fenced, page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def arguments(command: str) -> list[str]:
    """What follows the name of the program."""
    return shlex.split(command)[1:] if command.startswith("unburden") else shlex.split(command)[3:]


def made_small(words: list[str], place: dict[str, Any]) -> list[str]:
    """The same command with fewer runs, in another place where one is given."""
    keys = dict(word.partition("=")[::2] for word in words)
    small = {**place, **SIZES.get(keys.get("experiment", "compare"), {})}
    if keys.get("experiment", "compare") == "compare" and keys.get("societies") != "reference":
        small["societies"] = 2
    if keys.get("societies") == "declared":
        small["draws"] = small.pop("societies")
    dropped = {*small, "precision", "oracle", *(["territory"] if place else [])}
    if "experiment=verify" in words:
        small = {key: value for key, value in small.items() if not key.startswith("territory")}
    kept = [word for word in words if word.partition("=")[0] not in dropped]
    return [*kept, *(f"{key}={value}" for key, value in small.items())]


def prepared(command: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The files that a command of the pages reads."""
    if "my_facts" in command:
        (facts,) = blocks(EVIDENCE, "yaml")
        (here / "my_facts.yaml").write_text(facts)
    if "--config-name" in command:
        assert answer(["--cfg", "job", "territory=community", "seed=7"]) == 0
        (here / "saved.yaml").write_text(capsys.readouterr().out)
    if "experiment=store" in command:
        assert answer(made_small([], {**SMALL, "scenarios": "[one_table]"})) == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_printed_command_is_accepted_up_to_its_first_run(
    command: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not LONG and "experiment=calibrate" in command:
        pytest.skip("draws for a minute before its first run: make test-long")
    if not LONG and "experiment=store" in command:
        pytest.skip("is run whole, as printed, below: make test-long")
    prepared(command, here, capsys)
    codes: list[int] = []
    words = arguments(command)
    words = made_small(words, {}) if PLANS_MUCH.search(command) and not LONG else words
    rehearse(lambda: codes.append(answer(words)))
    told = capsys.readouterr().err
    # A rehearsal that came to its first run is left without a code.
    assert codes in ([], [0]) or (ELSEWHERE.search(command) and codes == [2]), told


@pytest.mark.parametrize("command", [one for one in COMMANDS if RUNS.search(one)])
def test_a_printed_command_runs_whole_over_a_small_society(
    command: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not LONG and SLOW.search(command):
        pytest.skip("many seconds even when small: make test-long")
    if not LONG and command not in FIRST:
        pytest.skip("another of its experiment runs whole: make test-long")
    prepared(command, here, capsys)
    words = arguments(command)
    words = words if "experiment=store" in words else made_small(words, SMALL)
    assert answer(words) == 0, capsys.readouterr().err


def test_the_python_of_the_page_on_python_runs_as_printed(here: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(PYTHON, "python"):
        exec(compile(block, PYTHON.name, "exec"), names)
    assert set(names["rows"]["scenario"]) == {"one_table"}
    assert {"baseline", "one_table"} == set(names["backlog"]["scenario"])
    assert set(names["shares"].sweep["levers.one_table.connected_share"]) == {0.2, 0.6, 1.0}
    assert names["model"].day == names["model"].last_day
    assert len(names["city"].districts) == 3
