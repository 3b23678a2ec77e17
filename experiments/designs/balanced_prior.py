"""The balanced prior: societies that are neither idle nor collapsed, before any run.

All assumptions are drawn from their ranges, one by one (the declared prior). Kept are draws whose
expected loads lie within the bands of seeds/patterns/loads.yaml, thinned so that each load is even
over its band. This is Jeffrey's rule: the probabilities of cells of loads are set, and within a
cell the declared prior holds. So every marginal stays in its range, and assumptions depend on each
other exactly as the loads imply. With several loads the cells of each are made even in turn, until
all are (raking).

Sources: Jeffrey, The Logic of Decision (1965); Deming and Stephan, On a least squares adjustment of
a sampled frequency table (Annals of Mathematical Statistics, 1940).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from experiments.config.errors import InputError
from experiments.designs.entries import STRICT, entries
from experiments.designs.expected_load import expected_load
from experiments.runs.executors import worker_pool
from experiments.runs.points import assumed, uniforms
from sim.evidence import Ledger, Number
from sim.evidence.ledger import default_folder
from sim.settings.nested import Tree
from sim.settings.variants import ASSUMPTION, Unfit, Variants

Array = npt.NDArray[np.float64]
Values = list[list[Number]]
Mapped = Callable[[Callable[[Values], Array], Iterable[Values]], Iterable[Array]]

BLOCK = 256
"""Draws of a Latin hypercube."""
PILOT = 16
"""Blocks from which it is worked out how to thin."""
AHEAD = 8
"""Blocks that are asked for together."""
CAPPED = 0.9
"""Quantile of the weights of draws from which on all are kept, so that rare ones do not rule."""
MOST_BLOCKS = 4096
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Band:
    """A load, its band, and the number of equal cells over which it is spread evenly."""

    __pydantic_config__ = STRICT

    name: str
    low: Annotated[float, Field(strict=True)]
    high: Annotated[float, Field(strict=True)]
    cells: Annotated[int, Field(ge=1)]
    meaning: str
    why: str
    grade: str


BANDS = entries(default_folder() / "patterns" / "loads.yaml", Band)


class Balanced(NamedTuple):
    """Societies of the balanced prior, one row each, by the number of their draw.

    `points` has columns `assume:ID`, `loads` a column a band, `uniforms` the quantile of each
    assumption in its declared distribution. `counts` are draws made, infeasible, outside the bands,
    and thinned out; `seconds` is the time they took.
    """

    points: pd.DataFrame
    loads: pd.DataFrame
    uniforms: pd.DataFrame
    counts: Mapping[str, int]
    seconds: float

    @property
    def share(self) -> float:
        """Societies kept of the draws made."""
        return len(self.points) / self.counts["drawn"]


def balanced(
    ledger: Ledger,
    count: int,
    seed: int,
    tree: Tree | None = None,
    *,
    bands: Sequence[Band] = BANDS,
    mapped: Mapped = map,
) -> Balanced:
    """So many societies of the balanced prior; the first ones do not depend on their number.

    Parameters:
        ledger: the evidence, whose assumptions with a range are drawn.
        count: societies wanted.
        seed: a whole number; the same one gives the same societies.
        tree: settings that all have in common.
        bands: of expected loads.
        mapped: as `map`; that of `in_processes` gives the same in less time.

    Raises:
        InputError: so few draws lie within the bands that they do not come together.
    """
    start = time.perf_counter()
    names = ledger.ranged
    blocks = Blocks(ledger, tree or {}, bands, seed, mapped)
    pilot = blocks.loads(range(PILOT))
    thinning = Thinning.of(bands, np.concatenate(pilot))
    kept: list[Array] = []
    loads: list[Array] = []
    numbers: list[int] = []
    counts = {"drawn": 0, "infeasible": 0, "outside": 0, "thinned": 0}
    for number, found in enumerate(blocks.after(pilot)):
        inside = thinning.inside(found)
        chosen = inside & (_lots(seed, number) < thinning.chances(found))
        if number >= MOST_BLOCKS or (number == 4 * PILOT and not numbers):
            allowed = f"{len(numbers)} of {counts['drawn']:,} draws lie within the bands of loads"
            raise InputError("draws", count, allowed)
        if chosen.any():
            numbers += (number * BLOCK + np.flatnonzero(chosen)).tolist()
            kept.append(blocks.uniforms(number)[chosen])
            loads.append(found[chosen])
        feasible = np.isfinite(found[:, 0])
        counts["drawn"] += len(inside)
        counts["infeasible"] += int((~feasible).sum())
        counts["outside"] += int((feasible & ~inside).sum())
        counts["thinned"] += int((inside & ~chosen).sum())
        if len(numbers) >= count:
            break
    index = pd.Index(numbers[:count], name="draw")
    quantiles = np.concatenate(kept)[:count]
    points = assumed(names, ledger, quantiles).set_axis(index)
    columns = [f"{ASSUMPTION}{name}" for name in names]
    table = pd.DataFrame(np.concatenate(loads)[:count], index, [band.name for band in bands])
    return Balanced(
        points, table, pd.DataFrame(quantiles, index, columns), counts,
        time.perf_counter() - start,
    )  # fmt: skip


class Blocks:
    """Blocks of the declared prior, each with a number, and their expected loads."""

    def __init__(
        self, ledger: Ledger, tree: Tree, bands: Sequence[Band], seed: int, mapped: Mapped
    ) -> None:
        self._ledger, self._names, self._seed = ledger, ledger.ranged, seed
        declared = [ledger.value(f"{ASSUMPTION}{name}") for name in self._names]
        columns = [f"{ASSUMPTION}{name}" for name in self._names]
        variants = Variants(tree, ledger, columns, declared)
        self._expected = partial(expected_loads, variants, [band.name for band in bands])
        self._mapped = mapped

    def uniforms(self, number: int) -> Array:
        """The Latin hypercube of a block, (draws, assumptions)."""
        return uniforms("latin", BLOCK, len(self._names), _seed(self._seed, number, 0))

    def loads(self, numbers: Iterable[int]) -> list[Array]:
        """Expected loads of blocks, each (draws, bands)."""
        return [*self._mapped(self._expected, map(self._values, numbers))]

    def after(self, first: Sequence[Array]) -> Iterator[Array]:
        """Loads of all blocks in the order of their numbers, of which the first are known."""
        yield from first
        number = len(first)
        while True:
            yield from self.loads(range(number, number + AHEAD))
            number += AHEAD

    def _values(self, number: int) -> Values:
        """Values of all assumptions, a row a draw, as settings need them."""
        points = assumed(self._names, self._ledger, self.uniforms(number))
        return [list(row) for row in zip(*(points[name].tolist() for name in points), strict=True)]


def expected_loads(variants: Variants, names: Sequence[str], values: Values) -> Array:
    """Expected loads at points of assumptions, (points, names); NaN where they are infeasible."""
    loads = np.full((len(values), len(names)), np.nan)
    for row, point in enumerate(values):
        try:
            expected = expected_load(variants.at(point))
        except Unfit:
            continue
        loads[row] = [getattr(expected, name) for name in names]
    return loads


@contextmanager
def in_processes(processes: int) -> Iterator[Mapped]:
    """What maps blocks in so many processes of this machine, in this one if it is one."""
    if processes == 1:
        yield map
        return
    pool = worker_pool("processes", processes)
    try:
        yield pool.executor.map
    finally:
        pool.shut_down(at_once=False)


def _seed(seed: int, number: int, stream: int) -> int:
    state = np.random.SeedSequence([seed, number, stream]).generate_state(2, np.uint32)
    return int(state[0]) << 32 | int(state[1])


def _lots(seed: int, number: int) -> Array:
    """Uniforms that decide on the draws of a block."""
    return np.random.default_rng(_seed(seed, number, 1)).random(BLOCK)


@dataclass(frozen=True, slots=True)
class Thinning:
    """How likely a draw is kept, by the cells of its loads.

    Parameters: `factors` has an array for each band, one number a cell; `cap` is the product from
    which on draws are always kept.
    """

    bands: tuple[Band, ...]
    factors: tuple[Array, ...]
    cap: float

    @classmethod
    def of(cls, bands: Sequence[Band], loads: Array) -> Thinning:
        """Factors by which the loads of a pilot become even over each band, by raking."""
        blank = cls(tuple(bands), tuple(np.ones(band.cells) for band in bands), 1.0)
        cells = blank.cells(loads[blank.inside(loads)])
        factors = [np.ones(band.cells) for band in bands]
        if not len(cells):
            return blank
        for _ in range(ROUNDS):
            for place, band in enumerate(bands):
                weights = _product(factors, cells)
                mass = np.bincount(cells[:, place], weights, band.cells)
                wanted = weights.sum() / band.cells
                factors[place] *= np.where(mass > 0.0, wanted / np.maximum(mass, 1e-300), 1.0)
        cap = float(np.quantile(_product(factors, cells), CAPPED))
        return cls(tuple(bands), tuple(factors), cap)

    def inside(self, loads: Array) -> npt.NDArray[np.bool_]:
        """Whether all loads of each draw lie within their bands."""
        low, high = (
            np.array([getattr(band, end) for band in self.bands]) for end in ("low", "high")
        )
        with np.errstate(invalid="ignore"):
            return np.asarray(((loads >= low) & (loads <= high)).all(axis=1))

    def cells(self, loads: Array) -> npt.NDArray[np.int64]:
        """The cell of each load within its band, (draws, bands)."""
        columns = [
            np.clip((loads[:, place] - band.low) / (band.high - band.low), 0.0, 1.0) * band.cells
            for place, band in enumerate(self.bands)
        ]
        cells = np.floor(np.stack(columns, axis=1)).astype(np.int64)
        return np.minimum(cells, [band.cells - 1 for band in self.bands])

    def chances(self, loads: Array) -> Array:
        """The chance that each draw is kept; 0 outside the bands."""
        inside = self.inside(loads)
        chances = np.zeros(len(loads))
        chances[inside] = np.minimum(
            1.0, _product(self.factors, self.cells(loads[inside])) / self.cap
        )
        return chances


def _product(factors: Sequence[Array], cells: npt.NDArray[np.int64]) -> Array:
    product = np.ones(len(cells))
    for place, factor in enumerate(factors):
        product *= factor[cells[:, place]]
    return product
