"""No sentence of the experiments is shown without being looked up in the catalogue.

This reads the code: a string of three or more English words that is put on the terminal, a page or
a figure has to go through `_`, or be marked for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import experiments
from experiments.texts import ARGUMENTS

HOME = Path(experiments.__file__).parent
WORD = re.compile(r"[(“'\"]*[A-Za-z][a-z'-]*[a-z][,.;:!?)”'\"]*")
FEW = 3
"""So many English words are a sentence; names, units and commands have fewer."""
LOOKED_UP = {"_", "marked", "translatable", "named", "phrase", "plural", "counted", "counting"}
"""Calls whose strings are in the catalogue."""
RENDERED = {name for name in ARGUMENTS if name not in LOOKED_UP}
"""Calls that translate what they are given, as long as it is written out (no f-string)."""
MESSAGES = {
    "InputError",
    "RunError",
    "SettingsError",
    "ValueError",
    "LookupError",
    "say",
    "announce",
}
"""What is said on stderr is in English."""
SHOWN = {
    "paragraph", "print", "print_text", "Text", "text", "annotate", "suptitle", "supxlabel",
    "supylabel", "legend", "set_title", "set_xlabel", "set_ylabel", "set_label", "set_label_text",
    "plot", "bar", "barh", "axhline", "axvline", "errorbar", "scatter", "stairs", "Patch", "Line2D",
}  # fmt: skip
"""Calls that put a string before a reader."""
PRESENTATION = {
    "documented_range", "effects", "entries", "figures", "gantt", "left_out", "notes", "page",
    "society_tables", "stages", "summary", "texts", "timeline",
}  # fmt: skip
"""Files in which every sentence is for a reader."""
NOT_YET: set[str] = set()
"""Files that still have sentences in English alone, under experiments/."""


def files() -> list[Path]:
    """The code of experiments and of what plots their figures."""
    panels = [
        HOME / "reporting" / f"{name}.py" for name in ("factor_maps", "factor_trends", "panels")
    ]
    return [*sorted((HOME / "kinds").rglob("*.py")), *panels]


def is_sentence(text: str) -> bool:
    """Whether a text has so many English words; names of files and columns are none."""
    return sum(bool(WORD.fullmatch(word)) for word in re.sub("<[^>]*>", " ", text).split()) >= FEW


def untranslated(tree: ast.AST, every: bool) -> Iterator[str]:
    """Sentences that reach a reader in English; `every` sentence, or those of SHOWN calls."""
    yield from _in(tree, every)


def _in(node: ast.AST, shown: bool) -> Iterator[str]:
    if isinstance(node, ast.Raise | ast.arg):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        if name in LOOKED_UP | MESSAGES:
            return
        keywords = [one.value for one in node.keywords if one.arg != "loc"]
        given = [*node.args, *keywords]
        if name in RENDERED:
            given = [each for each in given if not isinstance(each, ast.Constant)]
        for each in (node.func, *given):
            yield from _in(each, shown or name in SHOWN | RENDERED)
        return
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        if shown and is_sentence(text):
            yield text
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if shown and is_sentence(node.value):
            yield node.value
        return
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _in(child, shown)


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(HOME)))
def test_sentences_for_readers_are_looked_up_in_the_catalogue(path: Path) -> None:
    found = [*untranslated(ast.parse(path.read_text("utf-8")), path.stem in PRESENTATION)]
    if str(path.relative_to(HOME)) in NOT_YET:
        assert found, "all of it is translated: take it out of NOT_YET"
    else:
        assert found == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("paragraph('read this line')", ["read this line"]),
        ("paragraph(_('read this line'))", []),
        ("axes.set_title(f'{n} of the societies')", [" of the societies"]),
        ("axes.set_title('σ, h a week')", []),
        ("Table([Column('hours of a week')], 'one two three')", []),
        ("Table([], f'hours of all {n} weeks')", ["hours of all  weeks"]),
        ("axes.plot(x, label='share of all that fails')", ["share of all that fails"]),
        ("say('one file was left out')", []),
        ("to.print(joined([_('a b c'), 'so it is done']))", ["so it is done"]),
    ],
)
def test_a_sentence_in_english_alone_is_found(code: str, found: list[str]) -> None:
    assert [*untranslated(ast.parse(code), every=False)] == found


def test_constants_of_files_for_readers_are_checked_as_well() -> None:
    tree = ast.parse('NOTE = "so it is done"\nMARKED = marked("so it is done")\n')
    assert [*untranslated(tree, every=True)] == ["so it is done"]
    assert [*untranslated(tree, every=False)] == []
