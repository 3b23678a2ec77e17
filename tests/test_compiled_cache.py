"""Compiled code on disk: whatever happens to it, results are right and nothing foreign is run."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
import resource
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numba
import pytest

from sim import compiled_cache
from sim.kernels import jit
from sim.kernels.days import run_days
from sim.version import compiled_version
from tests.long import LONG, long_test
from tests.storage.test_deaths import disk

ROOT = Path(__file__).parents[1]
RATE = 0.7310585786
NOBODY = 65534
DRILLS = 20
KERNEL = f"""
import os, sys
from sim.compiled_cache import share
from sim.kernels.jit import entry

@entry
def grown(start, days):
    for _ in range(days):
        start += start * {RATE!r}
    return start

def report():
    print(grown(1.0, 9).hex(), sum(grown.stats.cache_hits.values()), flush=True)
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="takes root to be another user")


def grown(start: float, days: int) -> float:
    for _ in range(days):
        start += start * 0.7310585786
    return start


RIGHT = grown(1.0, 9).hex()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own; nothing was said yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(compiled_cache, "_sharing", False)
    for name in (compiled_cache.WARNED, compiled_cache.TEMPORARY_FOLDER):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return tmp_path / "cache"


def asked(monkeypatch: pytest.MonkeyPatch | None = None) -> tuple[str, int]:
    """What the kernel answers when it is met for the first time, and whether it was on disk."""
    kernel = jit.entry(grown)
    value = kernel(1.0, 9).hex()
    if monkeypatch is not None:
        monkeypatch.delenv(compiled_cache.WARNED, raising=False)
    return value, sum(kernel.stats.cache_hits.values())


def entries(cache: Path) -> list[Path]:
    return sorted((cache / "unburden" / compiled_version()).iterdir())


def only(cache: Path) -> Path:
    (path,) = entries(cache)
    return path


def process(script: str = "report()", **surroundings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", KERNEL + script],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | surroundings,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(started: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = started.communicate(timeout=300)
    assert started.returncode == 0, err
    return out, err


def test_an_entry_is_found_by_other_processes_and_nobody_else(cache: Path) -> None:
    assert ended(process()) == (f"{RIGHT} 0\n", "")
    assert ended(process()) == (f"{RIGHT} 1\n", "")
    assert stat.S_IMODE(only(cache).stat().st_mode) == 0o600
    for folder in (cache, cache / "unburden", only(cache).parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_processes_that_write_at_once_do_not_disturb_each_other(cache: Path) -> None:
    many = [process() for _ in range(12 if LONG else 4)]
    for started in many:
        out, err = ended(started)
        assert (out.split()[0], err) == (RIGHT, "")
    assert asked() == (RIGHT, 0)
    assert ended(process()) == (f"{RIGHT} 1\n", "")
    assert not [path for path in entries(cache) if path.name.startswith(".")]


def flipped(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0x08
    path.write_bytes(content)


def flipped_constant(path: Path) -> None:
    """A number in the machine code becomes another, which no loader notices."""
    flipped(path, path.read_bytes().index(struct.pack("<d", RATE)) + 6)


def made_a_folder(path: Path) -> None:
    path.unlink()
    (path / "more").mkdir(parents=True)


def made_a_link(path: Path) -> None:
    path.rename(path.parent / "elsewhere")
    path.symlink_to("elsewhere")


def made_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def writable(path: Path) -> None:
    path.chmod(0o666)


def cut(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: cut(path, 0),
    "cut in the checksum": lambda path: cut(path, 20),
    "no content": lambda path: cut(path, compiled_cache.CHECKSUM),
    "cut by a byte": lambda path: cut(path, -1),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "a flip in the checksum": lambda path: flipped(path, 3),
    "a flip at the end": lambda path: flipped(path, -1),
    "a flip at a constant": flipped_constant,
    "a sparse file": lambda path: os.truncate(path, 1 << 40),
    "a folder": made_a_folder,
    "a link": made_a_link,
    "a pipe": made_a_pipe,
    "others can write it": writable,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_is_compiled_again_with_one_line(
    damage: str, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked() == (RIGHT, 0)
    path = only(cache)
    DAMAGES[damage](path)
    assert asked() == (RIGHT, 0)
    line = capsys.readouterr().err
    assert line.startswith(f"unburden: compiled code in {path.parent} ")
    assert path.name in line
    assert line.count("\n") == 1
    DAMAGES[damage](path)
    assert asked(monkeypatch) == (RIGHT, 0)
    assert asked() == (RIGHT, 1)
    assert capsys.readouterr().err == ""


def test_a_damaged_entry_is_noticed_by_a_fresh_process(cache: Path) -> None:
    ended(process())
    flipped_constant(only(cache))
    out, err = ended(process())
    assert out == f"{RIGHT} 0\n"
    assert err.count("\n") == 1
    assert ended(process()) == (f"{RIGHT} 1\n", "")


class Trap:
    """Leaves a file where it is unpickled."""

    def __init__(self, sprung: Path) -> None:
        self.sprung = sprung

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.sprung,)


@pytest.fixture
def placed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, bytes]:
    """Name and key of the kernel's entry, of which there is none yet."""
    seen = []
    with monkeypatch.context() as watched:
        watched.setattr(compiled_cache, "save", lambda name, key, content: seen.append((name, key)))
        assert asked() == (RIGHT, 0)
    return seen[0]


def test_nothing_is_unpickled_before_its_checksum_is_right(
    cache: Path, placed: tuple[str, bytes], tmp_path: Path
) -> None:
    sprung = tmp_path / "sprung"
    compiled_cache.save(*placed, pickle.dumps(Trap(sprung)))
    flipped(only(cache), 0)
    assert asked() == (RIGHT, 0)
    assert not sprung.exists()
    compiled_cache.save(*placed, pickle.dumps(Trap(sprung)))
    assert asked() == (RIGHT, 0)
    assert sprung.exists()


@pytest.mark.parametrize("content", [b"", b"nothing", pickle.dumps((1, 2)), pickle.dumps(None)])
def test_what_is_no_compiled_code_is_compiled_again(
    content: bytes, placed: tuple[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    compiled_cache.save(*placed, content)
    assert asked() == (RIGHT, 0)
    assert capsys.readouterr().err.count("\n") == 1
    assert asked() == (RIGHT, 1)


def test_an_entry_under_another_name_is_not_used(placed: tuple[str, bytes], cache: Path) -> None:
    name, key = placed
    compiled_cache.save("another", bytes(32), b"content")
    (only(cache)).rename(only(cache).with_name(name))
    assert compiled_cache.load(name, key) is None


@needs_root
@pytest.mark.parametrize("whose", ["entry", "folder"])
def test_what_another_user_could_have_written_is_not_run(
    whose: str,
    cache: Path,
    placed: tuple[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sprung = tmp_path / "sprung"
    compiled_cache.save(*placed, pickle.dumps(Trap(sprung)))
    theirs = only(cache) if whose == "entry" else only(cache).parent
    os.chown(theirs, NOBODY, NOBODY)
    assert asked() == (RIGHT, 0)
    assert not sprung.exists()
    line = capsys.readouterr().err
    assert "it belongs to another user" in line
    assert line.count("\n") == 1
    assert asked() == (RIGHT, int(whose == "entry"))


def test_a_folder_that_others_can_write_is_not_used(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked() == (RIGHT, 0)
    only(cache).parent.chmod(0o777)
    assert asked() == (RIGHT, 0)
    told = capsys.readouterr().err
    assert "other users can write it" in told
    assert "set XDG_CACHE_HOME to a folder that only you can write" in told
    assert told.count("\n") == 1


@contextmanager
def open_to_all() -> Iterator[Path]:
    """A folder like the temporary one, which two users share."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o1777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def by_another_user(uid: int) -> tuple[str, int, str]:
    """What the kernel answers to another user, and what is printed. Needs root."""
    with tempfile.TemporaryFile("w+") as told:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.dup2(told.fileno(), 2)
                sys.stderr = os.fdopen(2, "w")
                os.setgroups([])
                os.setgid(uid)
                os.setuid(uid)
                print(*asked(), file=sys.stderr, flush=True)
                code = 0
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        told.seek(0)
        *said, last = told.read().splitlines()
    value, hits = last.split()
    return value, int(hits), "\n".join(said)


@needs_root
def test_two_users_who_share_a_folder_do_not_share_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked() == (RIGHT, 0)  # Whatever Numba imports late is there.
    with open_to_all() as folder:
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "first"))
        (folder / "first").mkdir()
        (folder / "first").chmod(0o1777)
        assert by_another_user(NOBODY) == (RIGHT, 0, "")
        assert by_another_user(NOBODY) == (RIGHT, 1, "")
        value, hits, said = by_another_user(NOBODY - 1)
        assert (value, hits) == (RIGHT, 0)
        assert "set XDG_CACHE_HOME to a folder that only you can write" in said
        assert "\n" not in said
        assert asked() == (RIGHT, 0)


@needs_root
@pytest.mark.parametrize("home", [None, "", "relative", "/proc/nowhere"])
def test_without_a_home_the_model_is_compiled_in_memory_with_one_line(
    home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked() == (RIGHT, 0)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)
    with open_to_all() as folder:
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", None)
        value, hits, said = by_another_user(54321)
        assert (value, hits) == (RIGHT, 0)
        assert said.startswith("unburden: compiled code cannot be kept")
        assert "\n" not in said
        assert list(folder.iterdir()) == []


def test_a_relative_cache_home_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert asked() == (RIGHT, 0)
    assert asked() == (RIGHT, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_no_room_costs_a_line(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache.parent.mkdir(exist_ok=True)
    with disk(cache, "8k"):
        assert asked() == (RIGHT, 0)
        told = capsys.readouterr().err
        assert "(No space left on device)" in told
        assert told.count("\n") == 1
        assert asked(monkeypatch) == (RIGHT, 0)
        assert entries(cache) == []


def test_no_room_leaves_workers_what_is_compiled(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(compiled_cache, "_sharing", False)
    with disk(cache, "8k"):
        compiled_cache.share()
        assert asked() == (RIGHT, 0)
        assert asked() == (RIGHT, 1)
        assert Path(os.environ[compiled_cache.TEMPORARY_FOLDER]).parent == tmp_path / "temporary"


def test_a_file_that_may_not_grow_is_not_left_half_written(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        assert asked() == (RIGHT, 0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "(File too large)" in capsys.readouterr().err
    assert entries(cache) == []


def test_workers_find_what_is_compiled_where_there_is_no_private_folder(tmp_path: Path) -> None:
    script = (
        "import subprocess\n"
        "share()\n"
        "report()\n"
        "child = subprocess.run([sys.executable, *sys.orig_argv[1:2], os.environ['CHILD']])\n"
        "print(os.environ['UNBURDEN_COMPILED'], child.returncode)\n"
    )
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    out, err = ended(
        process(
            script,
            XDG_CACHE_HOME=str(tmp_path / "file"),
            TMPDIR=str(tmp_path / "temporary"),
            CHILD=KERNEL + "report()\nreport()\n",
        )
    )
    first, second, third, last = out.splitlines()
    assert (first, second, third) == (f"{RIGHT} 0", f"{RIGHT} 1", f"{RIGHT} 1")
    folder, code = last.split()
    assert Path(folder).parent == tmp_path / "temporary"
    assert code == "0"
    assert list((tmp_path / "temporary").iterdir()) == []
    assert err.count("\n") == 1
    assert "cannot be kept" in err


def test_versions_of_numba_share_a_folder_without_disturbing_each_other(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked() == (RIGHT, 0)
    with monkeypatch.context() as other:
        other.setattr(numba, "__version__", "0.1.2")
        jit._environment.cache_clear()
        assert asked() == (RIGHT, 0)
        assert asked() == (RIGHT, 1)
    jit._environment.cache_clear()
    assert asked() == (RIGHT, 1)
    assert len(entries(cache)) == 2


def test_another_processor_has_entries_of_its_own(cache: Path) -> None:
    assert ended(process())[0] == f"{RIGHT} 0\n"
    assert ended(process(NUMBA_CPU_NAME="generic"))[0] == f"{RIGHT} 0\n"
    assert len(entries(cache)) == 2


def test_code_is_held_once_a_run_was_compiled(cache: Path) -> None:
    assert not compiled_cache.holds_code()
    assert asked() == (RIGHT, 0)
    assert not compiled_cache.holds_code()
    compiled_cache.save(f"{run_days.__module__}.{run_days.__name__}.0123", b"key", b"content")
    assert compiled_cache.holds_code()


def test_another_constant_is_another_entry(cache: Path) -> None:
    def grown(start: float, days: int) -> float:
        for _ in range(days):
            start += start * 0.25
        return start

    grown.__qualname__ = "grown"
    assert asked() == (RIGHT, 0)
    assert jit.entry(grown)(1.0, 9) == grown(1.0, 9)


def test_old_versions_are_removed_and_nothing_else(cache: Path) -> None:
    assert asked() == (RIGHT, 0)
    folder = cache / "unburden"
    only(cache).unlink()
    names = [f"{number:016x}" for number in range(8)]
    for age, name in enumerate(names):
        (folder / name / "kernels").mkdir(parents=True)
        old = time.time() - (age + 0.5) * compiled_cache.DAY
        os.utime(folder / name, (old, old))
    (folder / "mine").mkdir()
    (folder / ("f" * 16)).symlink_to(cache.parent)
    for name in ("mine", names[0]):
        os.utime(folder / name, (1, 1) if name == "mine" else None)
    draft = folder / compiled_version() / f".left{compiled_cache.DRAFT}"
    draft.touch()
    os.utime(draft, (1, 1))
    assert asked() == (RIGHT, 0)
    kept = {path.name for path in folder.iterdir()}
    assert kept == {compiled_version(), "mine", "f" * 16, *names[: compiled_cache.KEPT - 1]}
    assert not draft.exists()


def test_a_version_that_is_loaded_counts_as_used(cache: Path) -> None:
    assert asked() == (RIGHT, 0)
    folder = only(cache).parent
    os.utime(folder, (1, 1))
    assert asked() == (RIGHT, 1)
    assert time.time() - folder.stat().st_mtime < 600


MODEL = """
import json
from sim import GovernanceModel, Settings
from tests.golden.books import digest

small = {"communities": 1, "workers": 4, "residents": 400}
model = GovernanceModel(Settings(territory=small, horizon_days=60), 7)
model.run()
print(json.dumps(digest(model)))
"""


@long_test("kernels are compiled anew")
def test_damaged_kernels_give_the_same_bits(cache: Path) -> None:
    def digest() -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-c", MODEL],
            env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout), done.stderr

    chance = random.Random()
    right, said = digest()
    assert said == ""
    assert digest() == (right, "")
    noticed = 0
    for _ in range(DRILLS):
        path = chance.choice(entries(cache))
        before = path.read_bytes()
        if chance.random() < 0.5:
            flipped(path, chance.randrange(len(before)))
        else:
            cut(path, chance.randrange(len(before)))
        found, said = digest()
        assert found == right, path
        # What is a part of other entries is only read where those are compiled.
        assert re.fullmatch(r"(unburden: compiled code in .* is damaged .*\n)?", said), path
        noticed += bool(said)
    assert noticed
    assert digest() == (right, "")
