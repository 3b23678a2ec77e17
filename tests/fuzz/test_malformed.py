"""Invalid input of every kind ends with exit code 2 and a line, and leaves nothing behind."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.answers import planning_only, polite
from tests.fuzz.malformed import Case, cases
from tests.long import LONG

ALL = cases()
SHARE = ALL if LONG else ALL[::9]


@pytest.fixture(autouse=True)
def _without_runs(here: Path) -> Iterator[None]:
    with planning_only():
        yield


def refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in case.variables.items():
        monkeypatch.setenv(key, value)
    case.put()
    given = polite(case.words)
    assert given.code == 2, (case.name, given)


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 250
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", SHARE, ids=[case.name for case in SHARE])
def test_invalid_input_is_refused_in_a_line(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(case, monkeypatch)


@pytest.mark.parametrize("number", range(200 if LONG else 3))
def test_two_faults_at_once_are_refused_in_a_line(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(None if LONG else number)
    alone = [case for case in ALL if not any(word.startswith("-") for word in case.words)]
    one, other = chance.sample(alone, 2)
    keys = {word.partition("=")[0] for word in one.words}
    one.put()
    words = [word for word in other.words if word.partition("=")[0] not in keys]
    given = polite([*one.words, *words])
    assert given.code == 2, (one.name, other.name, given)
