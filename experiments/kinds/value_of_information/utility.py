"""The utility of decisions: weighted changes of outcomes against the same society as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome, outcome
from experiments.statistics import sample_summary
from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.society_quantiles import SPAN, quantiles

Array = npt.NDArray[np.float64]
UNIT = "hours per worker-week"
NOTHING = BASELINE
"""The decision to do nothing; its utility is 0 in every society."""
KEY = "utility"


def weights(given: Mapping[str, float]) -> dict[Outcome, float]:
    """Weights by outcome, without those that are 0.

    Raises InputError where none is left, and for a weight against the better direction.
    """
    found = {outcome(name): weight for name, weight in given.items() if weight}
    if not found:
        raise InputError(KEY, "{}", "should have a weight other than 0 for some outcome")
    for one, weight in found.items():
        if weight * one.better < 0:
            sign, more = ("above", "more") if one.better > 0 else ("below", "less")
            raise InputError(f"{KEY}.{one}", weight, f"should be {sign} 0, as {more} is better")
    return found


def changes(values: pd.DataFrame, weighed: Mapping[Outcome, float]) -> pd.DataFrame:
    """Changes of outcomes against the baseline of the same society.

    Returns one row a decision and society (levels `scenario` and `point`), one column an outcome.
    Societies in which some decision lacks some outcome are left out.
    """
    order = values.index.unique("scenario")
    columns = {str(one): sample_summary.changes(values, one).T.stack() for one in weighed}
    frame = pd.DataFrame(columns).reindex(values.index)
    finite = pd.Series(np.isfinite(frame).all(axis=1), frame.index).groupby("point").all()
    kept = finite.index[finite]
    index = pd.MultiIndex.from_product([order, kept], names=["scenario", "point"])
    return frame.reindex(index)


def utilities(change: pd.DataFrame, weighed: Mapping[Outcome, float]) -> pd.DataFrame:
    """Utility, one row a society and one column a decision, in hours per worker-week."""
    total: Any = sum(
        (weight * change[str(one)] for one, weight in weighed.items()),
        pd.Series(0.0, change.index),
    )
    table: pd.DataFrame = total.unstack("scenario")[list(change.index.unique("scenario"))]
    return table


def decisions(utility: pd.DataFrame, change: pd.DataFrame) -> pd.DataFrame:
    """One row a decision, the best first.

    `utility` is the mean over societies, with the 95 % interval of a mean and the middle 90 % of
    societies (`utility_05`, `utility_95`); `best` the share of societies in which it is the best,
    with an interval for their number; `regret` how far it is below the best on average,
    `regret_95` in the worst twentieth. Mean changes of the outcomes follow.
    """
    count = len(utility)
    values = utility.to_numpy(np.float64)
    first = values.argmax(axis=1)
    regret = values.max(axis=1, keepdims=True) - values
    rows = []
    for place, name in enumerate(map(str, utility.columns)):
        own = values[:, place]
        low, high = _mean_interval(own)
        shares = sample_summary.share(int((first == place).sum()), count)
        row: dict[str, object] = {"decision": name, "utility": float(own.mean())}
        row |= {"utility_low": low, "utility_high": high}
        row |= {f"utility_{q * 100:02.0f}": float(quantiles(own, q)) for q in SPAN}
        row |= dict(zip(("best", "best_low", "best_high"), shares, strict=True))
        row |= {"regret": float(regret[:, place].mean())}
        row |= {"regret_95": float(quantiles(regret[:, place], SPAN[1])), "societies": count}
        moved: Any = change.xs(name, level="scenario")
        rows.append(row | {str(one): float(mean) for one, mean in moved.mean().items()})
    return pd.DataFrame(rows).sort_values(
        "utility", ascending=False, kind="stable", ignore_index=True
    )


def _mean_interval(values: Array) -> tuple[float, float]:
    middle, error = float(values.mean()), float(stats.sem(values))
    half = float(stats.t.ppf((1 + LEVEL) / 2, len(values) - 1)) * error
    return middle - half, middle + half
