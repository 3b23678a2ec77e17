"""Who is elderly, and who uses applications; sim/ODD.md, section 3."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.enums import Habitat
from sim.kernels.jit import entry
from sim.settings import Settings
from sim.streams import NUMBER, draw


def set_ages(
    settings: Settings,
    keys: npt.NDArray[np.uint64],
    places: npt.NDArray[np.void],
    people: npt.NDArray[np.void],
) -> None:
    """Sets who is elderly and who uses applications, and how many do in each community.

    The draws are of a stream of their own, so no other draw of a run depends on them.

    Parameters:
        places: COMMUNITY (C,), with types and agents.
        people: RESIDENT (A,), with who is on the list.
    """
    rule = settings.residents
    shares = unlisted_shares(settings, places)
    users = rule.younger_users, rule.elderly_users
    _draw_each(places, people, keys[NUMBER["age"]], rule.elderly_listed, shares, users)


def unlisted_shares(settings: Settings, places: npt.NDArray[np.void]) -> npt.NDArray[np.float64]:
    """Chance that an agent of a household that is not on the list is elderly, float64 (C,).

    With it the share of the place is that of the settings, as far as shares from 0 to 1 allow.
    """
    rule = settings.residents
    factors = np.ones(len(places))
    factors[places["habitat"] == Habitat.OLD] = rule.elderly_old_estate
    factors[places["habitat"] == Habitat.VILLAGE] = rule.elderly_village
    people = places["people"]
    weighted = np.cumsum(people * factors)[-1]  # one community after another, as the twin adds
    mean = weighted / people.sum() if weighted else 1.0
    wanted = np.minimum(rule.elderly_share * (factors / mean), 1.0)
    listed, agents = places["vulnerable_agents"], places["agents"]
    rest = np.maximum(agents - listed, 1)
    shares: npt.NDArray[np.float64] = (wanted * agents - rule.elderly_listed * listed) / rest
    return np.clip(shares, 0.0, 1.0)


@entry
def _draw_each(places, people, key, elderly_listed, shares, users):  # type: ignore[no-untyped-def]
    """Draw each agent; `users` are the shares of younger and elderly ones who use applications."""
    for c in range(len(places)):
        community = places[c]
        community.app_users = 0
        for agent in range(community.agents):
            resident = people[community.first_agent + agent]
            u, v = draw(key, (c << 32) + agent, 0, 0)
            resident.elderly = u < (elderly_listed if resident.vulnerable else shares[c])
            resident.app_user = v < users[1 if resident.elderly else 0]
            community.app_users += resident.app_user
