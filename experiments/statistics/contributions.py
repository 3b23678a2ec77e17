"""What each lever contributes to the effect of a package: alone, last, and by its Shapley value."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.statistics.paired_differences import paired

Array = npt.NDArray[np.float64]
ALONE, LAST, LATER, SHAPLEY, PACKAGE = "alone", "last", "last_less_alone", "shapley", "package"
COLUMNS = ["lever", "part", "value", "ci_low", "ci_high", "share", "replications"]


def contributions(
    levels: pd.DataFrame,
    levers: tuple[str, ...],
    *,
    alone: bool = False,
    last: bool = False,
    shapley: Array | None = None,
) -> pd.DataFrame:
    """One row a lever and part, and one of the package whole; 95 % intervals are paired t.

    `levels` has a row for each subset of levers (bit `i` is lever `i`) and a column a replication,
    `shapley` the shape (levers, replications). A replication in which a part is empty is left out
    of all. `share` is the Shapley value as a fraction of the package's effect, and empty where the
    interval of that effect contains 0.
    """
    whole = (1 << len(levers)) - 1
    bits = [1 << place for place in range(len(levers))]
    nothing, everything = _rows(levels, [0]), _rows(levels, [whole])
    parts: dict[str, tuple[Array, Array]] = {PACKAGE: (nothing, everything)}
    if alone:
        parts[ALONE] = nothing.repeat(len(levers), axis=0), _rows(levels, bits)
    if last:
        others = [whole - bit for bit in bits]
        parts[LAST] = _rows(levels, others), everything.repeat(len(levers), axis=0)
    if alone and last:
        first, final = (after - before for before, after in (parts[ALONE], parts[LAST]))
        parts[LATER] = first, final
    if shapley is not None:
        parts[SHAPLEY] = np.zeros_like(shapley), shapley
    kept = np.all([np.isfinite(side).all(0) for pair in parts.values() for side in pair], axis=0)
    frames = []
    for part, (before, after) in parts.items():
        found = paired(before[:, kept], after[:, kept])
        columns = {name: found[name] for name in ("ci_low", "ci_high", "replications")}
        named = [PACKAGE] if part == PACKAGE else list(levers)
        columns |= {"lever": named, "part": part, "value": found["difference"], "share": np.nan}
        frames.append(pd.DataFrame(columns)[COLUMNS])
    rows = pd.concat(frames, ignore_index=True)
    effect = rows.iloc[0]
    if effect["ci_low"] * effect["ci_high"] > 0:
        rows.loc[rows["part"] == SHAPLEY, "share"] = rows["value"] / effect["value"]
    return rows


def _rows(levels: pd.DataFrame, subsets: list[int]) -> Array:
    return levels.loc[subsets].to_numpy(np.float64)
