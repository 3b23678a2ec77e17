"""Failures of a scenario over draws: their share, their box, the variables that predict them.

A box and a forest are found on one half of the draws and judged on the other, which were not
used for it. Scores of single variables are on all draws, with a limit for the number of variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.language import marked
from experiments.statistics.prim import Fit, Mask, inside, peeled, quasi_p, stripped
from experiments.statistics.sample_summary import share
from experiments.statistics.variable_importance import (
    SURE,
    Interval,
    auc,
    distances,
    forest,
    leader,
    scores,
)

FEW = 20
"""Failures, or successes, below which no box is looked for."""
CANDIDATES = 20
"""Variables given to PRIM and the forest: of many more, some idle ones are selected by noise."""
HOLDS, DOUBTFUL = "box holds", "box may be noise"
NO_BOX, TOO_FEW = "no box found", "too few to describe"
SHARES = ("coverage", "density", "mass")
HALVES = ("found", "held_out")
BOTH, PRIM = marked("PRIM and score"), marked("PRIM alone")
SCORE, NEITHER = marked("score alone"), ""
SCORED = ["variable", "distance", "p_holm", "scored", "importance"]
UNKNOWN = (np.nan, np.nan, np.nan)
STEP = ["step", "restricted", *(f"{name}_{half}" for half in HALVES for name in SHARES)]


@dataclass(frozen=True, slots=True)
class Failures:
    """Which draws of a scenario fail, and the box found on those marked `found`.

    `points` has one row a draw, one column a variable. Without a search `trajectory` is empty;
    without a box that is kept, so is `box`. `trajectory` has one row a box peeled on the way: step,
    restricted variables, and coverage, density and mass on both halves. `scores` has one row a
    variable, `importance` being that in the forest. `forest` and `alone` are areas under the ROC
    curve on the half that was not searched, of the forest and of the `leader`, the variable that
    separates best on the other half.
    """

    points: pd.DataFrame
    fails: Mask
    found: Mask
    box: pd.DataFrame
    trajectory: pd.DataFrame
    scores: pd.DataFrame
    forest: Interval = UNKNOWN
    leader: str = ""
    alone: Interval = UNKNOWN

    @property
    def verdict(self) -> str:
        """The verdict on the box."""
        if self.trajectory.empty:
            return TOO_FEW
        if self.box.empty:
            return NO_BOX
        return HOLDS if self.fit("held_out").fisher_p() <= SURE else DOUBTFUL

    def fit(self, half: str) -> Fit:
        """The box applied to one half of the draws."""
        chosen = self._half(half)
        return Fit.of(self.box, self.points[chosen], self.fails[chosen])

    def summary(self) -> dict[str, Any]:
        """Share of failures and verdict; with a box, its fit on both halves.

        Intervals are 95 %, Clopper-Pearson; the box has them on the half not used to find it.
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
            row["fisher_p"] = fit.fisher_p()
        row |= dict(zip(("auc", "auc_low", "auc_high"), self.forest, strict=True))
        row["leader"] = self.leader
        return row | dict(zip(("alone", "alone_low", "alone_high"), self.alone, strict=True))

    def limits(self) -> pd.DataFrame:
        """One row a restricted variable: lower and upper, empty where open, and quasi-p."""
        rows = self.box.replace([-np.inf, np.inf], np.nan)
        for half in HALVES:
            chosen = self._half(half)
            rows[f"quasi_p_{half}"] = quasi_p(self.box, self.points[chosen], self.fails[chosen])
        return rows.rename_axis("variable").reset_index()

    def variables(self) -> pd.DataFrame:
        """One row a variable, the farthest apart first: its scores, and which method
        names it.

        PRIM names what restricts a box that holds, if its quasi-p on the held-out half is small;
        the score what is beyond its limit.
        """
        rows = self.scores.sort_values("distance", ascending=False, kind="stable")
        sure = self.limits().set_index("variable")["quasi_p_held_out"] <= SURE
        by_prim = rows["variable"].isin(sure.index[sure]) & (self.verdict == HOLDS)
        named = np.select(
            [by_prim & rows["scored"], by_prim, rows["scored"]], [BOTH, PRIM, SCORE], NEITHER
        )
        in_box = rows["variable"].isin(self.box.index)
        return rows.assign(in_box=in_box, named_by=named).reset_index(drop=True)

    def draws(self) -> pd.DataFrame:
        """One row a draw: whether it fails, whether it was searched, whether it is in the box."""
        rows = {"point": self.points.index, "fails": self.fails, "found": self.found}
        within = inside(self.box, self.points) if len(self.box) else np.zeros_like(self.fails)
        return pd.DataFrame(rows | {"inside": within})

    def _half(self, half: str) -> Mask:
        return self.found if half == "found" else ~self.found


def discovered(points: pd.DataFrame, fails: Mask, seed: int) -> Failures:
    """The best box and the scores, if there are enough failures and successes.

    Parameters: `points` has draws x variables; `fails` of shape (draws,); the seed of the halves
    and of the forest. Of all boxes peeled, without doubtful restrictions, the best is the one whose
    coverage exceeds its mass by most.
    """
    nothing = pd.DataFrame({"lower": [], "upper": []}, dtype=np.float64)
    if min(fails.sum(), (~fails).sum()) < FEW:
        empty = (pd.DataFrame(columns=STEP), pd.DataFrame(columns=SCORED).astype({"scored": bool}))
        return Failures(points, fails, np.zeros_like(fails), nothing, *empty)
    training = halves(fails, seed)
    training_points, failing = points[training], fails[training]
    chosen = candidates(training_points, failing)
    boxes = peeled(training_points[chosen], failing)
    kept = [stripped(box, training_points, failing) for box in boxes]
    fits = [Fit.of(box, training_points, failing) for box in kept]
    best = int(np.argmax([fit.coverage - fit.mass for fit in fits]))
    rows = []
    for step, box in enumerate(boxes):
        row: dict[str, float] = {"step": step, "restricted": len(box)}
        for half, draws in zip(HALVES, (training, ~training), strict=True):
            row |= _shares(Fit.of(box, points[draws], fails[draws]), half)
        rows.append(row)
    trajectory = pd.DataFrame(rows, columns=STEP)
    importance, likely = forest(
        training_points[chosen], failing, points.loc[~training, chosen], seed
    )
    scored = scores(points, fails)
    scored["importance"] = importance.reindex(scored["variable"]).to_numpy()
    name, sign = leader(training_points, failing)
    alone = auc(sign * points.loc[~training, name].to_numpy(np.float64), fails[~training])
    together = auc(likely, fails[~training])
    return Failures(points, fails, training, kept[best], trajectory, scored, together, name, alone)


def halves(fails: Mask, seed: int) -> Mask:
    """A random half of the failures and of the successes, the larger where they are odd."""
    random = np.random.default_rng(seed)
    chosen = np.zeros_like(fails)
    for kind in (fails, ~fails):
        places = random.permutation(np.flatnonzero(kind))
        chosen[places[: (len(places) + 1) // 2]] = True
    return chosen


def candidates(points: pd.DataFrame, fails: Mask, most: int = CANDIDATES) -> list[str]:
    """The variables whose distributions differ most between failures and other draws."""
    apart = distances(points, fails)
    return list(apart.sort_values(ascending=False, kind="stable").index[:most])


def _shares(fit: Fit, half: str) -> dict[str, float]:
    return {f"{name}_{half}": getattr(fit, name) for name in SHARES}


def _interval(name: str, count: int, of: int) -> dict[str, float]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), share(count, of), strict=True))
