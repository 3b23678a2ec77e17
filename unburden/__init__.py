"""unburden: what is freed when burdens are taken off community workers, and where it goes.

`import unburden` gives every experiment (`unburden.compare(...)`), `unburden.load` for what one
left in its output folder, and the model (`unburden.GovernanceModel`, `unburden.City`,
`unburden.Settings`). `unburden.evaluate` is one run of the model as a function, for other tools;
`unburden.ranges`, `quantiles` and `plausible` give them the values of assumptions. Each name is
imported when it is first used: reading results loads no model.

For code of your own: `Lever`, `Place`, `lever`, `shock`, `declare` and the types of parameters
(`Share`, `Positive`, `NotNegative`, `Effort`), `Resource` and `Budget` for what a lever needs,
`measure`, `figure`. `with unburden.language("zh"):` shows texts and figures in Chinese.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from unburden.neighbours import HOME, install

if TYPE_CHECKING:
    from experiments import Results, api, evaluate, load, plausible, quantiles, ranges
    from experiments.api import *  # noqa: F403
    from experiments.config.own_figures import figure
    from experiments.language import use as language
    from experiments.reporting import plots
    from sim import City, GovernanceModel, Settings, SettingsError
    from sim.levers import Lever, Place, lever, shock
    from sim.levers.resources import Budget, Covered, Resource
    from sim.measures.own import measure
    from sim.measures.run_tables import RunTables
    from sim.parameters import Effort, NotNegative, Positive, Share, declare

    __version__: str

__all__ = [
    "Budget", "City", "Covered", "Effort", "GovernanceModel", "Lever", "NotNegative", "Place",
    "Positive", "Resource", "Results", "RunTables", "Settings", "SettingsError", "Share",
    "__version__", "declare", "evaluate", "figure", "language", "lever", "load", "measure",
    "plausible", "plots", "quantiles", "ranges", "shock",
]  # fmt: skip
if TYPE_CHECKING:
    __all__ += api.__all__
else:
    # The experiments, as `experiments.api` has them, without an import of it.
    _KINDS = HOME / "experiments" / "kinds"
    __all__ += sorted(path.parent.name for path in _KINDS.glob("*/options.py"))
_SOCIETY = dict.fromkeys(("City", "GovernanceModel", "Settings", "SettingsError"), "sim")
_OWN_CODE = {
    **dict.fromkeys(("Lever", "Place", "lever", "shock"), "sim.levers"),
    **dict.fromkeys(("Effort", "NotNegative", "Positive", "Share", "declare"), "sim.parameters"),
    **dict.fromkeys(("Budget", "Covered", "Resource"), "sim.levers.resources"),
    "RunTables": "sim.measures.run_tables",
    "measure": "sim.measures.own",
    "figure": "experiments.config.own_figures",
}
"""Names for code of users, and the modules that have them."""

install()


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(f"module 'unburden' has no attribute {name!r}")
    if name not in _OWN_CODE and _packages_with_code():
        # Code of users asks for the other names itself, while it is being imported.
        import_module("experiments.config.own_code").load_installed()
    if name == "plots":
        found = import_module("experiments.reporting.plots")
    elif name == "language":
        found = import_module("experiments.language").use
    else:
        home = {**_SOCIETY, **_OWN_CODE}.get(name, "experiments")
        found = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


@cache
def _packages_with_code() -> bool:
    """Whether an installed package has levers, measures or figures for this one."""
    from importlib.metadata import entry_points

    return bool(entry_points(group="unburden"))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("unburden")
    except PackageNotFoundError:
        return "not installed"
