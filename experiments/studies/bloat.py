"""The threshold of administrative bloat: a minimal system, and this society beside it.

`python -m experiments.studies.bloat` writes tables and a figure to outputs/bloat. It makes
224 runs of one worker over 20 years, and about 300 of four communities over one to eight years, a
few minutes on two cores.

First the docking. `bloat_theory` states a minimal system after Yang and Grenier (arXiv
2412.15378), and its threshold. This society is reduced to it: one worker, forms that take a
hundredth of the time each, obligations from above alone, and pruning by burden
(`structures.pruning`, sim/ODD.md, 11.8). Both are run from a stock of useful obligations for the
same years.

Then the whole society, in which pruning is constant by default. It differs in four ways. A constant
share of what has lost its purpose is withdrawn, so that every stock settles in the end, and no
threshold exists. Obligations take hours from patrol and visits, so that more issues turn into
incidents, which set more obligations. Visible free time sets obligations too, so that relief itself
leads to growth. And fixed time is upward work as well, so that burden does not begin at nothing.

Expected before it was run: of the points of the plane that are a quarter or more away from the
threshold, at least nine in ten of the reduced society's runs end on its side; near it more run away
than the threshold says, as chance drives a stock over its tipping point. In the whole society
growth falls with pruning under both structures, and is higher under burden, most where pruning is
small. A cut grows back faster than without it, and less behind the safeguards than behind a gate
alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.bloat_figure import four_panels
from experiments.studies.bloat_theory import burden_after, least_pruning
from experiments.studies.command import command
from experiments.studies.grid import print_table, run, values, write_folder
from sim.enums import Kind
from sim.settings.nested import Tree, grow, overlay
from sim.settings.rules import NO_MECHANISMS

CAPACITY = 100
"""Obligations that take all time of the one worker of the reduced society."""
LIFE = 2.0
SPAN = 20
CREATE = (0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65)
PRUNE = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
SEEDS = 4
PRUNING = (0.05, 0.12, 0.25, 0.5)
STRUCTURES = ("constant", "burden")
YEARS = (3, 8)
REPLICATIONS = 10
PLACE = {"territory.communities": 4, "territory.workers": 46, "territory.residents": 20000}
SAFEGUARDS = ("admission_gate", "monitoring", "duty_list")
ARMS = {
    "nothing": (),
    "clearing once": ("signboard_removal",),
    "clearing and gate": ("signboard_removal", "admission_gate"),
    "clearing and safeguards": ("signboard_removal", *SAFEGUARDS),
}
CLEARED = {"levers.signboard_removal.handback_share": 0.0,
           "levers.signboard_removal.ended_share": 1.0}  # fmt: skip

NO_TIME = (
    "away_share", "secondment_share", "overtime_cap_minutes", "meeting_minutes", "chat_minutes",
    "party_minutes", "activity_minutes", "board_trace_minutes", "sign_upkeep_minutes", "log_events",
    "tier_visits", "merchant_rounds", "daily_patrol", "visit_propensity",
)  # fmt: skip
NOTHING_ELSE = ("boards", "adhoc_requests", "inspections", "campaigns", "records_weekly",
                "obsolete_start", "read_minutes", "records_sigma")  # fmt: skip


def reduced(create: float, prune: float) -> Tree:
    """Settings of the society reduced to the minimal system: 24 minutes a week an obligation."""
    cadences = {"cadence_daily": 0.0, "cadence_weekly": 1.0, "cadence_monthly": 0.0,
                "cadence_quarterly": 0.0}  # fmt: skip
    first = round(create * CAPACITY)
    rebound = {
        "on": True,
        "pruning": prune,
        "obligations_created": create * CAPACITY / LIFE,
        "incident_obligation": 0.0,
        "slack_obligation": 0.0,
        "copy_rate": 0.0,
        "model_project_rate": 0.0,
        "early_check_chance": 0.0,
    }
    return {
        "territory": {"communities": 1, "workers": 1, "residents": 100, "district_communities": 1},
        "organisation": {"head": False, "counter_posts": 0, "line_penalty": 1.0},
        "workday": dict.fromkeys(NO_TIME, 0.0),
        "obligations": {
            **dict.fromkeys(NOTHING_ELSE, 0),
            **cadences,
            "form_kinds": first,
            "compile_minutes": 24.0,
            "compile_weekly": 1.0,
            "obligation_life": LIFE,
        },
        "issues": {"kinds": {kind.name.lower(): {"rate": 0.0} for kind in Kind}},
        "rules": overlay(NO_MECHANISMS, {"rebound": rebound}),
        "structures": {"pruning": "burden"},
        "warmup_days": 0,
        "horizon_days": 250 * SPAN,
    }


def whole(pruning: float, structure: str, years: int, *levers: str) -> Tree:
    """Settings of one point of the whole society; a clearing ends the tasks behind boards."""
    rows: dict[str, Any] = {
        **PLACE,
        "horizon_days": 250 * years,
        "rules.rebound.pruning": pruning,
        "structures.pruning": structure,
        **{f"levers.{lever}.on": True for lever in levers},
    }
    return grow(rows | (CLEARED if "signboard_removal" in levers else {}))


def docking() -> pd.DataFrame:
    """The plane of both propensities: the threshold, the minimal system, the reduced society."""
    plane = [(create, prune) for create in CREATE for prune in PRUNE]
    measures = run({f"{c} {p}": reduced(c, p) for c, p in plane}, SEEDS)
    stocks = {pair: values(measures, "{} {}".format(*pair), "obligations", "all") for pair in plane}
    return pd.DataFrame(
        {
            "create": create,
            "prune": prune,
            "threshold": least_pruning(create, LIFE),
            "minimal": burden_after(create, prune, LIFE, SPAN),
            "reduced": float(np.mean(stocks[create, prune])) / CAPACITY,
            "ran_away": float(np.mean(stocks[create, prune] >= CAPACITY)),
        }
        for create, prune in plane
    )


def growth() -> pd.DataFrame:
    """Growth of obligations a year in the whole society, by pruning and structure."""
    keys = [(pruning, structure) for structure in STRUCTURES for pruning in PRUNING]
    points = {f"{p} {s} {years}": whole(p, s, years) for p, s in keys for years in YEARS}
    measures, (early, late) = run(points, REPLICATIONS), YEARS
    rows = []
    for pruning, structure in keys:
        name = f"{pruning} {structure}"
        ends = [values(measures, f"{name} {years}", "obligations", "all") for years in YEARS]
        rates = (ends[1] / ends[0]) ** (1.0 / (late - early)) - 1.0
        rows.append({"structure": structure, "pruning": pruning, **_interval(rates)})
    return pd.DataFrame(rows)


def relief() -> pd.DataFrame:
    """Obligations at the end of years after each arm, at the default pruning."""
    spans: Iterable[int] = (1, *YEARS)
    points = {
        f"{arm} {years}": whole(0.12, "constant", years, *levers)
        for arm, levers in ARMS.items() for years in spans
    }  # fmt: skip
    measures = run(points, REPLICATIONS)
    return pd.DataFrame(
        {"arm": arm, "year": years,
         **_interval(values(measures, f"{arm} {years}", "obligations", "all"))}
        for arm in ARMS for years in spans
    )  # fmt: skip


def _interval(sample: np.ndarray) -> dict[str, float]:
    """Mean, and half the width of its 95 % interval by Student's t."""
    from scipy import stats

    half = stats.t.ppf(0.975, len(sample) - 1) * np.std(sample, ddof=1) / np.sqrt(len(sample))
    return {"mean": float(np.mean(sample)), "half_width": float(half)}


def agreement(plane: pd.DataFrame) -> float:
    """Share of runs on the side of the threshold, of points a quarter or more away from it."""
    ratio = plane["prune"] / plane["threshold"]
    away = plane[(ratio <= 0.75) | (ratio >= 1.25)]
    beyond = away["prune"] < away["threshold"]
    return float(np.mean(np.where(beyond, away["ran_away"], 1.0 - away["ran_away"])))


def main() -> None:
    """Run the docking, then the whole society, and write what came of them."""
    plane, rates, arms = docking(), growth(), relief()
    figure = four_panels(plane, rates, arms, LIFE)
    tables = {"docking": plane, "growth": rates, "relief": arms}
    folder = write_folder("bloat", tables, figure, replications=REPLICATIONS)
    agreed = f"{100 * agreement(plane):.0f} % of runs on the side of the threshold"
    print_table(plane, f"reduced society after {SPAN} years; {agreed}", 2)
    print_table(rates, f"growth of obligations a year, years {YEARS[0]} to {YEARS[1]}", 3)
    print_table(arms, f"obligations per community at the end of years; {folder}", 1)


if __name__ == "__main__":
    command(main, __doc__)
