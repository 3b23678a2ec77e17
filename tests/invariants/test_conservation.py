"""Nothing is lost and nothing comes from nowhere, looked at every evening of some societies.

Whatever the settings are: `test_everywhere.py`.
"""

from __future__ import annotations

import pytest

from tests.invariants.evenings import assert_kept
from tests.invariants.societies import NAMED, Tree, society
from tests.twin.parts import LEVERS, breeding, disputes, levers, overload, referrals

CROWDED: dict[str, Tree] = NAMED | {
    "overload": overload(scrutiny={}, turnover={"turnover_rate": 6.0}),
    "disputes": disputes(mediation_rounds=2, frozen_report=0.1),
    "obligations that come and go": breeding(
        sendback_rate=1.0, sendback_days=0.0, restore_rate=1.0
    ),
    "obligations struck twice": breeding()
    | {"levers": levers("duty_list", start_day=35, ended_share=1.0)},
    "obligations struck on the last day of a month": breeding(restore_rate=1.0)
    | {"warmup_days": 10, "levers": levers("duty_list", start_day=9, ended_share=1.0)},
    "departments without time": referrals(0.02),
    "all reforms": NAMED["small"] | {"levers": levers(*LEVERS), "horizon_days": 120},
}
"""Where much of one thing happens."""


@pytest.mark.parametrize("name", CROWDED)
def test_nothing_is_lost(name: str) -> None:
    assert_kept(society(CROWDED[name], 8), every=2)
