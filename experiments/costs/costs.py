"""Costs of a comparison: yuan a year by budget, for an hour freed, for a day of waiting saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.least_difference import ABSOLUTE
from experiments.config.outcomes import FULL
from experiments.costs.items import (
    COUNTED_NAMES,
    IN_COST,
    OTHERS,
    Counted,
    Item,
    Kind,
    bought_items,
    counted_items,
    further,
    paid_hours,
)
from experiments.costs.standard_cost import standard_costs
from experiments.designs.prices import Prices, refuse_unusable
from experiments.laboratory import Kind as Kinds
from experiments.laboratory import Laboratory
from experiments.language import marked
from experiments.runs.plan import Plan
from experiments.statistics.matched_values import Matched, Pair
from experiments.statistics.ratios import (
    Interval,
    Sign,
    fieller,
    of_mean,
    over_societies,
    ratio_over_societies,
)
from sim.enums import YEAR_WEEKS
from sim.evidence import EvidenceError, Ledger
from sim.levers.resources import FUNDS, OF_TIME
from sim.purchases import Purchase, ResourceError, purchases

Array = npt.NDArray[np.float64]
Means = Callable[[Array], Array]
"""From values of runs to those of societies, or of replications."""
QUANTITIES = {
    "cost": "yuan a year",
    "money": "yuan a year",
    "paid_time": "yuan a year",
    "outlay": "yuan at the beginning",
    "hours_freed": "hours a year",
    "yuan_per_hour": "yuan an hour freed",
    "days_saved": "days of waiting a year",
    "yuan_per_day": "yuan a day of waiting saved",
}
"""Columns of `costs.csv` that have an interval, and their units."""
COSTS = {
    Sign.ABOVE: "costs", Sign.BELOW: "saves yuan", Sign.NOTHING: "costs nothing",
    Sign.EITHER: "may cost or save yuan", Sign.UNKNOWN: marked("no interval"),
}  # fmt: skip
MAY_SAVE = (COSTS[Sign.EITHER], COSTS[Sign.NOTHING])
"""Costs that may be below zero."""
RANKED = 2
"""The group of rows that have a rank: after those that save yuan, and may save them."""
FREES = {
    Sign.ABOVE: "frees", Sign.BELOW: marked("takes time"), Sign.NOTHING: marked("frees nothing"),
    Sign.EITHER: marked("may free or take time"), Sign.UNKNOWN: marked("no interval"),
}  # fmt: skip
SHORTENS = {
    Sign.ABOVE: "shortens", Sign.BELOW: marked("lengthens"),
    Sign.NOTHING: marked("shortens nothing"),
    Sign.EITHER: marked("may shorten or lengthen"), Sign.UNKNOWN: marked("no interval"),
}  # fmt: skip
LEAST_OF_FUNDS = 0.001
"""Costs below this share of communities' yearly funds are none that matter."""
ENDS = ("", "_low", "_high")
COLUMNS = [
    "rank", "scenario", "cost_mean",
    *(f"{name}{end}" for name in QUANTITIES for end in ENDS),
    "share_of_funds", "costs", "frees", "shortens", "days_from", "societies", "replications",
]  # fmt: skip
ITEM_COLUMNS = ["scenario", "budget", "kind", "item", "unit", "mean", "median", "low", "high"]


class Costs:
    """Costs of scenarios; resources of levers, and their prices, are checked before any run."""

    def __init__(
        self, ledger: Ledger, seed: int, plan: Plan, societies: pd.DataFrame | None
    ) -> None:
        """Raises InputError where a lever states resources or prices that cannot be used.

        Parameters: evidence; the seed of the study; a plan of its scenarios, with or without runs;
        the assumptions of each society, None for the reference society.
        """
        self._several = societies is not None
        point = int(plan.design.points.index[0])
        bought = [one for name in plan.scenarios for one in _bought(plan, name, point, 0)]
        needed = [
            price for one in bought for price in one.resource.prices if isinstance(price, str)
        ]
        try:
            self._prices = Prices(ledger, seed, [*OF_TIME.values(), FUNDS, *needed], societies)
            for society in [0] if societies is None else societies.index:
                refuse_unusable(bought, self._prices.of(int(society)))
        except (ResourceError, EvidenceError) as error:
            raise InputError("costs", True, str(error)) from None

    @classmethod
    def of(cls, laboratory: Laboratory[Kinds], plan: Plan) -> Costs:
        """Those of a plan of a laboratory, with its evidence and societies; raises as they do."""
        societies = laboratory.societies
        points = None if societies is None else societies.points
        return cls(laboratory.ledger, laboratory.chosen.seed, plan, points)

    def frames(self, matched: Matched, plan: Plan) -> dict[str, pd.DataFrame]:
        """The tables `costs.csv`, ranked, `budgets.csv` and `standard_cost.csv`.

        Parameters: values and plan of the runs; those count that finished in every scenario.
        """
        matched = _finished(matched)
        baseline = cache(partial(_bought, plan, BASELINE))
        means = partial(_means, matched.runs) if self._several else _as_they_are
        ranked: list[dict[str, Any]] = []
        budgets: list[dict[str, Any]] = []
        for name in matched.scenarios:
            case = _Case(self._prices, matched, name, plan, baseline)
            ranked.append({"scenario": name, **self._row(case, means)})
            for item, row in case.items.items():
                yuan = means(row)
                ends = dict(zip(("median", "low", "high"), self._interval(yuan), strict=True))
                budgets.append({"scenario": name, **_named(item), "mean": yuan.mean(), **ends})
        return {
            "costs.csv": _ranked(pd.DataFrame(ranked, columns=COLUMNS)),
            "budgets.csv": pd.DataFrame(budgets, columns=ITEM_COLUMNS),
            "standard_cost.csv": standard_costs(matched, self._prices, means, self._interval),
        }

    def record(self) -> list[dict[str, Any]]:
        """Prices for the manifest: the ledger's row of each, and whether societies differ in it."""
        return self._prices.rows()

    @property
    def _interval(self) -> Callable[[Array], Interval]:
        return over_societies if self._several else of_mean

    def _row(self, case: _Case, means: Means) -> dict[str, Any]:
        """Columns of `costs.csv` but for the rank."""
        values = {name: means(row) for name, row in case.quantities().items()}
        found = {name: self._interval(row) for name, row in values.items()}
        ratio = ratio_over_societies if self._several else fieller
        found["yuan_per_hour"] = ratio(values["cost"], values["hours_freed"])
        found["yuan_per_day"] = ratio(values["cost"], values["days_saved"])
        least = case.least()
        return {
            "cost_mean": float(values["cost"].mean()),
            **{
                f"{name}{end}": value
                for name in QUANTITIES
                for end, value in zip(ENDS, found[name], strict=True)
            },
            "share_of_funds": found["cost"].middle / case.funds,
            "costs": COSTS[found["cost"].sign(LEAST_OF_FUNDS * case.funds)],
            "frees": FREES[found["hours_freed"].sign(least["hours_freed"])],
            "shortens": SHORTENS[found["days_saved"].sign(least["days_saved"])],
            "days_from": case.waiting.since,
            "societies": len(set(case.societies)),
            "replications": len({replication for replication, _ in case.runs}),
        }


class _Case:
    """The runs of one scenario beside those of the baseline."""

    def __init__(
        self,
        prices: Prices,
        matched: Matched,
        name: str,
        plan: Plan,
        baseline: Callable[[int, int], list[Purchase]],
    ) -> None:
        """Parameters: `baseline` gives purchases of the baseline at a point, under a seed."""
        self.runs = matched.runs
        self.societies = [society for _, society in self.runs]
        self._before = Counted(matched, matched.baseline, plan.settings(BASELINE))
        self._after = Counted(matched, matched.scenarios[name], plan.settings(name))
        self.waiting = self._before.waiting
        priced = [prices.of(society) for society in self.societies]
        self.funds = prices.of(self.societies[0])(FUNDS) * self._before.communities
        rates = [{rate: price(ref) for rate, ref in OF_TIME.items()} for price in priced]
        old, new = (counted_items(side, rates) for side in (self._before, self._after))
        where = _places(plan, name)
        had = [baseline(*where[run]) for run in self.runs]
        has = [_bought(plan, name, *where[run]) for run in self.runs]
        (owned, before), (bought, after) = (bought_items(each, priced) for each in (had, has))
        self._outlay = after - before
        self.items: dict[Item, Array] = {item: new[item] - old[item] for item in new}
        self.items |= further(bought, owned)
        partner = np.array([rate["partner"] for rate in rates])
        sides = ((self._after, has), (self._before, had))
        paid, were = (np.minimum(paid_hours(each), side.outside("others")) for side, each in sides)
        self.items[OTHERS] = self.items[OTHERS] - (paid - were) * partner

    def quantities(self) -> dict[str, Array]:
        """What is compared, of each run: yuan, hours and days a year more than in the baseline."""
        before, after = self._before, self._after
        money, paid = map(self._sum, IN_COST)
        shorter = before(self.waiting.days) - after(self.waiting.days)
        waited = shorter * before(self.waiting.issues) / before.years
        return {
            "cost": money + paid,
            "money": money,
            "paid_time": paid,
            "outlay": self._outlay,
            "hours_freed": before.upward - after.upward,
            "days_saved": waited,
        }

    def least(self) -> dict[str, float]:
        """The least hours freed and days saved that matter, a year and over the whole place."""
        workers = self._before("workers")
        issues = self._before(self.waiting.issues) / self._before.years
        return {
            "hours_freed": ABSOLUTE["hours per worker-week"] * float(workers.mean()) * YEAR_WEEKS,
            "days_saved": ABSOLUTE["days"] * float(issues.mean()),
        }

    def _sum(self, kind: Kind) -> Array:
        """Yuan of a kind."""
        rows = [row for item, row in self.items.items() if item.kind == kind]
        total: Array = np.sum(rows, axis=0)
        return total


def _finished(matched: Matched) -> Matched:
    """The runs that finished in every scenario."""
    full = [row[:2] for row in matched.rows].index((FULL, "all"))
    scenarios = {name: matched.scenarios[name] for name in matched.scenarios}
    every = [matched.baseline, *scenarios.values()]
    finite = np.isfinite(np.stack([values[full] for values in every]))
    done: npt.NDArray[np.bool_] = finite.all(axis=0)
    return Matched(
        matched.rows,
        matched.baseline[:, done],
        {name: values[:, done] for name, values in scenarios.items()},
        runs=[run for run, ended in zip(matched.runs, done, strict=True) if ended],
    )


def _means(runs: Sequence[Pair], values: Array) -> Array:
    """Means by society; NaN where some run of it has no value."""
    societies = np.array([society for _, society in runs])
    return np.array([values[societies == one].mean() for one in np.unique(societies)])


def _as_they_are(values: Array) -> Array:
    return values


def _places(plan: Plan, scenario: str) -> Mapping[Pair, tuple[int, int]]:
    """Point and seed of each run of a scenario, by replication and society."""
    labels = plan.design.labels
    rows = plan.table[plan.table["scenario"] == scenario]
    return {
        (int(turn), 0 if labels is None else int(labels["society"][point])): (int(point), int(seed))
        for point, turn, seed in rows[["point", "replication", "seed"]].itertuples(index=False)
    }


def _bought(plan: Plan, scenario: str, point: int, seed: int) -> list[Purchase]:
    """Raises InputError for resources that cannot be used."""
    try:
        found = purchases(plan.settings(scenario, point), seed)
    except ResourceError as error:
        raise InputError("costs", True, str(error)) from None
    for path, resource, *_ in found:
        if resource.name in COUNTED_NAMES:
            fault = f"{path}: resources: {resource.name}: should be no name of what runs count"
            raise InputError("costs", True, fault)
    return found


def _named(item: Item) -> dict[str, str]:
    return {"budget": str(item.budget), "kind": item.kind, "item": item.item, "unit": "yuan a year"}


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by yuan for an hour freed, those first that free hours and save yuan, or may save them.

    A rank is for ratios alone whose two parts are above zero in their whole intervals. Of two
    savings of the same yuan the one that frees more has the ratio nearer to zero, so that they
    have none; they are in the order of hours freed.
    """
    frees, costs = table["frees"] == FREES[Sign.ABOVE], table["costs"] == COSTS[Sign.ABOVE]
    saves, may_save = table["costs"] == COSTS[Sign.BELOW], table["costs"].isin(MAY_SAVE)
    groups = [frees & saves, frees & may_save, frees & costs, frees]
    order = np.select(groups, [0, 1, RANKED, 3], 4)
    within = np.where(order == RANKED, table["yuan_per_hour"], -table["hours_freed"])
    placed = table.assign(_order=order, _within=within)
    placed = placed.sort_values(["_order", "_within"], kind="stable", ignore_index=True)
    ranked = placed["_order"] == RANKED
    placed["rank"] = ranked.cumsum().where(ranked).astype("Int64")
    return placed[COLUMNS]
