"""How results came about: everything needed to get them again."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from experiments.reports import basis
from experiments.reports.output import MAKER
from experiments.runs.execute import Outcome
from experiments.runs.run import Run
from experiments.words.study import Study
from sim.evidence import Ledger
from sim.settings import Settings
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
    settings: Mapping[str, Settings],
    ledger: Ledger,
    runs: Sequence[Run],
    outcome: Outcome,
    seconds: float,
) -> dict[str, Any]:
    """The manifest of a comparison, ready for JSON."""
    seeds = {run.replication: run.seed for run in runs}
    return {
        **head(study),
        "scenarios": list(settings),
        "replications": len(seeds),
        "seed": study.choices["seed"],
        "seeds": [seeds[replication] for replication in sorted(seeds)],
        "runs": {"planned": len(runs), "computed": outcome.computed, "reused": outcome.reused},
        "wall_seconds": round(seconds, 3),
        "settings": {name: json.loads(one.model_dump_json()) for name, one in settings.items()},
        "overrides": basis.overrides(settings, study.overrides),
        "evidence": basis.evidence(settings, ledger),
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
