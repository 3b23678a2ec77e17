"""What a village has less of: visits, merchants, windows; sim/ODD.md, section 3."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.enums import Habitat
from sim.settings import Settings


def merchants(settings: Settings) -> npt.NDArray[np.float64]:
    """Merchants of each community that states none, (C,)."""
    usual = settings.workday.community_merchants
    here = np.array(settings.territory.is_village)
    return np.where(here, usual * trade(settings), usual)


def policies(
    settings: Settings, usual: npt.NDArray[np.void], communities: npt.NDArray[np.void]
) -> npt.NDArray[np.void]:
    """POLICY (C,) before any lever.

    Parameters:
        usual: POLICY (1,) of a community.
        communities: COMMUNITY (C,) with their types.
    """
    table = np.repeat(usual, len(communities))
    here = communities["habitat"] == Habitat.VILLAGE
    table["prescribed_visits"][here] *= settings.territory.village_size
    table["merchant_rounds"][here] *= trade(settings)
    table["counter_posts"][here] = settings.organisation.village_counter_posts
    return table


def trade(settings: Settings) -> float:
    """Merchants of a village over those of a community: by residents, and fewer to a resident."""
    rule = settings.rules.types
    return settings.territory.village_size * (rule.village_merchant if rule.on else 1.0)
