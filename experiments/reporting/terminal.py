"""Output on the terminal: its width, and the files of an experiment."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from experiments.language import LANGUAGES, _, breadth, fill, now, padded

WIDTH = 132


def console() -> Console:
    """Standard output; wide enough for the tables where it is not a terminal.

    Text is printed as it is: a folder may be named `outputs/compare,scenarios=[one_table]`.
    """
    width = None if sys.stdout.isatty() else WIDTH
    return Console(width=width, markup=False, emoji=False)


def print_text(to: Console, text: str, style: str = "") -> None:
    """Print a paragraph in lines of the width of the console.

    Chinese is broken between characters, and no line begins with its punctuation.
    """
    text = text if now() == LANGUAGES[0] else fill(text, to.width)
    to.print(Text(text, style=style))


def print_files(folder: Path, files: Mapping[str, str]) -> None:
    """A line for each file of an output folder: its label, and its path."""
    lines = [(_(label), folder / file) for label, file in files.items()]
    width = max(breadth(label) for label, path in lines)
    for label, path in lines:
        line = f"{padded(label, width)}  {path}"
        console().print(line, soft_wrap=True, highlight=False)
