"""The list of lines to break is sound; `python -m tests.mutants` breaks them."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.mutants.copy import PARTS, ROOT, TESTS, Copy
from tests.mutants.mutant import KINDS, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda one: f"{one.file}: {one.breaks}")
def test_a_line_stands_once_and_is_broken_into_python(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text("utf-8")
    broken = mutant.broken(text)
    assert mutant.file.startswith("sim/")
    assert ast.dump(ast.parse(broken)) != ast.dump(ast.parse(text))
    assert len(broken.split("\n")) == len(text.split("\n"))


def test_there_are_twenty_or_more_of_all_kinds_all_over_the_model() -> None:
    kinds = Counter(one.kind for one in mutants())
    assert kinds.total() >= 20
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 4
    places = {Path(one.file).parent.name for one in mutants()}
    assert places == {
        "initialization", "kernels", "levers", "measures", "settings", "shocks", "sim",
    }  # fmt: skip
    assert len({(one.file, one.line) for one in mutants()}) == kinds.total()


def test_a_line_that_is_not_there_is_refused() -> None:
    gone = mutants()[0]._replace(line="    return True")
    with pytest.raises(ValueError, match="0 times 'return True'"):
        gone.broken((ROOT / gone.file).read_text("utf-8"))


def test_a_copy_is_broken_and_mended_while_the_checkout_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    copy, mutant = Copy(tmp_path), mutants()[0]
    place, before = copy.root / mutant.file, (ROOT / mutant.file).read_text("utf-8")
    monkeypatch.setattr(Copy, "test", lambda _: seen.append(place.read_text("utf-8")))
    copy.test_broken(mutant)
    assert seen == [mutant.broken(before)]
    assert place.read_text("utf-8") == before == (ROOT / mutant.file).read_text("utf-8")


def test_what_is_copied_and_run_is_there() -> None:
    assert [name for name in (*PARTS, *TESTS) if not (ROOT / name).exists()] == []
