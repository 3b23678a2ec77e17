"""How do hours freed follow three assumptions? A Latin hypercube and a regression, with SciPy."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import qmc

from unburden import evaluate, quantiles

FREED = "hours_freed_per_worker_week"
NAMES = ["overlap", "form_kinds", "old_form_share"]
PLACE = ("territory=community", "warmup_days=60", "horizon_days=60")


def main(points: int = 40) -> pd.Series:
    cube = qmc.LatinHypercube(len(NAMES), rng=np.random.default_rng(1)).random(points)
    table = quantiles(NAMES, cube)
    table[FREED] = [
        evaluate(point, *PLACE, scenario="one_table", measures=FREED, seed=7)[FREED]
        for point in table.to_dict("records")
    ]
    ranks = table.rank()
    ones = np.ones((points, 1))
    fitted, *_ = np.linalg.lstsq(np.hstack([ones, ranks[NAMES]]), ranks[FREED], rcond=None)
    return pd.Series(fitted[1:], NAMES, name="standardised rank coefficient")


if __name__ == "__main__":
    print(main())
