"""What a kind of experiment is, and how its parts are found: a folder, and names in its files.

A folder `experiments/kinds/NAME/` holds

- `__init__.py`: what the experiment asks, as the docstring; nothing is imported there;
- `options.py`: `OPTIONS`, the class of its options with defaults and descriptions, and `TABLES`,
  what each table of its output folder holds;
- `experiment.py`: `run(study)`, which does the runs and leaves the output folder;
- `summary.py`: `show(results)`, which prints what was found;
- `figures.py`: `FIGURES`, functions of the results that return a Matplotlib figure, by name;
- further files as it needs them, each with one noun.

The command line, the functions of `experiments.api`, help, defaults and `results.plot` are derived
from these. Nothing else has to be written to add an experiment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.config.options import Options
    from experiments.config.study import Study
    from experiments.reporting.results import Results

FOLDER = Path(__file__).parent
Drawing = Callable[["Results"], "Figure | Mapping[str, Figure]"]
"""Draws one figure, or several by name (one an outcome or scenario)."""


@cache
def names() -> tuple[str, ...]:
    """Names of all kinds of experiment, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/options.py")))


def purpose(name: str) -> str:
    """What an experiment asks: the first line of its folder's docstring."""
    return (getdoc(import_module(f"{__package__}.{name}")) or "").partition("\n")[0]


def options(name: str) -> type[Options]:
    """The class of an experiment's options; its fields have defaults and descriptions."""
    found: type[Options] = _part(name, "options", "OPTIONS")
    return found


def tables(name: str) -> Mapping[str, str]:
    """What each table of an experiment's output folder holds, by its name."""
    found: Mapping[str, str] = _part(name, "options", "TABLES")
    return found


def figures(name: str) -> Mapping[str, Drawing]:
    """Functions that draw an experiment's figures from its results, by name."""
    if not (FOLDER / name / "figures.py").is_file():
        return {}
    module = import_module(f"{__package__}.{name}.figures")
    found: Mapping[str, Drawing] = getattr(module, "FIGURES", {})
    return found


def run(study: Study) -> Results:
    """Run a study and leave its output folder. Raises as the experiment's `run` does."""
    found: Results = _part(study.experiment, "experiment", "run")(study)
    return found


def show(results: Results) -> None:
    """Print what an experiment found."""
    _part(results.manifest["experiment"], "summary", "show")(results)


def _part(name: str, file: str, part: str) -> Any:
    return getattr(import_module(f"{__package__}.{name}.{file}"), part)
