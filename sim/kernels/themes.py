"""What a hall deliberates on: the theme and the estate of an issue, and who waits for it.

ODD 6.10, 11.10.
"""

from __future__ import annotations

from sim.enums import Consent, Kind, Rung, Sort, Status, Theme
from sim.kernels.jit import kernel
from sim.kernels.mediation import mediated
from sim.streams import NUMBER, draw

THEME, CONSENT = NUMBER["theme"], NUMBER["consent"]


@kernel
def theme_of_dispute(state, entity):
    """Theme of a dispute about shared space."""
    parameters = state.parameters[0]
    u, _ = draw(state.keys[THEME], entity, 0, 0)
    if u < parameters.theme_parking:
        return Theme.PARKING
    return (
        Theme.GROUND if u < parameters.theme_parking + parameters.theme_ground else Theme.BUILDING
    )


@kernel
def theme_of(state, issue):
    """Theme of a dispute about shared space, or of a repair."""
    if issue.kind == Kind.DISPUTE:
        return theme_of_dispute(state, issue.entity)
    return Theme.BUILDING


@kernel
def estate_of(state, c, grid):
    """Estate of a grid: grids are dealt out to estates evenly."""
    return int(grid * state.parameters[0].estates) // state.communities[c].frontline


@kernel
def concerned(state, c, estate, theme, issue):
    """Whether an issue is of an estate and a theme, and may be settled in a hall."""
    if issue.level == 2 or issue.by_others or estate_of(state, c, issue.grid) != estate:
        return False
    if mediated(state, issue):
        return issue.sort == Sort.SPACE and theme_of(state, issue) == theme
    return issue.kind == Kind.FACILITY and theme == Theme.BUILDING


@kernel
def hall_open(state, c):
    """Whether there is a hall with sessions left this month, to which residents come."""
    policy = state.policies[c]
    community = state.communities[c]
    if not state.parameters[0].mediation or community.month_sessions >= policy.hall_sessions:
        return False
    return community.trust >= policy.hall_quorum


@kernel
def needs_consent(state, issue):
    """Whether households that share what is repaired have still to agree."""
    parameters = state.parameters[0]
    if not parameters.consent or issue.kind != Kind.FACILITY or issue.level == 2:
        return False
    if issue.by_others or issue.consent == Consent.GIVEN:
        return False
    u, _ = draw(state.keys[CONSENT], issue.entity, 0, 0)
    return u < parameters.consent_share


@kernel
def goes_to_hall(state, c, issue):
    """Whether a reported issue waits for a session: a dispute about space, or a consent."""
    if mediated(state, issue):
        if issue.by_others or issue.sort != Sort.SPACE or issue.level == 2:
            return False
        return hall_open(state, c)
    return needs_consent(state, issue) and hall_open(state, c)


@kernel
def wait_for_hall(state, issue, day):
    """The issue waits until a session can be called."""
    issue.rung = Rung.HALL
    issue.status = Status.PAUSE
    issue.due = day + max(1, int(state.parameters[0].hall_notice))
