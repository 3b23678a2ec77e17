"""Tables of a calibration: waves, patterns, assumptions before and after, and all draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.kinds.calibrate.ensemble import Ensemble
from experiments.kinds.calibrate.pool import Pool
from experiments.kinds.calibrate.waves import Wave
from experiments.language import _, marked
from experiments.patterns import plausibility
from experiments.patterns.plausibility import BY_NAME
from experiments.runs.points import assumed
from experiments.statistics.multiplicity import ALPHA, benjamini_yekutieli
from experiments.statistics.sample_summary import share
from sim.evidence import Ledger
from sim.settings.variants import ASSUMPTION

Array = npt.NDArray[np.float64]
QUANTILES = (0.05, 0.5, 0.95)
DECLARED, LAST = marked("declared ranges"), marked("ensemble")
WAVE = "wave "
"""Leads the number of a wave in its name."""


def stage(wave: Wave) -> str:
    """What a wave is called."""
    return f"{WAVE}{wave.number}" if wave.number else DECLARED


def named(stage: str) -> str:
    """What a stage is called in the language in use."""
    if stage.startswith(WAVE):
        return _("wave {number}").format(number=stage.removeprefix(WAVE))
    return _(stage)


def waves(before: Wave | None, matched: Sequence[Wave], last: Ensemble) -> pd.DataFrame:
    """A row a wave: societies asked, run, plausible, and the share of the pool that is left."""
    rows = []
    left = 1.0
    for wave in ([before] if before else []) + list(matched):
        plausible = int(plausibility.plausible(wave.values).sum())
        rows.append({
            "stage": stage(wave), "societies": len(wave.asked), "finished": len(wave.values),
            "plausible": plausible, **_share(plausible, len(wave.values)),
            "space_left": wave.left, "ratio": wave.left / left, "seconds": wave.seconds,
        })  # fmt: skip
        left = left if np.isnan(wave.left) else wave.left
    rows.append({
        "stage": LAST, "societies": len(last.candidates), "finished": len(last.candidates),
        "plausible": last.found, **_share(last.found, len(last.candidates)),
        "space_left": left, "ratio": 1.0, "seconds": last.seconds,
    })  # fmt: skip
    return pd.DataFrame(rows)


def _share(count: int, of: int) -> dict[str, float]:
    return dict(zip(("share", "share_low", "share_high"), share(count, of), strict=True))


def patterns(before: Wave | None, matched: Sequence[Wave], last: Ensemble) -> pd.DataFrame:
    """A row a wave and pattern: quantiles, shares outside its band, and outside it alone."""
    stages = {stage(wave): wave.values for wave in ([before] if before else []) + list(matched)}
    stages[LAST] = last.values
    rows = []
    for name, values in stages.items():
        outside = ~plausibility.verdicts(values)
        alone = outside.sum(axis=1) == 1
        for pattern in map(str, values):
            known = BY_NAME[pattern]
            finite = values[pattern].dropna()
            ends = np.quantile(finite, QUANTILES) if len(finite) else np.full(3, np.nan)
            rows.append({
                "stage": name, "pattern": pattern, "meaning": known.meaning, "unit": known.unit,
                "low": known.low, "high": known.high, "societies": len(values),
                "outside": outside[pattern].mean(), "alone": (outside[pattern] & alone).mean(),
                "lacking": values[pattern].isna().mean(), **_ends("value", ends),
            })  # fmt: skip
    return pd.DataFrame(rows)


def assumptions(ledger: Ledger, pool: Pool, last: Ensemble) -> pd.DataFrame:
    """A row an assumption, the most narrowed first: declared, balanced, and of the ensemble.

    Returns:
        `distance` and `p` of the Kolmogorov-Smirnov test of the ensemble against the declared
        distribution, `q_fdr` after Benjamini and Yekutieli over all assumptions, `narrowed` where
        that is below 0.05; `distance_balanced` is that of the balanced prior from the declared one.
        `narrowing` is the share that the middle 90 % lost of its width, in quantiles of the
        declared distribution; `shift` by how much the median of these moved.
    """
    from scipy import stats

    names = ledger.ranged
    prior = assumed(names, ledger, np.tile(np.array(QUANTILES)[:, None], len(names)))
    middle, after = _quantiles(pool.points), _quantiles(pool.points.iloc[last.order])
    rows = []
    for name in names:
        column, entry = f"{ASSUMPTION}{name}", ledger.assumptions[name]
        levels = pool.uniforms[column].to_numpy(np.float64)
        own = levels[last.order]
        test = stats.kstest(own, "uniform")
        ends = np.quantile(own, QUANTILES)
        rows.append({
            "assumption": name, "meaning": entry.meaning, "unit": entry.unit, "grade": entry.grade,
            "distribution": entry.distribution, "value": ledger.value(column),
            "low": entry.low, "high": entry.high,
            **_ends("prior", prior[column].to_numpy(np.float64)),
            **_ends("balanced", middle[column]), **_ends("posterior", after[column]),
            "narrowing": 1.0 - (ends[2] - ends[0]) / (QUANTILES[2] - QUANTILES[0]),
            "shift": ends[1] - 0.5,
            "distance": float(test.statistic), "p": float(test.pvalue),
            "distance_balanced": float(stats.kstest(levels, "uniform").statistic),
        })  # fmt: skip
    table = pd.DataFrame(rows)
    table["q_fdr"] = benjamini_yekutieli(table["p"].to_numpy(np.float64))
    table["narrowed"] = table["q_fdr"] < ALPHA
    table = table.sort_values("distance", ascending=False, kind="stable", ignore_index=True)
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    return table


def _quantiles(points: pd.DataFrame) -> dict[str, Array]:
    found = np.quantile(points.to_numpy(np.float64), QUANTILES, axis=0)
    return {str(name): found[:, at] for at, name in enumerate(points)}


def _ends(name: str, ends: Array) -> dict[str, float]:
    return {f"{name}_{q * 100:02.0f}": float(end) for q, end in zip(QUANTILES, ends, strict=True)}


def draws(
    values: pd.DataFrame,
    points: pd.DataFrame,
    before: Wave | None,
    matched: Sequence[Wave],
    last: Ensemble,
) -> pd.DataFrame:
    """A row a society that was run: stage, runs, verdict, patterns and assumptions.

    Parameters: `values` by society and replication, `points` of all societies, by number.
    """
    by = values.groupby(level="society")
    means, runs = by.mean(), by.size()
    societies = means.index
    first = pd.Series(LAST, societies)
    for wave in ([before] if before else []) + list(matched):
        first[societies.isin(wave.asked)] = stage(wave)
    place = pd.Series(np.arange(len(last.order)), last.order)
    size = pd.Series(matched[-1].implausibility)
    head = pd.DataFrame({
        "stage": first, "runs": runs, "plausible": plausibility.plausible(means),
        "implausibility": size.reindex(societies), "place": place.reindex(societies),
    }, societies)  # fmt: skip
    patterns = means.add_prefix("pattern:")
    return pd.concat([head, patterns, points.loc[societies]], axis=1).reset_index()
