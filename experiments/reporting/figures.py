"""The figures of an experiment: plotted from its results, and written into its output folder."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from inspect import getdoc
from pathlib import Path

from matplotlib.figure import Figure

from experiments.config import kinds, own_figures
from experiments.config.messages import say
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


def shown(results: Results, folder: Path) -> list[str]:
    """The figures of an output folder as HTML, each with the docstring of its function below it."""
    parts = []
    for name, plot in kinds.figures(results.manifest["experiment"]).items():
        path = folder / FOLDER / f"{name}.png"
        if path.is_file():
            caption = escape(" ".join((getdoc(plot) or name).split()))
            data = b64encode(path.read_bytes()).decode()
            parts.append(
                f'<figure><img alt="{caption}" src="data:image/png;base64,{data}">'
                f'<figcaption class="quiet">{caption}</figcaption></figure>'
            )
    return parts


def _plotted(results: Results) -> Iterator[tuple[str, Figure]]:
    """Figures by the names of their files, made one at a time."""
    experiment = results.manifest["experiment"]
    own = own_figures.of(experiment)
    for name, plot in kinds.figures(experiment).items():
        try:
            made = plot(results)
            parts = {name: made} if isinstance(made, Figure) else {**made}
            if wrong := [part for part in parts.values() if not isinstance(part, Figure)]:
                raise TypeError(f"gives {type(wrong[0]).__name__}, not a Figure of Matplotlib")
        except Exception as error:
            if name not in own:
                raise
            # Of the user: tables and report of finished runs are not lost for it.
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            say(f"figure {name} cannot be made and is left out: {reason}")
            continue
        yield from parts.items()
