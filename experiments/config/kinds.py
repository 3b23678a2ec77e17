"""The kinds of experiment, found by their folders (see `experiments/kinds/__init__.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.config import own_figures
from experiments.config.errors import InputError
from experiments.language import use

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.config.options import Options
    from experiments.config.study import Study
    from experiments.reporting.results import Results

PACKAGE = "experiments.kinds"
FOLDER = Path(__file__).parents[1] / "kinds"
Plot = Callable[["Results"], "Figure | Mapping[str, Figure]"]
"""Makes one figure, or several by name (one for each outcome or scenario)."""


@cache
def names() -> tuple[str, ...]:
    """Names of all kinds of experiment, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/options.py")))


def purpose(name: str) -> str:
    """What an experiment asks: the first line of its folder's docstring."""
    return (getdoc(import_module(f"{PACKAGE}.{name}")) or "").partition("\n")[0]


def options(name: str) -> type[Options]:
    """The class of an experiment's options; its fields have defaults and descriptions."""
    kind: type[Options] = _attribute(name, "options", "OPTIONS")
    return kind


def tables(name: str) -> Mapping[str, str]:
    """What each table of an experiment's output folder holds, by its name."""
    descriptions: Mapping[str, str] = _attribute(name, "options", "TABLES")
    return descriptions


def figures(name: str) -> Mapping[str, Plot]:
    """Functions that plot an experiment's figures from its results, by name; the user's last."""
    if not (FOLDER / name / "figures.py").is_file():
        return own_figures.of(name)
    plots: Mapping[str, Plot] = _attribute(name, "figures", "FIGURES")
    return {**plots, **own_figures.of(name)}


def load(name: str) -> Callable[[Study], Results]:
    """The function that runs a study of an experiment; its imports take a second or more."""
    run_study: Callable[[Study], Results] = _attribute(name, "experiment", "run")
    return run_study


def run(study: Study) -> Results:
    """Run a study and leave its output folder. Raises as the experiment's `run` does."""
    with use(study.language):
        return load(study.experiment)(study)


def show(results: Results) -> None:
    """Print the summary of an experiment's results."""
    _attribute(results.manifest["experiment"], "summary", "show")(results)


def _attribute(name: str, file: str, attribute: str) -> Any:
    rules = "experiments/kinds/__init__.py says what a folder holds"
    path = f"experiments/kinds/{name}/{file}.py"
    try:
        module = import_module(f"{PACKAGE}.{name}.{file}")
    except ModuleNotFoundError as error:
        if error.name != f"{PACKAGE}.{name}.{file}":
            raise
        raise InputError("experiment", name, f"there is no {path}; {rules}") from None
    except SyntaxError as error:
        raise InputError("experiment", name, f"{path}: {error}") from None
    if not hasattr(module, attribute):
        raise InputError("experiment", name, f"{path} has no {attribute}; {rules}")
    return getattr(module, attribute)
