"""The societies in which claims are looked for: scenarios, places of the documents, years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from experiments.config import catalogue
from experiments.designs.documented_places import jiubasan
from experiments.designs.targets import cases
from sim.enums import YEAR_DAYS
from sim.evidence import Ledger
from sim.settings.trees import Tree, grow, overlay

CUTS = ("form_cuts", "certificate_cleanup", "inspection_control")
"""What one district tells of together: fewer forms, certificates and checks."""
YEARS = 3
SPANS = {"first evening": 1, "one year": YEAR_DAYS, "three years": YEARS * YEAR_DAYS}
ARMS: Mapping[str, Mapping[str, bool]] = {
    "nothing": {"signboard_removal": False, "admission_gate": False},
    "boards gone": {"signboard_removal": True, "admission_gate": False},
    "boards gone and a gate": {"signboard_removal": True, "admission_gate": True},
}


def societies(names: Iterable[str], ledger: Ledger) -> dict[str, Tree]:
    """Settings by case, beyond those of the study.

    A case is one of those of targets, one that is made here, or a scenario of its name.
    """
    made = cases(ledger) | _made(ledger)
    return {name: made[name] if name in made else catalogue.scenario(name)[1] for name in names}


def _made(ledger: Ledger) -> dict[str, Tree]:
    peak = float(ledger.value("fact:jiubasan_visits_before"))
    cuts: Tree = {}
    for name in CUTS:
        cuts = overlay(cuts, catalogue.scenario(name)[1])
    surveyed = {"levers.one_table.on": True, "levers.one_table.survey_minutes": 0.0}
    found = {
        "jiubasan before": grow(jiubasan(ledger, peak)),
        "one table, surveyed": grow(surveyed),
        "fewer forms, certificates, checks": cuts,
    }
    for arm, switches in ARMS.items():
        for span, horizon in SPANS.items():
            found[f"{arm}, {span}"] = _span(switches, horizon)
    return found


def _span(switches: Mapping[str, bool], horizon: int) -> Tree:
    """These levers from the first day, watched for so many days."""
    rows: dict[str, Any] = {"horizon_days": horizon}
    for name, on in switches.items():
        rows |= {f"levers.{name}.on": on, f"levers.{name}.start_day": 0}
    return grow(rows)
