"""The failures of a scenario over draws of the assumptions: how many, and in which box they lie.

A box is found on one half of the draws and judged on the other, which it has not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.statistics.boxes import Fit, Mask, inside, peeled, quasi_p, stripped
from experiments.statistics.draws import correlations, share

FEW = 20
"""Failures, or successes, below which no box is looked for."""
CANDIDATES = 20
"""Assumptions given to PRIM: of many more, some that do nothing win peels by chance."""
SURE = 0.05
HOLDS, DOUBTFUL = "box holds", "box may be chance"
NO_BOX, TOO_FEW = "no box found", "too few to describe"
SHARES = ("coverage", "density", "mass")
HALVES = ("found", "held_out")
STEP = ["step", "restricted", *(f"{name}_{half}" for half in HALVES for name in SHARES)]


@dataclass(frozen=True, slots=True)
class Failures:
    """Which draws of a scenario fail, and the box found on those marked `found`.

    `points` has one row a draw, one column an assumption. Without a search `trajectory` is empty;
    without a box that stands, so is `box`. `trajectory` has one row a box peeled on the way: step,
    restricted assumptions, and coverage, density and mass on both halves.
    """

    points: pd.DataFrame
    fails: Mask
    found: Mask
    box: pd.DataFrame
    trajectory: pd.DataFrame

    @property
    def verdict(self) -> str:
        """What can be said of the box."""
        if self.trajectory.empty:
            return TOO_FEW
        if self.box.empty:
            return NO_BOX
        return HOLDS if self.fit("held_out").by_chance() <= SURE else DOUBTFUL

    def fit(self, half: str) -> Fit:
        """The box against one half of the draws."""
        chosen = self._half(half)
        return Fit.of(self.box, self.points[chosen], self.fails[chosen])

    def summary(self) -> dict[str, Any]:
        """Share of failures and verdict; with a box, how it does on both halves.

        Intervals are 95 %, Clopper-Pearson; the box has them on the half that it has not seen.
        """
        draws, failing = len(self.fails), int(self.fails.sum())
        row: dict[str, Any] = {"draws": draws, "fails": failing}
        row |= _interval("share", failing, draws)
        row |= {"verdict": self.verdict, "restricted": len(self.box)}
        if len(self.box):
            for half in HALVES:
                row |= _shares(self.fit(half), half)
            fit = self.fit("held_out")
            row |= _interval("coverage_held_out", fit.hits, fit.failing)
            row |= _interval("density_held_out", fit.hits, fit.held)
            row["by_chance"] = fit.by_chance()
        return row

    def limits(self) -> pd.DataFrame:
        """One row a restricted assumption: lower and upper, empty where open, and quasi-p."""
        rows = self.box.replace([-np.inf, np.inf], np.nan)
        for half in HALVES:
            chosen = self._half(half)
            rows[f"quasi_p_{half}"] = quasi_p(self.box, self.points[chosen], self.fails[chosen])
        return rows.rename_axis("assumption").reset_index()

    def draws(self) -> pd.DataFrame:
        """One row a draw: whether it fails, whether it was searched, whether it is in the box."""
        rows = {"point": self.points.index, "fails": self.fails, "found": self.found}
        within = inside(self.box, self.points) if len(self.box) else np.zeros_like(self.fails)
        return pd.DataFrame(rows | {"inside": within})

    def _half(self, half: str) -> Mask:
        return self.found if half == "found" else ~self.found


def discovered(points: pd.DataFrame, fails: Mask, seed: int) -> Failures:
    """The best box on half of the draws, if there are enough failures and successes.

    Of all boxes peeled, stripped of doubtful restrictions, it is the one whose coverage exceeds its
    mass by most.
    """
    nothing = pd.DataFrame({"lower": [], "upper": []}, dtype=np.float64)
    if min(fails.sum(), (~fails).sum()) < FEW:
        return Failures(points, fails, np.zeros_like(fails), nothing, pd.DataFrame(columns=STEP))
    found = halves(fails, seed)
    here, failing = points[found], fails[found]
    boxes = peeled(here[candidates(here, failing)], failing)
    plain = [stripped(box, here, failing) for box in boxes]
    fits = [Fit.of(box, here, failing) for box in plain]
    best = int(np.argmax([fit.coverage - fit.mass for fit in fits]))
    rows = []
    for step, box in enumerate(boxes):
        row: dict[str, float] = {"step": step, "restricted": len(box)}
        for half, chosen in zip(HALVES, (found, ~found), strict=True):
            row |= _shares(Fit.of(box, points[chosen], fails[chosen]), half)
        rows.append(row)
    return Failures(points, fails, found, plain[best], pd.DataFrame(rows, columns=STEP))


def halves(fails: Mask, seed: int) -> Mask:
    """A random half of the failures and of the successes, the larger where they are odd."""
    random = np.random.default_rng(seed)
    chosen = np.zeros_like(fails)
    for kind in (fails, ~fails):
        places = random.permutation(np.flatnonzero(kind))
        chosen[places[: (len(places) + 1) // 2]] = True
    return chosen


def candidates(points: pd.DataFrame, fails: Mask, most: int = CANDIDATES) -> list[str]:
    """The assumptions whose rank correlation with failure is largest."""
    rho = correlations(points, pd.Series(fails.astype(float), points.index))
    return list(rho.abs().sort_values(ascending=False, kind="stable").index[:most])


def _shares(fit: Fit, half: str) -> dict[str, float]:
    return {f"{name}_{half}": getattr(fit, name) for name in SHARES}


def _interval(name: str, count: int, of: int) -> dict[str, float]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), share(count, of), strict=True))
