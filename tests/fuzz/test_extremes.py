"""Every number of the settings at its extremes gives a run, or is refused in a line."""

from __future__ import annotations

import math
import sys
import warnings

import pytest

from sim import GovernanceModel, Settings, SettingsError
from sim.settings.nested import Tree, grow, overlay
from tests.long import LONG

EXTREMES = (
    0, 1, -1, 0.5, 1e-9, 5e-324, 0.001, 10, 1000, 1_000_000, 1e300, sys.float_info.max, 2**63,
    math.inf, -math.inf, math.nan,
)  # fmt: skip
SMALL = {
    "territory": {"communities": 1, "workers": 2, "residents": 60},
    "horizon_days": 2,
    "warmup_days": 1,
}
ON = {"levers": ("department_evaluation",), "shocks": ()}
"""Switched on beside whatever a setting belongs to: departments' effort depends on it."""


def numbers() -> list[str]:
    """Paths of all settings that are numbers, the days aside."""
    rows = Settings.read({}).provenance()
    return [
        row["path"]
        for row in rows
        if type(row["value"]) in (int, float) and not row["path"].endswith("_days")
    ]


PATHS = numbers()
FORMULAS = [path for path in PATHS if path.startswith("rules.assessment.")]
"""Some of these are exponents."""
TRIED = PATHS if LONG else [*PATHS[::100], *FORMULAS]


@pytest.mark.parametrize("path", TRIED)
def test_a_number_at_its_extremes_gives_a_run_or_is_refused(path: str, warm: None) -> None:
    part, _, below = path.partition(".")
    switches = [f"{part}.{below.split('.')[0]}.on"] if part in ON else []
    switches += [f"{kind}.{name}.on" for kind, names in ON.items() for name in names]
    base: Tree = overlay(SMALL, grow(dict.fromkeys(switches, True)))
    allowed = 0
    for value in EXTREMES:
        try:
            settings = Settings.read(overlay(base, grow({path: value})))
        except SettingsError:
            continue
        model = GovernanceModel(settings, rng=1)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a cast that overflows
            model.run()
        assert len(model.measures(by_community=False))
        allowed += 1
    assert allowed
