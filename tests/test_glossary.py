"""The glossary's words in Chinese are the words of the catalogue: one thing has one name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from experiments import texts

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| ([^|]+?) \(([^()|]*[\u4e00-\u9fff][^()|]*)\) \|", re.MULTILINE)
PLACEHOLDER = re.compile(r"\{[^}]*\}")
HELP = "^(Flags\n|Options of most experiments )"
"""Help pages with names of options, which are the same in every language."""
CITY_TABLE = "measures.parquet the column community"
SHORT = {"department": "部门"}
"""A word that texts shorten, as the glossary says."""
EXCEPT = {
    "community": ("Academy for community workers", CITY_TABLE),
    "street": (HELP, "street.order", "Street shops"),
    "district": ("business district",),
    "resident": (
        "residents of villages", "residents' opinions", "[Vv]isits to residents", "^vulnerable",
        "^residents/household$",
    ),
    "head": ("over the (community's )?head",),
    "lever": (HELP,),
    "obligation": ("pushing obligations down",),
    "society": ("reference\\s?society", "\\{members\\}"),
    "replication": (HELP,),
    "issue": (
        "community still issues", "no longer issue", "before it is issued", "major issues?",
        "may return an issue", "trips", "Trips",
        "completed whistle issues", "boards and their issues", "do with their issues",
        "hard issues through", "^issues/1000",
    ),
    "evidence": ("strong evidence", "weak evidence", "under evidence in manifest"),
    "department": ("Departments extend their service", "^department evaluation$"),
    "ensemble": ("\\(ensemble\\)",),
    "run": ("runs on data",),
}  # fmt: skip
"""Texts that have another word: where English has one word for two things, where a document has a
phrase of its own, as for the powers of streets and 日报, and names of options and columns."""
PINNED = (
    "assumption", "baseline", "community", "coverage", "deliberation hall", "department",
    "district", "ensemble", "evidence", "fact", "head", "horizon", "hurts", "issue",
    "joint-response group", "lever", "micro-grid", "Monte Carlo noise", "obligation", "outcome",
    "paid time", "plausible", "promise", "rebound", "replication", "resident", "run", "scenario",
    "shock", "signboard", "society", "street", "unused paid time", "upward work", "village",
    "whistle",
)  # fmt: skip


def glossary() -> dict[str, str]:
    """Terms of the glossary with their words in Chinese; rows of several terms in their order."""
    found: dict[str, str] = {}
    for terms, chinese in ROW.findall((ROOT / "docs/glossary.md").read_text("utf-8")):
        named, said = terms.split(", "), re.split("[、，]", chinese)
        if len(named) == len(said):
            found.update(zip(named, said, strict=True))
    return found


def pattern(term: str) -> re.Pattern[str]:
    """A term, or its plural, as a word of its own: no part of a path or of a longer name."""
    ending = f"{re.escape(term[:-1])}(y|ies)" if term.endswith("y") else f"{re.escape(term)}(s|es)?"
    return re.compile(rf"(?<![\w.=/-]){ending}(?![\w=]|-\w|\.\w)", re.IGNORECASE)


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """Texts without their placeholders, and their translations."""
    (folder,) = texts.folders()
    with (folder / "unburden.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="zh") if message.id]
    return {
        text: "".join(message.string or "")
        for message in messages
        for text in ([message.id] if isinstance(message.id, str) else message.id[:1])
    }


@pytest.mark.parametrize("term", PINNED)
def test_a_term_has_the_glossarys_word_wherever_it_is_said(
    term: str, shown: dict[str, str]
) -> None:
    word, wanted = pattern(term), SHORT.get(term, glossary()[term])
    said = {text: made for text, made in shown.items() if word.search(PLACEHOLDER.sub("", text))}
    assert said
    left_out = {text for text in said for each in EXCEPT.get(term, ()) if re.search(each, text)}
    assert [
        text for text, made in said.items() if wanted not in made and text not in left_out
    ] == []


def test_an_exception_is_one_still(shown: dict[str, str]) -> None:
    """An exception that no text needs any more goes."""
    idle = []
    for term, reasons in EXCEPT.items():
        wanted = SHORT.get(term, glossary()[term])
        idle += [
            (term, each)
            for each in reasons
            if not any(re.search(each, text) and wanted not in made for text, made in shown.items())
        ]
    assert idle == []


def test_sentences_have_chinese_punctuation_and_no_space_before_a_percent_sign(
    shown: dict[str, str],
) -> None:
    han = "[\u4e00-\u9fff]"
    narrow = re.compile(rf"{han}[,;:!?]|[,;:!?]{han}|\({han}|{han}\)")
    # [low, high] is an interval, as numbers have it, and [NAME,NAME] a list of the command line
    plain = {text: re.sub(r"\[[^\]]*\]|\$\{[^}]*\}", "", made) for text, made in shown.items()}
    assert [text for text, made in plain.items() if narrow.search(made)] == []
    assert [text for text, made in shown.items() if re.search(r"[\d}] %", made)] == []
