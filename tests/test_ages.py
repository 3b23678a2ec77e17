"""Who is elderly and who uses applications: by hand, and without touching any other draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.enums import Habitat
from sim.initialization.ages import unlisted_shares
from sim.initialization.place import build
from sim.records import COMMUNITY
from sim.settings import Settings
from sim.society import Society
from sim.streams import draw, stream_key
from tests.golden.books import digest

PLACE = {"communities": 3, "workers": 12, "residents": 3000, "vulnerable_households": 800.0}
AGES = {"elderly_share": 0.2, "elderly_listed": 0.6, "elderly_old_estate": 1.5}


def settings(**residents: float) -> Settings:
    return Settings(territory=PLACE, residents=residents)


def places(*rows: tuple[Habitat, int, int]) -> np.ndarray[Any, Any]:
    """Communities of a type, with residents, of whom some are on the list; an agent is one."""
    table = np.zeros(len(rows), COMMUNITY)
    for community, (habitat, people, listed) in zip(table, rows, strict=True):
        community["habitat"], community["people"], community["agents"] = habitat, people, people
        community["vulnerable_agents"] = listed
    return table


def test_old_estates_are_older_and_the_list_takes_its_part() -> None:
    two = places((Habitat.OLD, 1000, 50), (Habitat.MIXED, 3000, 100))
    mean = (1000 * 1.5 + 3000) / 4000
    expected = [
        (0.2 * 1.5 / mean * 1000 - 0.6 * 50) / 950,
        (0.2 / mean * 3000 - 0.6 * 100) / 2900,
    ]
    shares = unlisted_shares(settings(**AGES), two)
    assert shares == pytest.approx(expected, rel=1e-12)
    everybody = shares @ [950, 2900] + 0.6 * 150
    assert everybody == pytest.approx(0.2 * 4000)


@pytest.mark.parametrize(
    ("residents", "rows", "share"),
    [
        ({"elderly_share": 0.1, "elderly_listed": 0.9}, [(Habitat.MIXED, 100, 50)], 0.0),
        ({"elderly_share": 1.0, "elderly_listed": 0.0}, [(Habitat.MIXED, 100, 50)], 1.0),
        ({"elderly_share": 0.5}, [(Habitat.MIXED, 0, 0)], 0.0),
        ({"elderly_share": 0.5}, [(Habitat.VILLAGE, 100, 0)], 0.5),
    ],
)
def test_shares_stay_between_none_and_all(
    residents: dict[str, float], rows: list[Any], share: float
) -> None:
    assert unlisted_shares(settings(**residents), places(*rows)) == pytest.approx([share])


def test_each_agent_is_drawn_by_itself() -> None:
    place = settings(**AGES, elderly_users=0.3, younger_users=0.8)
    state = build(place, 5)
    shares = unlisted_shares(place, state.communities)
    key = stream_key(5, "age")
    seen = set()
    for c, community in enumerate(state.communities):
        users = 0
        for agent in range(community["agents"]):
            resident = state.residents[community["first_agent"] + agent]
            u, v = draw(np.uint64(key), (c << 32) + agent)
            chance = 0.6 if resident["vulnerable"] else shares[c]
            assert resident["elderly"] == (u < chance)
            assert resident["app_user"] == (v < (0.3 if resident["elderly"] else 0.8))
            users += resident["app_user"]
            seen.add((bool(resident["elderly"]), bool(resident["app_user"])))
        assert community["app_users"] == users
    assert len(seen) == 4


def test_age_changes_nothing_where_no_application_asks_for_it() -> None:
    digests = set()
    for share in (0.0, 1.0):
        same = {"elderly_listed": share, "elderly_old_estate": 1.0, "younger_users": share}
        place = settings(elderly_share=share, **same)
        place = place.model_copy(update={"horizon_days": 30, "warmup_days": 5})
        society = Society(place, 4, keep_outcomes=True)
        society.run()
        assert society.state.residents["elderly"].all() == (share == 1.0)
        digests.add(digest(society))
    assert len(digests) == 1
