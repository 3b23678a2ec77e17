"""The gallery: figures of small runs, each with the command that makes it.

`python -m docs.pages.gallery` runs the commands and writes the figures again (make gallery).
"""

from __future__ import annotations

import io
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import getdoc
from pathlib import Path

from experiments.config import kinds
from experiments.language import LANGUAGES, use

FOLDER = Path(__file__).parents[1] / "gallery"
WIDTH = 900
"""Pixels of a figure: as wide as a page shows it on a fine screen."""
COLOURS = 64
LARGEST = 70_000
"""Bytes that a figure of the gallery may have."""
HEAD = """\
# Gallery

Figures of small runs, each below the command that makes it. A command leaves all figures of its
experiment in `outputs/EXPERIMENT/figures`. These runs are of one community, and over few societies:
look at them for what the figures show, and not for results. `make gallery` makes all of them again.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of the gallery: the command, and which of its figures (and which of several)."""

    command: str
    figure: str
    part: str = ""

    @property
    def experiment(self) -> str:
        """The experiment of the command."""
        return self._keys.get("experiment", "compare")

    @property
    def language(self) -> str:
        """The language of the figure."""
        return self._keys.get("lang", LANGUAGES[0])

    @property
    def words(self) -> list[str]:
        """The arguments of the command."""
        return shlex.split(self.command)[1:]

    @property
    def file(self) -> Path:
        """Where the figure is kept."""
        ending = "" if self.language == LANGUAGES[0] else f"-{self.language}"
        return FOLDER / f"{self.experiment}-{self.figure.replace('_', '-')}{ending}.png"

    @property
    def _keys(self) -> dict[str, str]:
        return dict(word.partition("=")[::2] for word in self.words)


COMPARE = (
    "unburden territory=community societies=8 "
    "'scenarios=[signboard_removal,one_table,headline_package]'"
)
SHOWN = (
    Shown(COMPARE, "hours_freed"),
    Shown(COMPARE, "societies_ranked"),
    Shown(COMPARE, "flow_of_freed_hours"),
    Shown(COMPARE, "where_the_hours_go"),
    Shown(COMPARE, "time_spent_less"),
    Shown(COMPARE, "closing_curves"),
    Shown(COMPARE, "issue_resolution"),
    Shown(COMPARE, "fairness"),
    Shown(f"{COMPARE} lang=zh", "hours_freed"),
    Shown(
        "unburden experiment=sweep territory=community societies=8 "
        "'vary={levers.one_table.connected_share:[0.3,0.6,0.9],"
        "levers.one_table.old_form_share:[0,0.25,0.5]}' "
        "'outcomes=[hours_freed_per_worker_week]'",
        "change",
    ),
    Shown("unburden experiment=levers territory=community societies=8 replications=1", "levers"),
    Shown("unburden experiment=account territory=community societies=8", "account"),
    Shown(
        "unburden experiment=ablation territory=community societies=4 permutations=2 "
        "'outcomes=[hours_freed_per_worker_week]'",
        "ablation",
    ),
    Shown("unburden experiment=trace territory=community issue=dispute", "issue"),
    Shown("unburden experiment=trace territory=community issue=dispute", "day"),
)


def page() -> str:
    """The page: every figure that is kept, under its command."""
    parts, before, command = [HEAD], "", ""
    for shown in SHOWN:
        if shown.experiment != before:
            parts.append(f"## {shown.experiment}\n\n{kinds.purpose(shown.experiment)}")
            before = shown.experiment
        if shown.command != command:
            parts.append(f"```sh\n{shown.command}\n```")
            command = shown.command
        spoken = "" if shown.language == LANGUAGES[0] else ", in Chinese"
        title, file = shown.figure.replace("_", " ") + spoken, f"gallery/{shown.file.name}"
        picture = f'[![{title}]({file}){{.gallery loading="lazy"}}]({file})'
        parts += [f"### {title}", _caption(shown), picture]
    return "\n\n".join(parts) + "\n"


def _caption(shown: Shown) -> str:
    """What the figure's function says of it."""
    plot = kinds.figures(shown.experiment)[shown.figure]
    paragraphs = (getdoc(plot) or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def figures(folder: Path) -> Iterator[tuple[Shown, bytes]]:
    """Every figure as the bytes of a small PNG; the commands run in this folder."""
    from experiments.cli import answer
    from experiments.reporting.results import Results, load

    done: dict[str, Results] = {}
    for shown in SHOWN:
        if shown.command not in done:
            output = folder / str(len(done))
            words = [*shown.words, f"output={output}", f"store={folder / 'results'}"]
            if answer(words):
                raise RuntimeError(f"failed: {shown.command}")
            done[shown.command] = load(output)
        drawn = io.BytesIO()
        with use(shown.language):
            figure = getattr(done[shown.command].plot, shown.figure)()
            if isinstance(figure, Mapping):
                figure = figure[shown.part] if shown.part else next(iter(figure.values()))
            figure.savefig(drawn, dpi=WIDTH / figure.get_figwidth())
        yield shown, _compact(drawn)


def _compact(drawn: io.BytesIO) -> bytes:
    """The picture with as many colours as one byte names, which flat areas do not miss."""
    from PIL import Image

    small = io.BytesIO()
    picture = Image.open(drawn).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> None:
    """Run the commands, and write every figure. Exits with a line for one that is too large."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for shown, content in figures(Path(folder)):
            if len(content) > LARGEST:
                sys.exit(f"{shown.file.name}: {len(content):,} bytes, {LARGEST:,} are allowed")
            shown.file.write_bytes(content)
            print(shown.file.name, f"{len(content):,} bytes")


if __name__ == "__main__":
    main()
