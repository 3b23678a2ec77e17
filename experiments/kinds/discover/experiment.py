"""The experiment `discover`: where a scenario fails (scenario discovery).

Rules are looked for over the assumptions, over what a place can observe of its own baseline before
any reform, and over both.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import BETTER_DOWN, BETTER_UP, Outcome, outcome
from experiments.config.study import Study
from experiments.designs import assumption_sample
from experiments.kinds.discover.observables import Observed, observables, observed
from experiments.kinds.discover.options import DiscoverOptions
from experiments.kinds.discover.summary import ASSUMPTIONS, BOTH, OBSERVABLES, print_discover
from experiments.kinds.discover.variables import Variable, assumption, observable
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.executors.availability import need
from experiments.runs.storage.claim import given_up
from experiments.statistics import sample_summary
from experiments.statistics.failures import Failures, discovered

HELD_OUT = [
    f"{name}_held_out{end}" for name in ("coverage", "density") for end in ("", "_low", "_high")
]
SUMMARY = [
    "draws", "fails", "share", "share_low", "share_high", "verdict", "restricted",
    "coverage_found", "density_found", "mass_found", *HELD_OUT, "mass_held_out", "by_chance",
    "auc", "auc_low", "auc_high", "leader", "alone", "alone_low", "alone_high",
]  # fmt: skip
HEAD = ["scenario", "rules_over"]
Found = dict[tuple[str, str], Failures]


def main(study: Study) -> Results:
    """Run the study, print what was found on each scenario."""
    results = run(study)
    print_discover(results)
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `discover`, `boxes`, `variables`, `trajectory`, `draws`, `points`, `observed`.

    Raises InputError for an outcome that has no better direction or an observable that is none,
    else as `sample` does.
    """
    need("ema_workbench", "analysis", "experiment", "discover")
    from experiments.kinds.discover.figures import draw

    laboratory = Laboratory(study, DiscoverOptions)
    chosen = laboratory.chosen
    one = outcome(chosen.outcome)
    if not one.better:
        known = ", ".join(sorted(BETTER_UP | BETTER_DOWN))
        raise InputError("outcome", one, f"should have a better direction, as {known} have")
    watched = observables(laboratory, chosen.observe)
    drawn = assumption_sample.sample(laboratory, [one], "outcome")
    seen = observed(laboratory, drawn, watched) if watched else None
    gains = sample_summary.changes(drawn.values, one).drop(columns=BASELINE) * one.better
    families = _families(drawn.points, seen)
    found: Found = {}
    for scenario, gain in gains.items():
        for over, points in families.items():
            here = gain.reindex(points.index)
            here = here[np.isfinite(here)]
            fails = here.to_numpy() < chosen.threshold
            found[str(scenario), over] = discovered(points.loc[here.index], fails, chosen.seed)
    variables = {str(name): assumption(str(name), laboratory.ledger) for name in drawn.points}
    if seen is not None:
        for name in seen.points:
            variables[str(name)] = observable(str(name), seen.points[name], seen.units[str(name)])
    summaries = pd.DataFrame([each.summary() for each in found.values()]).reindex(columns=SUMMARY)
    heads = pd.DataFrame(list(found), columns=HEAD)
    values = gains.reset_index().melt("point", var_name="scenario", value_name="gain")
    frames = {
        "discover.csv": pd.concat([heads, summaries], axis=1),
        "boxes.csv": _described(_together({k: v.limits() for k, v in found.items()}), variables),
        "variables.csv": _described(
            _together({k: v.variables() for k, v in found.items()}), variables
        ),
        "trajectory.csv": _together({k: v.trajectory for k, v in found.items()}),
        "draws.parquet": _together({k: v.draws() for k, v in found.items()}).merge(
            values, on=["scenario", "point"], how="left"
        ),
        "points.parquet": drawn.points.reset_index(),
    }
    (unit,) = laboratory.units(drawn.plan, [one])
    failure = failing(one, chosen.threshold, unit)
    told = f"{drawn.told}{drawn.lacking}. A draw fails where {failure}."
    if seen is not None:
        frames["observed.parquet"] = seen.points.rename_axis("point").reset_index()
        told += _watched(seen, len(drawn.points))

    def illustrate(results: Results, folder: Path) -> None:
        draw(found, variables, told, folder / "figures")

    more = {} if seen is None else {"observed": {"runs": seen.runs, "draws": len(seen.points)}}
    return laboratory.leave(drawn.plan, frames, illustrate, draws=drawn.counts, told=told, **more)


def _families(points: pd.DataFrame, seen: Observed | None) -> dict[str, pd.DataFrame]:
    """Variables by what rules are over, all at the same draws."""
    if seen is None:
        return {ASSUMPTIONS: points}
    same = points.loc[seen.points.index]
    both = pd.concat([same, seen.points], axis=1)
    return {ASSUMPTIONS: same, OBSERVABLES: seen.points, BOTH: both}


def _watched(seen: Observed, draws: int) -> str:
    lost = draws - len(seen.points)
    without = f"; {lost} draws that lack one are left out" if lost else ""
    if seen.empty:
        without += f"; {', '.join(seen.empty)} left out, empty in more than a quarter of the draws"
    return (
        f" {seen.points.shape[1]} observables are read off one run more of each baseline, under a "
        f"seed that no compared run has, so that no Monte Carlo noise is in both{without}."
    )


def failing(one: Outcome, threshold: float, unit: str) -> str:
    """When a draw counts as a failure, in words."""
    better, worse = ("rises", "falls") if one.better > 0 else ("falls", "rises")
    if threshold > 0:
        by = f"by less than {threshold:g} ({unit})"
        return f"“{one.words}” {better} {by} against the baseline"
    by = f" by more than {-threshold:g} ({unit})" if threshold else ""
    return f"“{one.words}” {worse}{by} against the baseline"


def _together(parts: dict[tuple[str, str], pd.DataFrame]) -> pd.DataFrame:
    """Frames of all searches as one, led by the scenario and what rules are over."""
    named = [part.assign(scenario=name, rules_over=over) for (name, over), part in parts.items()]
    whole = pd.concat([part for part in named if len(part)] or named[:1], ignore_index=True)
    return whole[[*HEAD, *whole.columns.drop(HEAD)]]


def _described(rows: pd.DataFrame, variables: dict[str, Variable]) -> pd.DataFrame:
    """Rows that have a `variable`, with its range, unit, evidence grade and meaning."""
    entries = [variables[name] for name in rows["variable"]]
    columns = ("range_low", "range_high", "unit", "grade", "meaning")
    return rows.assign(**{name: [getattr(one, name) for one in entries] for name in columns})
