"""Tables: one renderer for the terminal, pages and CSV."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
from rich.console import Console

from experiments.language import use, wrapped
from experiments.reporting.table import INDENT, Cell, Column, Table, filled

COLUMNS = [Column("lever"), Column("hours, h", "number"), Column("why", "prose")]


def printed(table: Table, width: int = 80) -> list[str]:
    """Lines on a terminal of a width, as `console()` writes them."""
    text = io.StringIO()
    Console(file=text, width=width, markup=False, emoji=False).print(table.terminal())
    return [line.rstrip() for line in text.getvalue().rstrip().splitlines()]


class Cells(HTMLParser):
    """Tags and texts of a page, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts += [data.strip()] * bool(data.strip())


def rows_of(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.csv())))


def test_a_given_title_is_shown_as_it_is_in_every_language() -> None:
    """As the scenario `forms` of a user, whose name is a word of the catalogue."""
    table = Table([Column(""), Column("forms", "number"), Column("forms", "number", given=True)])
    table.section("open")
    table.add("a", 1, 2)
    table.section("unknown", given=True)
    table.add("b", 3, 4)
    with use("zh"):
        texts = Cells(table.html()).texts
        assert texts[:2] == ["报表", "forms"]
        assert {"未定", "unknown"} <= {*texts}
        assert [
            word
            for word in ("报表", "forms", "未定", "unknown")
            if word not in "".join(printed(table))
        ] == []


def test_sections_stand_above_their_rows_everywhere() -> None:
    table = Table(COLUMNS)
    table.section("digital")
    table.add("one table", 7.25, "less typing")
    table.add("pool", 1, "")
    table.section("rights")
    table.add("whistle", 1234567, None)
    lines = printed(table)
    assert [line.split()[0] for line in lines if line and "─" not in line] == [
        "lever", "digital", "one", "pool", "rights", "whistle",
    ]  # fmt: skip
    assert [line[1:4] for line in lines if "one table" in line or "digital" in line] == [
        "dig", "  o",
    ]  # fmt: skip
    page = Cells(table.html())
    assert [(tag, attrs["colspan"]) for tag, attrs in page.tags if "colspan" in attrs] == [
        ("th", "3"), ("th", "3"),
    ]  # fmt: skip
    assert page.texts[3:] == [
        "digital", "one table", "7.25", "less typing", "pool", "1",
        "rights", "whistle", "1,234,567",
    ]  # fmt: skip
    assert rows_of(table) == [
        ["section", "lever", "hours, h", "why"],
        ["digital", "one table", "7.25", "less typing"],
        ["digital", "pool", "1", ""],
        ["rights", "whistle", "1,234,567", ""],
    ]


def test_a_cell_has_lines_below() -> None:
    table = filled(COLUMNS, [("one table", Cell("7.2", "+0.5 ±0.1\n3 lack it"), "")])
    lines = printed(table)
    assert [line.split() for line in lines[-3:]] == [
        ["one", "table", "7.2"], ["+0.5", "±0.1"], ["3", "lack", "it"],
    ]  # fmt: skip
    ends = {len(line) for line in lines[-3:]}
    assert len(ends) == 1, "numbers are to the right"
    assert '7.2<span class="change">+0.5 ±0.1\n3 lack it</span>' in table.html()
    assert rows_of(table)[1][1] == "7.2; +0.5 ±0.1\n3 lack it"


@pytest.mark.parametrize("width", [40, 60, 132])
def test_wide_text_is_wrapped_and_no_character_of_it_is_lost(width: int) -> None:
    prose = "a sentence that goes on and on, with averyveryveryverylongwordthatmustbebroken in it"
    table = filled(COLUMNS, [("one table " * 4, 7.25, prose)])
    lines = printed(table, width)
    assert max(map(len, lines)) <= width
    shown = "".join("".join(lines).split())
    assert all(shown.count(letter) >= prose.count(letter) for letter in set(prose) - {" "})
    assert any("7.25" in line for line in lines)


def test_a_column_is_as_wide_as_it_may_be() -> None:
    columns = [Column("what is measured", "text", 12), Column("a title of numbers", "number", 8)]
    table = filled(columns, [("hours freed per worker-week", "12,345.6 ±1,234.5")])
    lines = printed(table)
    assert [line[1:13].rstrip() for line in lines[-4:]] == [
        "hours freed", "  per", "  worker-", "  week",
    ]  # fmt: skip
    assert any("12,345.6 ±1,234.5" in line for line in lines), "numbers are not cut"
    assert sum("title" in line or "numbers" in line for line in lines) == 2


@pytest.mark.parametrize(
    "text",
    [
        "freed of boards and their issues, workers solve issues of a community sooner",
        "摘除牌子及其任务之后，社工先行发现的问题更多，并且比报表减少之后更快解决",
    ],
)
@pytest.mark.parametrize("width", [44, 50, 57])
def test_a_text_that_has_less_room_than_its_column_allows_is_broken_once(
    text: str, width: int
) -> None:
    table = Table([Column("claim", "text", 46), *[Column("n", "number")] * 2])
    table.section("held out")
    table.add(Cell(text, text), "1,234.5 [1.0, 2.0]", 1)
    lines = [line.partition("1,234.5")[0].rstrip()[1:] for line in printed(table, width)]
    cell = lines[lines.index("held out") + 1 :]
    rooms = range(10, 46)
    assert any(cell == 2 * wrapped(text, room, INDENT, 2 * INDENT) for room in rooms), cell


def test_a_number_that_has_no_room_is_not_shown_as_a_smaller_one() -> None:
    lines = printed(filled([Column("n", "number")] * 3, [(123456789, 123456789, 123456789)]), 20)
    told = lines[-1].split()
    assert told
    assert all(cell.endswith("…") for cell in told)


def test_a_name_is_not_broken() -> None:
    columns = [Column("name", "name"), Column("what")]
    lines = printed(filled(columns, [("levers.one_table.coverage", "word " * 20)]), 50)
    assert any(line.startswith(" levers.one_table.coverage") for line in lines)


def test_an_empty_table_has_its_head() -> None:
    table = Table(COLUMNS, "levers")
    assert len(table) == 0
    assert any("lever" in line and "hours, h" in line for line in printed(table))
    assert "<tbody></tbody>" in table.html()
    assert rows_of(table) == [["lever", "hours, h", "why"]]


def test_without_titles_there_is_no_head() -> None:
    lines = printed(filled([Column(""), Column("")], [("grade", "exact")]))
    assert [line.split() for line in lines] == [["grade", "exact"]]


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="2 cells for 3 columns"):
        Table(COLUMNS).add("one table", 1)


def test_pages_show_characters_of_markup_as_they_are() -> None:
    bad = '<script>alert("1 & 2")</script>'
    table = Table([Column(bad)], bad, bad)
    table.section(bad)
    table.add(Cell(bad, bad))
    page = Cells(table.html())
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.texts == [bad] * 6


def test_names_that_look_like_markup_of_the_terminal_are_shown_as_they_are() -> None:
    name = "scenarios=[one_table] [red]x[/red] :smile:"
    table = Table([Column(name)], name, name)
    table.section(name)
    table.add(Cell(name, name))
    assert "\n".join(printed(table)).count(name) == 6


def test_a_spreadsheet_computes_nothing_of_a_table() -> None:
    columns = [Column("name"), Column("change", "number")]
    rows = rows_of(filled(columns, [("=1+1", "+0.5"), ("a", "−0.5")]))
    assert rows[1:] == [["'=1+1", "+0.5"], ["a", "−0.5"]]


def test_a_detail_stands_on_a_page_below_its_row_after_its_title() -> None:
    columns = [
        Column("lever"),
        Column("h", "number"),
        Column("why", "detail"),
        Column("x", "detail"),
    ]
    table = filled(columns, [("one table", 7.25, "`ask_once` & less", ""), ("pool", 1, "", "")])
    page = Cells(table.html(cards=True))
    heads = [tag for tag, _attributes in page.tags].count("th")
    assert heads == 2, "a detail has no column"
    assert page.texts[2:] == ["one table", "7.25", "why", "ask_once", "& less", "pool", "1"]
    below = [attributes for tag, attributes in page.tags if tag == "td" and "colspan" in attributes]
    assert below == [{"class": "more", "colspan": "2"}], "a row without details has no line below"
    assert rows_of(table)[1] == ["one table", "7.25", "`ask_once` & less", ""]
    assert any("ask_once" in line for line in printed(table))
