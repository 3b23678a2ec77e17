"""Disputes: who mediates them by what they are about, and in which rounds.

ODD 8.1.
"""

from __future__ import annotations

from sim.enums import Kind, Rung, Sort, Status
from sim.kernels.jit import kernel
from sim.kernels.tasks import ticks
from sim.streams import NUMBER, draw

MEDIATION, SORT = NUMBER["mediation"], NUMBER["sort"]


@kernel
def mediated(state, issue):
    """Whether an issue is settled in rounds of mediation."""
    return issue.kind == Kind.DISPUTE and state.parameters[0].mediation


@kernel
def with_merchants(state, entity):
    """Whether a dispute is one of residents with merchants."""
    _, v = draw(state.keys[SORT], entity, 0, 0)
    return v < state.parameters[0].merchant_disputes


@kernel
def micro_grid_of(state, c, issue):
    """Number of the micro-grid in which an issue lies."""
    community = state.communities[c]
    resident = state.residents[community.first_agent + issue.agent]
    return community.first_micro_grid + resident.micro_grid


@kernel
def first_rung(state, c, issue):
    """Who hears a dispute first, by what it is about, unless it waits for the hall."""
    if not mediated(state, issue):
        return Rung.VOLUNTEER
    if issue.sort == Sort.RELATION:
        volunteers = state.micro_grids[micro_grid_of(state, c, issue)].volunteers
        return Rung.VOLUNTEER if volunteers > 0 else Rung.WORKER
    if issue.sort == Sort.RIGHT and state.policies[c].legal:
        return Rung.LEGAL
    return Rung.WORKER


@kernel
def rung_after(rung):
    """Who takes over a dispute that a rung has not settled."""
    return Rung.WORKER if rung == Rung.VOLUNTEER else Rung.JOINT


@kernel
def mediation_ticks(state, issue):
    """Worker ticks of one round; a volunteer saves all but the telling, legal staff one worker."""
    parameters = state.parameters[0]
    if issue.rung == Rung.VOLUNTEER:
        return ticks(parameters.passing_minutes)
    if issue.rung == Rung.HALL:
        return ticks(parameters.hall_minutes * parameters.hall_staff)
    people = parameters.mediation_people
    if issue.rung != Rung.WORKER:
        people = max(1.0, people - 1.0)
    return ticks(parameters.mediation_minutes * people * issue.effort / parameters.dispute_minutes)


@kernel
def settles(state, c, issue):
    """Whether a round at the present rung ends the dispute; failed rounds lower the chance."""
    parameters = state.parameters[0]
    chance = state.mediation[issue.rung, issue.sort]
    if issue.rung == Rung.WORKER and issue.sort == Sort.RELATION:
        chance = min(1.0, chance + state.policies[c].mediation_training)
    elif issue.rung == Rung.JOINT:
        chance = min(1.0, chance + state.policies[c].joint_training)
    hardened = 1.0
    for _ in range(issue.round):
        hardened *= parameters.hardening
    u, _ = draw(state.keys[MEDIATION], issue.entity, 0, issue.rounds)
    issue.rounds += 1
    issue.round += 1
    return u < chance * hardened


@kernel
def pause(state, issue, day):
    """Wait until the next round."""
    issue.status = Status.PAUSE
    issue.due = day + max(1, int(state.parameters[0].mediation_gap))
