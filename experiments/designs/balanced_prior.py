"""The balanced prior: societies that are neither idle nor collapsed, before any run.

All assumptions are drawn from their ranges, one by one (the declared prior). Kept are draws whose
expected loads lie within the bands of seeds/patterns/loads.yaml, thinned so that each load is even
over its band. This is Jeffrey's rule: the probabilities of cells of loads are set, and within a
cell the declared prior holds. So every marginal stays in its range, and assumptions depend on each
other exactly as the loads imply.

Thinning goes from draw to draw: one is kept unless a cell of one of its loads is ahead of the
others. So the first societies are even, whatever their number.

Source: Jeffrey, The Logic of Decision (1965).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from experiments.config.errors import InputError
from experiments.designs.expected_load import expected_load
from experiments.patterns.entries import STRICT, entries
from experiments.runs.executors import worker_pool
from experiments.runs.points import assumed, uniforms
from sim.enums import YEAR_DAYS
from sim.evidence import Ledger, Number
from sim.evidence.ledger import default_folder
from sim.settings.nested import Tree, overlay
from sim.settings.variants import ASSUMPTION, Unfit, Variants

Array = npt.NDArray[np.float64]
Values = list[list[Number]]
Mapped = Callable[[Callable[[Values], Array], Iterable[Values]], Iterable[Array]]

FIRST_YEAR: Tree = {"horizon_days": YEAR_DAYS}
BLOCK = 256
"""Draws of a Latin hypercube."""
TOGETHER = 8
"""Blocks that are asked for together."""
MORE = 2
"""Societies by which a cell may be ahead of its even share."""
PATIENCE = 64
"""Blocks in a row without a society that is kept, after which there are no more."""


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
    wanted: int,
    seed: int,
    tree: Tree | None = None,
    *,
    bands: Sequence[Band] = BANDS,
    mapped: Mapped = map,
) -> Balanced:
    """So many societies of the balanced prior; the first ones do not depend on their number.

    Parameters:
        ledger: the evidence, whose assumptions with a range are drawn.
        wanted: number of societies.
        seed: a whole number; the same one gives the same societies.
        tree: settings that all have in common. Loads are those of the first year, as patterns
            of plausibility judge it, whatever its horizon.
        bands: of expected loads.
        mapped: as `map`; that of `in_processes` gives the same in less time.

    Raises:
        InputError: so few draws lie within the bands that they do not come together.
    """
    start = time.perf_counter()
    names = ledger.ranged
    blocks = Blocks(ledger, overlay(tree or {}, FIRST_YEAR), bands, seed, mapped)
    thinning = Thinning(bands)
    kept: list[Array] = []
    loads: list[Array] = []
    numbers: list[int] = []
    counts = {"drawn": 0, "infeasible": 0, "outside": 0, "thinned": 0}
    without = 0
    for number, found in enumerate(blocks):
        inside = thinning.inside(found)
        chosen = thinning.keep(found, wanted - len(numbers))
        without = 0 if len(chosen) else without + 1
        feasible = np.isfinite(found[:, 0])
        counts["drawn"] += len(found)
        counts["infeasible"] += int((~feasible).sum())
        counts["outside"] += int((feasible & ~inside).sum())
        counts["thinned"] += int(inside.sum()) - len(chosen)
        if len(chosen):
            numbers += [number * BLOCK + row for row in chosen]
            kept.append(blocks.uniforms(number)[chosen])
            loads.append(found[chosen])
        if len(numbers) == wanted:
            break
        if without == PATIENCE:
            allowed = (
                f"{len(numbers)} of {counts['drawn']:,} draws lie evenly in the bands of loads"
            )
            raise InputError("draws", wanted, allowed)
    index = pd.Index(numbers, name="draw")
    quantiles = np.concatenate(kept)
    points = assumed(names, ledger, quantiles).set_axis(index)
    columns = [f"{ASSUMPTION}{name}" for name in names]
    table = pd.DataFrame(np.concatenate(loads), index, [band.name for band in bands])
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

    def __iter__(self) -> Iterator[Array]:
        """Expected loads of all blocks in the order of their numbers, each (draws, bands)."""
        for first in count(0, TOGETHER):
            numbers = range(first, first + TOGETHER)
            yield from self._mapped(self._expected, map(self._values, numbers))

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


class Thinning:
    """Keeps draws so that each load is even over the cells of its band."""

    def __init__(self, bands: Sequence[Band]) -> None:
        self._low, self._high = (
            np.array([getattr(band, end) for band in bands]) for end in ("low", "high")
        )
        self._cells = np.array([band.cells for band in bands])
        self.kept = [[0] * band.cells for band in bands]
        """Draws kept by cell of each band."""

    def inside(self, loads: Array) -> npt.NDArray[np.bool_]:
        """Whether all loads of each draw lie within their bands, (draws,)."""
        with np.errstate(invalid="ignore"):
            return np.asarray(((loads >= self._low) & (loads <= self._high)).all(axis=1))

    def cells(self, loads: Array) -> npt.NDArray[np.int64]:
        """The cell of each load within its band, (draws, bands)."""
        share = (loads - self._low) / (self._high - self._low)
        cells = np.floor(share * self._cells).astype(np.int64)
        return np.asarray(np.clip(cells, 0, self._cells - 1))

    def keep(self, loads: Array, most: int) -> list[int]:
        """Rows of the draws that are kept, in their order, so many at most.

        Parameters:
            loads: expected loads, (draws, bands).
        """
        chosen: list[int] = []
        inside = np.flatnonzero(self.inside(loads)).tolist()
        for row, cells in zip(inside, self.cells(loads[inside]).tolist(), strict=True):
            if len(chosen) == most:
                break
            if all(map(self._open, self.kept, cells)):
                chosen.append(row)
                for counts, cell in zip(self.kept, cells, strict=True):
                    counts[cell] += 1
        return chosen

    @staticmethod
    def _open(counts: list[int], cell: int) -> bool:
        """Whether a cell is not ahead of the others."""
        return counts[cell] < sum(counts) / len(counts) + MORE
