"""Offices of the street: what they have in their queues, and how these are pooled.

ODD 8.10, 9.3.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, EventType, Office, Status
from sim.kernels.jit import entry, kernel
from sim.kernels.jobs import EXTRA_CALL, URGENT, USUAL, new_job
from sim.kernels.joint_group import in_group
from sim.kernels.mediation import mediated
from sim.kernels.priority_queue import merge, push
from sim.kernels.tasks import ticks
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw

OFFICES = NUMBER["offices"]
IN_A_STREET = len(Office)


@kernel
def office_row(state, c, number):
    """Row of an office of the street of a community."""
    return state.communities[c].street * IN_A_STREET + number


@kernel
def turn_to(state, c, slot, day):
    """An office of the street puts an issue into its queue; a second one may come with it."""
    issue = state.issues[c, slot]
    traits = state.kinds[issue.kind]
    number = traits.second_office if issue.visited > 0 else traits.office
    length = ticks(60.0 * state.parameters[0].street_hours)
    urgency = URGENT if in_group(state, c) else USUAL
    issue.status = Status.JOB
    issue.open_jobs = 1
    add_office_job(state, c, slot, 0, number, urgency, day, length)
    record_event(state, c, issue, EventType.OFFICE_TURNED_TO, (day + 1) * DAY_TICKS, NOBODY, NOBODY)
    if issue.visited == 0 and in_group(state, c) and needs_two_offices(state, c, issue):
        offices = state.street_offices
        first = office_row(state, c, traits.office)
        if offices[first].queue != offices[office_row(state, c, traits.second_office)].queue:
            add_office_job(state, c, slot, EXTRA_CALL, traits.second_office, urgency, day, length)


@kernel
def needs_two_offices(state, c, issue):
    """Whether one office of the street is not enough."""
    if not state.parameters[0].offices or state.policies[c].one_visit or mediated(state, issue):
        return False
    u, _ = draw(state.keys[OFFICES], issue.entity, 0, 0)
    return u < state.parameters[0].two_office_share


@kernel
def command(state, c, slot, day):
    """The street commands on the spot what it has whistled for."""
    parameters = state.parameters[0]
    if parameters.street_offices:
        number = state.kinds[state.issues[c, slot].kind].office
        length = ticks(60.0 * parameters.whistle_street_hours)
        add_office_job(state, c, slot, EXTRA_CALL, number, URGENT, day, length)


@kernel
def pass_on(state, c, slot, day):
    """The street passes a message in the group on to the department for which it is meant."""
    parameters = state.parameters[0]
    if parameters.street_offices and in_group(state, c):
        number = state.kinds[state.issues[c, slot].kind].office
        minutes = parameters.register_minutes if parameters.platform else parameters.ask_minutes
        length = ticks(minutes)
        add_office_job(state, c, slot, EXTRA_CALL, number, USUAL, day, length)


@kernel
def add_office_job(state, c, slot, place, number, urgency, day, length):
    """Queue a job of an office by class, day, community and entity."""
    row = office_row(state, c, number)
    office = state.street_offices[state.street_offices[row].queue]
    job = new_job(state, c, slot, place, urgency, day, length)
    office.backlog += length
    office.root = push(state.jobs, office.root, job)


@entry
def pool_offices(state, c):
    """Public management of a community's street takes over queue and hours of law enforcement."""
    first = office_row(state, c, Office.MANAGEMENT)
    management = state.street_offices[first]
    enforcement = state.street_offices[office_row(state, c, Office.ENFORCEMENT)]
    if enforcement.queue == first:
        return
    enforcement.queue = first
    management.root = merge(state.jobs, management.root, enforcement.root)
    management.backlog += enforcement.backlog
    management.capacity += enforcement.capacity
    enforcement.root = NOBODY
    enforcement.backlog = 0
    enforcement.capacity = 0
