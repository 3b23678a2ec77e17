"""Results of an experiment: the tidy frames and the manifest of its output folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial, update_wrapper
from html import escape
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.config import kinds
from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.reporting.frames import CSV, PARQUET, Frames, rows, tables
from experiments.runs.storage import inventory
from experiments.runs.storage.checksum import checksum
from experiments.runs.storage.inventory import CHECKSUMS, MANIFEST

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXPORTED = "exported_from"
"""The entry of a manifest that says of which folder its tables are copies."""


SHARED_TABLES = {
    "place": "What the file of a place states, what comes from the evidence instead, and what the "
    "baseline shows of each: median, and 5 to 95 % of societies.",
}
"""What tables hold that any experiment may leave."""


@dataclass(frozen=True, slots=True)
class Results:
    """The frames of one experiment by name, and its manifest.

    A frame is an attribute as well: `results.comparison` is `results.frames["comparison"]`. Large
    ones are read from the folder each time that they are asked for, and are not kept.
    `results.plot` has its figures. What two outputs say is computed once, and kept in `kept`.
    """

    folder: Path
    frames: Mapping[str, pd.DataFrame]
    manifest: dict[str, Any]
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def plot(self) -> Plots:
        """Functions that plot the figures of the experiment, by name."""
        return Plots(self)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name == "frames":
            raise AttributeError(name)
        if name not in self.frames:
            raise AttributeError(f"no frame {name!r}; there are {', '.join(self.frames)}")
        return self.frames[name]

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *self.frames})

    def __repr__(self) -> str:
        names = ", ".join(self._scenarios())
        seeds = self.manifest.get("replications", 0)
        try:
            frames = ", ".join(f"{name} ({rows(self.frames, name):,})" for name in self.frames)
        except InputError:
            frames = f"{', '.join(self.frames)}, not as the experiment left them"
        times = counted(seeds, "replication")
        if used := self.manifest.get("societies"):
            times = f"{counted(used['societies'], 'society', 'societies')}, {times} each"
        return f"Results({str(self.folder)!r}: {names}; {times}; frames {frames})"

    def _scenarios(self) -> list[str]:
        named = self.manifest.get("scenarios")
        return [str(name) for name in named] if isinstance(named, list | tuple) else []

    def _repr_html_(self) -> str:
        """Experiment, scenarios, replications, tables and figures, for a notebook."""
        heads = [("folder", self.folder), ("scenarios", ", ".join(self._scenarios()))]
        if used := self.manifest.get("societies"):
            heads.append(
                ("societies", f"{used['societies']:,} of {used['of']:,} in {used['file']}")
            )
        if seeds := self.manifest.get("replications"):
            heads.append(("replications", f"{seeds:,}"))
        if len(figures := self.plot):
            heads.append(("figures", ", ".join(f"results.plot.{name}()" for name in figures)))
        lines = "".join(_row(name, text) for name, text in heads if str(text))
        name = str(self.manifest.get("experiment", ""))
        held = {**(kinds.tables(name) if name in kinds.names() else {}), **SHARED_TABLES}
        tables = "".join(
            _row(key, _count(self.frames, key), held.get(key, "")) for key in self.frames
        )
        about = kinds.purpose(name) if name in kinds.names() else ""
        title = f"<p><b>{escape(name)}</b>: {escape(about)}</p>" if name else ""
        titles = "<tr><th>table</th><th>rows</th><th>what it holds</th></tr>"
        return f"{title}<table>{lines}</table><table>{titles}{tables}</table>"


@dataclass(frozen=True, slots=True)
class Plots:
    """The figures of an experiment: each is a function, as in `results.plot.hours_freed()`.

    It returns a Matplotlib figure to show, restyle or save, or several by name, such as one for
    each outcome.
    """

    _results: Results

    def _figures(self) -> Mapping[str, kinds.Plot]:
        name = str(self._results.manifest.get("experiment", ""))
        return kinds.figures(name) if name in kinds.names() else {}

    def __getattr__(self, name: str) -> Callable[[], Figure | Mapping[str, Figure]]:
        if name.startswith("_"):
            raise AttributeError(name)
        figures = self._figures()
        if name not in figures:
            available = ", ".join(figures) or "none of this experiment"
            raise AttributeError(f"no figure {name!r}; there are {available}")
        plot = partial(_made, figures[name], self._results)
        return update_wrapper(plot, figures[name], assigned=("__name__", "__doc__"), updated=())

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures())

    def __len__(self) -> int:
        return len(self._figures())

    def __dir__(self) -> list[str]:
        return sorted(self._figures())

    def __repr__(self) -> str:
        lines = [
            f"  {name}()  {_first_line(draw)}".rstrip() for name, draw in self._figures().items()
        ]
        return "\n".join(["Figures:", *lines]) if lines else "No figures."


def _made(plot: kinds.Plot, results: Results) -> Figure | Mapping[str, Figure]:
    """What a function plots, in fonts that have its characters."""
    from experiments.reporting import fonts

    made = plot(results)
    for figure in made.values() if isinstance(made, Mapping) else [made]:
        fonts.fit(figure)
    return made


def _first_line(function: object) -> str:
    return (getdoc(function) or "").partition("\n")[0]


def _row(*cells: object) -> str:
    return f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in cells)}</tr>"


def _count(frames: Mapping[str, pd.DataFrame], name: str) -> str:
    try:
        return f"{rows(frames, name):,}"
    except InputError:
        return "changed"


def write_manifest(manifest: dict[str, Any], folder: Path) -> None:
    """Write a manifest with the checksums of all files that lie there, and of itself.

    It comes last: what it does not know counts as the user's, and is never removed.
    """
    sums = inventory.checksums(folder)
    sums[MANIFEST] = inventory.digest(manifest)
    text = inventory.text({**manifest, CHECKSUMS: sums})
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def load(folder: str | Path) -> Results:
    """Read the output folder of an experiment, each frame with the types it had.

    All of it is of one command, even where another replaces the folder meanwhile. Raises InputError
    if the folder is not one, is damaged, or was left by an earlier version, whose tables in CSV
    alone do not say what is text and what is a number.
    """
    folder = Path(folder)
    while True:
        before = _which(folder)
        try:
            results = _load(folder)
        except (InputError, OSError):
            if _which(folder) == before:
                raise
        else:
            if _which(folder) == before:
                return results


def _which(folder: Path) -> tuple[int, int]:
    """An identity of a folder, which changes when another replaces it."""
    try:
        known = folder.stat()
    except OSError:
        return 0, 0
    return known.st_ino, known.st_ctime_ns


def _load(folder: Path) -> Results:
    manifest, sums = _manifest(folder)
    if original := manifest.get(EXPORTED):
        raise InputError("folder", folder, f"holds copies for other programs; {original} is read")
    files = {path.name: path for path in tables(folder)}
    listed = [name for name in sums if "/" not in name and name.endswith((CSV, PARQUET))]
    for name in dict.fromkeys((*listed, *files)):
        if name not in files or sums.get(name) != checksum(files[name]):
            raise InputError("folder", folder, f"{name} is not as the experiment left it")
    for path in files.values():
        if path.with_suffix(PARQUET).name not in files:
            message = f"an earlier version left {path.name} without the types of its columns"
            raise InputError("folder", folder, f"{message}; the same command makes them again")
    own = {name: sum_ for name, sum_ in sums.items() if "/" not in name}
    return Results(folder, Frames(folder, own), manifest)


def _manifest(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest, and the checksums of the files beside it."""
    try:
        return inventory.read(folder)
    except inventory.Unknown as error:
        raise InputError("folder", folder, str(error)) from None
