"""`experiment=store` tells what is there, finds damage, and removes what may go."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.cli import answer
from experiments.storage.part import Part
from experiments.storage.store import Store
from sim.version import model_version
from tests.storage.records import record

WORDS = ("experiment=store", "store=kept")


@pytest.fixture
def kept(here: Path) -> Path:
    """A store with two runs of this model and one of another."""
    with Store(here / "kept") as store:
        store.add([record("a"), record("b", detail="totals")])
        store.add([record("c", model=model_version())])
    return here / "kept"


def test_lists_runs_by_model_and_detail(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([*WORDS]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "totals" in out
    assert "full" in out
    assert "kept: 1 parts" in out


def test_an_empty_store_is_no_failure(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kept").mkdir()
    assert answer([*WORDS, "check=true"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "no runs" in out
    assert answer(["experiment=store", "store=nowhere"]) == 2
    assert "nothing has been run here yet" in capsys.readouterr().err


def test_checking_names_what_is_damaged(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (part,) = Part.all_in(kept)
    data = bytearray(part.path("series").read_bytes())
    data[40] ^= 1
    part.path("series").write_bytes(data)
    assert answer([*WORDS, "check=true"]) == 1
    told = capsys.readouterr().err
    assert f"{part.path('series').name} is damaged and set aside" in told
    assert answer([*WORDS, "prune=damaged"]) == 0
    assert list(kept.glob("*.damaged")) == []


def test_pruning_old_models_keeps_runs_of_this_one(kept: Path) -> None:
    assert answer([*WORDS, "prune=old_models"]) == 0
    (part,) = Part.all_in(kept)
    assert part.table("key")["key"].to_pylist() == ["c"]
    assert answer([*WORDS, "prune=all"]) == 0
    assert Part.all_in(kept) == []


def test_nothing_is_pruned_under_the_feet_of_another_experiment(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(kept):
        assert answer([*WORDS, "prune=all"]) == 2
    assert "another experiment has kept open" in capsys.readouterr().err
    assert len(Part.all_in(kept)) == 1
