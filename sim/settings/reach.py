"""Communities that a lever is to reach, against those that the place has."""

from __future__ import annotations

from difflib import get_close_matches

from sim.joint_bound import JointError
from sim.levers import Lever
from sim.parameters import SettingsError
from sim.settings.territory import Territory

MOST_NAMED = 10
"""Names of communities that a message lists."""


def refuse_beyond(path: str, lever: Lever, territory: Territory) -> None:
    """Refuse a number or names of communities that a place does not have for a lever.

    Parameters:
        path: dotted path of the lever or shock.
        lever: it states a number or names.
        territory: the place.

    Raises:
        JointError: there are fewer, or the place is a city of districts.
        SettingsError: no community has such a name, or it is none that the lever reaches.
    """
    communities = lever.communities
    path = f"{path}.communities"
    if territory.districts > 1:
        members = {path: communities, "territory.districts": territory.districts}
        raise JointError(members, "in a city use coverage, a share that holds in each district")
    if isinstance(communities, tuple):
        _refuse_unknown(path, communities, territory.each.names)
        if lever.in_villages_alone:
            _refuse_others(path, communities, territory)
    elif communities is None:
        return
    elif lever.in_villages_alone and communities > territory.villages:
        members = {path: communities, "territory.villages": territory.villages}
        raise JointError(members, "it reaches villages alone: at most all of them")
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


def _refuse_others(path: str, wanted: tuple[str, ...], territory: Territory) -> None:
    """Refuse names of communities that are no villages."""
    rural = zip(territory.each.names, territory.is_village, strict=True)
    villages = [name for name, is_village in rural if is_village]
    for name in wanted:
        if name not in villages:
            some = [*villages[:MOST_NAMED], *["..."] * (len(villages) > MOST_NAMED)]
            there = ", ".join(some) or "there are none"
            allowed = f"{name} is no village; it reaches villages alone: {there}"
            raise SettingsError(path, list(wanted), allowed)
