"""Narrow fields of records hold every value that settings allow."""

from __future__ import annotations

import numpy as np
import pytest

from sim import arrays, records
from sim.enums import (
    FOR_EVER,
    ITEMS,
    Consent,
    Found,
    Kind,
    Ordered,
    Payer,
    Person,
    Rung,
    Sort,
    Stage,
    Status,
    Tier,
    Work,
)
from sim.initialization.capacity import _longer
from sim.initialization.obligations import LONGEST_LIFE
from sim.kernels.tasks import MOST_PIECES
from sim.settings import Settings, SettingsError
from sim.settings.departments import MOST_ANSWERING
from sim.settings.each import MOST_RESIDENTS, MOST_WORKERS
from sim.settings.form_counts import MOST_FORM_KINDS
from sim.settings.obligations import MOST_DEMANDING
from sim.settings.territory import MOST_AGENTS, MOST_COMMUNITIES
from sim.streams import LONGEST_WAIT

SPAN = 10_000
"""Settings.horizon_days and warmup_days together, and the longest `Days` or `Span`."""
LARGEST: dict[str, dict[str, float]] = {
    "ISSUE": {
        "due": SPAN + LONGEST_WAIT,
        "patience": SPAN + LONGEST_WAIT,
        "span": LONGEST_WAIT,
        "agent": MOST_AGENTS,
        "grid": MOST_WORKERS * MOST_COMMUNITIES,
        "step": 10 * SPAN,
        "birth": SPAN,
        "early": max(Found),
        "ordered": max(Ordered),
        "status": max(Status),
        "kind": max(Kind),
        "level": 2,
        "refusals": SPAN,
        "closings": SPAN,
        "built": FOR_EVER,
        "rounds": SPAN,
        "waits": SPAN,
        "needed": 3,
        "department_0": MOST_ANSWERING,
        "visited": 0b111,
        "open_jobs": 3,
        "sort": max(Sort),
        "rung": max(Rung),
        "round": 101,
        "consent": max(Consent),
        "payer": max(Payer),
        "tried": SPAN,
        "asked": 2 * SPAN,
        "registered": SPAN,
        "first_visit": 2 * SPAN,
        "last_visit": 2 * SPAN,
        "department_1": MOST_ANSWERING,
        "department_2": MOST_ANSWERING,
        "last_department": MOST_ANSWERING,
    },
    "TASK": {
        "tie": 100_000 * SPAN,
        "owner": MOST_WORKERS * MOST_COMMUNITIES,
        "work": max(Work),
    },
    "JOB": {"community": MOST_COMMUNITIES, "deadline": 2 * SPAN, "place": 3},
    "FORM": {
        "due": FOR_EVER,
        "sent_back_on": 2 * SPAN,
        "first_check": SPAN + LONGEST_WAIT,
        "obsolete_from": SPAN + LONGEST_LIFE,
        "item_count": ITEMS,
        "stage": max(Stage),
        "ends": SPAN,
        "left": 2 * MOST_PIECES,
        "redo_left": SPAN * MOST_PIECES,
        "edition": SPAN,
        "step": 10 * SPAN,
        "released": SPAN,
        "moved_on": SPAN,
        "redo_day": SPAN,
    },
    "PURSUIT": {
        "remind_on": 3 * SPAN,
        "criticise_on": 4 * SPAN,
        "editions": SPAN,
        "left": SPAN * MOST_PIECES,
        "pieces": 3 * MOST_PIECES,
    },
    "OUTCOME": {"kind": max(Kind), "level": 2, "person": sum(Person)},
    "RESIDENT": {
        "community": MOST_COMMUNITIES,
        "micro_grid": MOST_RESIDENTS,
        "grid": MOST_WORKERS * MOST_COMMUNITIES,
        "tier": max(Tier),
    },
    "MICRO_GRID": {
        "volunteers": MOST_RESIDENTS,
        "first_agent": MOST_AGENTS,
        "agents": MOST_AGENTS,
        "worker": MOST_WORKERS * MOST_COMMUNITIES,
        "disappointments": SPAN,
    },
    "WORKER": {"volunteers": MOST_RESIDENTS, "community": MOST_COMMUNITIES},
}
SLOTS = {
    "TASK": {"left", "right", "subject"},
    "JOB": {"left", "right", "issue"},
    "WORKER": {
        "root",
        "residents_root",
        "dated_root",
        "task",
        "released",
        "released_residents",
    },
}
"""Places in an array of records: memory ends long before a number of 32 bits does."""


@pytest.mark.parametrize("name", LARGEST)
def test_narrow_fields_hold_what_settings_allow(name: str) -> None:
    kind = getattr(records, name)
    for field, largest in LARGEST[name].items():
        assert largest <= np.iinfo(kind[field]).max, field


@pytest.mark.parametrize(
    ("group", "setting", "largest"),
    [
        ("", "horizon_days", SPAN // 2),
        ("", "warmup_days", SPAN // 2),
        ("obligations", "demanding", MOST_DEMANDING),
        ("obligations", "form_kinds", MOST_FORM_KINDS),
        ("territory", "communities", MOST_COMMUNITIES),
        ("territory", "residents", MOST_RESIDENTS),
    ],
)
def test_settings_beyond_the_range_are_refused(group: str, setting: str, largest: int) -> None:
    tree = {setting: largest + 1}
    with pytest.raises(SettingsError):
        Settings(**({group: tree} if group else tree))


@pytest.mark.parametrize("name", ["ISSUE", "FORM", "TASK"])
def test_no_row_spreads_its_hot_fields_over_two_cache_lines(name: str) -> None:
    kind = getattr(records, name)
    table = arrays.zeros((3, 5), kind)
    assert table.ctypes.data % arrays.CACHE_LINE == 0
    assert kind.itemsize % arrays.CACHE_LINE == 0
    assert not table.view(np.uint8).any()


def test_an_array_with_little_in_use_is_zero_and_grows_with_what_is_used() -> None:
    few = arrays.sparse_zeros((3, 100), records.TASK)
    assert few.flags.carray
    assert not few.view(np.uint8).any()
    few["key"][:, :2] = [[1, 2], [3, 4], [5, 6]]
    more = _longer(few, 200, 2, arrays.sparse_zeros)
    assert more["key"][:, :3].tolist() == [[1, 2, 0], [3, 4, 0], [5, 6, 0]]
    assert more.shape == (3, 200)
    assert arrays.sparse_zeros((3, 0), records.TASK).shape == (3, 0)


def test_every_narrow_field_has_a_bound() -> None:
    kinds = {name: kind for name, kind in vars(records).items() if isinstance(kind, np.dtype)}
    for name, kind in kinds.items():
        for field in kind.names or ():
            number = kind[field]
            if number.kind in "iu" and number.itemsize < 8:
                slot = field in SLOTS.get(name, ()) and number.itemsize == 4
                assert slot or field in LARGEST[name], (name, field)
