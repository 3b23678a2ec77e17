"""Shocks, in the order in which they are applied: switched like levers, and no reforms."""

from sim.parameters import Group
from sim.shocks.census_campaign import CensusCampaign
from sim.shocks.flood_evacuation import FloodEvacuation
from sim.shocks.heavy_rain import HeavyRain
from sim.shocks.inspection_season import InspectionSeason


class Shocks(Group):
    """One field for each shock."""

    flood_evacuation: FloodEvacuation
    heavy_rain: HeavyRain
    census_campaign: CensusCampaign
    inspection_season: InspectionSeason


__all__ = ["Shocks"]
