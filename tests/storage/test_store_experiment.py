"""`experiment=store` tells what is there, finds damage, and removes what may go."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from experiments import compare, load, store
from experiments.cli import answer
from experiments.kinds.store.summary import duration
from experiments.runs import environment as environments
from experiments.runs.environment import environment
from experiments.runs.storage.database import NAME
from experiments.runs.storage.rows import Row, checksum
from experiments.runs.storage.store import Store
from sim.version import model_version
from tests.storage.records import keys, record
from tests.storage.test_store import change

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
    assert "kept: " in out


def test_an_empty_store_is_no_failure(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kept").mkdir()
    assert answer([*WORDS, "check=true"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "no runs" in out
    assert answer(["experiment=store", "store=nowhere"]) == 2
    assert "nothing has been run here yet" in capsys.readouterr().err


def test_checking_names_what_is_damaged(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([*WORDS, "check=true"]) == 0
    assert "every run was checked" in capsys.readouterr().out
    change(kept / NAME, "UPDATE runs SET series = x'00' WHERE detail = 'full' AND model = 'model'")
    assert answer([*WORDS, "check=true"]) == 1
    told = capsys.readouterr().err
    assert f"{NAME} is damaged and set aside as {NAME}.1.damaged; 2 runs of it are saved" in told
    assert "kept was damaged; lost runs are computed again when needed" in told
    assert answer([*WORDS, "prune=damaged"]) == 0
    assert list(kept.glob("*.damaged")) == []
    assert runs(kept) == 2


def test_a_check_finds_damage_that_a_look_up_does_not_read(kept: Path) -> None:
    """A row that its index has lost is never asked for."""
    data = (kept / NAME).read_bytes()
    (name,) = keys("a")
    places = [place for place in range(len(data)) if data.startswith(name.encode(), place)]
    assert len(places) == 2
    for place in places:
        harmed = bytearray(data)
        harmed[place] ^= 1
        (kept / NAME).write_bytes(harmed)
        assert answer([*WORDS, "check=true"]) == 1


def test_pruning_old_models_keeps_runs_of_this_one(kept: Path) -> None:
    assert answer([*WORDS, "prune=old_models"]) == 0
    assert runs(kept) == 1
    assert answer([*WORDS, "prune=all"]) == 0
    assert runs(kept) == 0


def runs(kept: Path) -> int:
    with Store(kept) as store:
        return int(store.query("SELECT count(*) FROM runs")[0][0])


def test_nothing_is_pruned_under_the_feet_of_another_experiment(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(kept):
        for what in ("all", "old_models"):
            assert answer([*WORDS, f"prune={what}"]) == 2
            assert "another experiment has kept open" in capsys.readouterr().err
    assert runs(kept) == 3


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> str:
    """This process passes for one with another numba, until it is undone."""
    other = json.dumps(json.loads(environment()) | {"numba": "0.1.2"})
    monkeypatch.setattr("experiments.runs.run.environment", lambda: other)
    return other


def test_runs_of_other_versions_are_named_when_they_are_reused(
    alone: tuple[str, ...],
    here: Path,
    older: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chosen: dict[str, Any] = {
        "scenarios": ["one_table"],
        "store": here / "kept",
        "output": here / "out",
    }
    compare(*alone, replications=1, **chosen)
    monkeypatch.undo()
    capsys.readouterr()
    manifest = compare(*alone, replications=2, overwrite=True, **chosen).manifest
    line, _ = capsys.readouterr().err.splitlines()
    now = json.loads(environment())
    assert f"2 of 4 runs were made under other versions: numba 0.1.2 (here {now['numba']});" in line
    told = {row["numba"]: row["runs"] for row in manifest["environments"]}
    assert told == {"0.1.2": 2, now["numba"]: 2}
    assert manifest["versions"]["numba"] == now["numba"]
    assert manifest["created"] >= max(row["last"] for row in manifest["environments"])
    assert load(here / "out").manifest == manifest
    listed = store(store=here / "kept", output=here / "listed").store
    assert dict(zip(listed["numba"], listed["runs"], strict=True)) == told
    assert (listed["first"] <= listed["last"]).all()


def test_the_list_names_what_differs_from_this_process(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(here / "kept") as store:
        store.add([record("a", under=json.dumps({"python": "2.7"})), record("b")])
    assert answer([*WORDS]) == 0
    told = capsys.readouterr().out
    assert "python 2.7" in told
    assert "as here" in told


@pytest.mark.parametrize("name", ["{}.runs.parquet", "{}.2.runs.parquet", "{}.2.journal"])
def test_a_store_of_another_format_is_left_alone_and_said_in_a_line(
    alone: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (here / "kept").mkdir()
    old = here / "kept" / name.format("0" * 32)
    old.write_bytes(b"runs of another version")
    compare(
        *alone, scenarios=["baseline"], replications=1, store=here / "kept", output=here / "out"
    )
    (line,) = capsys.readouterr().err.splitlines()
    assert "has 1 file in another format, of another version: left as it is" in line
    for more in ("check=true", "prune=damaged", "prune=old_models", "prune=all"):
        assert answer([*WORDS, more]) == 0
        assert "1 file in another format" in capsys.readouterr().out
    assert old.read_bytes() == b"runs of another version"


def test_an_environment_names_all_that_bits_depend_on() -> None:
    here = json.loads(environment())
    assert {"python", "numpy", "numba", "llvmlite", "mesa", "platform", "processor"} <= set(here)
    assert all(here.values())
    assert environments.differences(environment()) == ""
    other = json.dumps({**here, "mesa": "9", "new": "x"})
    told = environments.differences(other)
    assert told == f"mesa 9 (here {here['mesa']}), new x (here unknown)"


def test_runs_are_done_again_and_compared_to_the_bit(
    alone: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare(*alone, scenarios=["one_table"], replications=1, store=here / "kept", output=here / "o")
    capsys.readouterr()
    assert answer([*WORDS, "rerun=2"]) == 0
    assert "2 runs done again: all equal to the bit" in capsys.readouterr().out
    path = here / "kept" / NAME
    with Store(here / "kept") as opened:
        (name,) = opened.query("SELECT key FROM runs ORDER BY key LIMIT 1")[0]
        (fields,) = opened.query(f"SELECT {', '.join(Row._fields)} FROM runs ORDER BY key LIMIT 1")
    found = Row._make(fields)
    values = bytearray(zlib.decompress(found.measures))
    values[0] ^= 1
    forged = found._replace(measures=zlib.compress(bytes(values)))
    change(
        path, "UPDATE runs SET measures = ?, checksum = ? WHERE key = ?",
        forged.measures, checksum(forged[:-1]), name.decode(),
    )  # fmt: skip
    assert answer([*WORDS, "check=true"]) == 0
    assert answer([*WORDS, "rerun=2"]) == 1
    told = capsys.readouterr().err
    assert f"1 run gives other results here than kept has: run {name.decode()}, made under" in told


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.0, "0.0 s"),
        (13.4, "13 s"),
        (1800, "30 min 0 s"),
        (3600, "1 h 0 min"),
        (9e6, "2,500 h 0 min"),
    ],
)
def test_computing_time_is_shown_in_a_unit_that_suits_it(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
