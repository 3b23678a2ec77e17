"""Version of the model and of its compiled code: hashes of the source.

Files that can be imported count: `*.py` whose path is made of identifiers; a link counts by its
target. A backup, an editor's lock file or a dangling link is no part of the model. Comments,
docstrings, blank lines and line ends do not count: they change no number.
"""

from __future__ import annotations

import functools
import hashlib
import re
import tokenize
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parent


COMPILED = (
    "arrays.py",
    "compiled_cache.py",
    "enums.py",
    "kernels",
    "policies.py",
    "records.py",
    "state.py",
    "streams.py",
)
"""All that compiled code is made from, and how it is stored; kernels import nothing else of sim."""

DOCUMENTING = ("", "b", "br", "r", "rb", "u")
"""Prefixes of a string that has no effect when it is a statement of its own."""

PIECE = re.compile(
    r"""
    (?P<string>(?P<prefix>[A-Za-z]{0,2})
        (?:\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
        | \"(?:\\.|[^\"\\\n])*\" | '(?:\\.|[^'\\\n])*'))
    | (?P<comment>\#[^\n]*)
    | (?P<end>\n)
    | (?P<other>[ \t\f]+ | \\. | [^\"'#\\\n]+ | .)
    """,
    re.DOTALL | re.VERBOSE,
)
END_OF_LINE = re.compile(r"[ \t\f]*(?:#[^\n]*)?(?:\n|\Z)")


class SourceError(Exception):
    """A source file of the model that cannot be read; one line."""


@functools.cache
def model_version() -> str:
    """Sixteen hex digits over every source file of the package, names included.

    Raises:
        SourceError: A source file cannot be read.
    """
    return _digest(PACKAGE.rglob("*.py"))


@functools.cache
def compiled_version() -> str:
    """As `model_version`, over what is compiled: other changes need no new compilation."""
    places = [PACKAGE / name for name in COMPILED]
    return _digest(path for place in places for path in (place, *place.rglob("*.py")))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for path in paths if _importable(path)):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(_code(path))
    return digest.hexdigest()


def _importable(path: Path) -> bool:
    names = path.relative_to(PACKAGE).with_suffix("").parts
    return path.suffix == ".py" and all(map(str.isidentifier, names)) and path.is_file()


@functools.cache
def _code(path: Path) -> bytes:
    """Digest of the statements of a source file. Raises SourceError."""
    try:
        try:
            with tokenize.open(path) as file:
                code = statements(file.read()).encode()
        except (SyntaxError, UnicodeError):  # It cannot be imported as it is.
            code = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    return hashlib.blake2b(code).digest()


def statements(source: str) -> str:
    """A source without comments, docstrings and blank lines.

    `tokenize` and `ast` would do, but take a second for the whole package and differ between
    versions of Python, between which the model's version must not.
    """
    lines: list[str] = []
    line: list[str] = []
    bare: list[str] = []
    depth = 0
    for piece in PIECE.finditer(source):
        kind, text = piece.lastgroup, piece[0]
        if kind == "end":
            lines.append("".join(line).rstrip(" \t\f"))
            line = []
        elif kind == "other":
            line.append(text)
            bare.append(text)
        elif kind == "string":
            if _alone(piece, line):
                depth += _opened("".join(bare))
                bare = []
                if depth == 0 and piece["prefix"].lower() in DOCUMENTING:
                    continue
            line.append(text)
    lines.append("".join(line).rstrip(" \t\f"))
    return "\n".join(filter(None, lines))


def _alone(piece: re.Match[str], before: list[str]) -> bool:
    """Whether a string is all of its line."""
    return not "".join(before).strip() and bool(END_OF_LINE.match(piece.string, piece.end()))


def _opened(text: str) -> int:
    """How many brackets are left open; those in strings are not in the text."""
    return sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
