"""The figures of an experiment: plotted from its results, and written into its output folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure

from experiments.config import kinds
from experiments.reporting.results import Results
from experiments.reporting.style import save

FOLDER = "figures"


def write_figures(results: Results, folder: Path) -> list[Path]:
    """Plot every figure of an experiment and save each as `figures/NAME.png`; the paths, in order.

    Where a function of FIGURES returns several figures, their keys are the names of the files.
    Nothing is made where there is no figure.
    """
    paths = []
    for name, figure in _plotted(results):
        path = folder / FOLDER / f"{name}.png"
        if path in paths:
            raise ValueError(f"two figures are named {name}")
        path.parent.mkdir(exist_ok=True)
        save(figure, path)
        paths.append(path)
    return paths


def _plotted(results: Results) -> Iterator[tuple[str, Figure]]:
    """Figures by the names of their files, made one at a time."""
    for name, plot in kinds.figures(results.manifest["experiment"]).items():
        made = plot(results)
        yield from ((name, made),) if isinstance(made, Figure) else made.items()
