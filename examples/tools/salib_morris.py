"""Which of four assumptions do the hours freed by one table depend on most? Morris, with SALib.

SALib samples the unit cube. `quantiles` turns it into values of the declared distributions.
"""

from __future__ import annotations

import pandas as pd
from SALib.analyze import morris as analyze
from SALib.sample import morris as sample

from unburden import evaluate, quantiles

FREED = "hours_freed_per_worker_week"
NAMES = ["overlap", "form_kinds", "old_form_share", "pool_own_share"]
PLACE = ("territory=community", "warmup_days=60", "horizon_days=60")


def main(trajectories: int = 6) -> pd.DataFrame:
    problem = {"num_vars": len(NAMES), "names": NAMES, "bounds": [[0.0, 1.0]] * len(NAMES)}
    cube = sample.sample(problem, trajectories, seed=1)
    freed = [
        evaluate(point, *PLACE, scenario="one_table", measures=FREED, seed=7)[FREED]
        for point in quantiles(NAMES, cube).to_dict("records")
    ]
    effects: pd.DataFrame = analyze.analyze(
        problem, cube, pd.Series(freed).to_numpy(), seed=1
    ).to_df()
    return effects.sort_values("mu_star", ascending=False)[["mu", "mu_star", "sigma"]]


if __name__ == "__main__":
    print(main())
