"""Contribution of each lever to the effect of a package: alone, last, and its Shapley value."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.statistics.paired_differences import paired

Array = npt.NDArray[np.float64]
ALONE, LAST, SHAPLEY, PACKAGE = "alone", "last", "shapley", "package"
LAST_MINUS_ALONE = "last_minus_alone"
COLUMNS = ["lever", "part", "value", "ci_low", "ci_high", "share", "replications"]


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
    whole = (1 << len(levers)) - 1
    bits = [1 << place for place in range(len(levers))]
    none, package = _rows(levels, [0]), _rows(levels, [whole])
    parts: dict[str, tuple[Array, Array]] = {PACKAGE: (none, package)}
    if alone:
        parts[ALONE] = none.repeat(len(levers), axis=0), _rows(levels, bits)
    if last:
        others = [whole - bit for bit in bits]
        parts[LAST] = _rows(levels, others), package.repeat(len(levers), axis=0)
    if alone and last:
        first, final = (after - before for before, after in (parts[ALONE], parts[LAST]))
        parts[LAST_MINUS_ALONE] = first, final
    if shapley is not None:
        parts[SHAPLEY] = np.zeros_like(shapley), shapley
    kept = np.all([np.isfinite(side).all(0) for pair in parts.values() for side in pair], axis=0)
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


def _rows(levels: pd.DataFrame, subsets: list[int]) -> Array:
    return levels.loc[subsets].to_numpy(np.float64)
