"""The laboratory: plans runs of the model, fans them out, stores, compares and draws them."""

import unburden  # noqa: F401 - it says which packages are meant by `sim` and `experiments`
from unburden import system

if system.refused():
    raise ImportError(f"unburden {system.TOLD}")

from experiments.api import (
    ablation,
    account,
    calibrate,
    compare,
    discover,
    levers,
    portfolio,
    rules,
    sensitivity,
    store,
    sweep,
    uncertainty,
    validate,
)
from experiments.reporting.results import Results, load

__all__ = [
    "Results",
    "ablation",
    "account",
    "calibrate",
    "compare",
    "discover",
    "levers",
    "load",
    "portfolio",
    "rules",
    "sensitivity",
    "store",
    "sweep",
    "uncertainty",
    "validate",
]
