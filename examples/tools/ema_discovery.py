"""In which conditions does one table free less than two hours a week? PRIM, with EMAworkbench.

EMA samples the declared ranges evenly; the box is where failures are dense.
"""

from __future__ import annotations

from inspect import signature

import pandas as pd
from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator
from ema_workbench.analysis import prim

from unburden import evaluate, ranges

FREED = "hours_freed_per_worker_week"
NAMES = ["overlap", "items_per_form", "old_form_share", "pool_own_share"]
PLACE = ("territory=community", "warmup_days=60", "horizon_days=60")


def one_table(**values: float) -> dict[str, float]:
    return evaluate(values, *PLACE, scenario="one_table", measures=FREED, seed=7)


def main(scenarios: int = 100) -> pd.DataFrame:
    model = Model("unburden", function=one_table)
    known = ranges(names=NAMES).itertuples()
    model.uncertainties = [RealParameter(row.id, row.low, row.high) for row in known]
    model.outcomes = [ScalarOutcome(FREED)]
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios)
    fails = (outcomes[FREED] < 2.0).astype(int)
    more = {"threshold": 0.5} if "threshold" in signature(prim.Prim).parameters else {}  # EMA 2
    limits: pd.DataFrame = prim.Prim(experiments[NAMES], fails, **more).find_box().box_lims[-1]
    return limits


if __name__ == "__main__":
    print(main())
