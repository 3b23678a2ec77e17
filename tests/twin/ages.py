"""Who is elderly, and who uses applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import Habitat

if TYPE_CHECKING:
    from tests.twin.place import Community
    from tests.twin.territory import Territory


def factor(place: Territory, community: int) -> float:
    """Elderly residents of a community of its type, as a multiple of those of others."""
    rules, habitat = place.model.settings.residents, place.habitats[community]
    if habitat == Habitat.OLD:
        return rules.elderly_old_estate
    return rules.elderly_village if habitat == Habitat.VILLAGE else 1.0


def mean_factor(place: Territory) -> float:
    """The mean over residents of the place."""
    whole, everybody = 0.0, sum(place.people)
    for community, people in enumerate(place.people):
        whole += people * factor(place, community)
    return whole / everybody if everybody and whole else 1.0


def age_residents(community: Community) -> None:
    """Draw age and use of applications of everybody here."""
    model, residents = community.model, community.residents
    rules, place = model.settings.residents, model.territory
    wanted = rules.elderly_share * (factor(place, community.number) / mean_factor(place))
    listed = len(community.care_list.residents)
    elderly = min(wanted, 1.0) * len(residents) - rules.elderly_listed * listed
    unlisted = max(0.0, min(1.0, elderly / max(1, len(residents) - listed)))
    for i, resident in enumerate(residents):
        u, v = model.draws("age", community.number * 2**32 + i)
        resident.elderly = u < (rules.elderly_listed if resident.vulnerable else unlisted)
        users = rules.elderly_users if resident.elderly else rules.younger_users
        resident.app_user = v < users


def app_reach(community: Community) -> float:
    """How far an application reaches the mean resident, against one who uses applications."""
    others = community.policy["app_others"]
    if not community.residents:
        return others
    users = sum(resident.app_user for resident in community.residents)
    return others + (1.0 - others) * (users / len(community.residents))
