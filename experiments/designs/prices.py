"""Prices of costs: as declared, or drawn anew in each society from their ranges."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pandas as pd

from sim.evidence import EvidenceError, Ledger, formula
from sim.levers.resources import FUNDS, MORE, OF_TIME, Price, is_amount, plain
from sim.purchases import Purchase, ResourceError
from sim.settings.variants import ASSUMPTION

Priced = Callable[[Price], float]
"""The number of a price: a reference is looked up, a number is as it is."""


class Prices:
    """Prices in each society.

    No run reads them, so that they can be drawn beside runs. A society that was made with them has
    its own. In others each has a quantile that depends on the seed, the society and the name alone,
    so that neither more societies nor more prices change those that are there.
    """

    def __init__(
        self, ledger: Ledger, seed: int, references: Iterable[str], points: pd.DataFrame | None
    ) -> None:
        """Parameters: evidence; a seed; references that are needed; the societies' assumptions.

        `points` has a row for each society and columns `assume:ID`; None: prices as declared.
        Raises EvidenceError for an unknown reference.
        """
        self.references = tuple(dict.fromkeys(map(ledger.reference, references)))
        self._ledger, self._seed, self._points = ledger, seed, points
        self.drawn = () if points is None else tuple(_ranged(ledger, self.references))
        self.of = cache(self._of)

    def rows(self) -> list[dict[str, Any]]:
        """The ledger's row of each price and of what it follows from, with `drawn`."""
        table = {row["id"]: row for row in self._ledger.table()}
        named = [name.partition(":")[2] for name in self.references]
        return [
            {**table[name], "drawn": name in self.drawn}
            for name in dict.fromkeys([*named, *_ranged(self._ledger, self.references)])
        ]

    def _of(self, society: int) -> Priced:
        ledger = self._ledger
        if self._points is not None:
            known = self._points.columns
            names = [name for name in self.drawn if f"{ASSUMPTION}{name}" in known]
            # From its column, whose whole numbers are no decimals as they are in a row.
            values = {name: self._points[f"{ASSUMPTION}{name}"][society].item() for name in names}
            ledger = ledger.replace(values)
            others = [name for name in self.drawn if name not in names]
            ledger = ledger.sample({name: self._uniform(society, name) for name in others})
        looked_up = {name: float(ledger.value(name)) for name in self.references}
        return lambda price: looked_up[price] if isinstance(price, str) else float(price)

    def _uniform(self, society: int, name: str) -> float:
        text = f"{self._seed}/{society}/{name}".encode()
        digest = hashlib.blake2b(text, digest_size=8).digest()
        return ((int.from_bytes(digest, "little") >> 12) + 0.5) / 2.0**52


def refuse_unusable(purchases: Iterable[Purchase], priced: Priced) -> None:
    """Raises ResourceError or EvidenceError for prices with which no costs can be counted.

    Parameters: what is bought; prices of a society.
    """
    for name, reference in {**OF_TIME, "funds": FUNDS}.items():
        price = priced(reference)
        if not is_amount(price) or (name == "overtime_paid" and price > 1):
            allowed = "from 0 to 1" if name == "overtime_paid" else MORE
            raise EvidenceError(f"{reference}: {plain(price)}: should be a number {allowed}")
        if name == "funds" and price == 0:
            raise EvidenceError(f"{reference}: {plain(price)}: should be a number above 0")
    for path, resource, units, _ in purchases:
        where = f"{path}: resources: {resource.name}"
        if fault := resource.fault(priced):
            raise ResourceError(f"{where}: {fault}")
        if not all(math.isfinite(units * yuan) for yuan in resource.yuan(priced)):
            raise ResourceError(f"{where}: {units:g} units: should cost a finite sum of yuan")


def _ranged(ledger: Ledger, references: Iterable[str]) -> list[str]:
    """Assumptions with a range that these references depend on, in the order of the ledger."""
    left = [name.partition(":")[2] for name in references]
    reached: set[str] = set()
    while left:
        name = left.pop()
        if name in reached or name not in ledger.assumptions:
            continue
        reached.add(name)
        entry = ledger.assumptions[name]
        if entry.low is None and entry.formula:
            left += formula.names(entry.formula)
    return [name for name in ledger.ranged if name in reached]
