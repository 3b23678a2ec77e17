"""How much of old forms may be kept before one table frees under three hours? Roots, with SciPy.

The mean over the same eight seeds at every value is a function without noise: a root has a sense.
"""

from __future__ import annotations

from statistics import fmean

from scipy.optimize import root_scalar

from unburden import evaluate

FREED = "hours_freed_per_worker_week"
PLACE = ("territory=community", "warmup_days=60", "horizon_days=60")
SEEDS = range(1, 9)


def above(old_form_share: float, hours: float) -> float:
    values = {"old_form_share": old_form_share}
    runs = (evaluate(values, *PLACE, scenario="one_table", measures=FREED, seed=s) for s in SEEDS)
    return fmean(run[FREED] for run in runs) - hours


def main(hours: float = 3.0) -> float:
    found = root_scalar(above, args=(hours,), bracket=(0.0, 1.0), method="brentq", xtol=0.01)
    return float(found.root)


if __name__ == "__main__":
    print(f"break-even: {main():.2f} of the old forms kept")
