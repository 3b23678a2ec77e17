"""The figures of an experiment: plotted from its results, and written into its output folder."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from inspect import getdoc
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from experiments.config import kinds, own_figures
from experiments.config.messages import say
from experiments.language import _
from experiments.reporting.results import Results
from experiments.reporting.style import save

FOLDER = "figures"
LONGEST = 60
NAME = re.compile(rf"\w{{1,{LONGEST}}}")
"""Of a figure among several."""


def write_figures(results: Results, folder: Path) -> list[Path]:
    """Plot every figure of an experiment and save each as `figures/NAME.png`; the paths, in order.

    Where a function of FIGURES returns several figures, their keys are the names of the files.
    Nothing is made where there is no figure.
    """
    experiment = results.manifest["experiment"]
    own = own_figures.of(experiment)
    paths: list[Path] = []
    for name, plot in kinds.figures(experiment).items():
        made: list[Path] = []
        try:
            # A name with $ in it is no formula; own figures may have formulas.
            with rc_context({} if name in own else {"text.parse_math": False}):
                for part, figure in _parts(name, plot(results), name in own).items():
                    path = folder / FOLDER / f"{part}.png"
                    if path in (*paths, *made):
                        raise ValueError(f"two figures are named {part}")
                    path.parent.mkdir(exist_ok=True)
                    made.append(path)
                    save(figure, path)
        except (Exception, SystemExit) as error:
            if name not in own or isinstance(error, OSError):
                raise
            # Of the user: tables and report of finished runs are not lost for it.
            for path in made:
                path.unlink(missing_ok=True)
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            say(f"figure {name} cannot be made and is left out: {reason}")
            continue
        paths += made
    return paths


def shown(results: Results, folder: Path) -> dict[str, str]:
    """The figures of an output folder as HTML by name, each with its docstring below it."""
    parts = {}
    hint = escape(_("Swipe the figure sideways to see all of it."))
    for name, plot in kinds.figures(results.manifest["experiment"]).items():
        path = folder / FOLDER / f"{name}.png"
        if path.is_file():
            caption = escape(_(" ".join((getdoc(plot) or name).split())))
            data = b64encode(path.read_bytes()).decode()
            parts[name] = (
                f'<figure><span class="quiet sideways">{hint}</span><div class="picture">'
                f'<img alt="{caption}" src="data:image/png;base64,{data}"></div>'
                f'<figcaption class="quiet">{caption}</figcaption></figure>'
            )
    return parts


def _parts(name: str, made: Any, own: bool) -> dict[str, Figure]:
    """What a function of figures returns, by the names of files.

    Raises TypeError for what is no figure; ValueError for what cannot name a file, of the user's
    own functions.
    """
    parts: dict[Any, Any] = {**made} if isinstance(made, Mapping) else {name: made}
    for part, figure in parts.items():
        if not isinstance(figure, Figure):
            raise TypeError(f"gives {type(figure).__name__}, not a Figure of Matplotlib")
        if own and not (isinstance(part, str) and NAME.fullmatch(part)):
            allowed = f"letters, digits and _, at most {LONGEST}"
            raise ValueError(f"gives a figure named {part!r}: {allowed}")
    return parts
