"""Levers and shocks that need a rule that is off, and what to add so that they can act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sim.levers import Lever
from sim.settings import Settings


def missing_rules(lever: Lever, settings: Settings) -> list[str]:
    """Paths of the rules that a lever acts through and that are off in these settings."""
    return [
        f"rules.{name}" for name in lever.facts.acts_through if not getattr(settings.rules, name).on
    ]


def rule_line(path: str, missing: Collection[str]) -> str:
    """One line for a lever or shock of that path whose rules are off."""
    added = " ".join(f"{rule}.on=true" for rule in missing)
    verb = "is" if len(missing) == 1 else "are"
    return f"{path} acts through {' and '.join(missing)}, which {verb} off: add {added}"


def rule_lines(settings: Mapping[str, Settings], varied: Collection[str] = ()) -> Iterator[str]:
    """A line for each lever or shock that is on in some scenario and whose rules are off there.

    `varied` are paths that have other values at other points: of their rules nothing is said.
    """
    from sim.coverage import switched_on  # loads NumPy, which help does without

    for scenario in settings.values():
        for path, lever in switched_on(scenario).items():
            missing = missing_rules(lever, scenario)
            if missing and not any(f"{rule}.on" in varied for rule in missing):
                yield rule_line(path, missing)
