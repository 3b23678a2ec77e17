"""The store: runs are found again, and files are all it needs."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from experiments.runs.run import Detail
from experiments.storage import journal
from experiments.storage.journal import Journal
from experiments.storage.part import RECORDS_A_GROUP, Part
from experiments.storage.store import MANY_PARTS, Store
from tests.storage.records import record


def keep(folder: Path, *keys: str, detail: Detail = "full") -> None:
    with Store(folder) as store:
        store.add(record(key, detail=detail) for key in keys)


def there(folder: Path, *keys: str, detail: Detail = "full") -> set[str]:
    with Store(folder) as store:
        return set(keys) - store.missing(keys, detail)


def read(folder: Path, *keys: str, detail: Detail = "full") -> list[str]:
    with Store(folder) as store:
        tables = list(store.rows("measures", keys, detail))
    return sorted(pa.concat_tables(tables)["key"].to_pylist())


def test_what_is_added_is_read_back_exactly(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add([record("a", 0.1), record("b", float("nan"))])
    assert there(tmp_path, "a", "b", "c") == {"a", "b"}
    with Store(tmp_path) as store:
        rows = pa.concat_tables(store.rows("measures", ["a"], "full")).to_pandas()
        series = pa.concat_tables(store.rows("series", ["a"], "full"))
    assert rows["value"].tolist() == [0.1]
    assert rows["community"].isna().all()
    assert series["day"].to_pylist() == [1]


def test_many_runs_make_few_files(tmp_path: Path) -> None:
    for start in (0, 200):
        keep(tmp_path, *(str(number) for number in range(start, start + 200)))
    assert len(list(tmp_path.glob("*.parquet"))) == 6
    assert len(read(tmp_path, *map(str, range(400)))) == 400


def test_many_experiments_end_in_one_part(tmp_path: Path) -> None:
    for number in range(MANY_PARTS + 1):
        keep(tmp_path, str(number))
    assert len(Part.all_in(tmp_path)) == 1
    assert len(read(tmp_path, *map(str, range(MANY_PARTS + 1)))) == MANY_PARTS + 1


def test_totals_do_not_stand_in_for_full_runs_and_full_ones_do_for_totals(tmp_path: Path) -> None:
    keep(tmp_path, "a", detail="totals")
    keep(tmp_path, "b", detail="full")
    assert there(tmp_path, "a", "b", detail="totals") == {"a", "b"}
    assert there(tmp_path, "a", "b", detail="full") == {"b"}
    keep(tmp_path, "a", detail="full")
    assert read(tmp_path, "a", "b", detail="totals") == ["a", "b"]
    assert read(tmp_path, "a", "b", detail="full") == ["a", "b"]


def test_merging_keeps_each_run_once_in_its_greatest_detail(tmp_path: Path) -> None:
    keep(tmp_path, "a", "b", detail="totals")
    keep(tmp_path, "a", "c", detail="full")
    with Store(tmp_path) as store:
        assert store.merge(drop={"c"})
        (part,) = store.parts()
        kept = part.table("key", "detail").to_pylist()
    assert sorted((row["key"], row["detail"]) for row in kept) == [("a", "full"), ("b", "totals")]
    assert read(tmp_path, "a") == ["a"]


def test_nothing_is_merged_while_somebody_else_has_the_store_open(tmp_path: Path) -> None:
    keep(tmp_path, "a")
    with Store(tmp_path) as one, Store(tmp_path):
        assert not one.merge()


def test_a_line_cut_short_costs_only_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = Journal(tmp_path)
    writer.append([record("a"), record("b")])
    writer.close()
    writer.path.write_bytes(writer.path.read_bytes()[:-20])
    assert there(tmp_path, "a", "b") == {"a"}
    assert capsys.readouterr().err == ""


def test_a_damaged_record_is_named_and_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [journal.line(record(key)) for key in "abc"]
    lines[1] = lines[1].replace(b"model", b"medal")
    path = tmp_path / f"{'0' * 32}{journal.SUFFIX}"
    path.write_bytes(b"".join(lines))
    assert there(tmp_path, "a", "b", "c") == {"a", "c"}
    assert "has a damaged record" in capsys.readouterr().err


def test_a_journal_left_by_a_dead_writer_is_adopted(tmp_path: Path) -> None:
    dead = Journal(tmp_path)
    dead.append([record("a")])
    dead.close()
    assert there(tmp_path, "a") == {"a"}
    assert not dead.path.exists()


def test_the_journal_of_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path) as one:
        one.add([record("a")])
        with Store(tmp_path) as other:
            assert other.missing("a", "full") == {"a"}
            other.add([record("a"), record("b")])
        one.add([record("c")])
    assert read(tmp_path, "a", "b", "c") == ["a", "b", "c"]


def test_a_part_that_was_never_committed_does_not_count(tmp_path: Path) -> None:
    keep(tmp_path, "a")
    (part,) = Part.all_in(tmp_path)
    part.runs.rename(part.runs.with_name(f".{part.runs.name}"))
    assert there(tmp_path, "a") == set()
    with Store(tmp_path) as store:
        store.merge()
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


@pytest.mark.parametrize("suffix", ["runs", "measures", "series"])
@pytest.mark.parametrize("harm", ["a flipped bit", "a cut end", "gone"])
def test_a_damaged_part_is_named_set_aside_and_not_believed(
    suffix: str, harm: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path, "a", "b")
    (path,) = tmp_path.glob(f"*.{suffix}.parquet")
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 16
    if harm == "gone":
        path.unlink()
        if suffix == "runs":
            assert there(tmp_path, "a") == set()
            return
    else:
        path.write_bytes(data if harm == "a flipped bit" else data[:-9])
    assert there(tmp_path, "a", "b") == set()
    assert f"{path.name} is damaged and set aside" in capsys.readouterr().err
    keep(tmp_path, "a", "b")
    assert read(tmp_path, "a", "b") == ["a", "b"]


def test_every_bit_of_a_part_counts(tmp_path: Path) -> None:
    keep(tmp_path, "a")
    (part,) = Part.all_in(tmp_path)
    chance = np.random.default_rng(1)
    for path in part.paths:
        whole = path.read_bytes()
        for place in chance.integers(len(whole), size=60):
            broken = bytearray(whole)
            broken[place] ^= 1 << int(chance.integers(8))
            path.write_bytes(broken)
            assert part.fault() == path.name
        path.write_bytes(whole)
    assert part.fault() is None


def test_a_full_disk_leaves_no_half_of_a_record(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    writer = Journal(tmp_path)
    writer.append([record("a")])
    size = writer.path.stat().st_size
    real = os.write

    def half_then_full(file: int, data: memoryview) -> int:
        if len(data) > 100:
            return real(file, data[:100])
        with Path("/dev/full").open("wb", buffering=0) as full:
            return full.write(data)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "write", half_then_full)
        with pytest.raises(OSError, match="No space left"):
            writer.append([record("b")])
    assert writer.path.stat().st_size == size
    writer.append([record("c")])
    writer.close()
    assert there(tmp_path, "a", "b", "c") == {"a", "c"}


def test_reading_a_run_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with Store(tmp_path) as store, pytest.raises(KeyError, match="1 run not in the store"):
        list(store.rows("measures", ["a"], "full"))


def test_a_store_made_for_nothing_goes_again(tmp_path: Path) -> None:
    with Store(tmp_path / "far" / "off"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_pandas_and_duckdb_read_the_store_as_it_lies(tmp_path: Path) -> None:
    keys = [f"{number:03}" for number in range(RECORDS_A_GROUP + 5)]
    keep(tmp_path, *keys)
    frame = pd.concat(map(pd.read_parquet, tmp_path.glob("*.measures.parquet")))
    assert sorted(frame["key"]) == keys
    query = f"""
        SELECT runs.key, avg(measures.value) AS mean
        FROM '{tmp_path}/*.runs.parquet' AS runs
        JOIN '{tmp_path}/*.measures.parquet' AS measures USING (key)
        GROUP BY runs.key
    """
    assert len(duckdb.sql(query).df()) == len(keys)


def test_nothing_in_the_laboratory_unpickles_or_evaluates() -> None:
    for path in Path(journal.__file__).parents[1].rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("import pickle", "eval(", "exec(", "yaml.unsafe", "instantiate("):
            assert word not in text, f"{path.name}: {word}"
