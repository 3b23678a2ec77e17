"""Cache of compiled code on disk: checksummed entries in a folder that only the user can write.

An entry is unpickled, which can run any code. So an entry is not returned if its checksum differs,
or if another user could have written it. After any failure a line is printed and the code is
compiled again.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from sim.version import compiled_version

TEMPORARY_FOLDER = "UNBURDEN_COMPILED"
"""Environment variable: path of the temporary folder that a process made for its workers."""
WARNED = "UNBURDEN_COMPILED_WARNED"
"""Environment variable: set once a warning was printed, so that workers do not repeat it."""

CHECKSUM = 32
"""Bytes of the checksum, before the content of an entry."""
LARGEST = 1 << 28
"""Bytes of the largest file that is read; entries of the model have under a million."""
RUN = "sim.kernels.days.run_days."
"""Beginning of the name of the largest entry; what sets up and measures is compiled before it."""
KEPT = 5
"""Versions of the source whose compiled code is kept, in addition to those used within a day."""
DAY = 86400.0
VERSION = re.compile(r"[0-9a-f]{16}")
DRAFT = ".draft"

_sharing = False


class Damaged(Exception):
    """The content of an entry is not what was written."""


def load(name: str, key: bytes) -> bytes | None:
    """The content that was saved, or None. It never raises: a damaged entry is removed.

    Args:
        name: File name of the entry.
        key: Digest of all that the entry depends on, at most 64 bytes.
    """
    for folder in _folders():
        # A fault of the folder is reported when something is saved in it.
        with contextlib.suppress(OSError), _opened(folder) as place:
            _mark_used(place)
            try:
                return _read(place, name, key)
            except FileNotFoundError:
                continue
            except Damaged as error:
                _remove(place, name)
                _warn(f"compiled code in {folder} is damaged ({name}: {error}): compiling it again")
            except Exception as error:
                reason = _reason(error)
                _warn(f"compiled code in {folder} cannot be read ({name}: {reason}): compiling it")
    return None


def save(name: str, key: bytes, content: bytes) -> None:
    """Save content for later processes. It never raises: a failure prints a warning.

    Args:
        name: File name of the entry.
        key: Digest of all that the entry depends on, at most 64 bytes.
        content: Bytes that `load` returns for this name and key.
    """
    folder: Path | None = None
    try:
        folder = _own_folder()
        _write(folder, name, key, content)
        with contextlib.suppress(OSError):  # Other processes may prune as well.
            _prune(folder)
    except Exception as error:
        where = f" in {folder}" if folder else ""
        _warn(
            f"compiled code cannot be kept{where} ({_reason(error)}), and is compiled again, for "
            "about 25 s, by each command; set XDG_CACHE_HOME to a folder that only you can write"
        )
        with contextlib.suppress(Exception):
            if temporary := _temporary_folder(make=_sharing):
                _write(temporary, name, key, content)


def holds_code() -> bool:
    """Whether the cache has the code of a run, compiled from this source; else a run compiles it.

    It imports no compiler, and so does not know of other processors or libraries.
    """
    for folder in _folders():
        with contextlib.suppress(OSError), _opened(folder) as place:
            if any(name.startswith(RUN) for name in os.listdir(place)):  # noqa: PTH208 - a descriptor
                return True
    return False


def drop(name: str, error: Exception) -> None:
    """Remove an entry whose content cannot be used, and warn with the reason."""
    _warn(f"compiled code is damaged ({name}: {_reason(error)}): compiling it again")
    for folder in _folders():
        with contextlib.suppress(OSError), _opened(folder) as place:
            _remove(place, name)


def share() -> None:
    """Let worker processes use what this process compiles; call it before they start.

    If the user has no private folder, a temporary one is made. It is removed when this process
    ends.
    """
    global _sharing
    _sharing = True
    try:
        folder = _own_folder()
        _make(folder)
        with _opened(folder):
            pass
    except OSError:
        with contextlib.suppress(OSError):
            _temporary_folder(make=True)


def _folders() -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield _own_folder()
    if temporary := _temporary_folder():
        yield temporary


def _own_folder() -> Path:
    """The user's folder for code compiled from this source. Raises OSError if there is none."""
    if os.name != "posix":
        raise OSError("not on this system")
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        if not home.is_absolute():  # The XDG standard says to ignore it.
            home = Path.home() / ".cache"
    except RuntimeError:
        raise OSError("there is no home folder") from None
    if not home.is_absolute():
        raise OSError("HOME is not an absolute path")
    return home / "unburden" / compiled_version()


def _temporary_folder(make: bool = False) -> Path | None:
    """The temporary folder of this process, or of the process that started it."""
    if os.name != "posix":
        return None
    if TEMPORARY_FOLDER not in os.environ and make:
        folder = tempfile.mkdtemp(prefix="unburden-")
        os.environ[TEMPORARY_FOLDER] = folder
        atexit.register(_remove_temporary, folder, os.getpid())
    return Path(os.environ[TEMPORARY_FOLDER]) if TEMPORARY_FOLDER in os.environ else None


def _remove_temporary(folder: str, owner: int) -> None:
    if os.getpid() == owner:
        os.environ.pop(TEMPORARY_FOLDER, None)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """A descriptor of a private folder, which stays valid if its path changes. Raises OSError."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _check_private(os.fstat(place))
        yield place
    finally:
        os.close(place)


def _check_private(status: os.stat_result) -> None:
    if status.st_uid != os.geteuid():
        raise PermissionError("it belongs to another user")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError("other users can write it")


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(0o700, exist_ok=True)


def _read(place: int, name: str, key: bytes) -> bytes:
    """The content of an entry. Raises Damaged, OSError."""
    how = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    file = os.open(name, how, dir_fd=place)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise Damaged("not a file")
        _check_private(status)
        if status.st_size > LARGEST:
            raise Damaged("too large")
        with os.fdopen(file, "rb", closefd=False) as entry:
            whole = entry.read(LARGEST)
    finally:
        os.close(file)
    checksum, content = whole[:CHECKSUM], whole[CHECKSUM:]
    if checksum != _checksum(key, content):
        raise Damaged("its checksum differs")
    return content


def _write(folder: Path, name: str, key: bytes, content: bytes) -> None:
    """Write an entry to a draft, then rename it, so that no reader sees a partial entry."""
    _make(folder)
    draft = f".{name}.{secrets.token_hex(8)}{DRAFT}"
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with _opened(folder) as place:
        try:
            with os.fdopen(os.open(draft, how, 0o600, dir_fd=place), "wb") as entry:
                entry.write(_checksum(key, content))
                entry.write(content)
                entry.flush()
                os.fsync(entry.fileno())
            os.replace(draft, name, src_dir_fd=place, dst_dir_fd=place)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(draft, dir_fd=place)
            raise


def _checksum(key: bytes, content: bytes) -> bytes:
    return hashlib.blake2b(content, key=key, digest_size=CHECKSUM).digest()


def _remove(place: int, name: str) -> None:
    with contextlib.suppress(OSError):
        if stat.S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode):
            shutil.rmtree(name, dir_fd=place)
        else:
            os.unlink(name, dir_fd=place)


def _mark_used(place: int) -> None:
    with contextlib.suppress(OSError):
        if os.fstat(place).st_mtime < time.time() - DAY / 2:
            os.utime(place)


def _prune(folder: Path) -> None:
    """Remove drafts of killed processes, and versions that were not used for long."""
    old = time.time() - DAY
    for path in folder.glob(f".*{DRAFT}"):
        if path.lstat().st_mtime < old:
            path.unlink(missing_ok=True)
    versions = []
    for path in folder.parent.iterdir():
        status = path.lstat()
        own_folder = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
        if own_folder and VERSION.fullmatch(path.name):
            versions.append((status.st_mtime, path))
    for used, path in sorted(versions, reverse=True)[KEPT:]:
        if used < old:
            shutil.rmtree(path, ignore_errors=True)


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split()) or type(error).__name__


def _warn(line: str) -> None:
    """Print a warning, once for this process and those that it starts."""
    if WARNED not in os.environ:
        os.environ[WARNED] = "1"
        with tqdm.external_write_mode(file=sys.stderr):
            print(f"unburden: {line}", file=sys.stderr, flush=True)
