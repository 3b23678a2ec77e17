"""What a meeting-free day does in a small place: `python -m pytest test_meeting_free_day.py`."""

from __future__ import annotations

import pytest
from meeting_free_day import MeetingFreeDay

from unburden import GovernanceModel, Settings

PLACE = {
    "territory": {"communities": 2, "workers": 16, "residents": 4000},
    "warmup_days": 5,
    "horizon_days": 20,
}


def meetings(**parameters: float) -> float:
    """Hours per worker and week in meetings, with the reform if it is given parameters."""
    levers = {"meeting_free_day": {"on": True, **parameters}} if parameters else {}
    model = GovernanceModel({**PLACE, "levers": levers}, rng=1)
    model.run()
    measures = model.measures(by_community=False).set_index(["measure", "group"])["value"]
    return float(measures["hours_per_worker_week", "meetings"])


def test_meetings_of_the_day_are_not_held() -> None:
    before = meetings()
    assert meetings(share=0.5, days=1) < before
    assert meetings(share=0.5, days=2) < meetings(share=0.5, days=1)


def test_nothing_changes_where_all_meetings_move_to_other_days() -> None:
    assert meetings(share=0.0) == meetings()


def test_its_numbers_are_evidence_of_its_own() -> None:
    sources = Settings().sources
    assert sources["levers.meeting_free_day.share"] == "assume:meeting_free_day_share"
    assert sources["levers.meeting_free_day.days"] == "assume:meeting_free_day_days"
    with pytest.raises(ValueError, match=r"levers\.meeting_free_day\.share=1\.5"):
        MeetingFreeDay(share=1.5)
