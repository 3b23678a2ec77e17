"""The balanced prior: even loads, the declared ranges, the same draws however they are made."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest

from experiments.config.errors import InputError
from experiments.designs import balanced_prior
from experiments.designs.balanced_prior import (
    BANDS,
    FIRST_YEAR,
    Balanced,
    Band,
    Thinning,
    balanced,
)
from experiments.designs.expected_load import expected_load
from experiments.designs.expected_load.load import LOADS
from experiments.patterns.entries import EntryError, entries
from sim.settings import default_ledger
from sim.settings.variants import ASSUMPTION, Variants


def band(name: str, low: float, high: float, cells: int) -> Band:
    return Band(name, low, high, cells, "", "", "assumed")


WIDE = (band("load", 0.5, 3.0, 2), band("department_load", 0.05, 5.0, 1))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of few draws."""
    for name, number in {"BLOCK": 16, "TOGETHER": 2, "PATIENCE": 4}.items():
        monkeypatch.setattr(balanced_prior, name, number)


def made(count: int, seed: int = 1, threads: int = 0) -> Balanced:
    """Societies; in several threads what is computed is sent as to another process."""
    if not threads:
        return balanced(default_ledger(), count, seed, bands=WIDE)
    with ThreadPoolExecutor(threads) as pool:

        def mapped(function: Callable[[Any], Any], values: Iterable[Any]) -> Iterable[Any]:
            return pool.map(pickle.loads(pickle.dumps(function)), values)

        return balanced(default_ledger(), count, seed, bands=WIDE, mapped=mapped)


def test_every_band_is_one_of_a_load_that_is_computed() -> None:
    assert {entry.name for entry in BANDS} <= {*LOADS}
    assert all(entry.low < entry.high for entry in BANDS)
    assert {"load", "department_load"} == {entry.name for entry in BANDS if entry.cells > 1}


def test_thinning_makes_loads_even_that_depend_on_each_other() -> None:
    """Two uneven loads with rank correlation: no cell is two ahead of its even share."""
    rng = np.random.default_rng(1)
    first = rng.beta(2, 1.5, 20_000)
    loads = np.stack([first, np.clip(0.3 * first + 0.7 * rng.beta(1.5, 2, 20_000), 0, 1)], axis=1)
    thinning = Thinning((band("a", 0.2, 0.9, 3), band("b", 0.2, 0.8, 2)))
    kept = loads[thinning.keep(loads, 900)]
    assert len(kept) == 900
    assert thinning.inside(kept).all()
    for number in (90, 900):
        cells = thinning.cells(kept[:number])
        for place, size in ((0, 3), (1, 2)):
            counts = np.bincount(cells[:, place], minlength=size)
            assert counts.max() < number / size + 3
            assert counts.min() > number / size - 6


def test_within_a_cell_of_loads_the_declared_prior_holds() -> None:
    """What the load does not depend on stays as it was, and so does the load within a cell."""
    rng = np.random.default_rng(2)
    load, other = rng.random(40_000) ** 2, rng.random(40_000)
    kept = Thinning((band("a", 0.0, 1.0, 5),)).keep(load[:, None], 5000)
    assert kstest(other[kept], "uniform").pvalue > 0.01
    lowest = [value for value in load[kept] if value < 0.2]
    assert kstest(np.sqrt(np.array(lowest) / 0.2), "uniform").pvalue > 0.01
    assert abs(len(lowest) - 1000) < 12


def test_societies_lie_in_the_bands_and_in_the_declared_ranges(small: None) -> None:
    ledger, found = default_ledger(), made(6)
    assert len(found.points) == len(found.loads) == 6
    variants = Variants(
        FIRST_YEAR, ledger, [*found.points], [ledger.value(str(n)) for n in found.points]
    )
    columns = [found.points[name].tolist() for name in found.points]
    for values, load in zip(zip(*columns, strict=True), found.loads["load"], strict=True):
        again = expected_load(variants.at(values))
        assert again.load == load
        assert 0.5 <= again.load <= 3.0
        assert 0.05 <= again.department_load <= 5.0
    for name in found.points:
        entry = ledger.assumptions[str(name).removeprefix(ASSUMPTION)]
        assert entry.low is not None
        assert entry.high is not None
        assert found.points[name].between(entry.low, entry.high).all()


def test_societies_are_the_same_in_any_number_and_on_any_executor(small: None) -> None:
    few, many, spread = made(3), made(8), made(8, threads=3)
    assert few.points.equals(many.points.head(3))
    assert many.points.equals(spread.points)
    assert many.loads.equals(spread.loads)
    assert not made(3, seed=2).points.equals(few.points)


def test_draws_are_counted(small: None) -> None:
    found = made(6)
    counts = found.counts
    kept = counts["drawn"] - counts["infeasible"] - counts["outside"] - counts["thinned"]
    assert kept == 6
    assert found.share == 6 / counts["drawn"]
    assert (found.uniforms.to_numpy() > 0).all()
    assert (found.uniforms.to_numpy() < 1).all()


def test_bands_in_which_no_draw_lies_are_refused(small: None) -> None:
    nowhere = (band("load", 0.0, 0.001, 1),)
    with pytest.raises(InputError, match="0 of 64 draws lie evenly in the bands of loads"):
        balanced(default_ledger(), 3, 1, bands=nowhere)


def test_a_band_without_a_reason_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "loads.yaml"
    file.write_text("load: {low: 0.8, high: 1.1, cells: 5, meaning: what, grade: assumed}\n")
    with pytest.raises(EntryError, match=r"loads\.yaml: load: why: is missing"):
        entries(file, Band)
