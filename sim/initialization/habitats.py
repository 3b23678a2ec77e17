"""Types of communities, and their rates of issues; sim/ODD.md, section 3."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.enums import Habitat, Kind
from sim.records import ISSUE_RATE
from sim.settings import Settings
from sim.settings.rules import Types
from sim.streams import NUMBER, draw


def habitats(settings: Settings, keys: npt.NDArray[np.uint64]) -> list[Habitat]:
    """Type of each community, in order of index."""
    place, rule = settings.territory, settings.rules.types
    urban = place.communities - place.villages
    types = [Habitat.MIXED] * urban + [Habitat.VILLAGE] * place.villages
    if not rule.on or place.communities == 1:
        return types
    uniforms = [draw(keys[NUMBER["type"]], c, 0, 0)[0] for c in range(urban)]
    limits = [
        math.floor(urban * share + 0.5)
        for share in (
            rule.old,
            rule.old + rule.commercial,
            rule.old + rule.commercial + rule.business,
        )
    ]
    for rank, c in enumerate(sorted(range(urban), key=lambda c: (uniforms[c], c))):
        types[c] = Habitat(sum(rank >= limit for limit in limits))
    return types


def factors(rule: Types, habitat: Habitat) -> dict[Kind, float]:
    """Factors on the rates of kinds in a community of this type; kinds not named have 1."""
    unkept = 1.0 + rule.no_property_estates * (rule.no_property_facility - 1.0)
    return {
        Habitat.OLD: {
            Kind.FACILITY: rule.old_estate_facility * unkept,
            Kind.CARE: rule.old_estate_care,
        },
        Habitat.COMMERCIAL: {
            Kind.INQUIRY: rule.commercial_inquiry,
            Kind.FACILITY: rule.commercial_facility,
        },
        Habitat.BUSINESS: {
            Kind.MERCHANT: rule.business_merchant,
            Kind.STREET_ORDER: rule.business_order,
        },
        Habitat.MIXED: {},
        Habitat.VILLAGE: {
            Kind.DISPUTE: rule.village_dispute,
            Kind.MERCHANT: rule.village_merchant,
            Kind.STREET_ORDER: rule.village_order,
        },
    }[habitat]


def issue_rates(
    settings: Settings, places: npt.NDArray[np.void], kinds: npt.NDArray[np.void]
) -> npt.NDArray[np.void]:
    """ISSUE_RATE (C, 8): issues a resident and day by type, with the mean of the place kept."""
    rule = settings.rules.types
    table = np.zeros((len(places), len(kinds)), ISSUE_RATE)
    table["rate"], table["level1"] = kinds["rate"], kinds["level1"]
    table["surge"] = 1.0
    if not rule.on:
        return table
    by_place = [factors(rule, Habitat(int(community["habitat"]))) for community in places]
    people = [float(community["people"]) for community in places]
    for kind in Kind:
        of_kind = [here.get(kind, 1.0) for here in by_place]
        weighted = sum(n * factor for n, factor in zip(people, of_kind, strict=True))
        mean = weighted / sum(people) if weighted else 1.0
        for c, factor in enumerate(of_kind):
            table["rate"][c, kind] = float(kinds["rate"][kind]) * (factor / mean)
    old = places["habitat"] == Habitat.OLD
    kept = 1.0 - rule.no_property_estates * rule.no_property_own_share
    table["level1"][old, Kind.FACILITY] *= kept
    return table
