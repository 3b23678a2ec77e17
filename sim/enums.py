"""Units of time, and enumerations: works, states of issues and forms, events, counts."""

from __future__ import annotations

from enum import IntEnum

TICKS_PER_MINUTE = 1000
DAY_MINUTES = 480
DAY_TICKS = DAY_MINUTES * TICKS_PER_MINUTE
WEEK_DAYS = 5
YEAR_DAYS = 250
YEAR_WEEKS = YEAR_DAYS / WEEK_DAYS
MONTHS = 12
RESTRICTED_DAYS = 60
NOBODY = -1
KEPT_OUT = -1
"""In place of the day on which a leak runs out: a reform ended or refused it, and nothing leaks."""
RECORD_BASE = 4300.0
FOR_EVER = 2**31 - 1
ITEMS = 64
POWERS = 8
ISSUE_LEVELS = 3
COMMUNITY_BITS = 44


class Work(IntEnum):
    """What a worker's time is spent on; `sim.measures.activities` has the activities."""

    AWAY = 0
    MEETING = 1
    CHAT = 2
    PARTY = 3
    ACTIVITIES = 4
    VOLUNTEER_CARE = 5
    COUNTER = 6
    BOARD_TRACES = 7
    SIGN_UPKEEP = 8
    LOGS = 9
    TIER_VISITS = 10
    MERCHANTS = 11
    PATROL = 12
    FORM_ASKING = 13
    FORM_DESK = 14
    PATCHWORK = 15
    REDO = 16
    ARREARS = 17
    REMINDER = 18
    CRITICISM = 19
    REQUEST = 20
    ORDER = 21
    ROUND_ASKING = 22
    ROUND_DESK = 23
    INSPECTION_PREPARE = 24
    INSPECTION_HOST = 25
    PROJECT = 26
    REPEAT = 27
    INQUIRY = 28
    CERTIFICATE = 29
    ISSUE = 30
    MEDIATION = 31
    EMERGENCY = 32
    ASKING = 33
    WHISTLE = 34
    SETUP = 35
    FREE_VISITS = 36
    SLACK = 37
    VACANT = 38
    PREPARATION = 39
    SHOCK = 40
    PROCEDURE = 41


FIXED_WORKS = int(Work.PATROL) + 1
"""Works before this number are fixed time, in the order in which a day is filled."""
UPWARD_WORKS = (
    Work.FORM_ASKING, Work.FORM_DESK, Work.PATCHWORK, Work.REDO, Work.ARREARS, Work.REMINDER,
    Work.CRITICISM, Work.REQUEST, Work.ORDER, Work.ROUND_ASKING, Work.ROUND_DESK,
    Work.BOARD_TRACES, Work.SIGN_UPKEEP, Work.LOGS, Work.INSPECTION_PREPARE, Work.INSPECTION_HOST,
    Work.MEETING, Work.CHAT, Work.PROCEDURE,
)  # fmt: skip
"""Works of upward activities (`sim.measures.activities`)."""


class Status(IntEnum):
    """State of an issue.

    FREE: the slot holds no issue. ANSWER: an answer is awaited. JOB: departments work on it.
    WHISTLING: the head writes to the street. SCREENING: the street decides. QUIET: it seems closed,
    and will return. PAUSE: between rounds of mediation. FROZEN: mediation has failed.
    """

    FREE = 0
    HIDDEN = 1
    OWN_WORK = 2
    ASKING = 3
    ANSWER = 4
    JOB = 5
    WHISTLING = 6
    SCREENING = 7
    QUIET = 8
    PAUSE = 9
    FROZEN = 10


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


class Person(IntEnum):
    """Bits of who a resident is."""

    VULNERABLE = 1
    ELDERLY = 2
    APP_USER = 4


class Habitat(IntEnum):
    """Types of communities."""

    OLD = 0
    COMMERCIAL = 1
    BUSINESS = 2
    MIXED = 3
    VILLAGE = 4


class Sort(IntEnum):
    """What a dispute is about."""

    RELATION = 0
    SPACE = 1
    RIGHT = 2


class Theme(IntEnum):
    """What residents of an estate share: parking, other ground, parts of buildings."""

    PARKING = 0
    GROUND = 1
    BUILDING = 2


class Consent(IntEnum):
    """Whether households have agreed to a repair."""

    NONE = 0
    ASKED = 1
    GIVEN = 2


class Rung(IntEnum):
    """Who mediates a dispute, in the order in which they take over."""

    VOLUNTEER = 0
    WORKER = 1
    LEGAL = 2
    JOINT = 3
    HALL = 4


class Office(IntEnum):
    """Offices of the street."""

    MANAGEMENT = 0
    SAFETY = 1
    MEDIATION = 2
    ENFORCEMENT = 3


class Cause(IntEnum):
    """What an issue needs so that it does not come back, besides a visit."""

    ORDINARY = 0
    BUILDING = 1
    PRESENCE = 2


class Payer(IntEnum):
    """Who pays for an issue, if money does it."""

    NONE = 0
    RESIDENTS = 1
    COMMUNITY = 2


class Channel(IntEnum):
    """Who takes an issue of a merchant on in the firms' channel."""

    NONE = 0
    INSTRUCTOR = 1
    COMMITTEE = 2


class Found(IntEnum):
    """Who found an issue before its resident reported it; in vain if it returned."""

    NO = 0
    BY_WORK = 1
    BY_VOLUNTEER = 2
    IN_VAIN = 3


class Ordered(IntEnum):
    """Whether an issue is under an order: by a complaint, or as the hotline was called first."""

    NO = 0
    BY_COMPLAINT = 1
    BY_CALL = 2


class Tier(IntEnum):
    """Tiers of listed households, by the colours of their visits."""

    RED = 0
    ORANGE = 1
    YELLOW = 2
    GREEN = 3


class Shape(IntEnum):
    """Distribution of the effort of an issue."""

    LOGNORMAL = 0
    EXPONENTIAL = 1
    DETERMINISTIC = 2


class Cadence(IntEnum):
    """How often an obligation falls due."""

    DAILY = 0
    WEEKLY = 1
    MONTHLY = 2
    QUARTERLY = 3
    YEARLY = 4


PERIODS = (1.0, 5.0, YEAR_DAYS / MONTHS, YEAR_DAYS / 4, float(YEAR_DAYS))


class Stage(IntEnum):
    """Stage of the current edition of a form."""

    NONE = 0
    ASKING = 1
    DESK = 2


class EventType(IntEnum):
    """Events of an issue, as a trace records them."""

    AROSE = 0
    REPORTED = 1
    FOUND = 2
    BECAME_INCIDENT = 3
    WORK_BEGUN = 4
    WORK_DONE = 5
    ASKED_STREET = 6
    ASKED_DEPARTMENT = 7
    STREET_ANSWERED = 8
    DEPARTMENT_TOOK_ON = 9
    DEPARTMENT_REFUSED = 10
    DEPARTMENT_CAME = 11
    WHISTLE_WRITTEN = 12
    WHISTLE_SOUNDED = 13
    WHISTLE_TURNED_DOWN = 14
    ROUND_FAILED = 15
    SESSION_FAILED = 16
    FROZE = 17
    ASKED_AGAIN = 18
    ORDER_CAME_DOWN = 19
    GAVE_UP = 20
    CLOSED_AT_ROOT = 21
    CLOSED_FOR_A_WHILE = 22
    CLOSED_ON_PAPER = 23
    CAME_BACK = 24
    PASSED_ON = 25
    OTHERS_CAME = 26
    WENT_TO_HALL = 27
    HALL_FAILED = 28
    PROJECT_CHOSEN = 29
    PROJECT_GATHERED = 30
    POSTED_IN_GROUP = 31
    OFFICE_TURNED_TO = 32
    WORKS_ORDERED = 33
    WORKS_DONE = 34
    PRESENCE_BEGAN = 35
    REGISTERED = 36
    REPLY_ENTERED = 37
    CONSENT_ASKED = 38
    CONSENT_GIVEN = 39


class Burden(IntEnum):
    """Parts of the reporting burden, counted when they are demanded (`state.burden`)."""

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
    """Events counted for each community inside the measured window (`state.counts`)."""

    FORMS_DUE = 0
    FORMS_LATE = 1
    FORMS_MISSED = 2
    STREET_ISSUES = 3
    WHISTLES = 4
    WHISTLES_ACCEPTED = 5
    ANSWERED = 6
    REFUSED = 7
    TASKS = 8
    FORMS_PATCHED = 9
    FORMS_SENT_BACK = 10
    PATROL_NOT_WALKED = 11
    INCIDENTS = 12
    SERIOUS_INCIDENTS = 13
    ORDERS = 14
    REPEATS = 15
    GIVEN_UP = 16
    MEDIATION_ROUNDS = 17
    JOINT_SESSIONS = 18
    FROZEN = 19
    VOLUNTEER_DAYS = 20
    INSPECTIONS = 21
    OBLIGATIONS_SET = 22
    OBLIGATIONS_REFUSED = 23
    OBLIGATIONS_BESIDE = 24
    OBLIGATIONS_WITHDRAWN = 25
    OBLIGATIONS_SENT_DOWN = 26
    PROJECTS = 27
    OTHERS_TICKS = 28
    TRIP_TICKS = 29
    HALL_SESSIONS = 30
    SECRETARY_PROJECTS = 31
    RESIDENTS_YUAN = 32
    JOINT_ANSWERS = 33
    MERCHANT_TICKS = 34
    STREET_TICKS = 35
    WORKS_ORDERED = 36
    WORKS_BUILT = 37
    PRESENCES = 38
    RETURNS_TO_BUILD = 39
    RETURNS_TO_ATTEND = 40
    CAMERA_TRIP_TICKS = 41
    MERCHANT_VISIT_TICKS = 42
    FORMS_REMINDED = 43
    FORMS_CRITICISED = 44
    DELIVERED_TICKS = 45
    SPARED_TICKS = 46
    REQUESTS = 47
    ROUNDS = 48
    CASES = 49
    CASES_IN_TIME = 50
    CASES_CLOSED = 51
    CASES_UNSOLVED = 52
    CASES_ROOT_IN_TIME = 53
    CASES_WATCHED = 54
    CASE_DAYS_SPARED = 55
    FORMS_LATE_CARRIED = 56
    FORMS_MISSED_CARRIED = 57
    FORMS_PATCHED_CARRIED = 58
    PROCEDURES_BEGUN = 59
    PROCEDURES_ENDED = 60
    PROCEDURE_DAYS = 61
    COMMUNITY_YUAN = 62
    PROPOSALS = 63
    COMMUNITY_WORKS = 64


class Account(IntEnum):
    """Counted for each form of a community inside the measured window (`state.accounts`).

    DUE: editions that fell due. All else is in ticks. Of these editions, STANDARD: what they take
    by the standard cost model; DEMANDED: what they take here; POOLED: what pool, cockpit and
    exchange take off the standard. DELIVERED, SPARED: as the counts of these names. From ASKING to
    CRITICISM: spent, by work; OVERTIME: those of them that are overtime.
    """

    DUE = 0
    STANDARD = 1
    DEMANDED = 2
    POOLED = 3
    DELIVERED = 4
    SPARED = 5
    OVERTIME = 6
    ASKING = 7
    DESK = 8
    PATCHWORK = 9
    REDO = 10
    ARREARS = 11
    REMINDER = 12
    CRITICISM = 13


class Daily(IntEnum):
    """Events counted for each day over the whole place (`state.daily`)."""

    RAISED = 0
    CLOSED = 1
    RESOLVED = 2
    RETURNED = 3
    BACKLOG = 4
    HIDDEN = 5
    INCIDENTS = 6
    VOLUNTEERS = 7
    OBLIGATIONS = 8
    UNLISTED_OBLIGATIONS = 9
    UNDELIVERED_TICKS = 10
    SPARED_TICKS = 11


class Tally(IntEnum):
    """Issues counted at the end of a run, by community and traits.

    REPORTED: first reported in the window; those down to EARLY are counted of these. CLOSED: closed
    at least once, and neither open nor given up at the end. WATCHED: first closed long enough
    before the end to see whether they come back; CAME_BACK: did so in time. PROMISE_OVER: their
    promise, from first report, ran out by the end; PROMISE_KEPT: of these, closed at the root
    within it. ARISEN: arose in the window; ONSET_OVER, ONSET_KEPT: the same, from onset. OPEN: open
    at the end, whenever reported.
    """

    REPORTED = 0
    CLOSED = 1
    RESOLVED = 2
    GIVEN_UP = 3
    EVER_CLOSED = 4
    FALSE_CLOSED = 5
    WATCHED = 6
    CAME_BACK = 7
    PROMISE_OVER = 8
    PROMISE_KEPT = 9
    HIDDEN = 10
    EARLY = 11
    ARISEN = 12
    ONSET_OVER = 13
    ONSET_KEPT = 14
    OPEN = 15
