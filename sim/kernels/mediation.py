"""Disputes: rounds of mediation, rung after rung.

ODD 8.1.
"""

from __future__ import annotations

from sim.enums import Kind, Rung, Sort, Status
from sim.kernels.jit import kernel
from sim.kernels.tasks import ticks
from sim.streams import NUMBER, draw

MEDIATION = NUMBER["mediation"]


@kernel
def mediated(state, issue):
    """Whether an issue is settled in rounds of mediation."""
    return issue.kind == Kind.DISPUTE and state.parameters[0].mediation


@kernel
def micro_grid_of(state, c, issue):
    """Number of the micro-grid in which an issue lies."""
    community = state.communities[c]
    resident = state.residents[community.first_agent + issue.agent]
    return community.first_micro_grid + resident.micro_grid


@kernel
def open_rung(state, c, issue, first):
    """The first open rung from a given one on; JOINT if none is open."""
    if first <= Rung.VOLUNTEER and state.micro_grids[micro_grid_of(state, c, issue)].volunteers > 0:
        return Rung.VOLUNTEER
    if first <= Rung.WORKER:
        return Rung.WORKER
    if first <= Rung.LEGAL and state.policies[c].legal:
        return Rung.LEGAL
    return Rung.JOINT


@kernel
def mediation_ticks(state, issue):
    """Worker ticks of one round; an unpaid mediator saves one worker."""
    parameters = state.parameters[0]
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
