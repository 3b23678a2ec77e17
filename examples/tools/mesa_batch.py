"""How does time at forms change with the coverage of one table? Mesa's batch_run, all processors.

Equal seeds at each coverage. `batch_run` stops a model after 1000 days, unless `max_steps` is more.
"""

from __future__ import annotations

from inspect import signature

import mesa
import pandas as pd

from unburden import GovernanceModel

PARAMETERS = {
    "territory.communities": 4,
    "territory.workers": 16,
    "territory.residents": 2400,
    "warmup_days": 60,
    "horizon_days": 60,
    "levers.one_table.on": True,
    "levers.one_table.coverage": [0.0, 0.5, 1.0],
}
FORMS = "hours_per_worker_week.forms"


def main(seeds: int = 4, processes: int | None = None) -> pd.Series:
    repeats = {"rng": [*range(1, seeds + 1)]}
    own = "rng" in signature(mesa.batch_run).parameters  # From Mesa 3.5 on.
    rows = mesa.batch_run(
        GovernanceModel,
        PARAMETERS if own else PARAMETERS | repeats,
        number_processes=processes,
        display_progress=False,
        **(repeats if own else {}),
    )
    return pd.DataFrame(rows).groupby("levers.one_table.coverage")[FORMS].mean()


if __name__ == "__main__":
    print(main())
