"""Whatever lies where a store belongs, and whoever put it there: one line, at once."""

from __future__ import annotations

import os
import resource
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.cli import answer
from experiments.config.errors import InputError
from experiments.runs.storage import rows
from experiments.runs.storage.contents import damaged, remove_all
from experiments.runs.storage.database import NAME, SUPER_JOURNAL
from experiments.runs.storage.lock import NAME as LOCK
from experiments.runs.storage.rows import digest
from experiments.runs.storage.store import Store
from tests.storage.processes import ENVIRONMENT
from tests.storage.records import key, keys, record
from tests.storage.test_store import change, keep, there

Capture = pytest.CaptureFixture[str]
SOON = 5.0
PLACES = (NAME, f"{NAME}-journal", f"{NAME}-wal", f"{NAME}-shm", LOCK)


def fifo(path: Path, _: Path) -> None:
    os.mkfifo(path)


def folder(path: Path, _: Path) -> None:
    path.mkdir()


def link(path: Path, other: Path) -> None:
    path.symlink_to(other)


def door(path: Path, _: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def device(path: Path, _: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("takes root to make a device")


EVERY = [(kind, place) for kind in (fifo, folder, link) for place in PLACES]


@pytest.mark.parametrize(("kind", "place"), [*EVERY, (door, NAME), (device, NAME)])
def test_what_is_no_file_is_refused_at_once_and_left(
    place: str, kind: Callable[[Path, Path], None], here: Path
) -> None:
    keep(here / "kept", "a")
    target = here / "kept" / place
    target.unlink(missing_ok=True)
    other = here / "other"
    other.write_bytes(b"of somebody else")
    kind(target, other)
    start = time.monotonic()
    with pytest.raises(InputError, match=f"{target} is no regular file"):
        Store(here / "kept")
    assert time.monotonic() - start < SOON
    assert os.path.lexists(target)
    if kind is not folder:
        assert remove_all(here / "kept")
        assert there(here / "kept", "a") == set()
    assert other.read_bytes() == b"of somebody else"


def test_a_log_of_another_program_is_not_taken_in(tmp_path: Path) -> None:
    path = keep(tmp_path, "a")
    path.with_name(f"{NAME}-wal").write_bytes(b"x" * 5000)
    with pytest.raises(InputError, match=f"{NAME}-wal was not made by unburden"):
        Store(tmp_path)


def test_a_journal_that_names_a_file_to_be_deleted_is_not_played(tmp_path: Path) -> None:
    path = keep(tmp_path, "a")
    path.with_name(f"{NAME}-journal").write_bytes(b"x" * 600 + SUPER_JOURNAL)
    with pytest.raises(InputError, match="names a file to be deleted"):
        Store(tmp_path)


STATEMENTS = (
    "CREATE TRIGGER more AFTER INSERT ON runs BEGIN DELETE FROM runs; END",
    "CREATE VIEW seen AS SELECT * FROM runs",
    "CREATE INDEX more ON runs (abs(seed))",
    "ALTER TABLE runs ADD COLUMN more GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL",
    "DROP TABLE shared",
    "PRAGMA user_version=2",
    "PRAGMA application_id=7",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_another_schema_is_never_used(statement: str, tmp_path: Path, capsys: Capture) -> None:
    """Of what was a store, the sound runs are saved without it."""
    path = keep(tmp_path, "a", "b")
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert there(tmp_path, "a", "b") in ({"a", "b"}, set())
    assert "is damaged and set aside" in capsys.readouterr().err
    keep(tmp_path, "a", "b", "c")
    assert there(tmp_path, "a", "b", "c") == {"a", "b", "c"}


def test_a_database_of_another_program_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / NAME
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE letters (text)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match=f"{path} was not made by unburden; move it away"):
        Store(tmp_path)
    assert path.read_bytes() == before


def put(path: Path, fields: tuple[object, ...], name: str) -> None:
    """A row as a forger leaves it, with a checksum that fits."""
    columns = dict(zip(rows.Row._fields, (*fields, rows.checksum(fields)), strict=True))
    values = [one.decode() if isinstance(one, bytes) and column in
              ("key", "detail", "model", "environment", "made") else one
              for column, one in columns.items()]  # fmt: skip
    change(path, "DELETE FROM runs WHERE key = ?", key(name))
    change(path, f"INSERT INTO runs VALUES ({', '.join('?' * len(values))})", *values)


def taken(path: Path, name: str) -> dict[str, object]:
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    text = f"SELECT {', '.join(rows.Row._fields)} FROM runs WHERE key = ?"
    (found,) = connection.execute(text, (key(name),)).fetchall()
    connection.close()
    return dict(zip(rows.Row._fields[:-1], found[:-1], strict=True))


FORGED: dict[str, object] = {
    "settings": digest(b"{}"),
    "seed": 8,
    "model": b"another",
    "detail": b"more",
    "made": b"\x1b[31myesterday",
    "environment": b'{"python": "\x1b[31m"}',
    "measures": b"a bomb",
    "series": zlib.compress(bytes(7)),
    "measure_names": digest(b"nobody has it"),
    "seconds": None,
}
"""Values by column; that of the measures is a gigabyte of zeros, compressed in the test itself."""


@pytest.mark.parametrize("column", FORGED)
def test_a_forged_run_with_a_valid_checksum_is_rejected(
    column: str, tmp_path: Path, capsys: Capture
) -> None:
    path = keep(tmp_path, "a", "b")
    forged = zlib.compress(bytes(1 << 30)) if column == "measures" else FORGED[column]
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO shared VALUES (?, 0, ?)", (digest(b"{}"), zlib.compress(b"{}")))
    connection.commit()
    connection.close()
    put(path, tuple((taken(path, "b") | {column: forged}).values()), "b")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert there(tmp_path, "a", "b") == {"a"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    assert "is damaged and set aside" in capsys.readouterr().err


def test_values_ten_times_as_large_with_other_settings_are_not_reused(tmp_path: Path) -> None:
    """A record of other settings cannot take the key of these."""
    with Store(tmp_path) as store:
        store.add([replace(record("x", 10.0), key=key("a"))])
        assert store.missing(keys("a"), "full") == {key("a")}


@pytest.mark.parametrize("text", [b"{}", b"[]", b"[" * 100_000, b'{"community": 1}', bytes(99)])
def test_invalid_names_of_rows_are_rejected(text: bytes, tmp_path: Path) -> None:
    path = keep(tmp_path, "a")
    change(path, "INSERT INTO shared VALUES (?, 0, ?)", digest(text), zlib.compress(text))
    put(path, tuple((taken(path, "a") | {"measure_names": digest(text)}).values()), "a")
    assert there(tmp_path, "a") == set()


def test_a_text_that_grows_a_millionfold_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MAX_TEXT_BYTES", 1 << 20)
    path = keep(tmp_path, "a")
    bomb = zlib.compress(bytes(1 << 28))
    change(path, "UPDATE shared SET body = ?", bomb)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert there(tmp_path, "a") == set()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_sparse_giant_is_set_aside_at_once(tmp_path: Path, capsys: Capture) -> None:
    path = keep(tmp_path, "a")
    os.truncate(path, 1 << 40)
    start = time.monotonic()
    assert there(tmp_path, "a") == {"a"}
    assert time.monotonic() - start < SOON
    assert "is damaged and set aside" in capsys.readouterr().err
    assert [one.stat().st_size for one in damaged(tmp_path)] == [1 << 40]


def test_prune_removes_a_store_without_opening_it(here: Path, capsys: Capture) -> None:
    (here / "kept").mkdir()
    for place in PLACES:
        fifo(here / "kept" / place, here)
    assert answer(["experiment=store", "store=kept"]) == 2
    assert "is no regular file" in capsys.readouterr().err
    assert answer(["experiment=store", "store=kept", "prune=all"]) == 0
    assert capsys.readouterr().err == ""


SCRIPT = """
import os, sys, time
from pathlib import Path
from experiments.runs.storage.store import Store
from tests.storage.records import record
Path(sys.argv[2]).touch()
while not Path(sys.argv[1], "go").exists(): time.sleep(0.01)
with Store(Path(sys.argv[1], "kept")) as store:
    for number in range(int(sys.argv[3]), 20 + int(sys.argv[3])):
        store.add([record(str(number))])
"""


def test_many_writers_at_once_lose_nothing_and_report_nothing(tmp_path: Path) -> None:
    """Three processes, of which each shares half of its runs with the next."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path), str(tmp_path / f"{n}"), str(10 * n)],
            env=ENVIRONMENT, stderr=subprocess.PIPE,
        )
        for n in range(3)
    ]  # fmt: skip
    while len(list(tmp_path.iterdir())) < 3:
        time.sleep(0.01)
    (tmp_path / "go").touch()
    for one in writers:
        assert one.communicate(timeout=100)[1] == b""
        assert one.returncode == 0
    names = [str(number) for number in range(40)]
    assert there(tmp_path / "kept", *names) == set(names)
    with Store(tmp_path / "kept") as store:
        assert store.check()
        assert store.query("SELECT count(*) FROM runs") == [(40,)]
