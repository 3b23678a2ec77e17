"""The store: runs are found again, and files are all it needs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.runs.run import MEASURES, SERIES, Record, encoded
from experiments.storage import journal
from experiments.storage.journal import Journal
from experiments.storage.store import Store


def record(key: str, value: float = 1.0) -> Record:
    tidy = {"measure": ["m"], "group": ["all"], "value": [value], "unit": ["h"]}
    measures = pd.DataFrame({"community": pd.array([None], dtype="Int32"), **tidy})
    series = pd.DataFrame({"day": [1], **tidy})
    return Record(key, 7, "model", 0.1, encoded(measures, MEASURES), encoded(series, SERIES))


def keys(store: Store, *wanted: str) -> list[str]:
    return sorted(store.read("measures", wanted)["key"].to_pylist())


def test_what_is_added_is_read_back_exactly(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add([record("a", 0.1), record("b", float("nan"))])
    with Store(tmp_path) as store:
        assert "a" in store
        assert "c" not in store
        rows = store.read("measures", ["a"]).to_pandas()
        assert rows["value"].tolist() == [0.1]
        assert rows["community"].isna().all()
        assert store.read("series", ["a"]).column("day").to_pylist() == [1]


def test_many_runs_make_few_files(tmp_path: Path) -> None:
    for start in (0, 200):
        with Store(tmp_path) as store:
            store.add(record(str(number)) for number in range(start, start + 200))
    assert len(list(tmp_path.iterdir())) == 6
    with Store(tmp_path) as store:
        assert len(keys(store, *map(str, range(400)))) == 400


def test_a_line_cut_short_costs_only_itself(tmp_path: Path) -> None:
    writer = Journal(tmp_path)
    writer.append([record("a"), record("b")])
    writer.close()
    writer.path.write_bytes(writer.path.read_bytes()[:-20])
    with Store(tmp_path) as store:
        assert "a" in store
        assert "b" not in store


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    lines = [journal.line(record(key)) for key in "abc"]
    lines[1] = lines[1].replace(b"model", b"medal")
    path = tmp_path / f"x{journal.SUFFIX}"
    path.write_bytes(b"".join(lines))
    assert [one.key for one in journal.read(path)] == ["a", "c"]


def test_a_journal_left_by_a_dead_writer_is_adopted(tmp_path: Path) -> None:
    dead = Journal(tmp_path)
    dead.append([record("a")])
    dead.close()
    with Store(tmp_path) as store:
        assert "a" in store
        assert keys(store, "a") == ["a"]
    assert not dead.path.exists()


def test_the_journal_of_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path) as one:
        one.add([record("a")])
        with Store(tmp_path) as other:
            assert "a" not in other
            other.add([record("a"), record("b")])
        one.add([record("c")])
    with Store(tmp_path) as store:
        assert keys(store, "a", "b", "c") == ["a", "b", "c"]


def test_a_part_that_was_never_committed_does_not_count(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add([record("a")])
    runs = next(tmp_path.glob("*.runs.parquet"))
    runs.rename(runs.with_name(f".{runs.name}"))
    with Store(tmp_path) as store:
        assert "a" not in store


def test_reading_a_run_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with Store(tmp_path) as store, pytest.raises(KeyError, match="1 runs are not in the store"):
        store.read("measures", ["a"])


def test_nothing_in_the_laboratory_unpickles_or_evaluates() -> None:
    for path in Path(journal.__file__).parents[1].rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("import pickle", "eval(", "exec(", "yaml.unsafe", "instantiate("):
            assert word not in text, f"{path.name}: {word}"
