"""What was exported, on the terminal."""

from __future__ import annotations

from rich.text import Text

from experiments.config.messages import counted, say
from experiments.language import _
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console

COLUMNS = (
    Column("table"), Column("file"), Column("rows", "number"), Column("columns", "number"),
    Column("what it holds"),
)  # fmt: skip


def show(results: Results) -> None:
    """Print each table and its file; messages name those in another format, and what was lost."""
    files, instead = results.manifest["files"], results.manifest["instead"]
    book, table = results.codebook, Table(COLUMNS)
    heads = book[book["column"].isna()]
    counts = book.groupby("table")["column"].count()
    for name, rows, meaning in zip(heads["table"], heads["rows"], heads["meaning"], strict=True):
        table.add(name, files[name], f"{rows:,}", f"{counts[name]:,}", _(meaning))
    to = console()
    to.print(table.terminal())
    where = _("files  {folder}; the codebook there says what each column is")
    to.print(Text(where.format(folder=results.folder)))
    for name, reason in instead.items():
        say(f"table {name} {reason}: it is in {files[name]}")
    infinite = int(book["infinite"].sum())
    if infinite and results.manifest["format"] == "dta":
        numbers = counted(infinite, "infinite number")
        say(f"{numbers}, which Stata does not have: missing there, counted in the codebook")
