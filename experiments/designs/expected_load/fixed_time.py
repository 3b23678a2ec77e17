"""Fixed time that is expected of workers, in hours per worker-week.

ODD 7.1, 7.2, 7.12, 7.13, 9.5; volunteers 11.2.
"""

from __future__ import annotations

import math

from experiments.designs.expected_load.sizes import PAID, Sizes
from experiments.designs.expected_load.stock import Stock
from sim.enums import MONTHS, WEEK_DAYS, YEAR_DAYS, YEAR_WEEKS, Work
from sim.settings import Settings

FRONTLINE = (
    Work.BOARD_TRACES, Work.SIGN_UPKEEP, Work.LOGS, Work.TIER_VISITS, Work.MERCHANTS, Work.PATROL,
)  # fmt: skip
"""Fixed works of front-line workers alone."""


def fixed_time(settings: Settings, sizes: Sizes, stock: Stock) -> dict[Work, float]:
    """Hours of fixed time by work: visits and patrol as far as they are always done.

    Care of volunteers is among them, as it comes before upward work (7.13).
    """
    day, organisation, rules = settings.workday, settings.organisation, settings.rules
    here, front = sizes.present, sizes.frontline
    meeting = front * day.meeting_minutes / 60.0 + sizes.heads * organisation.head_meeting_hours
    boards = settings.obligations.boards * stock.boards
    floor = rules.coping.visit_floor if rules.coping.on else 1.0
    logs = day.log_events * day.log_minutes * day.log_apps * WEEK_DAYS / 60.0
    merchants = day.merchant_rounds * day.merchant_round_minutes + _escort(settings)
    works = {
        Work.AWAY: PAID * (1.0 - here),
        Work.MEETING: here * meeting,
        Work.CHAT: here * day.chat_minutes / 60.0 * stock.groups,
        Work.PARTY: here * day.party_minutes / 60.0,
        Work.ACTIVITIES: here * day.activity_minutes / 60.0,
        Work.BOARD_TRACES: sizes.shared(boards * day.board_trace_minutes),
        Work.SIGN_UPKEEP: sizes.shared(boards * day.sign_upkeep_minutes),
        Work.LOGS: here * front * logs,
        Work.TIER_VISITS: floor * sizes.shared(day.tier_visits * day.visit_minutes),
        Work.MERCHANTS: sizes.shared(merchants),
        Work.PATROL: here * front * day.patrol_floor * day.daily_patrol * WEEK_DAYS,
    }
    works[Work.COUNTER] = _counter(settings, sizes, works)
    works[Work.VOLUNTEER_CARE] = 0.0
    if rules.volunteers.on:
        active = volunteers(settings)[0] * sizes.households / organisation.micro_grid_households
        care = rules.volunteers.volunteer_care_minutes / 60.0
        works[Work.VOLUNTEER_CARE] = active * care / sizes.workers
    return works


def volunteers(settings: Settings) -> tuple[float, float]:
    """Active volunteers of a micro-grid amid the window, and the chance of one (ODD 11.2).

    They join by the trust of the start. Those who stop disappointed or neglected are left out.
    """
    rule = settings.rules.volunteers
    if not rule.on:
        return 0.0, 0.0
    months = (settings.warmup_days + settings.horizon_days / 2.0) * MONTHS / YEAR_DAYS
    joining = rule.volunteers_asked * rule.volunteer_join * settings.residents.trust_start
    stay = math.exp(-rule.volunteer_leave * months)
    joined = joining * ((1.0 - stay) / rule.volunteer_leave if rule.volunteer_leave else months)
    first = rule.volunteers_before * stay
    return first + joined, 1.0 - (1.0 - first) * math.exp(-joined)


def _escort(settings: Settings) -> float:
    """Minutes a week in which workers of a community go along with departments (ODD 9.5)."""
    rule = settings.rules.merchants
    if not rule.on:
        return 0.0
    visiting = len(settings.issues.kinds.merchant.powers)
    visits = settings.workday.community_merchants * rule.merchant_visits / YEAR_WEEKS
    return visiting * visits * rule.merchant_escort_share * rule.merchant_escort_minutes


def _counter(settings: Settings, sizes: Sizes, works: dict[Work, float]) -> float:
    """Hours at the counter that desk work cannot fill (ODD 7.2)."""
    organisation, kinds = settings.organisation, settings.issues.kinds
    posts = min(organisation.counter_posts, sizes.each)
    if posts <= 0.0:
        return 0.0
    everybody = (Work.AWAY, Work.CHAT, Work.PARTY, Work.ACTIVITIES)
    other = sum(works[work] for work in everybody)
    other += sizes.present * settings.workday.meeting_minutes / 60.0
    other += sum(works[work] for work in FRONTLINE) / sizes.frontline
    calls = sum(kind.rate * kind.minutes for kind in (kinds.inquiry, kinds.certificate))
    people = settings.territory.residents / sizes.communities
    callers = settings.issues.rate_scale * calls / 1000.0 / YEAR_WEEKS / 60.0 * people / posts
    waiting = (1.0 - organisation.counter_desk_share) * max(0.0, PAID - other - callers)
    return posts * waiting * sizes.communities / sizes.workers
