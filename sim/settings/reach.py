"""Communities that a lever is to reach, against those that the place has."""

from __future__ import annotations

from difflib import get_close_matches

from sim.joint_bound import JointError
from sim.parameters import SettingsError
from sim.settings.territory import Territory

MOST_NAMED = 10
"""Names of communities that a message lists."""


def refuse_beyond(lever: str, communities: int | tuple[str, ...], territory: Territory) -> None:
    """Refuse a number or names of communities that a place does not have.

    Parameters:
        lever: dotted path of the lever or shock.
        communities: how many, or which, it is to reach.
        territory: the place.

    Raises:
        JointError: there are fewer, or the place is a city of districts.
        SettingsError: no community has such a name.
    """
    path = f"{lever}.communities"
    if territory.districts > 1:
        members = {path: communities, "territory.districts": territory.districts}
        raise JointError(members, "in a city use coverage, a share that holds in each district")
    if not isinstance(communities, int):
        _refuse_unknown(path, communities, territory.each.names)
    elif communities > territory.communities:
        members = {path: communities, "territory.communities": territory.communities}
        raise JointError(members, "at most all of them")


def _refuse_unknown(path: str, wanted: tuple[str, ...], names: tuple[str, ...]) -> None:
    if not names:
        allowed = "the communities of this place have no names; a number of them is possible"
        raise SettingsError(path, list(wanted), allowed)
    for name in wanted:
        if name not in names:
            near = get_close_matches(name, names, n=3, cutoff=0.5) or names[:MOST_NAMED]
            rest = ", ..." if len(near) < len(names) else ""
            allowed = f"no community {name}; there are {', '.join(near)}{rest}"
            raise SettingsError(path, list(wanted), allowed)
