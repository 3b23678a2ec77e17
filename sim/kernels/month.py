"""Month ends: trust, volunteers, turnover, obligations, projects.

ODD 11.1, 11.2, 11.3.
"""

from __future__ import annotations

import math

from sim.enums import MONTHS, NOBODY
from sim.kernels.calendar import stocks_move
from sim.kernels.closing import change_volunteers
from sim.kernels.hotline import share_experience
from sim.kernels.jit import kernel
from sim.kernels.projects import choose_project
from sim.kernels.proposals import propose_works
from sim.kernels.rebound import MOST_ABOVE, MOST_OWN, rebound
from sim.kernels.tasks import enqueue
from sim.kernels.white_list import white_list
from sim.streams import NUMBER, draw, poisson

LEAVE, JOIN, TURNOVER = NUMBER["leave"], NUMBER["join"], NUMBER["turnover"]
__all__ = ["MOST_ABOVE", "MOST_OWN", "month_end"]


@kernel
def month_end(state, day):
    """What happens on the last evening of a month."""
    parameters = state.parameters[0]
    communities = state.communities.shape[0]
    moving = stocks_move(state)
    if parameters.trust and moving:
        for c in range(communities):
            spread_trust(state, c)
    if parameters.hotline:
        for c in range(communities):
            share_experience(state, c, moving)
    if parameters.volunteers:
        for c in range(communities):
            for number in range(state.communities[c].micro_grids):
                recruit(state, c, number, day)
            forget_care(state, c)
    if parameters.turnover or parameters.quitting:
        for c in range(communities):
            for w in range(state.communities[c].workers):
                leave(state, c, w, day)
    if parameters.rebound and moving:
        rebound(state, day)
    for c in range(communities):
        choose_project(state, c, day)
    for c in range(communities):
        propose_works(state, c, day)
    white_list(state, day)
    for c in range(communities):
        state.communities[c].month_free = 0
        state.communities[c].month_upward = 0
        state.communities[c].month_serious = 0
        state.communities[c].month_sessions = 0
    state.clock[0].month_days = 0


@kernel
def mean_trust(state, first, count):
    """Mean trust of `count` agents from `first` on."""
    total = 0.0
    for agent in range(first, first + count):
        total += state.residents[agent].trust
    return total / count


@kernel
def spread_trust(state, c):
    """Trust of each agent moves towards the mean of the community."""
    community = state.communities[c]
    if community.agents == 0:
        return
    mean = mean_trust(state, community.first_agent, community.agents)
    community.trust = mean
    share = state.parameters[0].trust_drift
    for agent in range(community.first_agent, community.first_agent + community.agents):
        resident = state.residents[agent]
        resident.trust += share * (mean - resident.trust)


@kernel
def neglected(worker):
    """Share of the care owed to volunteers of a grid this month that was not given."""
    if worker.care_owed == 0:
        return 0.0
    return 1.0 - worker.care_given / worker.care_owed


@kernel
def forget_care(state, c):
    """Care of volunteers is counted anew."""
    community = state.communities[c]
    for w in range(community.first_worker, community.first_worker + community.workers):
        state.workers[w].care_owed = 0
        state.workers[w].care_given = 0


@kernel
def recruit(state, c, number, day):
    """Volunteers of a micro-grid stop, and others join depending on trust."""
    community = state.communities[c]
    parameters = state.parameters[0]
    policy = state.policies[c]
    micro_grid = state.micro_grids[community.first_micro_grid + number]
    if micro_grid.agents == 0:
        return
    entity = (c << 32) + number
    neglect = neglected(state.workers[community.first_worker + micro_grid.worker])
    stopping = parameters.volunteer_leave * (1.0 + parameters.volunteer_neglect * neglect)
    leaving = 0
    for j in range(micro_grid.volunteers):
        u, _ = draw(state.keys[LEAVE], entity, day, j)
        if u < stopping:
            leaving += 1
    mean = mean_trust(state, community.first_agent + micro_grid.first_agent, micro_grid.agents)
    u, _ = draw(state.keys[JOIN], entity, day, 0)
    points = 1.0 + policy.volunteer_points
    joining = poisson(u, policy.volunteers_asked * parameters.volunteer_join * mean * points)
    people = int(micro_grid.agents * parameters.agent_people)
    if leaving == micro_grid.volunteers:
        micro_grid.disappointments = 0
    after = min(people, micro_grid.volunteers - leaving + joining)
    change_volunteers(state, c, micro_grid, after - micro_grid.volunteers)


@kernel
def departures(parameters, worker, day):
    """Departures a year of a worker, by overtime of the last weeks where these count."""
    rate = parameters.turnover_rate
    if not parameters.quitting:
        return rate
    strain = worker.fatigue / parameters.quitting_usual
    if worker.newcomer_until > day:
        strain *= parameters.quitting_newcomer
    return rate * (1.0 - parameters.quitting_share + parameters.quitting_share * strain)


@kernel
def leave(state, c, w, day):
    """A worker may leave; the place is vacant for a while, then a newcomer has it."""
    community = state.communities[c]
    parameters = state.parameters[0]
    first = community.first_worker
    worker = state.workers[first + w]
    if worker.vacant_until > day:
        return
    u, _ = draw(state.keys[TURNOVER], (c << 32) + w, day, 0)
    if u >= 1.0 - math.exp(-departures(parameters, worker, day) / MONTHS):
        return
    worker.vacant_until = day + 1 + max(1, int(parameters.vacancy_days))
    worker.newcomer_until = worker.vacant_until + int(parameters.newcomer_days)
    worker.fatigue = 0.0
    if worker.task != NOBODY:
        workers = state.workers[first : first + community.workers]
        enqueue(community, state.tasks[c], workers, worker.task)
        worker.task = NOBODY
