"""The model's version, and the name of the cache of compiled code: hashes of source."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parent


COMPILED = ("kernels", "records.py", "state.py", "streams.py", "terms.py")
"""All that compiled code is made from; nothing else is imported there."""


@functools.cache
def model_version() -> str:
    """Sixteen hex digits over every Python file of the package, names included."""
    return _digest(PACKAGE.rglob("*.py"))


@functools.cache
def compiled_version() -> str:
    """As `model_version`, over what is compiled: other changes need no new compilation."""
    places = [PACKAGE / name for name in COMPILED]
    return _digest(path for place in places for path in (place, *place.rglob("*.py")))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for path in paths if path.suffix == ".py"):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compiled_cache() -> Path:
    """A writable folder for the compiled code of this source, outside the package."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for root in (home, Path(tempfile.gettempdir())):
        folder = root / "unburden" / compiled_version()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    raise OSError(f"no writable folder for compiled code: tried {home} and the temporary folder")
