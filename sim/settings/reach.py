"""Communities that a lever is to reach, against those that the place has."""

from __future__ import annotations

from sim.joint_bound import JointError
from sim.parameters import SettingsError
from sim.settings.territory import Territory


def refuse_beyond(lever: str, communities: int | tuple[str, ...], territory: Territory) -> None:
    """Refuse a number or names of communities that a place does not have.

    Parameters:
        lever: dotted path of the lever or shock.
        communities: how many, or which, it is to reach.
        territory: the place.

    Raises:
        JointError: there are fewer, or the place is a city of districts.
    """
    path = f"{lever}.communities"
    if territory.districts > 1:
        members = {path: communities, "territory.districts": territory.districts}
        raise JointError(members, "in a city use coverage, a share that holds in each district")
    if not isinstance(communities, int):
        raise SettingsError(path, communities, "the communities of this place have no names")
    if communities > territory.communities:
        members = {path: communities, "territory.communities": territory.communities}
        raise JointError(members, "at most all of them")
