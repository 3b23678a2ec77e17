"""How a matter is closed: at the root, until it returns, or on paper only."""

from __future__ import annotations

from numba import njit

from sim.streams import NUMBER, draw, waiting_days
from sim.terms import (
    DAY_TICKS,
    Daily,
    Status,
)

FREE, QUIET = int(Status.FREE), int(Status.QUIET)
CLOSED, RESOLVED = int(Daily.CLOSED), int(Daily.RESOLVED)
RELAPSE, FALSE, FOUND = NUMBER["relapse"], NUMBER["false"], NUMBER["found"]


@njit(cache=True, nogil=True)
def trust_falls(state, c, issue):  # type: ignore[no-untyped-def]
    """A bad outcome: late, or back again."""
    rules = state.rules[0]
    resident = state.residents[state.communities[c].first_agent + issue.agent]
    resident.trust -= rules.trust_loss * rules.trust_gain * resident.trust


@njit(cache=True, nogil=True)
def close(state, c, slot, moment, day):  # type: ignore[no-untyped-def]
    """Close an issue: at the root, until it returns, or on paper only."""
    rules = state.rules[0]
    issue = state.issues[c, slot]
    traits = state.kinds[issue.kind]
    closing = issue.closings
    issue.closings += 1
    issue.closed = moment
    if closing == 0:
        issue.first_closed = moment
    issue.step += 1
    if moment - issue.report <= traits.promise * DAY_TICKS:
        resident = state.residents[state.communities[c].first_agent + issue.agent]
        resident.trust += rules.trust_gain * (1.0 - resident.trust)
    else:
        trust_falls(state, c, issue)
    measured = day - state.clock[0].first_measured
    if measured >= 0:
        state.daily[measured, CLOSED] += 1
    chance = traits.relapse
    if issue.level == 2:
        u, v = draw(state.keys[FALSE], issue.entity, 0, closing)
        if u < false_chance(state, issue):
            issue.false_closed = True
            if v < rules.false_found:
                u, _ = draw(state.keys[FOUND], issue.entity, 0, closing)
                issue.status = QUIET
                issue.due = day + waiting_days(u, rules.false_found_days)
            else:
                finish(state, c, slot)
            return
        chance = (1.0 - root_chance(state, c, issue)) * rules.relapse_share
    u, v = draw(state.keys[RELAPSE], issue.entity, 0, closing)
    if u < chance:
        issue.status = QUIET
        issue.due = day + waiting_days(v, rules.relapse_days)
        return
    issue.resolved = True
    if measured >= 0:
        state.daily[measured, RESOLVED] += 1
    finish(state, c, slot)


@njit(cache=True, nogil=True)
def false_chance(state, issue):  # type: ignore[no-untyped-def]
    """Chance that departments close a matter on paper; more so when they are overloaded."""
    rules = state.rules[0]
    excess = max(0.0, state.departments[issue.last_department].load - rules.false_closure_load)
    return rules.false_closure + rules.false_closure_slope * excess


@njit(cache=True, nogil=True)
def root_chance(state, c, issue):  # type: ignore[no-untyped-def]
    """Chance that departments reach the root: all at once is better than in turn."""
    rules = state.rules[0]
    root = rules.root_joint
    if issue.needed > 1 and issue.last_visit - issue.first_visit > rules.together_days:
        root *= rules.root_in_turn
    if issue.weak:
        root *= state.policies[c].weak_attendance
    return root


@njit(cache=True, nogil=True)
def finish(state, c, slot):  # type: ignore[no-untyped-def]
    """Write down how an issue ended and free its slot."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    clock = state.clock[0]
    outcome = state.outcomes[clock.outcomes]
    clock.outcomes += 1
    outcome.entity = issue.entity
    outcome.community = c
    outcome.kind = issue.kind
    outcome.level = issue.level
    outcome.agent = issue.agent
    outcome.vulnerable = issue.vulnerable
    outcome.early = issue.early
    outcome.hidden = issue.hidden
    outcome.whistled = issue.whistled
    outcome.false_closed = issue.false_closed
    outcome.closed = issue.closings > 0
    outcome.resolved = issue.resolved
    outcome.born = issue.born
    outcome.reported = issue.first_report
    outcome.started = issue.first_start
    outcome.ended = issue.closed
    outcome.first_closed = issue.first_closed
    outcome.first_back = issue.first_back
    order = state.order[c]
    community.live_issues -= 1
    place = community.live_issues
    following = order[place]
    while following != slot:
        place -= 1
        order[place], following = following, order[place]
    issue.status = FREE
    issue.step += 1
    issue.after = community.free_issue
    community.free_issue = slot
