"""A city as the districts that it consists of."""

from __future__ import annotations

from typing import NamedTuple

from sim.settings import Settings
from sim.streams import run_seed


class District(NamedTuple):
    """All that the run of a district depends on, alone or in its city."""

    settings: Settings
    run_seed: int


def divided(settings: Settings, seed: int) -> tuple[District, ...]:
    """Districts of a city in order; a place of one district is that district.

    Parameters:
        seed: run seed of the city.
    """
    if settings.territory.districts == 1:
        return (District(settings, seed),)
    return tuple(
        District(settings.changed({"territory": part.model_dump()}), run_seed(seed, number))
        for number, part in enumerate(settings.territory.divided())
    )
