"""The manifest of results: everything needed to reproduce them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from experiments.config import evidence_file, own_code
from experiments.config.societies import Societies
from experiments.config.study import Study
from experiments.reporting import provenance
from experiments.runs.environment import versions
from experiments.runs.plan import Plan
from experiments.runs.run import now
from experiments.runs.storage.identity import identity
from experiments.runs.storage.inventory import IDENTITY, MAKER
from sim.evidence import Ledger


def head(study: Study) -> dict[str, Any]:
    """The start of every manifest: program, experiment, command, time (UTC), versions."""
    return {
        "maker": MAKER,
        "experiment": study.experiment,
        "command": study.command,
        "code": own_code.record(),
        IDENTITY: identity(study),
        "created": now(),
        "versions": versions(),
        "evidence_file": evidence_file.record(study.ledger),
    }


def manifest(
    study: Study,
    plan: Plan,
    ledger: Ledger,
    runs: Mapping[str, int],
    societies: Societies | None = None,
) -> dict[str, Any]:
    """The manifest of an experiment, ready for JSON; settings are those of its first point."""
    settings = {name: plan.settings(name) for name in plan.scenarios}
    return {
        **head(study),
        "scenarios": list(settings),
        "points": int(plan.table["point"].nunique()),
        "impossible_points": list(plan.impossible),
        "replications": plan.replications,
        "seed": study.options["seed"],
        "seeds": plan.seeds,
        "runs": dict(runs),
        "settings": {
            name: json.loads(society.model_dump_json()) for name, society in settings.items()
        },
        "overrides": provenance.overrides(settings, study.overrides, study.place),
        "societies": None if societies is None else societies.record(),
        "evidence": provenance.evidence(
            settings, ledger, [str(name) for name in plan.design.points]
        ),
    }


def environments(origins: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Environments that runs were made under, with the number of runs, first and last time."""
    rows = pd.DataFrame(list(origins), columns=["environment", "made"])
    counted = rows.groupby("environment")["made"].agg(["size", "min", "max"])
    return [
        {**json.loads(str(made)), "runs": int(runs), "first": first, "last": last}
        for made, runs, first, last in counted.itertuples(name=None)
    ]
