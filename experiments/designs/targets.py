"""Documented outcomes that the model can be held against, and what of a run answers to each.

A target is a number of the evidence: a fact that a document tells as reached, or what the
literature of an assumption reports of an outcome. Some are fitted, the others held back to see
whether what was fitted tells anything else rightly. The rest stands in `UNUSED`: no run answers to
it, or it is told of one occasion, which is nothing to fit (`occasions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.designs.documented_places import jiubasan, wanghailou
from sim.enums import WEEK_DAYS, YEAR_DAYS
from sim.evidence import Fact, Ledger
from sim.settings import Settings
from sim.settings.trees import Tree, grow

Role = Literal["fit", "held back"]
FIT: Role = "fit"
HELD_BACK: Role = "held back"
Kind = Literal["outcome", "assumed", "prescribed"]
OUTCOME: Kind = "outcome"
ASSUMED: Kind = "assumed"
PRESCRIBED: Kind = "prescribed"
"""Whether a documented outcome comes out of a run, out of one assumption, or is set by a lever."""
BASELINE = "baseline"
OBSERVATION = {"exact": 0.0, "bound": 0.05, "approximate": 0.1, "literature": 0.1}
"""Standard error of a documented number as a share of it, by the grade of its evidence."""
COMMUNITY = "a community and year"
RESIDENTS = "1,000 residents and year"
DISPUTE = "a dispute reported"
FORM = "a form due"


@dataclass(frozen=True, slots=True)
class Target:
    """A documented number, and the outcome of a case (against another) that answers to it.

    `change` says whether it is the outcome's level, what it fell by against the other case, or by
    which share of it. Outcomes in `plus` are added to it and those in `minus` taken off, before
    the whole is divided by the one `over` it. Literature has its range here, as `printed` in the
    reasons of the assumption that it stands with; facts have theirs from the ledger.
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
    kind: Kind = OUTCOME
    plus: tuple[Outcome, ...] = ()
    minus: tuple[Outcome, ...] = ()
    over: Outcome | None = None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All that has to be read off a run for it."""
        over = (self.over,) if self.over else ()
        return (self.outcome, *self.plus, *self.minus, *over)

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
        size = self.size(ledger)
        error = OBSERVATION[ledger.entry(self.evidence).grade] * size
        return error**2 + (discrepancy * size) ** 2

    def size(self, ledger: Ledger) -> float:
        """The documented number, or the middle of its range."""
        ends = [end for end in self.range(ledger) if np.isfinite(end)]
        return float(np.mean(np.abs(ends)))


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
        printed="1,337 to 1,377", low=1337, high=1377, kind=ASSUMED,
    ),
    Target(
        "traces", FIT, "assume:log_minutes",
        "time for traces of work", "hours per worker-week",
        "the upper end of what is reported; two hours of each of five days",
        Outcome("hours_per_worker_week", "traces"), BASELINE,
        printed="two hours a day of such traces is the upper end", high=10, kind=ASSUMED,
    ),
    Target(
        "disputes", FIT, "assume:dispute_rate",
        "disputes reported", RESIDENTS,
        "mediations of several cities, for disputes that come to a community's ears",
        Outcome("issues_raised", "dispute"), BASELINE, per=RESIDENTS,
        printed="8.5 to 19 per 1,000", low=8.5, high=19, kind=ASSUMED,
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
        Outcome("merchant_rounds"), "jiubasan after", kind=PRESCRIBED,
    ),
    Target(
        "boards_removed", HELD_BACK, "fact:cuiyunli_boards_removed",
        "boards that are gone after a year", "boards a community",
        "the lever keeps as many as this place kept, so it cannot be fitted; boards may come back",
        Outcome("obligations", "boards"), "signboards after", BASELINE, "fall", kind=PRESCRIBED,
    ),
)  # fmt: skip

UNUSED: Mapping[str, tuple[str, ...]] = {
    "summed up over a time that is not told": (
        "dongfengli_hall_issues", "dongfengli_elder_problems_solved", "heyuan_livelihood_cases",
        "heping_platform_issues_resolved", "heping_pairing_problems_solved", "heping_micro_wishes",
        "hedong_station_problems_solved", "fuminlu_volunteer_events",
    ),
    "problems for each household visited; no run counts what a visit brings up": (
        "heping_visit_problems_solved",
    ),
    "problems of firms; which share of issues needs others is put into a run": (
        "hedong_direct_problems_solved", "hedong_escalated_problems_solved",
    ),
    "a total over communities that are not counted, and of unlike counts": (
        "hedong_external_boards_cleared", "hedong_internal_boards_cleared",
        "wuqing_boards_cleared", "ninghe_boards_removed",
    ),
    "kinds of certificates, which a run does not tell apart": (
        "wuqing_certificates_cut", "ninghe_village_certificates_cut", "yunhe_certificates_left",
    ),
    "boards outside only, or no count before": (
        "huajing_boards_kept", "huajing_marks_kept", "yunhe_boards_kept", "yunhe_marks_kept",
    ),
    "no run counts this": (
        "gangyunli_parking_added", "fuliyuan_handrails", "wenhuacun_tower_advance_funds",
        "jiuhe_fair_income", "chaoyangli_activities_per_year",
    ),
    "how far a reform has spread, not what it did": ("tj_one_table_districts",),
    "told of some consultations, so that no run could miss it": ("tiedonglu_consult_minutes",),
    "of one occasion, which is nothing to fit; experiment=validate holds it against runs": (
        "dongsheng_mediation_rounds", "dongsheng_escalation_delay",
        "wanghailou_entry_to_table_minutes",
    ),
    "registered is not active, and as an upper bound it is beyond any run of a year": (
        "chaoyangli_volunteer_share",
    ),
    "of one team, or of a place of unknown size": (
        "haiheyuan_active_residents", "haiheyuan_volunteer_teams", "haiheyuan_team_founded",
        "haiheyuan_volunteers_start", "haiheyuan_volunteers_now",
    ),
    "what a team of volunteers does, which no run counts": (
        "haiheyuan_patrol_weekly", "haiheyuan_maintenance_monthly", "haiheyuan_cleanup_quarterly",
    ),
    "of a police station that serves an untold number of people": (
        "beihuaidian_disputes_mediated",
    ),
    "what a police station mediates; a run without legal staff has none to grow from": (
        "beihuaidian_dispute_growth",
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
        level = _level(values, one.case, one)
        if one.against:
            before = _level(values, one.against, one)
            fall = before - level
            level = fall / before.where(before > 0) if one.change == "share" else fall
        columns[one.name] = level * _scale(one, settings[one.case])
    return pd.DataFrame(columns)


def _level(values: pd.DataFrame, case: str, one: Target) -> pd.Series:
    """The outcomes of a target added up, less those to be taken off, over one if there is one."""
    here: Any = values.xs(case, level="scenario")
    level: pd.Series = here[str(one.outcome)]
    for sign, outcomes in ((1.0, one.plus), (-1.0, one.minus)):
        for other in outcomes:
            level = level + sign * here[str(other)]
    if one.over is None:
        return level
    over: pd.Series = here[str(one.over)]
    found: pd.Series = level / over.where(over > 0)
    return found


def _scale(one: Target, settings: Settings) -> float:
    """From a count in a run to a rate, or from rates in a run to what there is for each."""
    place, years = settings.territory, settings.horizon_days / YEAR_DAYS
    if one.per == COMMUNITY:
        return 1.0 / (place.communities * years)
    if one.per == RESIDENTS:
        return 1000.0 / (place.residents * years)
    if one.per == DISPUTE:
        return place.residents * years / 1000.0
    if one.per == FORM:
        return 60.0 * place.workers * settings.horizon_days / WEEK_DAYS
    return 1.0
