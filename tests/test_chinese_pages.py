"""The pages in Chinese: numbers are those of the English pages, and commands do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.cli import answer
from tests import test_readme
from tests.long import LONG
from tests.test_tutorial import FENCED, blocks, commands

ROOT = Path(__file__).parents[1]
INDEX, TUTORIAL = ROOT / "docs" / "zh" / "index.md", ROOT / "docs" / "zh" / "tutorial.md"
ENGLISH = (ROOT / "docs" / "tutorial.md", ROOT / "docs" / "how-to" / "place.md")
NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
TABLE, PLACE = "社区.csv", "本镇.yaml"
SHORT = ("horizon_days=10", "warmup_days=5", "executor=serial")


def numbers(text: str) -> set[str]:
    """Numbers in digits, without those of headings."""
    return {*NUMBER.findall(re.sub(r"^#.*$", "", text, flags=re.MULTILINE))}


def written(here: Path) -> None:
    """Write the files of a place that the tutorial shows."""
    for language, file in (("csv", TABLE), ("yaml", PLACE)):
        (text,) = (block for name, block in blocks(TUTORIAL) if name == language)
        (here / file).write_text(text, "utf-8")


def test_the_first_page_has_the_numbers_of_the_readme_and_no_others() -> None:
    readme = numbers((ROOT / "README.md").read_text("utf-8"))
    chinese = numbers(INDEX.read_text("utf-8"))
    assert chinese - readme == set()
    assert {"4.3", "2.0", "8.4", "36", "14", "58", "75", "62", "367", "325"} <= chinese


def test_the_tutorial_has_the_numbers_of_english_pages_or_of_what_it_prints() -> None:
    text = TUTORIAL.read_text("utf-8")
    printed = "".join(block for _, block in blocks(TUTORIAL))
    known = {number for page in ENGLISH for number in numbers(page.read_text("utf-8"))}
    assert numbers(FENCED.sub("", text)) - known - numbers(printed) == set()
    assert {"+2.31", "+4.49", "5.95]"} <= {*printed.split()}
    assert numbers(blocks_of("csv")) <= known


def blocks_of(language: str) -> str:
    """The text of all blocks in a language."""
    return "".join(block for name, block in blocks(TUTORIAL) if name == language)


@pytest.mark.parametrize("page", [INDEX, TUTORIAL])
def test_no_line_breaks_inside_a_paragraph(page: Path) -> None:
    """A break would be shown as a space between Chinese characters."""
    prose = FENCED.sub("", page.read_text("utf-8"))
    assert re.findall(r"[\u3000-\uffef]\n *[^\s#|*!`-].*", prose) == []
    assert re.findall(r".*[^|\n]\n {1,4}\S.*", prose) == []


def test_both_pages_ask_for_chinese_in_the_same_commands_as_the_english_ones() -> None:
    assert all("lang=zh" in words for words, _ in commands(TUTORIAL))
    english = {tuple(words) for words, _ in commands()}
    first = [word for word in commands(TUTORIAL)[0][0] if word != "lang=zh"]
    assert tuple(first) in english
    setting_up = {line for name, block in blocks() if name == "sh" for line in block.splitlines()}
    assert {*blocks_of("sh").splitlines()} - {"ls outputs"} <= setting_up


@pytest.mark.usefixtures("forgotten")
def test_the_tutorial_in_chinese_runs_in_its_order_over_a_small_society(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(here)
    for (_, *words), shown in commands(TUTORIAL):
        capsys.readouterr()
        if "experiment=evidence" not in words:
            own = f"territory={PLACE}" in words
            words = test_readme.made_small(words, {} if own else test_readme.SMALL)
            words += SHORT if own else ()
        assert answer(words) == 0, capsys.readouterr().err
        printed = " ".join(capsys.readouterr().out.split())
        for line in shown:
            if not NUMBER.search(line):
                assert " ".join(line.split()) in printed, line
    assert [path.name for path in sorted((here / "outputs").glob("compare*"))] == [
        "compare", "compare-2", "compare-3",
    ]  # fmt: skip


@pytest.mark.skipif(not LONG, reason="two minutes of runs as printed: make test-long")
@pytest.mark.usefixtures("forgotten")
def test_the_tutorial_in_chinese_prints_what_it_says(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(here)
    for (_, *words), shown in commands(TUTORIAL):
        assert answer(words) == 0, capsys.readouterr().err
        printed = " ".join(capsys.readouterr().out.split())
        for line in shown:
            assert " ".join(line.split()) in printed, line
