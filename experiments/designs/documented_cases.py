"""Cases in which documented outcomes are simulated: scenarios, documented places, years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from experiments.config import catalogue
from experiments.config.catalogue import BASELINE
from experiments.config.study import Study
from experiments.designs.documented_places import jiubasan, wanghailou
from sim.enums import YEAR_DAYS
from sim.evidence import Ledger
from sim.settings.nested import Tree, grow, overlay

CUTS = ("form_cuts", "certificate_cleanup", "inspection_control")
"""What one district reports together: fewer forms, certificates and checks."""
SAFEGUARDS = ("admission_gate", "monitoring", "duty_list")
"""What one district reports together, to keep burdens off: approval, contact points, a list."""
YEARS = 3
SPANS = {"first evening": 1, "one year": YEAR_DAYS, "three years": YEARS * YEAR_DAYS}
ARMS: Mapping[str, Mapping[str, bool]] = {
    "nothing": dict.fromkeys(("signboard_removal", *SAFEGUARDS), False),
    "boards gone": {"signboard_removal": True, **dict.fromkeys(SAFEGUARDS, False)},
    "boards gone and safeguards": dict.fromkeys(("signboard_removal", *SAFEGUARDS), True),
}


def societies(names: Iterable[str], ledger: Ledger) -> dict[str, Tree]:
    """Settings by case, beyond those of the study.

    A case is one of those of targets, one of those of patterns, or a scenario of its name.
    """
    made = cases(ledger) | _pattern_cases(ledger)
    return {name: made[name] if name in made else catalogue.scenario(name)[1] for name in names}


def applied(cases: Mapping[str, Tree], study: Study) -> dict[str, Tree]:
    """Whole settings by case: those of the case first, then the user's, then the defaults."""
    society = overlay(study.society, study.overrides)
    return {name: overlay(society, tree) for name, tree in cases.items()}


def cases(ledger: Ledger) -> dict[str, Tree]:
    """Settings by case of targets, beyond those of the study; places have their own sizes.

    The pool at Wanghailou is open from the first day, as the document reports the time after its
    survey.
    """
    reform = {"levers.one_table.on": True, "levers.data_cockpit.on": True}
    surveyed = {"levers.one_table.survey_minutes": 0.0, "levers.data_cockpit.survey_minutes": 0.0}
    merchants = jiubasan(ledger, _merchant_rounds(ledger)) | {"levers.merchant_selfcheck.on": True}
    return {
        BASELINE: {},
        "wanghailou before": grow(wanghailou(ledger)),
        "wanghailou after": grow(wanghailou(ledger) | reform | surveyed),
        "jiubasan after": grow(merchants),
        "signboards after": grow({"levers.signboard_removal.on": True}),
    }


def _pattern_cases(ledger: Ledger) -> dict[str, Tree]:
    cuts: Tree = {}
    for name in CUTS:
        cuts = overlay(cuts, catalogue.scenario(name)[1])
    surveyed = {"levers.one_table.on": True, "levers.one_table.survey_minutes": 0.0}
    made = {
        "jiubasan before": grow(jiubasan(ledger, _merchant_rounds(ledger))),
        "one table, surveyed": grow(surveyed),
        "fewer forms, certificates, checks": cuts,
    }
    for arm, switches in ARMS.items():
        for span, horizon in SPANS.items():
            made[f"{arm}, {span}"] = _span(switches, horizon)
    return made


def _merchant_rounds(ledger: Ledger) -> float:
    """Rounds a week at Jiubasan before the reform."""
    return float(ledger.value("fact:jiubasan_visits_before"))


def _span(switches: Mapping[str, bool], horizon: int) -> Tree:
    """These levers from the first day, observed for so many days."""
    rows: dict[str, Any] = {"horizon_days": horizon}
    for name, on in switches.items():
        rows |= {f"levers.{name}.on": on, f"levers.{name}.start_day": 0}
    return grow(rows)
