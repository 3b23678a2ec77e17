"""Boxes of variables: PRIM peels them, and counts say how well they hold failures.

Points have one row a draw and one column a variable; `fails` says of each draw whether it is a
failure. A box is a frame with one row a restricted variable and columns `lower` and `upper`,
which are infinite where it is open.
"""

from __future__ import annotations

import inspect
import logging
import warnings
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

Mask = npt.NDArray[np.bool_]
PEEL = 0.1
"""Share of a box that one peel takes off: of few draws, smaller peels follow chance."""
LEAST_MASS = 0.1
"""Share of the draws below which no box is peeled further."""
DOUBT = 0.05
"""A restriction stays where its quasi-p is at most this."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A box against some draws: failures in it, draws in it, all failures, all draws."""

    hits: int
    held: int
    failing: int
    draws: int

    @classmethod
    def of(cls, box: pd.DataFrame, points: pd.DataFrame, fails: Mask) -> Fit:
        within = inside(box, points)
        return cls(int((within & fails).sum()), int(within.sum()), int(fails.sum()), len(fails))

    @property
    def coverage(self) -> float:
        """Of all failures, the share that lies in the box."""
        return self.hits / self.failing if self.failing else np.nan

    @property
    def density(self) -> float:
        """Of the draws in the box, the share that fails."""
        return self.hits / self.held if self.held else np.nan

    @property
    def mass(self) -> float:
        """Of all draws, the share that lies in the box."""
        return self.held / self.draws

    def by_chance(self) -> float:
        """Fisher's exact test, one-sided: how likely the box holds so many failures by chance."""
        missed, others = self.failing - self.hits, self.draws - self.held
        counts = [[self.hits, self.held - self.hits], [missed, others - missed]]
        return float(stats.fisher_exact(counts, alternative="greater").pvalue)


def peeled(points: pd.DataFrame, fails: Mask) -> list[pd.DataFrame]:
    """Boxes along the peeling and pasting trajectory of PRIM, from the widest on.

    Needs failures and successes among the draws.
    """
    numbers = points.astype(np.float64).reset_index(drop=True)
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis.prim import Prim

        logging.getLogger("EMA").setLevel(logging.ERROR)
        # Up to version 2 a threshold parts failures from successes, and 0 would not.
        dated = "threshold" in inspect.signature(Prim).parameters
        more = {"threshold": 0.5 / len(fails)} if dated else {}
        prim = Prim(numbers, fails.astype(int), mass_min=LEAST_MASS, peel_alpha=PEEL, **more)
        trajectory = prim.find_box().box_lims
    whole = np.array([pd.api.types.is_integer_dtype(kind) for kind in points.dtypes])
    return [_restricted(limits, trajectory[0], whole) for limits in trajectory]


def _restricted(limits: pd.DataFrame, widest: pd.DataFrame, whole: Mask) -> pd.DataFrame:
    """What a box restricts; it is open where it reaches as far as the draws do.

    PRIM puts limits between draws: where these are whole numbers, the next one inside is taken.
    """
    low, high = (limits.loc[side].to_numpy(np.float64) for side in (0, 1))
    widest_low, widest_high = (widest.loc[side].to_numpy(np.float64) for side in (0, 1))
    lower = np.where(low > widest_low, low, -np.inf)
    upper = np.where(high < widest_high, high, np.inf)
    lower, upper = np.where(whole, np.ceil(lower), lower), np.where(whole, np.floor(upper), upper)
    index = pd.Index(limits.columns, name="variable")
    kept = np.isfinite(lower) | np.isfinite(upper)
    return pd.DataFrame({"lower": lower, "upper": upper}, index).loc[kept]


def inside(box: pd.DataFrame, points: pd.DataFrame) -> Mask:
    """Which draws lie in a box."""
    values = points[list(box.index)].to_numpy(np.float64)
    lower, upper = box["lower"].to_numpy(), box["upper"].to_numpy()
    return np.asarray(((values >= lower) & (values <= upper)).all(axis=1), np.bool_)


def quasi_p(box: pd.DataFrame, points: pd.DataFrame, fails: Mask) -> pd.Series:
    """For each restricted variable, how likely so dense a box is if its limits do nothing.

    A one-sided binomial test of the failures in the box against their share without the limits of
    that variable (Bryant and Lempert 2010); empty where the box holds no draw.
    """
    here = Fit.of(box, points, fails)
    found = pd.Series(np.nan, box.index, dtype=np.float64)
    for name in box.index if here.held else ():
        without = Fit.of(box.drop(index=name), points, fails)
        test = stats.binomtest(here.hits, here.held, without.density, alternative="greater")
        found[name] = test.pvalue
    return found


def stripped(box: pd.DataFrame, points: pd.DataFrame, fails: Mask) -> pd.DataFrame:
    """The box without the restrictions that chance explains, the most doubtful dropped first."""
    while len(box):
        doubt = quasi_p(box, points, fails)
        if doubt.max() <= DOUBT:
            break
        box = box.drop(index=doubt.idxmax())
    return box
