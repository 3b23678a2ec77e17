"""The model's version depends on what the model's code says, and on nothing else."""

from __future__ import annotations

import ast
import importlib.util
import io
import os
import re
import shutil
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.cli import answer
from sim import version
from sim.version import SourceError, model_version, statements

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
OTHERS = ("python3.11", "python3.12", "python3.13")
BY_PATH = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("version", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.model_version(), module.compiled_version())
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the model's sources."""
    folder = tmp_path / "sim"
    shutil.copytree(ROOT / "sim", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def version_of(package: Path) -> str:
    """The version that a package finds itself to be, read anew."""
    spec = importlib.util.spec_from_file_location("another", package / "version.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.model_version())


def test_a_copy_is_the_same_version(package: Path) -> None:
    assert version_of(package) == model_version()


@pytest.mark.parametrize(
    "name", [".#model.py", "model~.py", "#model.py#", "model copy.py", "model.orig.py", ".model.py"]
)
def test_what_cannot_be_imported_does_not_count(name: str, package: Path) -> None:
    (package / name).write_text("MORE = 1")
    (package / "kernels" / name).symlink_to("someone@nowhere.1234")
    (package / f"folder{name}").mkdir()
    (package / f"folder{name}" / "inside.py").write_text("MORE = 1")
    assert version_of(package) == model_version()


def test_what_is_no_file_does_not_count(package: Path) -> None:
    os.mkfifo(package / "pipe.py")
    (package / "folder.py").mkdir()
    (package / "dangling.py").symlink_to("nowhere.py")
    (package / "loop.py").symlink_to("loop.py")
    assert version_of(package) == model_version()


def test_a_file_that_can_be_imported_counts_by_its_name_and_content(package: Path) -> None:
    found = {version_of(package)}
    for name in ("stray.py", "kernels/stray.py"):
        for text in ("", "MORE = 1", "MORE = 2"):
            (package / name).write_text(text)
            found.add(version_of(package))
    assert len(found) == 7


def test_a_link_counts_by_what_it_leads_to(package: Path, tmp_path: Path) -> None:
    for path in (package / "enums.py", package / "kernels" / "days.py"):
        target = tmp_path / f"elsewhere_{path.name}"
        path.rename(target)
        path.symlink_to(target)
    assert version_of(package) == model_version()
    target.write_text(target.read_text("utf-8") + "MORE = 1\n", "utf-8")
    assert version_of(package) != model_version()


def test_a_typo_that_is_mended_changes_no_version(package: Path) -> None:
    for path in (package / "enums.py", package / "kernels" / "days.py", package / "model.py"):
        text = re.sub(r'^( *""")(?=\S)', r"\1Said otherwise. ", path.read_text("utf-8"), flags=re.M)
        text = "# A remark.\n\n" + text.replace("\n\n\n", "\n\n\n\n# Another.\n")
        path.write_bytes(text.replace("\n", "\r\n").encode())
    assert version_of(package) == model_version()


@pytest.mark.parametrize(
    ("old", "new"),
    [("0.5", "0.6"), ("ROUNDS = 10", "ROUNDS = 1"), ('"cadence"', '"cadences"'), ("    ", "  ")],
)
def test_anything_else_changes_the_version(old: str, new: str, package: Path) -> None:
    path = package / "streams.py"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert version_of(package) != model_version()


@pytest.fixture
def unreadable(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A source file that gives an error to whoever reads it, root too."""
    path = package / "stray.py"
    path.symlink_to("/proc/self/mem")
    if not path.is_file():
        pytest.skip("takes Linux: a file in /proc that root cannot read")
    caches = (version.model_version, version.compiled_version, version._code)
    monkeypatch.setattr(version, "PACKAGE", package)
    for one in caches:
        one.cache_clear()
    yield path
    for one in caches:
        one.cache_clear()


def test_a_source_that_cannot_be_read_is_an_internal_error_in_a_line(
    unreadable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SourceError):
        version.model_version()
    assert answer(["--version"]) == 1
    line = f"unburden: internal error: {unreadable}: cannot be read: Input/output error\n"
    assert capsys.readouterr() == ("", line)


EXAMPLES: dict[str, tuple[str, str]] = {
    "a comment": ("x = 1  # one\n# two\ny = 2", "x = 1\ny = 2"),
    "a sign in a string": ("x = '# no'  # yes", "x = '# no'"),
    "an escaped quote": (r"x = 'it\'s # no'  # yes", r"x = 'it\'s # no'"),
    "a raw string": (r"x = r'\' + '# no'", r"x = r'\' + '"),
    "quotes in others": ("""x = "'" # '\ny = '"' # \"""", """x = "'"\ny = '"'"""),
    "a docstring": ('def f():\n    """Say #1.\n\n    More.\n    """\n    x', "def f():\n    x"),
    "a raw docstring": ('r"""Say."""\nx = 1', "x = 1"),
    "the docstring of an attribute": ('x = 1\n"""One."""\n', "x = 1"),
    "a text": ('x = """a\n\n  # b\n"""', 'x = """a\n\n  # b\n"""'),
    "a list of strings": ("x = [\n    'a',\n    'b'\n]", "x = [\n    'a',\n    'b'\n]"),
    "strings that are joined": ("x = (\n    'a'\n    'b'  # c\n)", "x = (\n    'a'\n    'b'\n)"),
    "a bracket in a string": ("x = '('\n'''Say.'''\ny = 1", "x = '('\ny = 1"),
    "a formatted string": ("f'{g()}'\nx = 1", "f'{g()}'\nx = 1"),
    "a string that goes on": ("'a'.join(x)\n'b', 1", "'a'.join(x)\n'b', 1"),
    "a line that goes on": ("x = \\\n'a'\n'b'", "x = \\\n'a'"),
    "a word before a quote": ("if x in'ab':\n    y = 1", "if x in'ab':\n    y = 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_statements_are_what_is_left(name: str) -> None:
    source, left = EXAMPLES[name]
    ast.parse(source)
    assert statements(source) == left


def by_the_parser(source: str) -> str:
    """The same by Python's own parser, which takes a second for all files."""
    lines = source.split("\n")
    cuts = [
        (piece.start, piece.end)
        for piece in tokenize.generate_tokens(io.StringIO(source).readline)
        if piece.type == tokenize.COMMENT
    ]
    nodes = list(ast.walk(ast.parse(source)))
    documents = [
        node.value
        for node in nodes
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
    inside: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr):
            last = node.end_lineno or node.lineno
            if node in documents:
                start = node.lineno, characters(lines[node.lineno - 1], node.col_offset)
                end = last, characters(lines[last - 1], node.end_col_offset or 0)
                cuts.append((start, end))
            else:
                inside |= set(range(node.lineno, last))
    for (first, left), (last, right) in sorted(cuts, reverse=True):
        lines[first - 1] = lines[first - 1][:left] + lines[last - 1][right:]
        lines[first:last] = [""] * (last - first)
    kept = [
        line.rstrip(" \t") if number not in inside else line
        for number, line in enumerate(lines, 1)
        if line.strip() or number in inside
    ]
    return "\n".join(kept)


def characters(line: str, octets: int) -> int:
    return len(line.encode()[:octets].decode())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_statements_are_those_of_the_parser(path: Path) -> None:
    source = path.read_text("utf-8")
    assert statements(source) == by_the_parser(source)


@pytest.mark.parametrize("interpreter", OTHERS)
def test_all_versions_of_python_agree(interpreter: str) -> None:
    found = shutil.which(interpreter)
    place = str(ROOT / "sim" / "version.py")
    done = found and subprocess.run([found, "-c", BY_PATH, place], capture_output=True, text=True)
    if not done or done.returncode:
        pytest.skip(f"takes a {interpreter} on the path, without packages")
    assert done.stdout.split() == [model_version(), version.compiled_version()]
