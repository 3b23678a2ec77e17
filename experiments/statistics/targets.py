"""Documented outcomes that the model can be held against, and what of a run answers to each.

A target is a number of the evidence: a fact that a document tells as reached, or what the
literature of an assumption reports of an outcome. Some are fitted, the others held back to see
whether what was fitted tells anything else rightly. What no run answers to stands in `UNUSED`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from experiments.words.outcomes import Outcome
from experiments.words.places import jiubasan, wanghailou
from experiments.words.trees import Tree, grow
from sim.evidence import Fact, Ledger
from sim.settings import Settings
from sim.terms import YEAR_DAYS

Role = Literal["fit", "held back"]
FIT: Role = "fit"
HELD_BACK: Role = "held back"
BASELINE = "baseline"
OBSERVATION = {"exact": 0.0, "bound": 0.05, "approximate": 0.1, "literature": 0.1}
"""Standard error of a documented number as a share of it, by the grade of its evidence."""
COMMUNITY = "a community and year"
RESIDENTS = "1,000 residents and year"


@dataclass(frozen=True, slots=True)
class Target:
    """A documented number, and the outcome of a case (against another) that answers to it.

    `change` says whether it is the outcome's level, what it fell by against the other case, or by
    which share of it. Literature has its range here, as `printed` in the reasons of the assumption
    that it stands with; facts have theirs from the ledger.
    """

    name: str
    role: Role
    evidence: str
    meaning: str
    unit: str
    why: str
    outcome: Outcome
    case: str
    against: str = ""
    change: Literal["level", "fall", "share"] = "level"
    per: str = ""
    factor: float = 1.0
    printed: str = ""
    low: float = -np.inf
    high: float = np.inf

    @property
    def cases(self) -> tuple[str, ...]:
        """Those that have to be run for it."""
        return (self.case, self.against) if self.against else (self.case,)

    def range(self, ledger: Ledger) -> tuple[float, float]:
        """What is documented, from low to high; open at one end for a bound."""
        entry = ledger.entry(self.evidence)
        if not isinstance(entry, Fact):
            return self.low, self.high
        value = float(entry.value)
        low = -np.inf if entry.bound == "upper" else value
        return low, np.inf if entry.bound == "lower" else value

    def place(self, ledger: Ledger) -> str:
        """Whose number it is."""
        entry = ledger.entry(self.evidence)
        return entry.subject if isinstance(entry, Fact) else "; ".join(entry.sources)

    def variance(self, ledger: Ledger, discrepancy: float) -> float:
        """Of observation and discrepancy together; the latter as a share of what is documented."""
        ends = [end for end in self.range(ledger) if np.isfinite(end)]
        size = float(np.mean(np.abs(ends)))
        error = OBSERVATION[ledger.entry(self.evidence).grade] * size
        return error**2 + (discrepancy * size) ** 2


TARGETS = (
    Target(
        "reporting_cut", FIT, "fact:wanghailou_reporting_time_cut",
        "time saved on platforms and forms at the desk", "share",
        "the one effect on burden that a document puts a number to; one place, told as a success",
        Outcome("reporting_desk"), "wanghailou after", "wanghailou before", "share",
    ),
    Target(
        "forms_due", FIT, "assume:cadence_weekly",
        "forms due", COMMUNITY,
        "counted in a town elsewhere, which hands most of its forms down",
        Outcome("forms_due"), BASELINE, per=COMMUNITY,
        printed="1,337 to 1,377", low=1337, high=1377,
    ),
    Target(
        "traces", FIT, "assume:log_minutes",
        "time for traces of work", "hours per worker-week",
        "the upper end of what is reported; two hours of each of five days",
        Outcome("hours_per_worker_week", "traces"), BASELINE,
        printed="two hours a day of such traces is the upper end", high=10,
    ),
    Target(
        "disputes", FIT, "assume:dispute_rate",
        "disputes reported", RESIDENTS,
        "mediations of several cities, for disputes that come to a community's ears",
        Outcome("issues_raised", "dispute"), BASELINE, per=RESIDENTS,
        printed="8.5 to 19 per 1,000", low=8.5, high=19,
    ),
    Target(
        "overtime", HELD_BACK, "assume:overtime_cap_minutes",
        "overtime", "hours per worker-week",
        "if 44 in 100 have an hour or more on each of five days the mean is 2.2 at least; 45 "
        "answers, and fifteen years old",
        Outcome("overtime_hours_per_worker_week"), BASELINE,
        printed="44 % worked nine hours or more", low=2.2,
    ),
    Target(
        "merchant_rounds", HELD_BACK, "fact:jiubasan_visits_after",
        "rounds to merchants after self-check", "rounds a week",
        "the lever sets it for merchants who check themselves, so it cannot be fitted; the others "
        "are visited as before",
        Outcome("merchant_rounds"), "jiubasan after",
    ),
    Target(
        "boards_removed", HELD_BACK, "fact:cuiyunli_boards_removed",
        "boards that are gone after a year", "boards a community",
        "the lever keeps as many as this place kept, so it cannot be fitted; boards may come back",
        Outcome("duties", "boards"), "signboards after", BASELINE, "fall",
    ),
)  # fmt: skip

UNUSED: Mapping[str, tuple[str, ...]] = {
    "no period is told, or nothing to relate it to": (
        "dongfengli_hall_issues", "dongfengli_elder_problems_solved", "heyuan_livelihood_cases",
        "heping_platform_issues_resolved", "heping_visit_problems_solved",
        "heping_pairing_problems_solved", "heping_micro_wishes", "hedong_station_problems_solved",
        "hedong_direct_problems_solved", "hedong_escalated_problems_solved",
        "fuminlu_volunteer_events",
    ),
    "a total of a district, of unlike counts": (
        "hedong_external_boards_cleared", "hedong_internal_boards_cleared",
        "wuqing_boards_cleared", "ninghe_boards_removed", "wuqing_certificates_cut",
        "ninghe_village_certificates_cut",
    ),
    "boards outside only, or no count before": (
        "huajing_boards_kept", "huajing_marks_kept", "yunhe_boards_kept", "yunhe_marks_kept",
    ),
    "no run counts this": (
        "gangyunli_parking_added", "fuliyuan_handrails", "wenhuacun_tower_advance_funds",
        "jiuhe_fair_income", "yunhe_certificates_left", "chaoyangli_activities_per_year",
        "wanghailou_entry_to_table_minutes", "tiedonglu_consult_minutes", "tj_one_table_districts",
    ),
    "a single case; its delay is what the lever is set to": (
        "dongsheng_mediation_rounds", "dongsheng_escalation_delay",
    ),
    "registered is not active": ("chaoyangli_volunteer_share",),
    "of a place of unknown size, grown over sixteen years": (
        "haiheyuan_active_residents", "haiheyuan_volunteer_teams", "haiheyuan_team_founded",
        "haiheyuan_volunteers_start", "haiheyuan_volunteers_now", "haiheyuan_patrol_weekly",
        "haiheyuan_maintenance_monthly", "haiheyuan_cleanup_quarterly",
    ),
    "of a police station; more mediation or more disputes": (
        "beihuaidian_disputes_mediated", "beihuaidian_dispute_growth",
    ),
}  # fmt: skip
"""Other facts told as reached, by why they are no targets."""


def cases(ledger: Ledger) -> dict[str, Tree]:
    """Settings by case, beyond those of the study; places of the documents have their own sizes.

    The pool at Wanghailou is open from the first day, as the document tells of the time after its
    survey.
    """
    reform = {"levers.one_table.on": True, "levers.data_cockpit.on": True}
    surveyed = {"levers.one_table.survey_minutes": 0.0, "levers.data_cockpit.survey_minutes": 0.0}
    peak = float(ledger.value("fact:jiubasan_visits_before"))
    merchants = jiubasan(ledger, peak) | {"levers.merchant_selfcheck.on": True}
    return {
        BASELINE: {},
        "wanghailou before": grow(wanghailou(ledger)),
        "wanghailou after": grow(wanghailou(ledger) | reform | surveyed),
        "jiubasan after": grow(merchants),
        "signboards after": grow({"levers.signboard_removal.on": True}),
    }


def documented(targets: Sequence[Target], ledger: Ledger, discrepancy: float) -> pd.DataFrame:
    """One row a target: low, high and variance of observation and discrepancy."""
    rows = {one.name: (*one.range(ledger), one.variance(ledger, discrepancy)) for one in targets}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "high", "variance"])


def simulated(
    values: pd.DataFrame, targets: Sequence[Target], settings: Mapping[str, Settings]
) -> pd.DataFrame:
    """What runs have for each target: one row a point and replication, one column a target.

    `values` are outcomes by scenario (the case), point and replication; `settings` by case.
    """
    columns = {}
    for one in targets:
        level = values.xs(one.case, level="scenario")[str(one.outcome)]
        if one.against:
            before = values.xs(one.against, level="scenario")[str(one.outcome)]
            fall = before - level
            level = fall / before.where(before > 0) if one.change == "share" else fall
        columns[one.name] = level * _scale(one, settings[one.case])
    return pd.DataFrame(columns)


def _scale(one: Target, settings: Settings) -> float:
    """From a count in a run to a rate."""
    years = settings.horizon_days / YEAR_DAYS
    if one.per == COMMUNITY:
        return 1.0 / (settings.territory.communities * years)
    if one.per == RESIDENTS:
        return 1000.0 / (settings.territory.residents * years)
    return 1.0
