"""Scenario discovery: boxes of variables by PRIM (Friedman and Fisher 1999), and their fit.

Points have one row a draw and one column a variable; `fails` says of each draw whether it is a
failure, shape (draws,). A box is a frame with one row a restricted variable and columns `lower` and
`upper`, which are infinite where it is open. Coverage, density and mass are those of Bryant and
Lempert (2010).
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
"""Share of a box that one peel takes off: of few draws, smaller peels follow noise."""
LEAST_MASS = 0.1
"""Share of the draws below which no box is peeled further."""
DOUBT = 0.05
"""A restriction is kept where its quasi-p is at most this."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A box applied to some draws: failures in it, draws in it, all failures, all draws."""

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
        """Share of all failures that lie in the box."""
        return self.hits / self.failing if self.failing else np.nan

    @property
    def density(self) -> float:
        """Share of the draws in the box that fail."""
        return self.hits / self.held if self.held else np.nan

    @property
    def mass(self) -> float:
        """Share of all draws that lie in the box."""
        return self.held / self.draws

    def fisher_p(self) -> float:
        """Fisher's exact test, one-sided: p of so many failures in a box unrelated to failure."""
        missed, others = self.failing - self.hits, self.draws - self.held
        counts = [[self.hits, self.held - self.hits], [missed, others - missed]]
        return float(stats.fisher_exact(counts, alternative="greater").pvalue)


def peeled(points: pd.DataFrame, fails: Mask) -> list[pd.DataFrame]:
    """Boxes along the peeling and pasting trajectory of PRIM, from the widest on.

    There have to be failures and successes among the draws. By EMAworkbench.
    """
    numbers = points.astype(np.float64).reset_index(drop=True)
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis.prim import Prim

        logging.getLogger("EMA").setLevel(logging.ERROR)
        # Up to version 2 a threshold separates failures from successes, and 0 would not.
        dated = "threshold" in inspect.signature(Prim).parameters
        more = {"threshold": 0.5 / len(fails)} if dated else {}
        prim = Prim(numbers, fails.astype(int), mass_min=LEAST_MASS, peel_alpha=PEEL, **more)
        trajectory = prim.find_box().box_lims
    whole = np.array([pd.api.types.is_integer_dtype(kind) for kind in points.dtypes])
    return [_restricted(limits, trajectory[0], whole) for limits in trajectory]


def _restricted(limits: pd.DataFrame, widest: pd.DataFrame, whole: Mask) -> pd.DataFrame:
    """The restrictions of a box; an end is open where it reaches as far as the draws.

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
    """Quasi-p of each restricted variable: p of so dense a box if its limits have no effect.

    A one-sided binomial test of the failures in the box against their share without the limits of
    that variable (Bryant and Lempert 2010); empty where no draw lies in the box.
    """
    fit = Fit.of(box, points, fails)
    p_values = pd.Series(np.nan, box.index, dtype=np.float64)
    for name in box.index if fit.held else ():
        without = Fit.of(box.drop(index=name), points, fails)
        test = stats.binomtest(fit.hits, fit.held, without.density, alternative="greater")
        p_values[name] = test.pvalue
    return p_values


def stripped(box: pd.DataFrame, points: pd.DataFrame, fails: Mask) -> pd.DataFrame:
    """The box without restrictions that noise explains, the largest quasi-p dropped first."""
    while len(box):
        p_values = quasi_p(box, points, fails)
        if p_values.max() <= DOUBT:
            break
        box = box.drop(index=p_values.idxmax())
    return box
