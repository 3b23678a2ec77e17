"""How many forms of each cadence make a stated number of forms a week."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import Settings
from sim.settings.form_counts import CLOSE, MOST_FORM_KINDS, YEARLY, form_counts

SHARES = (0.015, 0.08, 0.4, 0.3)


def yearly(counts: tuple[int, ...]) -> int:
    return sum(count * each for count, each in zip(counts, YEARLY, strict=True))


@pytest.mark.parametrize("forms", [2.0, 8.0, 18.0, 27.9, 40.0, 80.0])
def test_cadences_keep_their_shares_but_for_single_forms(forms: float) -> None:
    counts = form_counts(forms, 0, SHARES)
    exact = [share * sum(counts) for share in (*SHARES, 1.0 - sum(SHARES))]
    assert all(abs(count - part) < 4.0 for count, part in zip(counts, exact, strict=True))


@given(
    forms=st.floats(1.0, 80.0),
    boards=st.integers(0, 50),
    parts=st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5).filter(lambda p: sum(p) > 0.1),
)
def test_the_number_is_met_whatever_the_shares(
    forms: float, boards: int, parts: list[float]
) -> None:
    shares = tuple(part / sum(parts) for part in parts[:4])
    counts = form_counts(forms, boards, shares)
    assert abs(yearly(counts) - 50.0 * forms) <= CLOSE
    assert boards <= sum(counts) <= MOST_FORM_KINDS
    assert min(counts) >= 0


def test_boards_that_alone_make_more_are_asked_once_a_year() -> None:
    assert form_counts(1.0, 60, SHARES) == (0, 0, 0, 0, 60)


def test_settings_say_what_is_due_at_first() -> None:
    rules = Settings(obligations={"forms_a_week": 18.0}).obligations
    assert rules.first_forms_a_week == pytest.approx(18.0, abs=0.05)
    assert rules.kinds == sum(form_counts(18.0, rules.boards, SHARES))
    usual = Settings().obligations
    assert usual.kinds == usual.form_kinds
    assert usual.cadence_shares == SHARES
