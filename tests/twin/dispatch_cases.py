"""Places that stress how issues reach departments, to be walked by both models."""

from __future__ import annotations

from typing import Any

from tests.twin.parts import levers, referrals, rules

DISPATCH_CASES: dict[str, dict[str, Any]] = {
    "over the platform": referrals(3.0, accept_share=0.2),
    "over the platform, without end": referrals(1.5, accept_share=0.3, return_days=4.0)
    | {"structures": {"returns": "endless"}},
    "over the platform, received at once": referrals(
        3.0, accept_share=0.3, receive_days=0, returns_at_most=1, register_minutes=120.0
    ),
    "over the platform, designated": referrals(3.0, designation_days=3, receive_days=2)
    | {"structures": {"returns": "designated"}},
    "by telephone, without end": referrals(1.5, accept_share=0.3)
    | {"structures": {"dispatch": "telephone", "returns": "endless"}},
    "by telephone, twice at most": referrals(3.0, accept_share=0.2, answer_days=2.0)
    | {"structures": {"dispatch": "telephone"}},
    "by telephone, designated": referrals(3.0, designation_days=3)
    | {"structures": {"dispatch": "telephone", "returns": "designated"}},
    "orders and disputes on the platform": referrals(0.7, accept_share=0.3)
    | {
        "rules": rules(
            mediation={},
            patience={"patience_factor": 0.1, "overhead_chance": 1.0},
            replies={"reply_limit": 3, "reply_unsolved": 0.5},
        )
    },
    "projects on the platform": referrals(1.5, accept_share=0.0)
    | {
        "structures": {"returns": "endless"},
        "rules": rules(replies={"reply_limit": 0, "reply_unsolved": 0.5}),
        "levers": levers("secretary_projects", coverage=1.0, rate=12.0),
    },
}
