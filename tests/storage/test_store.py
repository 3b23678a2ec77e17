"""The store: runs are found again, and a file is all it needs."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest

from experiments.config.errors import InputError, RunError
from experiments.runs.run import Detail
from experiments.runs.storage import database, rows
from experiments.runs.storage.open_database import StoreFull
from experiments.runs.storage.store import Store
from experiments.runs.storage.table import RUNS_AT_ONCE
from tests.storage.records import key, keys, record

Capture = pytest.CaptureFixture[str]


def keep(folder: Path, *names: str, detail: Detail = "full") -> Path:
    """The database of a store that has these runs."""
    with Store(folder) as store:
        store.add(record(name, detail=detail) for name in names)
    return folder / database.NAME


def there(folder: Path, *names: str, detail: Detail = "full") -> set[str]:
    with Store(folder) as store:
        missing = store.missing(keys(*names), detail)
    return {name for name in names if key(name) not in missing}


def read(folder: Path, *names: str, detail: Detail = "full") -> list[str]:
    """Keys of the rows, in order."""
    with Store(folder) as store:
        tables = list(store.rows("measures", keys(*names), detail))
    return sorted(pa.concat_tables(tables)["key"].to_pylist())


def change(path: Path, statement: str, *values: object) -> None:
    """As somebody with another program does it."""
    connection = sqlite3.connect(path)
    with connection:
        assert connection.execute(statement, values).rowcount
    connection.close()


def flip(path: Path, place: int, bit: int = 4) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << bit
    path.write_bytes(data)


def test_what_is_added_is_read_back_exactly(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add([record("a", 0.1), record("b", float("nan"))])
    assert there(tmp_path, "a", "b", "c") == {"a", "b"}
    with Store(tmp_path) as store:
        measures = pa.concat_tables(store.rows("measures", keys("a", "b"), "full"))
        series = pa.concat_tables(store.rows("series", keys("a"), "full"))
    for name, table in (("a", record("a", 0.1)), ("b", record("b", float("nan")))):
        mine = measures.filter(pa.compute.equal(measures["key"], key(name)))
        assert mine.drop_columns(["key"]).equals(table.rows())
    assert series["day"].to_pylist() == [1]
    assert series["value"].to_pylist() == [0.1]


def test_many_runs_make_one_file_and_come_few_at_a_time(tmp_path: Path) -> None:
    names = [str(number) for number in range(3 * RUNS_AT_ONCE)]
    keep(tmp_path, *names)
    assert [path.name for path in tmp_path.glob("*.sqlite*") if path.stat().st_size] == [
        database.NAME
    ]
    with Store(tmp_path) as store:
        assert [len(one) for one in store.rows("measures", keys(*names), "full")] == (
            3 * [RUNS_AT_ONCE]
        )


def test_the_order_of_storing_does_not_show(tmp_path: Path) -> None:
    names = [str(number) for number in range(20)]
    keep(tmp_path / "one", *names)
    random.Random(1).shuffle(names)
    for name in names:
        keep(tmp_path / "other", name)
    with Store(tmp_path / "one") as one, Store(tmp_path / "other") as other:
        first = pa.concat_tables(one.rows("series", keys(*names), "full"))
        second = pa.concat_tables(other.rows("series", keys(*names), "full"))
        assert first.equals(second)


def test_full_runs_serve_as_totals_but_not_the_reverse(tmp_path: Path) -> None:
    keep(tmp_path, "a", detail="totals")
    keep(tmp_path, "b", detail="full")
    assert there(tmp_path, "a", "b", detail="totals") == {"a", "b"}
    assert there(tmp_path, "a", "b", detail="full") == {"b"}
    keep(tmp_path, "a", detail="full")
    keep(tmp_path, "b", detail="totals")
    assert read(tmp_path, "a", "b", detail="totals") == sorted(keys("a", "b"))
    assert read(tmp_path, "a", "b", detail="full") == sorted(keys("a", "b"))


def test_two_writers_share_a_store_and_the_same_run_is_one(tmp_path: Path) -> None:
    with Store(tmp_path) as one, Store(tmp_path) as other:
        one.add([record("a")])
        assert other.missing(keys("a", "b"), "full") == {key("b")}
        other.add([record("a", 2.0), record("b")])
        one.add([record("c")])
    assert read(tmp_path, "a", "b", "c") == sorted(keys("a", "b", "c"))


def test_keep_model_removes_other_models_and_their_unshared_texts(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add([record("a"), record("b", model="older", rows=2)])
        assert store.query("SELECT count(*) FROM shared") == [(12,)]
        assert store.keep_model("model")
        assert store.missing(keys("a"), "full") == set()
        assert store.query("SELECT count(*) FROM runs") == [(1,)]
        assert store.query("SELECT count(*) FROM shared") == [(6,)]
        with Store(tmp_path):
            assert not store.keep_model("older")


def test_reading_a_run_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with Store(tmp_path) as store, pytest.raises(KeyError, match="1 run not in the store"):
        list(store.rows("measures", ["a"], "full"))


def test_a_store_that_stayed_empty_is_removed(tmp_path: Path) -> None:
    with Store(tmp_path / "far" / "off"):
        pass
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    with Store(tmp_path / "mine"):
        pass
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [".lock"]


@pytest.mark.parametrize("column", ["measures", "series", "seconds", "environment", "made"])
def test_a_run_whose_checksum_differs_is_set_aside_and_the_others_are_saved(
    column: str, tmp_path: Path, capsys: Capture
) -> None:
    path = keep(tmp_path, "a", "b", "c")
    other = {"seconds": 9.0, "made": "2026-01-01T00:00:00Z", "environment": "{}"}
    change(path, f"UPDATE runs SET {column} = ? WHERE key = ?", other.get(column, b"x"), key("b"))
    before = path.read_bytes()
    assert there(tmp_path, "a", "b", "c") == {"a", "c"}
    told = capsys.readouterr().err
    assert f"{path} is damaged and set aside as {path.name}.1.damaged; 2 runs of it are" in told
    assert told.count("\n") == 1
    assert path.with_name(f"{path.name}.1.damaged").read_bytes() == before
    keep(tmp_path, "b")
    assert read(tmp_path, "a", "b", "c") == sorted(keys("a", "b", "c"))
    assert capsys.readouterr().err == ""


def test_a_damaged_run_is_replaced_while_others_have_the_store_open(
    tmp_path: Path, capsys: Capture
) -> None:
    path = keep(tmp_path, "a", "b")
    change(path, "UPDATE runs SET seconds = 9.0 WHERE key = ?", key("b"))
    with Store(tmp_path) as one, Store(tmp_path) as other:
        assert one.missing(keys("a", "b"), "full") == {key("b")}
        other.add([record("b")])
        assert one.missing(keys("a", "b"), "full") == set()
    assert f"{path} had 1 damaged run, now removed" in capsys.readouterr().err
    assert list(tmp_path.glob("*.damaged")) == []


@pytest.mark.parametrize("place", [3, 17, 18, 23, 30, 47, 58, 63, 70, 101, 105, 4000])
def test_a_damaged_first_page_costs_no_run(place: int, tmp_path: Path, capsys: Capture) -> None:
    path = keep(tmp_path, *map(str, range(40)))
    flip(path, place)
    assert there(tmp_path, *map(str, range(40))) == set(map(str, range(40)))
    told = capsys.readouterr().err
    assert told == "" or "40 runs of it are saved" in told


def test_a_truncated_file_loses_only_the_runs_that_were_cut_off(
    tmp_path: Path, capsys: Capture
) -> None:
    names = [str(number) for number in range(200)]
    with Store(tmp_path) as store:
        store.add(record(name, rows=200) for name in names)
    path = tmp_path / database.NAME
    os.truncate(path, path.stat().st_size * 3 // 4)
    assert len(there(tmp_path, *names)) > 60
    assert "is damaged and set aside" in capsys.readouterr().err
    assert there(tmp_path, *names) == there(tmp_path, *names)


@pytest.mark.parametrize("size", [1, 15, 100, 511, 512, 4095])
def test_a_file_of_less_than_a_page_is_damaged(tmp_path: Path, capsys: Capture, size: int) -> None:
    os.truncate(keep(tmp_path, "a"), size)
    assert there(tmp_path, "a") == set()
    assert "is damaged and set aside" in capsys.readouterr().err


def test_a_row_that_the_index_has_lost_is_found(tmp_path: Path, capsys: Capture) -> None:
    path = keep(tmp_path, *map(str, range(40)))
    flip(path, path.read_bytes().index(key("7").encode()))
    assert there(tmp_path, *map(str, range(40))) == set(map(str, range(40)))
    assert "40 runs of it are saved" in capsys.readouterr().err


def test_damage_while_others_have_the_store_open_is_a_line_and_repaired_later(
    tmp_path: Path, capsys: Capture
) -> None:
    path = keep(tmp_path, "a")
    with Store(tmp_path):
        flip(path, 3)
        with pytest.raises(RunError, match="is damaged, and another process has it open"):
            Store(tmp_path)
    assert there(tmp_path, "a") == {"a"}
    assert "1 run of it is saved" in capsys.readouterr().err


def test_a_run_that_is_damaged_between_looking_and_reading_is_a_line(tmp_path: Path) -> None:
    path = keep(tmp_path, "a")
    with Store(tmp_path) as store:
        assert store.missing(keys("a"), "full") == set()
        change(path, "UPDATE runs SET seconds = 9.0")
        with pytest.raises(RunError, match=r"has a damaged run \(its checksum differs\); the same"):
            list(store.rows("measures", keys("a"), "full"))


def test_one_lost_copy_of_a_shared_text_costs_nothing(tmp_path: Path, capsys: Capture) -> None:
    path = keep(tmp_path, "a", "b")
    change(path, "UPDATE shared SET body = x'00' WHERE copy = 0")
    assert there(tmp_path, "a", "b") == {"a", "b"}
    change(path, "UPDATE shared SET body = x'00'")
    assert there(tmp_path, "a", "b") == set()
    assert "0 runs of it are saved" in capsys.readouterr().err


def test_every_bit_of_a_run_counts(tmp_path: Path) -> None:
    keep(tmp_path, "a")
    with Store(tmp_path) as store:
        (fields,) = store.query(f"SELECT {', '.join(rows.Row._fields)} FROM runs")
    assert rows.sound(fields)
    chance = random.Random(1)
    for place, one in enumerate(fields):
        for _ in range(40):
            harmed = bytearray(one) if isinstance(one, bytes) else bytearray(b"")
            if harmed:
                harmed[chance.randrange(len(harmed))] ^= 1 << chance.randrange(8)
            other = bytes(harmed) if harmed else one + chance.randint(1, 99)
            with pytest.raises(rows.InvalidRow):
                rows.sound((*fields[:place], other, *fields[place + 1 :]))


def test_a_full_disk_keeps_what_is_there_and_goes_on_later(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add([record("a")])
        ((pages,),) = store.query("PRAGMA page_count")
        store.query(f"PRAGMA max_page_count={pages + 2}")
        with pytest.raises(StoreFull, match="cannot be written: No space left on device"):
            store.add(record(str(number), rows=300) for number in range(20))
        assert store.missing(keys("a", "1"), "full") == {key("1")}
        store.query("PRAGMA max_page_count=100000")
        store.add([record("b")])
    assert there(tmp_path, "a", "b") == {"a", "b"}


@pytest.mark.parametrize("fate", ["gone", "replaced", "the folder is gone"])
def test_a_store_that_goes_away_is_noticed_at_the_next_tick(fate: str, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with Store(folder) as store:
        store.add([record("a")])
        store.check_present()
        if fate == "the folder is gone":
            folder.rename(tmp_path / "elsewhere")
        else:
            store.path.rename(tmp_path / "elsewhere")
        if fate == "replaced":
            store.path.touch()
        with pytest.raises(RunError, match=f"{store.path} (is gone|was replaced)"):
            store.check_present()
        with pytest.raises(RunError, match=f"{store.path} (is gone|was replaced)"):
            store.add([record("b")])


def test_locks_without_effect_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fcntl.flock", lambda *_: None)
    with pytest.raises(InputError, match="locks have no effect there"):
        Store(tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


def test_nothing_in_the_laboratory_unpickles_or_evaluates() -> None:
    for path in Path(database.__file__).parents[1].rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("import pickle", "eval(", "exec(", "yaml.unsafe", "instantiate("):
            assert word not in text, f"{path.name}: {word}"
