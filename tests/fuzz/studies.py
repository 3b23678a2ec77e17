"""A small study of each kind of experiment, and the same with a key set to something else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from experiments.config.compose import compose
from experiments.config.study import Study
from sim import Settings
from sim.settings.nested import grow, overlay

SMALL = (
    "territory.communities=1", "territory.workers=4", "territory.residents=100", "horizon_days=3",
    "warmup_days=0", "executor=serial",
)  # fmt: skip
FEW = {
    "ablation": ("package=[one_table,escalation_rights]", "replications=1"),
    "account": ("replications=1", "years=1", "horizon_days=250"),
    "calibrate": ("pool=100", "draws=100", "waves=1", "wanted=20", "horizon_days=250"),
    "compare": ("scenarios=[one_table]", "societies=reference", "replications=1"),
    "discover": ("societies=declared", "draws=100", "assumptions=[overlap]"),
    "levers": ("only=[one_table]", "replications=1"),
    "portfolio": (
        "package=[one_table,escalation_rights]",
        "societies=declared",
        "draws=20",
    ),
    "rules": ("themes=[rebound]", "replications=1"),
    "sensitivity": ("assumptions=[overlap,household_size]", "trajectories=4", "samples=128"),
    "sweep": ("replications=1",),
    "trace": ("scenarios=[one_table]", "day=1"),
    "uncertainty": (
        "scenarios=[one_table]",
        "societies=declared",
        "draws=20",
        "assumptions=[overlap]",
    ),
    "validate": ("societies=declared", "draws=20", "replications=2", "assumptions=[overlap]"),
    "verify": ("oracle=mmc", "replications=2"),
}


def small(experiment: str) -> tuple[str, ...]:
    """Words that make an experiment cost next to nothing."""
    society = () if experiment in ("export", "store", "verify") else SMALL
    few = FEW.get(experiment, ())
    given = {word.partition("=")[0] for word in few}
    return (
        f"experiment={experiment}",
        *(word for word in society if word.partition("=")[0] not in given),
        *few,
    )


@cache
def study(experiment: str) -> Study:
    """The study that these words make."""
    return compose(*small(experiment))


def changed(before: Study, path: str, value: Any) -> Study:
    """A study in which the user has set a key as well."""
    row = grow({path: value})
    if path.partition(".")[0] not in Settings.model_fields:
        return replace(before, options=overlay(before.options, row))
    return replace(
        before,
        society=overlay(before.society, row),
        overrides=overlay(before.overrides, row),
    )
