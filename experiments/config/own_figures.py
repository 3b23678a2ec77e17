"""Figures of users: functions from results to a figure, registered by a decorator."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from experiments.config.errors import did_you_mean

Given = TypeVar("Given", bound=Callable[..., Any])
_OWN: dict[str, dict[str, Callable[..., Any]]] = {}


class FigureError(ValueError):
    """A figure that cannot be registered; one line."""


def figure(experiment: str) -> Callable[[Given], Given]:
    """Register the function that follows as a figure of an experiment.

    It takes `Results` and returns a Matplotlib figure, or several by name. It is written to the
    folder `figures` under its name, stands in the report with its docstring below it, and is
    `results.plot.NAME()`. A figure that cannot be made is left out, with one line that says why.

    Parameters:
        experiment: the name of an experiment, such as "compare".

    Raises:
        FigureError: There is no such experiment, or it has a figure of that name.

    Example:
        @figure(experiment="compare")
        def meetings(results):
            \"\"\"Hours in meetings by scenario.\"\"\"
            figure = Figure()
            ...
            return figure
    """
    from experiments.config import kinds

    if experiment not in kinds.names():
        close = did_you_mean(str(experiment), kinds.names())
        raise FigureError(f"figure: experiment={experiment!r}: no such experiment{close}")

    def register(function: Given) -> Given:
        name = getattr(function, "__name__", "")
        if not inspect.isfunction(function) or not name.isidentifier():
            raise FigureError(f"figure {name}: should be a function with a name")
        taken = kinds.figures(experiment).get(name)
        mine = _OWN.get(experiment, {}).get(name)
        if taken is not None and not (mine is not None and mine.__module__ == function.__module__):
            raise FigureError(f"figure {name}: {experiment} has a figure of this name; rename it")
        _OWN.setdefault(experiment, {})[name] = function
        return function

    return register


def of(experiment: str) -> Mapping[str, Callable[..., Any]]:
    """Figures of users for an experiment, by name."""
    return dict(_OWN.get(experiment, {}))


def names() -> list[str]:
    """Experiment and name of every registered figure."""
    return [f"{experiment}.{name}" for experiment, figures in _OWN.items() for name in figures]


def forget(experiment: str, name: str) -> None:
    """Take out a figure that was registered. Raises KeyError."""
    del _OWN[experiment][name]
