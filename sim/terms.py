"""The model's words: units of time, what work is, where things stand, what is counted."""

from __future__ import annotations

from enum import IntEnum

TICKS_PER_MINUTE = 1000
DAY_MINUTES = 480
DAY_TICKS = DAY_MINUTES * TICKS_PER_MINUTE
WEEK_DAYS = 5
YEAR_DAYS = 250
MONTHS = 12
NOBODY = -1
ITEMS = 64
POWERS = 8


class Work(IntEnum):
    """What a worker's tick can go to; ACTIVITY maps each to the activity of the time ledger."""

    AWAY = 0
    MEETING = 1
    CHAT = 2
    PARTY = 3
    ACTIVITIES = 4
    COUNTER = 5
    BOARD_TRACES = 6
    SIGN_UPKEEP = 7
    LOGS = 8
    TIER_VISITS = 9
    MERCHANTS = 10
    PATROL = 11
    FORM_ASKING = 12
    FORM_DESK = 13
    REQUEST = 14
    ROUND_ASKING = 15
    ROUND_DESK = 16
    INSPECTION_PREPARE = 17
    INSPECTION_HOST = 18
    INQUIRY = 19
    CERTIFICATE = 20
    ISSUE = 21
    MEDIATION = 22
    ASKING = 23
    WHISTLE = 24
    SETUP = 25
    FREE_VISITS = 26
    SLACK = 27
    EMERGENCY = 28


STANDING = 12
"""Works before this number are standing time, in the order in which a day is filled."""

ACTIVITY = {
    Work.AWAY: "away",
    Work.MEETING: "meetings",
    Work.CHAT: "meetings",
    Work.PARTY: "party",
    Work.ACTIVITIES: "activities",
    Work.COUNTER: "counter",
    Work.BOARD_TRACES: "traces",
    Work.SIGN_UPKEEP: "traces",
    Work.LOGS: "traces",
    Work.TIER_VISITS: "visits",
    Work.MERCHANTS: "merchant_checks",
    Work.PATROL: "patrol",
    Work.FORM_ASKING: "forms",
    Work.FORM_DESK: "forms",
    Work.REQUEST: "forms",
    Work.ROUND_ASKING: "forms",
    Work.ROUND_DESK: "forms",
    Work.INSPECTION_PREPARE: "inspections",
    Work.INSPECTION_HOST: "inspections",
    Work.INQUIRY: "issues",
    Work.CERTIFICATE: "certificates",
    Work.ISSUE: "issues",
    Work.MEDIATION: "mediation",
    Work.ASKING: "chasing",
    Work.WHISTLE: "chasing",
    Work.SETUP: "setup",
    Work.FREE_VISITS: "visits",
    Work.SLACK: "slack",
    Work.EMERGENCY: "emergency",
}
UPWARD = ("forms", "traces", "inspections", "meetings")


class Status(IntEnum):
    """Where an issue stands."""

    FREE = 0
    HIDDEN = 1
    OWN_WORK = 2
    ASKING = 3
    ANSWER = 4
    JOB = 5
    WHISTLING = 6
    SCREENING = 7
    QUIET = 8


class Kind(IntEnum):
    """Kinds of issues, in the order of `Settings.issues.kinds`."""

    INQUIRY = 0
    CERTIFICATE = 1
    DISPUTE = 2
    HAZARD = 3
    FACILITY = 4
    CARE = 5
    STREET_ORDER = 6
    MERCHANT = 7


class Shape(IntEnum):
    """Distribution of the effort of an issue."""

    LOGNORMAL = 0
    EXPONENTIAL = 1
    DETERMINISTIC = 2


class Cadence(IntEnum):
    """How often a duty falls due."""

    DAILY = 0
    WEEKLY = 1
    MONTHLY = 2
    QUARTERLY = 3
    YEARLY = 4


PERIODS = (1.0, 5.0, YEAR_DAYS / MONTHS, YEAR_DAYS / 4, float(YEAR_DAYS))


class Stage(IntEnum):
    """Where the current edition of a form stands."""

    NONE = 0
    ASKING = 1
    DESK = 2


class Burden(IntEnum):
    """Parts of the reporting burden, counted when they are demanded (`books.burden`)."""

    READ = 0
    ASK = 1
    TYPE = 2
    RETYPE = 3
    COMPILE = 4
    REQUESTS = 5
    ROUNDS = 6
    INSPECTIONS = 7
    SURVEY = 8


class Count(IntEnum):
    """Events counted for each community inside the measured window (`books.counts`)."""

    FORMS_DUE = 0
    FORMS_LATE = 1
    FORMS_MISSED = 2
    STREET_MATTERS = 3
    WHISTLES = 4
    WHISTLES_ACCEPTED = 5
    ANSWERED = 6
    REFUSED = 7
    TASKS = 8


class Daily(IntEnum):
    """Events counted for each day over the whole place (`books.daily`)."""

    RAISED = 0
    CLOSED = 1
    RESOLVED = 2
    RETURNED = 3
    BACKLOG = 4
    HIDDEN = 5
