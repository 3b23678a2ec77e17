"""Plans whose points form blocks, of which only complete ones are used (sensitivity analysis)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.runs.design import Case, Design
from experiments.runs.plan import COLUMNS, PATIENCE, Plan, plan
from experiments.runs.progress import Progress
from sim.evidence import Ledger
from sim.settings import SettingsError
from sim.settings.nested import Tree

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks whose points are all feasible, by their `numbers` among those that were drawn.

    `size` is the points of a block; `lost` says which setting is infeasible in each block left out.
    """

    plan: Plan
    size: int
    numbers: npt.NDArray[np.int64]
    lost: tuple[str, ...]

    @property
    def drawn(self) -> int:
        """How many blocks were tried."""
        return len(self.numbers) + len(self.lost)

    def table(self, values: pd.Series) -> Array:
        """Values by point as an array of shape (blocks, size)."""
        points = self.numbers[:, None] * self.size + np.arange(self.size)
        array: Array = values.reindex(points.ravel()).to_numpy(np.float64)
        return array.reshape(points.shape)


def blocks(
    scenarios: Mapping[str, Tree],
    ledger: Ledger,
    points: pd.DataFrame,
    size: int,
    wanted: int,
    replications: int,
    seed: int,
) -> Blocks:
    """Plan blocks of `size` successive points until `wanted` of them are feasible.

    `points` is as for Design, numbered from 0 on. There are fewer where points run out.
    """
    tables = [pd.DataFrame(columns=list(COLUMNS))]
    numbers: list[int] = []
    lost: list[str] = []
    with Progress(wanted, unit="blocks of points planned", delay=PATIENCE) as progress:
        for start in range(0, len(points), size):
            if len(numbers) == wanted:
                break
            part = Design(scenarios, ledger, points.iloc[start : start + size])
            runs = plan(part, replications, seed, skip_impossible=True)
            if runs.impossible:
                lost.append(_why(part, runs.impossible[0]))
            else:
                tables.append(runs.table)
                numbers.append(start // size)
                progress.advance(1)
    table = pd.concat(tables[1:] or tables).sort_values("replication", kind="stable")
    whole = Plan(Design(scenarios, ledger, points), table.reset_index(drop=True), ())
    return Blocks(whole, size, np.array(numbers, np.int64), tuple(lost))


def _why(design: Design, point: int) -> str:
    """Why a point is infeasible."""
    for scenario in design.scenarios:
        try:
            design.settings(Case(scenario, point))
        except SettingsError as error:
            return error.reason
    raise ValueError(f"point {point} is feasible")
