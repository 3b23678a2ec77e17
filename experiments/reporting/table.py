"""Tables for readers: written once, shown on the terminal, in pages and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from io import StringIO
from typing import Literal, NamedTuple

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table as RichTable
from rich.text import Text

from experiments.language import _, breadth, wrapped
from experiments.reporting.frames import harmless
from experiments.reporting.page import coded

Kind = Literal["text", "name", "number", "prose", "detail"]
"""Text; a name, which is not broken; a number, to the right; prose, wide on a page; a detail, which
stands on a page in a line of its own below the row, after the title of its column."""
FOLDED = ("text", "prose", "detail")
"""Kinds whose words are broken on the terminal where they are longer than a line."""
INDENT = "  "
"""Before the first column below the heading of a section."""


class Cell(NamedTuple):
    """A cell with further lines below, such as a change below a level; `style` is of rich."""

    text: str
    below: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its kind, and its width in characters on the terminal.

    Titles, text and prose are wrapped at the width, or sooner where the terminal is too narrow
    for all columns; a name is cut there. Numbers are as wide as they are if there is room.

    A title that is `given` is the name of a scenario, which is in the language in use already.
    """

    title: str
    kind: Kind = "text"
    width: int | None = None
    given: bool = False

    @property
    def heading(self) -> str:
        """The title in the language in use."""
        return self.title if self.given else _(self.title)


@dataclass(slots=True)
class Table:
    """Rows under columns, in sections with a heading; `add` appends a row.

    Titles, headings of sections and the caption are shown in the language in use; CSV has them as
    they are written. Cells are texts that are translated already.

    Parameters: the columns; a title; a caption below. Without a single title of a column there is
    no head.

    >>> table = Table([Column("lever"), Column("hours", "number")])
    >>> table.add("one table", 7.4)
    >>> print(table.csv(), end="")
    lever,hours
    one table,7.4
    """

    columns: Sequence[Column]
    title: str = ""
    caption: str = ""
    _rows: list[tuple[str, list[Cell], str]] = field(default_factory=list, init=False)
    _section: str = field(default="", init=False)
    _given: set[str] = field(default_factory=set, init=False)

    def section(self, heading: str, given: bool = False) -> None:
        """Rows that follow are shown under this heading; if it is given, as it is."""
        self._section = heading
        if given:
            self._given.add(heading)

    def add(self, *cells: object, style: str = "") -> None:
        """Append a row; numbers are written as `number` does, None is an empty cell.

        Raises ValueError where there is not one cell a column.
        """
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells for {len(self.columns)} columns")
        self._rows.append((self._section, [_cell(value) for value in cells], style))

    def __len__(self) -> int:
        return len(self._rows)

    def _heading(self, section: str) -> str:
        return section if section in self._given else _(section)

    def terminal(self) -> RichTable:
        """The table for `console().print`."""
        headed = any(column.title for column in self.columns)
        shown = RichTable(
            box=box.SIMPLE_HEAD if headed else None,
            show_header=headed, pad_edge=False, padding=(0, 1, 0, 0),
            title=Text(_(self.title), style="bold") if self.title else None, title_justify="left",
            caption=Text(_(self.caption), style="dim") if self.caption else None,
            caption_justify="left",
        )  # fmt: skip
        for column in self.columns:
            shown.add_column(
                _terminal(Cell(column.heading), column, width=column.width),
                justify="right" if column.kind == "number" else "left",
                no_wrap=column.kind == "name",
                overflow="fold" if column.kind in FOLDED else "ellipsis",
                max_width=None if column.kind == "number" else column.width,
            )
        for section, rows in self._sections():
            if section:
                shown.add_row(
                    _terminal(Cell(self._heading(section), style="bold"), self.columns[0])
                )
            for cells, style in rows:
                texts = map(_terminal, cells, self.columns, self._indents(section))
                shown.add_row(*texts, style=style or None)
        return shown

    def html(self, cards: bool = False) -> str:
        """The table as HTML, in a box that scrolls.

        As cards a row is a card on a narrow screen, and cells have the titles of their columns.
        """
        abreast = [column for column in self.columns if column.kind != "detail"]
        detailed = len(abreast) < len(self.columns)
        head = "".join(
            f'<th class="{column.kind}">{escape(column.heading)}</th>' for column in abreast
        )
        body = []
        for section, rows in self._sections():
            if section:
                over = f'class="section" colspan="{len(abreast)}"'
                body.append(f"<tr><th {over}>{escape(self._heading(section))}</th></tr>")
            for cells, _style in rows:
                pairs = list(zip(cells, self.columns, strict=True))
                row = "".join(
                    _html(cell, column, column.heading if cards else "")
                    for cell, column in pairs
                    if column.kind != "detail"
                )
                below = "".join(_detail(cell, column) for cell, column in pairs)
                body.append(f'<tr class="led">{row}</tr>' if below else f"<tr>{row}</tr>")
                if below:
                    body.append(f'<tr><td class="more" colspan="{len(abreast)}">{below}</td></tr>')
        caption = f"<caption>{escape(_(self.title))}</caption>" if self.title else ""
        below = f'<p class="quiet">{escape(_(self.caption))}</p>' if self.caption else ""
        lines = "\n".join(body)
        kinds = " ".join(["cards"] * cards + ["detailed"] * detailed)
        kind = f' class="{kinds}"' if kinds else ""
        return (
            f'<div class="scroll"><table{kind}>{caption}<thead><tr>{head}</tr></thead>\n'
            f"<tbody>{lines}</tbody></table></div>{below}"
        )

    def csv(self) -> str:
        """The table as CSV; lower lines of a cell follow after a semicolon.

        Text that a spreadsheet could take for a formula is led by an apostrophe.
        """
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        named = any(section for section, _, _ in self._rows)
        titles = [harmless(" ".join(column.title.split())) for column in self.columns]
        writer.writerow(["section"] * named + titles)
        for section, cells, _style in self._rows:
            writer.writerow([harmless(section)] * named + list(map(_plain, cells, self.columns)))
        return text.getvalue()

    def _sections(self) -> Iterator[tuple[str, list[tuple[list[Cell], str]]]]:
        rows: list[tuple[list[Cell], str]] = []
        now = self._rows[0][0] if self._rows else ""
        for section, cells, style in self._rows:
            if section != now:
                yield now, rows
                now, rows = section, []
            rows.append((cells, style))
        yield now, rows

    def _indents(self, section: str) -> list[str]:
        indented = bool(section) and self.columns[0].kind != "number"
        return [INDENT * indented, *[""] * (len(self.columns) - 1)]


def number(value: object) -> str:
    """A value as text, numbers without needless digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def filled(
    columns: Sequence[Column], rows: Iterable[Sequence[object]], title: str = "", caption: str = ""
) -> Table:
    """A table of rows that are there already."""
    table = Table(columns, title, caption)
    for row in rows:
        table.add(*row)
    return table


def _cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell("" if value is None else number(value))


@dataclass(frozen=True, slots=True)
class _Lines:
    """A cell on the terminal, which is broken into lines once the width of its column is known.

    The table asks each cell how wide it would be, shares out the terminal, and has it rendered in
    what is left. A cell that was broken before would be broken once more, into ragged lines.

    Parameters: the cell; the width of its column, None for all that there is; its indent; whether
    words that are longer than a line are broken.
    """

    cell: Cell
    width: int | None
    indent: str
    folded: bool

    def __rich_measure__(self, to: Console, options: ConsoleOptions) -> Measurement:
        lines = self._lines(options.max_width).plain.split("\n")
        return Measurement(1, max(map(breadth, lines))).with_maximum(options.max_width)

    def __rich_console__(self, to: Console, options: ConsoleOptions) -> RenderResult:
        yield self._lines(options.max_width)

    def _lines(self, room: int) -> Text:
        return _text(self.cell, min(self.width or room, room), self.indent, self.folded)


def _terminal(
    cell: Cell, column: Column, indent: str = "", width: int | None = None
) -> _Lines | Text:
    """A cell for the terminal; a name is not broken, and cut by the table."""
    if column.kind == "name":
        return _text(cell, width, indent)
    if column.kind != "number":
        width = column.width
    return _Lines(cell, width, indent, folded=column.kind != "number")


def _text(cell: Cell, width: int | None, indent: str, folded: bool = True) -> Text:
    """A cell with what is below, in lines of a width; of one line each without a width."""
    text, below = (
        _wrapped(part, width, indent, folded) if part else "" for part in (cell.text, cell.below)
    )
    return Text.assemble((text, cell.style), ("\n" + below if below else "", "dim"))


def _wrapped(text: str, width: int | None, indent: str, folded: bool) -> str:
    """Each line of a text, indented, and where it is longer than the width, broken."""
    lines: list[str] = []
    for line in text.split("\n"):
        if width and breadth(indent + line) > width:
            lines += wrapped(line, width, indent, indent + INDENT, break_long_words=folded)
        else:
            lines.append(indent + line)
    return "\n".join(lines)


def _plain(cell: Cell, column: Column) -> str:
    text = "; ".join(filter(None, (cell.text, cell.below)))
    return text if column.kind == "number" else harmless(text)


def _html(cell: Cell, column: Column, label: str) -> str:
    below = f'<span class="change">{escape(cell.below)}</span>' if cell.below else ""
    text = f"{escape(cell.text)}{below}"
    if label:
        return f'<td class="{column.kind}" data-label="{escape(label)}"><span>{text}</span></td>'
    return f'<td class="{column.kind}">{text}</td>'


def _detail(cell: Cell, column: Column) -> str:
    """A line below a row; nothing for an empty cell, or a column of another kind."""
    text = "\n".join(filter(None, (cell.text, cell.below)))
    if column.kind != "detail" or not text:
        return ""
    lines = "<br>".join(map(coded, text.split("\n")))
    return f"<span><b>{escape(column.heading)}</b> {lines}</span> "
