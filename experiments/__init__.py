"""The laboratory: experiments on the model, their runs, tables, figures and reports.

Each experiment is a function of its name, such as `experiments.compare`; `load` reads what one left
in its output folder. A function is made when it is first used. `evaluate` is one run of the model
for other tools; `ranges`, `quantiles` and `plausible` give them the values of assumptions.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import unburden  # noqa: F401 - it says which packages are meant by `sim` and `experiments`
from unburden import system

if system.refused():
    raise ImportError(f"unburden {system.TOLD}")

from experiments import api

if TYPE_CHECKING:
    from experiments.api import *  # noqa: F403
    from experiments.designs.evaluation import evaluate
    from experiments.designs.plausible import plausible
    from experiments.designs.ranges import quantiles, ranges
    from experiments.reporting.results import Results, load

__all__ = ["Results", "evaluate", "load", "plausible", "quantiles", "ranges"]
_HOMES = {
    "Results": "reporting.results",
    "evaluate": "designs.evaluation",
    "load": "reporting.results",
    "plausible": "designs.plausible",
    "quantiles": "designs.ranges",
    "ranges": "designs.ranges",
}
__all__ += api.__all__


def __getattr__(name: str) -> Any:
    """Each name is imported when first used: a message of the command needs no pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"experiments.{_HOMES[name]}") if name in _HOMES else api
    return globals().setdefault(name, getattr(home, name))


def __dir__() -> list[str]:
    return sorted(__all__)
