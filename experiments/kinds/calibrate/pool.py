"""The pool: societies of the balanced prior, and what emulators know of them before any run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.designs.balanced_prior import BANDS, Balanced, Mapped, Values, balanced
from experiments.designs.expected_load import expected_load
from sim.evidence import Ledger
from sim.settings.nested import Tree
from sim.settings.variants import ASSUMPTION, Unfit, Variants

Array = npt.NDArray[np.float64]
CHUNK = 64


@dataclass(frozen=True, slots=True)
class Pool:
    """Societies of the balanced prior, numbered from 0 on.

    `inputs` are normal scores, a row a society: of expected loads and hours by activity (closed
    forms) by rank within the pool, and of all assumptions by quantile. `loads` counts the closed
    forms, which come first.
    """

    drawn: Balanced
    points: pd.DataFrame
    uniforms: pd.DataFrame
    inputs: pd.DataFrame
    loads: int

    def __len__(self) -> int:
        return len(self.points)


def pool(ledger: Ledger, size: int, seed: int, tree: Tree, mapped: Mapped) -> Pool:
    """So many societies of the balanced prior. Raises InputError where there are too few."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    drawn = balanced(ledger, size, seed, tree, bands=BANDS, mapped=mapped)
    numbers = pd.RangeIndex(size)
    points = drawn.points.set_axis(numbers)
    uniforms = drawn.uniforms.set_axis(numbers)
    forms = closed_forms(ledger, tree, points, mapped)
    forms = forms.loc[:, forms.nunique() > 1]
    ranks = rankdata(forms.to_numpy(np.float64), axis=0)
    scores = np.hstack([ndtri((ranks - 0.5) / size), ndtri(uniforms.to_numpy(np.float64))])
    inputs = pd.DataFrame(scores, numbers, [*forms, *uniforms])
    return Pool(drawn, points, uniforms, inputs, forms.shape[1])


def closed_forms(ledger: Ledger, tree: Tree, points: pd.DataFrame, mapped: Mapped) -> pd.DataFrame:
    """Expected loads, and hours by activity, a row a society."""
    whole = {name for name in ledger.ranged if ledger.assumptions[name].distribution == "integer"}
    columns = [
        [int(value) for value in points[name]]
        if str(name).removeprefix(ASSUMPTION) in whole
        else points[name].tolist()
        for name in points
    ]
    rows: Values = [list(row) for row in zip(*columns, strict=True)]
    chunks = [rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK)]
    names = [str(name) for name in points]
    variants = Variants(tree, ledger, names, [ledger.value(name) for name in names])
    forms = list(expected_load(variants.at(rows[0])).numbers)
    found = np.concatenate([*mapped(partial(_numbers, variants, forms), chunks)])
    return pd.DataFrame(found, points.index, forms)


def _numbers(variants: Variants, forms: Sequence[str], values: Values) -> Array:
    """Closed forms at points of assumptions, (points, forms); 0 where there is no number."""
    found = np.zeros((len(values), len(forms)))
    for row, point in enumerate(values):
        try:
            numbers = expected_load(variants.at(point)).numbers
        except Unfit:
            continue
        found[row] = [numbers[name] for name in forms]
    return np.where(np.isfinite(found), found, 0.0)
