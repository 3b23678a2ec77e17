"""Types of communities, and their rates of issues; sim/ODD.md, section 3."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.enums import Habitat, Kind
from sim.levers.reach import TYPES
from sim.records import ISSUE_RATE
from sim.settings import Settings
from sim.settings.rules import Types
from sim.streams import NUMBER, draws


def habitats(settings: Settings, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Type of each community (Habitat), in order of index, int64 (C,)."""
    place, rule = settings.territory, settings.rules.types
    types = np.where(place.is_village, Habitat.VILLAGE, Habitat.MIXED).astype(np.int64)
    stated = place.each.types or (None,) * place.communities
    for c, name in enumerate(stated):
        types[c] = types[c] if name is None else TYPES[name]
    if not rule.on or place.communities == 1:
        return types
    unknown = np.array([name is None for name in stated])
    drawn = np.flatnonzero(unknown & (types != Habitat.VILLAGE))
    urban = len(drawn)
    uniforms, _ = draws(keys[NUMBER["type"]], drawn)
    shares = (rule.old, rule.old + rule.commercial, rule.old + rule.commercial + rule.business)
    limits = [math.floor(urban * share + 0.5) for share in shares]
    order = np.argsort(uniforms, kind="stable")
    types[drawn[order]] = np.searchsorted(limits, np.arange(urban), side="right")
    return types


def factors(rule: Types, habitat: Habitat) -> dict[Kind, float]:
    """Factors on the rates of all kinds in a community of this type."""
    unkept = 1.0 + rule.no_property_estates * (rule.no_property_facility - 1.0)
    named: dict[Habitat, dict[Kind, float]] = {
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
    }
    return dict.fromkeys(Kind, 1.0) | named[habitat]


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
    of_type = np.array([list(factors(rule, habitat).values()) for habitat in Habitat])
    people = places["people"]
    for kind, row in enumerate(kinds):
        factor = of_type[places["habitat"], kind]
        # NumPy's sum adds in pairs; a running sum adds one community after another.
        weighted = np.cumsum(people * factor)[-1]
        mean = weighted / people.sum() if weighted else 1.0
        table["rate"][:, kind] = row["rate"] * (factor / mean)
    old = places["habitat"] == Habitat.OLD
    kept = 1.0 - rule.no_property_estates * rule.no_property_own_share
    table["level1"][old, Kind.FACILITY] *= kept
    return table
