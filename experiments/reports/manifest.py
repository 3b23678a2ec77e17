"""How results came about: everything needed to get them again."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from experiments.reports import basis
from experiments.runs.plan import Plan
from experiments.storage.output import MAKER
from experiments.words.calibration import Calibration
from experiments.words.study import Study
from sim.evidence import Ledger
from sim.version import model_version

PACKAGES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "hydra-core")


def head(study: Study) -> dict[str, Any]:
    """What every manifest has: who made it, the command, versions."""
    return {
        "maker": MAKER,
        "experiment": study.experiment,
        "command": study.command,
        "versions": versions(),
    }


def manifest(
    study: Study,
    plan: Plan,
    ledger: Ledger,
    runs: Mapping[str, int],
    calibration: Calibration | None = None,
) -> dict[str, Any]:
    """The manifest of an experiment, ready for JSON; settings are those of its first point."""
    settings = {name: plan.settings(name) for name in plan.scenarios}
    return {
        **head(study),
        "scenarios": list(settings),
        "points": int(plan.table["point"].nunique()),
        "impossible_points": list(plan.impossible),
        "replications": plan.replications,
        "seed": study.choices["seed"],
        "seeds": plan.seeds,
        "runs": dict(runs),
        "settings": {name: json.loads(one.model_dump_json()) for name, one in settings.items()},
        "overrides": basis.overrides(settings, study.overrides),
        "calibration": None if calibration is None else calibration.story(),
        "evidence": basis.evidence(settings, ledger, calibration),
    }


def versions() -> dict[str, str]:
    """Versions of the model, of this package, of Python and of what results could hang on."""
    found = {"model": model_version(), "unburden": _version("unburden")}
    found["python"] = platform.python_version()
    return found | {name: _version(name) for name in PACKAGES}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
