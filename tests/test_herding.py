"""Kernel herding: the first points stand for all of them."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.statistics.herding import energy_distance, herded


def test_energy_distance_of_two_points_is_twice_what_is_between_them() -> None:
    assert energy_distance(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])) == 10.0
    same = np.array([[0.0], [1.0]])
    assert energy_distance(same, same[::-1]) == 0.0


def test_the_first_point_is_the_middle_one_and_each_comes_once() -> None:
    points = np.array([[-9.0], [-1.0], [0.1], [1.0], [9.0]])
    order = herded(points)
    assert order[0] == 2
    assert sorted(order) == [0, 1, 2, 3, 4]
    assert len(herded(np.empty((0, 3)))) == 0


def test_half_of_two_heaps_come_from_each() -> None:
    rng = np.random.default_rng(1)
    heaps = np.concatenate([rng.normal(-5, 1, (90, 2)), rng.normal(5, 1, (30, 2))])
    first = herded(heaps)[:40]
    assert (first < 90).sum() == pytest.approx(30, abs=1)


@pytest.mark.parametrize("dimensions", [2, 20])
def test_the_first_ones_are_nearer_to_all_than_random_subsets_and_ever_more_so(
    dimensions: int,
) -> None:
    rng = np.random.default_rng(dimensions)
    points = rng.standard_normal((400, dimensions))
    order = herded(points)
    ratios = []
    for number in (20, 80):
        own = energy_distance(points[order[:number]], points)
        others = [energy_distance(points[rng.permutation(400)[:number]], points) for _ in range(40)]
        assert own < min(others)
        ratios.append(own / np.mean(others))
    assert ratios[1] < ratios[0] < 0.75


def test_means_of_the_first_ones_are_those_of_all() -> None:
    points = np.random.default_rng(3).standard_normal((300, 5))
    first = points[herded(points)[:40]]
    random = np.sqrt(1 / 40)
    assert np.abs(first.mean(axis=0) - points.mean(axis=0)).max() < random / 2
