"""Patterns left out one by one: which of them follows from the others, and which cuts alone.

If nearly all societies that meet all other patterns meet one pattern too, it adds nothing to them:
that they predict it speaks for the model. If many of them do not, the pattern cuts alone. Societies
have to be a sample of a prior that was drawn without regard to the patterns. The association of
meeting one pattern with meeting all others is tested by Fisher's exact test, over all patterns
with the correction of Benjamini and Yekutieli (2001).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from experiments.language import marked
from experiments.statistics.multiplicity import ALPHA, benjamini_yekutieli
from experiments.statistics.sample_summary import share

ENDS = (0.05, 0.5, 0.95)
FOLLOWS, AGAINST, OPEN = marked("follows"), marked("against"), marked("open")
SHARE = ("share", "share_low", "share_high")
OF_OTHERS = ("share_others", "share_others_low", "share_others_high")


def left_out(verdicts: pd.DataFrame) -> pd.DataFrame:
    """How often each pattern is met, by all societies and by those that meet all others.

    Parameters
    ----------
    verdicts
        Whether a society meets a pattern: a row a society, a column a pattern.

    Returns
    -------
    pandas.DataFrame
        A row a pattern: `societies` and `share`, those of all that meet it; `others`, societies
        that meet all other patterns, and `share_others`, those of them that meet it as well. Both
        shares have 95 % intervals (Clopper and Pearson 1934). `relation` is `follows` if it is met
        more often where the others are met, `against` if less often (`q_fdr` below 0.05), else
        `open`.
    """
    met = verdicts.to_numpy(bool)
    rows = []
    for at, pattern in enumerate(map(str, verdicts)):
        own, others = met[:, at], _others(met, at)
        table = [
            [int((own & others).sum()), int((~own & others).sum())],
            [int((own & ~others).sum()), int((~own & ~others).sum())],
        ]
        within = int(others.sum())
        rows.append({
            "pattern": pattern, "societies": len(met),
            **dict(zip(SHARE, share(int(own.sum()), len(met)), strict=True)),
            "others": within,
            **dict(zip(OF_OTHERS, share(table[0][0], within), strict=True)),
            "p": float(stats.fisher_exact(table).pvalue),
        })  # fmt: skip
    found = pd.DataFrame(rows)
    found["q_fdr"] = benjamini_yekutieli(found["p"].to_numpy(np.float64))
    more = found["share_others"] > found["share"]
    found["relation"] = np.where(found["q_fdr"] < ALPHA, np.where(more, FOLLOWS, AGAINST), OPEN)
    return found


def left_out_values(values: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Values of each pattern in societies that meet all others, which did not use its band.

    Parameters
    ----------
    values
        A row a society, a column a pattern; NaN where a society has no value.
    verdicts
        As for `left_out`, of the same societies and patterns.

    Returns
    -------
    pandas.DataFrame
        A row a pattern: 5, 50 and 95 % of its values, `value_05` and so on, and `lacking`, the
        number of these societies without one.
    """
    met = verdicts.to_numpy(bool)
    rows = []
    for at, pattern in enumerate(map(str, verdicts)):
        found = values[pattern].to_numpy(np.float64)[_others(met, at)]
        finite = found[np.isfinite(found)]
        ends = np.quantile(finite, ENDS) if len(finite) else np.full(len(ENDS), np.nan)
        names = [f"value_{end * 100:02.0f}" for end in ENDS]
        rows.append({
            "pattern": pattern, **dict(zip(names, map(float, ends), strict=True)),
            "lacking": len(found) - len(finite),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _others(met: npt.NDArray[np.bool_], at: int) -> npt.NDArray[np.bool_]:
    """Whether each society meets all patterns but one."""
    return np.asarray(np.delete(met, at, axis=1).all(axis=1), bool)
