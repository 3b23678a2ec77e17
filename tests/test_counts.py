"""A count and what is counted."""

from __future__ import annotations

import pytest

from experiments.config.messages import counted


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 runs"), (1, "1 run"), (2, "2 runs"), (1234, "1,234 runs")]
)
def test_one_is_counted_in_the_singular(count: int, words: str) -> None:
    assert counted(count, "run") == words


def test_an_irregular_plural_is_given() -> None:
    assert counted(1, "community", "communities") == "1 community"
    assert counted(3, "community", "communities") == "3 communities"
