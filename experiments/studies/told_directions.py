"""What documents tell of levers, by outcomes that have a value for each year of a run."""

from __future__ import annotations

from typing import NamedTuple

from experiments.config.outcomes import Outcome, outcome
from experiments.statistics.verdicts import Way
from sim.measures.measure import in_year

DAYS, ONSET = "days_to_resolution_restricted_mean", "days_from_onset_restricted_mean"
HALF_A_DAY, SIX_MINUTES, ONE_HUNDREDTH, A_FEW_ISSUES, ONE_DUTY = 0.5, 0.1, 0.01, 5.0, 1.0
"""Least differences that count: days, hours a worker-week, shares, issues, obligations.

Smaller ones nobody in a community would notice; and a single pair of runs differs by as much where
a lever only shifts random numbers.
"""


class Claim(NamedTuple):
    """A lever moves an outcome one way, by more than `least`, as a passage tells.

    `passage` is DOCUMENT@CHARACTER, and `told` what is written there in our words.
    """

    lever: str
    name: str
    way: Way
    least: float
    passage: str
    told: str

    @property
    def outcome(self) -> Outcome:
        """The outcome over the whole run."""
        return outcome(self.name)

    def of_year(self, year: int) -> Outcome:
        """The same outcome, of one year."""
        measure, group = self.outcome
        return Outcome(measure, in_year(group, year))


CLAIMS = (
    Claim(
        "micro_grids", f"{DAYS}.dispute", "down", HALF_A_DAY, "002@13489",
        "a neighbour settled what the head of the community had not",
    ),
    Claim(
        "legal_staff", f"{DAYS}.dispute", "down", HALF_A_DAY, "002@48594",
        "lawyers help grid workers to settle disputes",
    ),
    Claim(
        "deliberation_hall", f"{DAYS}.dispute", "down", HALF_A_DAY, "002@21481",
        "the hall settled disputes great and small",
    ),
    Claim(
        "deliberation_hall", "issues_raised.dispute", "down", A_FEW_ISSUES, "000@1384",
        "more room to share, and less to quarrel over",
    ),
    Claim(
        "joint_response", f"{DAYS}.street_powers", "down", HALF_A_DAY, "002@21961",
        "the joint round was on the next day",
    ),
    Claim(
        "joint_response", f"{DAYS}.dispute", "down", HALF_A_DAY, "002@21961",
        "what failed in the community was settled in the joint round",
    ),
    Claim(
        "joint_response", "hours_per_worker_week.chasing", "down", SIX_MINUTES, "002@22480",
        "no more asking one office after the other",
    ),
    Claim(
        "tiered_visits", "early_discovery_share", "up", ONE_HUNDREDTH, "002@47927",
        "an hour of patrol a day",
    ),
    Claim(
        "tiered_visits", f"{ONSET}.vulnerable", "down", HALF_A_DAY, "002@48122",
        "from answering complaints to acting before them",
    ),
    Claim(
        "academy", f"{DAYS}.dispute", "down", HALF_A_DAY, "002@14604",
        "after a year of courses they know how to talk with residents",
    ),
    Claim(
        "academy", f"{DAYS}.own_powers", "down", HALF_A_DAY, "002@14604",
        "after a year of courses many do several kinds of work",
    ),
    Claim(
        "merchant_selfcheck", "hours_per_worker_week.merchant_checks", "down", SIX_MINUTES,
        "002@19402", "from every day to once a week",
    ),
    Claim(
        "merchants_federation", "issues_raised.merchant", "down", A_FEW_ISSUES, "002@10858",
        "merchants, residents and street talk more, and many quarrels dissolve",
    ),
    Claim(
        "merchants_federation", f"{DAYS}.dispute", "down", HALF_A_DAY, "002@10858",
        "merchants, residents and street talk more, and many quarrels dissolve",
    ),
    Claim(
        "elderly_menu", "issues_raised.care", "down", A_FEW_ISSUES, "002@51746",
        "members take the orders that elderly people place from home",
    ),
    Claim(
        "elderly_menu", f"{DAYS}.care", "down", HALF_A_DAY, "002@51746",
        "members solved what was difficult for them",
    ),
    Claim(
        "merged_counter", "hours_per_worker_week.counter", "down", SIX_MINUTES, "002@17091",
        "nine windows became two posts, and others have time for projects",
    ),
    Claim(
        "patrol_cameras", f"{ONSET}.own_powers", "down", HALF_A_DAY, "002@15116",
        "an alert, and the worker goes to the spot at once",
    ),
    Claim(
        "patrol_cameras", "patrol_and_trips", "down", SIX_MINUTES, "002@15272",
        "daily patrols took much time and energy",
    ),
    Claim(
        "escalation_rights", f"{DAYS}.needs_departments", "down", HALF_A_DAY, "002@8871",
        "departments came together, and it worked and was quick",
    ),
    Claim(
        "admission_gate", "obligations", "down", ONE_DUTY, "002@24063",
        "admission by approval, to make what was reached last",
    ),
    Claim(
        "ninghe_safeguards", "obligations", "down", ONE_DUTY, "002@24063",
        "admission by approval, contact points and a list, to make what was reached last",
    ),
    Claim(
        "ninghe_safeguards", "hours_per_worker_week.forms", "down", SIX_MINUTES, "002@24431",
        "relief is watched, and corrected in time",
    ),
)  # fmt: skip
LEVERS = tuple(dict.fromkeys(claim.lever for claim in CLAIMS))
