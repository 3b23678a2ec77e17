"""Contribution of each lever to the effect of a package: alone, last, and its Shapley value.

Of one society these are means over replications, with paired t intervals. Over several societies
they are computed in each of them, as means over its replications, and then summarized.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.language import marked
from experiments.statistics.over_societies import EFFECT, of_changes, usual_least
from experiments.statistics.paired_differences import differences, paired

Array = npt.NDArray[np.float64]
ALONE, LAST, SHAPLEY = "alone", "last", "shapley"
PACKAGE = marked("package")
LAST_MINUS_ALONE = "last_minus_alone"
COLUMNS = ["lever", "part", "value", "ci_low", "ci_high", "share", "replications"]
OVER_SOCIETIES = ["lever", "part", *EFFECT, "share"]
SOCIETY = "society"
"""The level of the columns of levels that has the society of a run."""
Sides = dict[str, tuple[Array, Array]]
"""By part, both sides of its difference, each of shape (levers, runs)."""


def contributions(
    levels: pd.DataFrame,
    levers: tuple[str, ...],
    *,
    alone: bool = False,
    last: bool = False,
    shapley: Array | None = None,
) -> pd.DataFrame:
    """Contributions with 95 % intervals (paired t): a row a lever and part, and one of the package.

    Parameters: `levels` of an outcome, a row a subset of levers (bit `i` is lever `i`), a column a
    replication; names of the `levers`; whether to have effects `alone` (added first) and `last`
    (lost without the lever), and with both their difference; `shapley` values of shape (levers,
    replications). Returns COLUMNS in the unit of the outcome. A replication without a value in some
    part is left out of all. `share` is the Shapley value as a fraction of the package's effect, and
    empty where the interval of that effect contains 0.
    """
    parts = _sides(levels, len(levers), alone=alone, last=last, shapley=shapley)
    kept = _complete(parts)
    frames = []
    for part, (before, after) in parts.items():
        effect = paired(before[:, kept], after[:, kept])
        columns = {name: effect[name] for name in ("ci_low", "ci_high", "replications")}
        names = [PACKAGE] if part == PACKAGE else list(levers)
        columns |= {"lever": names, "part": part, "value": effect["difference"], "share": np.nan}
        frames.append(pd.DataFrame(columns)[COLUMNS])
    rows = pd.concat(frames, ignore_index=True)
    whole_effect = rows.iloc[0]
    if whole_effect["ci_low"] * whole_effect["ci_high"] > 0:
        rows.loc[rows["part"] == SHAPLEY, "share"] = rows["value"] / whole_effect["value"]
    return rows


def contributions_over_societies(
    levels: pd.DataFrame,
    levers: tuple[str, ...],
    outcome: Outcome,
    unit: str,
    *,
    alone: bool = False,
    last: bool = False,
    shapley: Array | None = None,
) -> pd.DataFrame:
    """Contributions over societies: a row a lever and part, and one of the package.

    Parameters: as `contributions`; columns of `levels` have the levels society and replication, a
    column of `shapley` each; the outcome and its unit.

    Returns
    -------
    pandas.DataFrame
        OVER_SOCIETIES, EFFECT being that of `over_societies`. In every society Shapley values add
        up to the effect of the package; so do their means, while medians do not. `share` is the
        mean Shapley value as a fraction of the package's mean effect. It is empty where 5 to 95 %
        of societies have the package's effect with both signs.
    """
    societies = levels.columns.get_level_values(SOCIETY).to_numpy(np.int64)
    parts = _sides(levels, len(levers), alone=alone, last=last, shapley=shapley)
    kept = _complete(parts)
    least = usual_least(np.where(kept, _rows(levels, [0])[0], np.nan), societies, unit)
    frames = []
    for part, sides in parts.items():
        change = np.where(kept, differences(*sides), np.nan)
        names = [PACKAGE] if part == PACKAGE else list(levers)
        columns = of_changes(change, societies, outcome, least)
        columns |= {"lever": names, "part": part, "share": np.nan}
        frames.append(pd.DataFrame(columns)[OVER_SOCIETIES])
    rows = pd.concat(frames, ignore_index=True)
    whole = rows.iloc[0]
    if whole["low"] * whole["high"] > 0:
        mine = rows["part"] == SHAPLEY
        rows.loc[mine, "share"] = rows.loc[mine, "mean"] / whole["mean"]
    return rows


def _sides(
    levels: pd.DataFrame, levers: int, *, alone: bool, last: bool, shapley: Array | None
) -> Sides:
    """Both sides of each part, the package first."""
    whole = (1 << levers) - 1
    bits = [1 << place for place in range(levers)]
    none, package = _rows(levels, [0]), _rows(levels, [whole])
    parts: Sides = {PACKAGE: (none, package)}
    if alone:
        parts[ALONE] = none.repeat(levers, axis=0), _rows(levels, bits)
    if last:
        others = [whole - bit for bit in bits]
        parts[LAST] = _rows(levels, others), package.repeat(levers, axis=0)
    if alone and last:
        first, final = (after - before for before, after in (parts[ALONE], parts[LAST]))
        parts[LAST_MINUS_ALONE] = first, final
    if shapley is not None:
        parts[SHAPLEY] = np.zeros_like(shapley), shapley
    return parts


def _complete(parts: Sides) -> npt.NDArray[np.bool_]:
    """Which runs have a value in every part."""
    both = [np.isfinite(side).all(axis=0) for pair in parts.values() for side in pair]
    complete: npt.NDArray[np.bool_] = np.all(both, axis=0)
    return complete


def _rows(levels: pd.DataFrame, subsets: list[int]) -> Array:
    return levels.loc[subsets].to_numpy(np.float64)
