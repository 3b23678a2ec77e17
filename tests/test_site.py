"""The documentation site: its pages, links, diagrams and gallery, and that it builds by itself."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.pages import (
    chinese_words,
    command_line,
    gallery,
    language,
    levers,
    links,
    lists,
    measures,
    outside,
    settings,
)
from docs.pages.diagram import LINE, Arrow, Box
from docs.pages.diagrams import PLACE, diagrams, placed
from docs.pages.made import MADE
from experiments.cli import answer
from experiments.config import kinds
from experiments.config.options import experiment_fields
from experiments.runs.dry_run import rehearse
from sim.measures.registry import MEASURES
from tests.long import LONG
from tests.odd.levers import entries

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TARGET = re.compile(r"(?<!\\)\]\(([^)\s#]+)(?:#[^)]*)?\)")
ASSET = re.compile(
    r"(?:<(?:img|script|iframe|source)\b[^>]*\bsrc=|<link\b(?![^>]*canonical)[^>]*\bhref=|"
    r"!\[[^\]]*\]\(|\burl\(|@import\s)[\"']?(?:https?:)?//"
)
"""What a browser would fetch from elsewhere, in Markdown, HTML or CSS."""
CHARACTER = 6.6
"""Pixels that a character of a diagram takes at most, on average."""


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, and tags of Python in it as plain values."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


@cache
def config() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)
    return loaded


def in_nav(part: Any) -> Iterator[str]:
    """Pages of the navigation, in its order."""
    if isinstance(part, str):
        yield part
    else:
        for inner in part.values() if isinstance(part, dict) else part:
            yield from in_nav(inner)


@cache
def texts() -> dict[str, str]:
    """The text of every page, by its place on the site."""
    written = {path.relative_to(DOCS).as_posix(): path.read_text("utf-8")
               for path in DOCS.rglob("*.md")}  # fmt: skip
    made = {place: make() for place, make in MADE.items()}
    return {**written, **made, **{place: outside.text(place) for place in outside.OUTSIDE}}


def files() -> set[str]:
    """Everything on the site that a page may lead to."""
    assets = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*") if path.is_file()}
    return {*texts(), *assets}


def test_every_page_is_in_the_navigation_once() -> None:
    listed = [*in_nav(config()["nav"])]
    assert sorted(listed) == sorted(texts())


def test_no_page_is_written_that_code_makes_or_that_lies_elsewhere() -> None:
    assert not [place for place in (*MADE, *outside.OUTSIDE) if (DOCS / place).exists()]
    assert [path for path in outside.OUTSIDE.values() if not (ROOT / path).is_file()] == []


def test_links_of_pages_lead_somewhere() -> None:
    known = files()
    lost = []
    for place, text in texts().items():
        prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in TARGET.findall(links.followed(prose, place, known)):
            there = posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
            if ":" not in target and there not in known:
                lost.append((place, target))
    assert lost == []


def test_links_are_written_for_the_repository_and_followed_on_the_site() -> None:
    known = {"how-to/place.md", "reference/odd.md", "reference/guide.md"}
    text = (
        "See [places](../docs/how-to/place.md#limits), [a bench](../tests/bench/README.md)\n"
        "and `sim/ODD.md`.\n\n```\n[places](../docs/how-to/place.md)\n```\n"
    )
    assert links.followed(text, "reference/guide.md", known).splitlines() == [
        "See [places](../how-to/place.md#limits), a bench (`tests/bench/README.md`)",
        "and [`sim/ODD.md`](odd.md).",
        "",
        "```",
        "[places](../docs/how-to/place.md)",
        "```",
    ]


def test_a_link_that_leads_nowhere_is_not_hidden() -> None:
    assert links.followed("[x](nowhere.md)", "index.md", set()) == "[x](nowhere.md)"


def test_a_name_in_brackets_after_another_is_no_link() -> None:
    assert links.followed("Places [a] [b]", "index.md", set()) == r"Places \[a\] [b]"


def test_a_page_says_its_language() -> None:
    html = '<!doctype html>\n<html lang="en" class="no-js"><p>&lt;html lang="en"'
    assert language.tagged(html, "zh/index.md") == html.replace(
        '<html lang="en"', '<html lang="zh-CN"'
    )
    assert language.tagged(html, "how-to/index.md") == html


def test_tabs_of_a_chinese_page_are_in_chinese() -> None:
    tab = '<a href="../tutorial.html" class="md-tabs__link">\n  \n Tutorial\n\n</a>'
    assert language.tagged(tab, "zh/index.md") == tab.replace("Tutorial", "教程（英文）")
    assert language.tagged(tab, "tutorial.md") == tab
    tabs = [name for part in config()["nav"] for name in part]
    assert {*language.TABS["zh"]} == {*tabs} - {"中文"}


def test_the_search_finds_chinese_words_inside_a_phrase() -> None:
    assert chinese_words.words("<p>给<em>社区</em>减负之后，agent 不变。</p>").split() == [
        "社区", "减负之后", "负之后", "之后", "不变",
    ]  # fmt: skip
    sections = [{"title": "议事厅", "text": ""}, {"title": "Hall", "text": "residents meet"}]
    made = chinese_words.searchable({"config": {"fields": {"title": {}}}, "docs": sections})
    assert [*made["config"]["fields"]] == ["title", "words"]
    assert [section.get("words") for section in made["docs"]] == ["议事厅 事厅", None]


def test_lists_get_the_blank_lines_and_the_indents_that_they_need() -> None:
    text = "Three:\n- one\n  goes on\n  - inner\n- two\n\n  more\n\nafter\n| a |\n|---|\n"
    assert lists.spaced(text).splitlines() == [
        "Three:", "", "- one", "    goes on", "    - inner", "- two", "", "    more", "",
        "after", "", "| a |", "|---|",
    ]  # fmt: skip


def test_code_is_left_as_it_is() -> None:
    text = "A:\n\n```yaml\nlevers:\n  - one\n - two\n| x |\n```\n"
    assert lists.spaced(text) == text


def test_no_page_fetches_anything_from_elsewhere() -> None:
    written = {**texts(), "site.css": (DOCS / "assets" / "site.css").read_text("utf-8")}
    assert [place for place, text in written.items() if ASSET.search(text)] == []
    theme, extra = config()["theme"], config()["extra"]
    assert theme["font"] is False
    assert all("//" not in script and (DOCS / script).is_file() for script in extra["polyfills"])
    assert all((DOCS / sheet).is_file() for sheet in config()["extra_css"])


def test_pages_made_from_code_have_all_of_it() -> None:
    page = command_line.page()
    for name in kinds.names():
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert kinds.purpose(name) in section
        for option in experiment_fields(kinds.options(name)):
            assert f"| `{option}` |" in section, f"{name}: {option}"
    assert [name for name in MEASURES if f"| `{name}` |" not in measures.page()] == []
    page = levers.page()
    assert [one.name for one in entries() if f"Scenario `{one.name}`;" not in page] == []
    assert settings.unplaced() == []
    assert "| `obligations.overlap` |" in settings.page()


def test_every_diagram_is_shown_and_its_text_fits() -> None:
    shown = {name for text in texts().values() for name in PLACE.findall(text)}
    assert shown == set(diagrams())
    for name, diagram in diagrams().items():
        for part in diagram.parts:
            if isinstance(part, Box):
                longest = max(len(line) for line in part.lines) * CHARACTER
                assert longest <= part.width, f"{name}: {part.lines}"
                assert LINE * len(part.lines) <= part.height, f"{name}: {part.lines}"
            else:
                assert isinstance(part, Arrow)
                assert len(part.along) > 1


def test_a_diagram_stands_in_its_place() -> None:
    page = placed("before\n\n<!-- diagram: day -->\n\nafter")
    assert page.startswith('before\n\n<figure class="diagram">')
    assert "Respond" in page
    with pytest.raises(KeyError):
        placed("<!-- diagram: nothing -->")


def test_figures_of_the_gallery_are_there_and_small() -> None:
    kept = {shown.file for shown in gallery.SHOWN}
    assert kept == set(gallery.FOLDER.iterdir())
    sizes = [path.stat().st_size for path in kept]
    assert max(sizes) <= gallery.LARGEST
    assert sum(sizes) < 1_000_000
    for shown in gallery.SHOWN:
        assert shown.figure in kinds.figures(shown.experiment)


@pytest.mark.parametrize("command", sorted({shown.command for shown in gallery.SHOWN}))
def test_a_command_of_the_gallery_is_accepted_up_to_its_first_run(
    command: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (words,) = {tuple(one.words) for one in gallery.SHOWN if one.command == command}
    codes: list[int] = []
    rehearse(lambda: codes.append(answer([*words])))
    assert codes == [], capsys.readouterr().err


@pytest.mark.skipif(not LONG, reason="ten seconds and more: make test-long, make docs")
def test_the_site_builds_and_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    words = ["build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = [*tmp_path.rglob("*.html")]
    assert len(pages) > len(texts())
    assert [page for page in pages if ASSET.search(page.read_text("utf-8"))] == []
    assert (tmp_path / "search" / "search_index.js").is_file()
