"""What holds whatever the settings are; each society is built and stepped once for all of it."""

from __future__ import annotations

import pytest

from tests.invariants.books import assert_same_books
from tests.invariants.evenings import assert_kept
from tests.invariants.societies import NAMED, Tree, everywhere, ran, society
from tests.invariants.ways import WAYS, assert_no_way_matters, little


@everywhere(150)
def test_nothing_is_lost_and_no_way_to_run_it_matters(tree: Tree, seed: int) -> None:
    with little():
        model = society(tree, seed)
        assert_kept(model, every=5)
    assert_no_way_matters(model, tree, seed)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMED)
def test_no_way_to_run_it_matters(name: str, way: str) -> None:
    assert_same_books(ran(NAMED[name]), WAYS[way](NAMED[name], 5))
