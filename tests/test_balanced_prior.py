"""The balanced prior: even loads, the declared ranges, the same draws however they are made."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.config.errors import InputError
from experiments.designs import balanced_prior
from experiments.designs.balanced_prior import BANDS, Balanced, Band, Thinning, balanced
from experiments.designs.entries import EntryError, entries
from experiments.designs.expected_load import expected_load
from experiments.designs.expected_load.load import LOADS
from sim.settings import default_ledger
from sim.settings.variants import ASSUMPTION, Variants


def band(name: str, low: float, high: float, cells: int) -> Band:
    return Band(name, low, high, cells, "", "", "assumed")


WIDE = (band("load", 0.5, 3.0, 2), band("department_load", 0.05, 5.0, 1))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of few draws."""
    for name, number in {"BLOCK": 16, "PILOT": 2, "AHEAD": 2}.items():
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
    """Two uneven loads with rank correlation: each cell of each has its share afterwards."""
    rng = np.random.default_rng(1)
    first = rng.beta(3, 1.5, 60_000)
    loads = np.stack([first, np.clip(0.5 * first + 0.5 * rng.beta(1.5, 3, 60_000), 0, 1)], axis=1)
    bands = (band("a", 0.2, 0.9, 4), band("b", 0.2, 0.8, 3))
    thinning = Thinning.of(bands, loads[:40_000])
    rest = loads[40_000:]
    kept = rest[rng.random(len(rest)) < thinning.chances(rest)]
    cells = thinning.cells(kept)
    assert thinning.inside(kept).all()
    for place, size in ((0, 4), (1, 3)):
        shares = np.bincount(cells[:, place], minlength=size) / len(kept)
        before = np.bincount(thinning.cells(rest[thinning.inside(rest)])[:, place]) / len(rest)
        assert np.ptp(shares) < 0.09
        assert np.ptp(shares) < np.ptp(before) / 2


def test_within_a_cell_of_loads_the_declared_prior_holds() -> None:
    """What the load does not depend on stays as it was: its mean, given the cell."""
    rng = np.random.default_rng(2)
    load, other = rng.random(40_000) ** 2, rng.random(40_000)
    thinning = Thinning.of((band("a", 0.0, 1.0, 5),), load[:, None])
    kept = rng.random(40_000) < thinning.chances(load[:, None])
    assert np.histogram(load[kept], 5, (0.0, 1.0))[0].std() < 0.1 * kept.sum() / 5
    assert other[kept].mean() == pytest.approx(0.5, abs=0.02)


def test_societies_lie_in_the_bands_and_in_the_declared_ranges(small: None) -> None:
    ledger, found = default_ledger(), made(6)
    assert len(found.points) == len(found.loads) == 6
    variants = Variants({}, ledger, [*found.points], [ledger.value(str(n)) for n in found.points])
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
    assert kept >= 6
    assert found.share == 6 / counts["drawn"]
    assert (found.uniforms.to_numpy() > 0).all()
    assert (found.uniforms.to_numpy() < 1).all()


def test_bands_in_which_no_draw_lies_are_refused(small: None) -> None:
    nowhere = (band("load", 0.0, 0.001, 1),)
    with pytest.raises(InputError, match="0 of 128 draws lie within the bands of loads"):
        balanced(default_ledger(), 3, 1, bands=nowhere)


def test_a_band_without_a_reason_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "loads.yaml"
    file.write_text("load: {low: 0.8, high: 1.1, cells: 5, meaning: what, grade: assumed}\n")
    with pytest.raises(EntryError, match=r"loads\.yaml: load: why: is missing"):
        entries(file, Band)
