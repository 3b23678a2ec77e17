"""A claim to the name of an output folder, held by commands of one identity while they run.

It is a locked hidden file beside the folder: a process that dies releases it, and the last removes
it. Two commands that would leave different results cannot hold one name. This takes a lock that
many hold and one may take alone, as `flock` has; filelock has an exclusive one.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

from experiments.runs.storage import folders

SUFFIX = ".unburden-claim"
OPENING = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
UNLOCKED = (errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What file systems answer that have no locks."""
TRIES, PAUSE = 100, 0.01
"""Other commands have the file alone while they write their identity."""
_held: ContextVar[list[Claim] | None] = ContextVar("held", default=None)


@contextlib.contextmanager
def releasing_claims() -> Iterator[None]:
    """Release at the end all claims that were taken inside, also after an error."""
    claims: list[Claim] = []
    token = _held.set(claims)
    try:
        yield
    finally:
        _held.reset(token)
        for claim in claims:
            claim.release()


class Claim:
    """Held from the start, with the folders that lead there; `take` makes one."""

    def __init__(self, path: Path, file: int | None, made: list[Path]) -> None:
        self._path, self._file, self.made = path, file, made
        claims = _held.get()
        if claims is not None:
            claims.append(self)

    def release(self) -> None:
        """Release the name; folders that were made for it are removed if they are empty."""
        if self._file is not None:
            _close(self._file, self._path)
            self._file = None
        folders.drop(self.made)
        self.made = []


def take(folder: Path, identity: str) -> Claim | None:
    """A claim to the name of this folder, or None while commands of another identity hold it.

    Where locks have no effect, names are not guarded. Raises OSError where nothing can be written.
    """
    path = folder.with_name(f".{folder.name}{SUFFIX}")
    tries = 0
    while True:
        made = folders.make(folder.parent)
        try:
            file = os.open(path, OPENING, 0o666)
        except OSError as error:
            folders.drop(made)
            tries += 1
            # Another command, which gave up, may have taken the folder along; /proc says it always.
            if not isinstance(error, FileNotFoundError) or tries >= TRIES:
                raise
            continue
        try:
            locked = _lock(file, path, identity.encode())
        except OSError as error:
            os.close(file)
            if error.errno not in UNLOCKED:
                folders.drop(made)
                raise
            path.unlink(missing_ok=True)
            return Claim(path, None, made)
        if locked:
            return Claim(path, file, made)
        lost = _is_at(file, path)
        _close(file, path)
        folders.drop(made)
        if lost:
            return None


def _lock(file: int, path: Path, identity: bytes) -> bool:
    """Whether the file is locked, is still the one at its path, and has this identity."""
    if not stat.S_ISREG(os.fstat(file).st_mode):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if _flock(file, fcntl.LOCK_EX) and _is_at(file, path):
        os.ftruncate(file, 0)
        os.pwrite(file, identity, 0)
    # Others may come in between, and write what they are: so it is read again.
    for _ in range(TRIES):
        if _flock(file, fcntl.LOCK_SH):
            break
        time.sleep(PAUSE)
    else:
        return False
    return _is_at(file, path) and os.pread(file, len(identity) + 1, 0) == identity


def _flock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(file: int, path: Path) -> bool:
    """Whether the open file is the one at the path."""
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except OSError:
        return False


def _close(file: int, path: Path) -> None:
    """Close it; the last to do so removes it."""
    with contextlib.suppress(OSError):
        if _flock(file, fcntl.LOCK_EX) and _is_at(file, path):
            path.unlink()
    os.close(file)
