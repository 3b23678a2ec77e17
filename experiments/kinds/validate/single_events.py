"""Numbers that documents report of a single event, and facts without a check."""

from __future__ import annotations

from pathlib import Path

from experiments.patterns.entries import entries
from experiments.patterns.targets import TARGETS, UNUSED, Target

SINGLE_EVENTS = entries(Path(__file__).with_suffix(".yaml"), Target)


def untestable() -> dict[str, str]:
    """Facts reported as reached without a check, and the reason."""
    checked = {target.evidence.removeprefix("fact:") for target in (*TARGETS, *SINGLE_EVENTS)}
    return {name: why for why, names in UNUSED.items() for name in names if name not in checked}
