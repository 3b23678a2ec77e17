"""The register of obligations: who demands what, how often, and on which board."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Cadence
from tests.twin.obligations import Obligation, Traits

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def sums_of_cadences(model: TwinModel) -> list[float]:
    """Shares of the cadences but the last, summed up."""
    rules, sums, total = model.settings.obligations, [], 0.0
    for cadence in list(Cadence)[:-1]:
        if rules.forms_a_week:
            total += model.first_mix[cadence] / model.first_mix.total()
        else:
            total += float(getattr(rules, f"cadence_{cadence.name.lower()}"))
        sums.append(total)
    return sums


def obligations_of_the_start(model: TwinModel) -> list[Obligation]:
    """All obligations of the first day; their cadences and departments are dealt out by rank."""
    rules, kinds = model.settings.obligations, range(model.first_mix.total())
    draws = [model.draws("cadence", k) for k in kinds]
    by_cadence = sorted(kinds, key=lambda k: (draws[k][0], k))
    in_order = [cadence for cadence in Cadence for _ in range(model.first_mix[cadence])]
    cadences = dict(zip(by_cadence, in_order, strict=True))
    departments: dict[int, int] = {}
    boards = kinds[: rules.boards], len(model.settings.departments.answering)
    others = kinds[rules.boards :], rules.demanding
    for obligations, among in (boards, others):
        by_department = sorted(obligations, key=lambda k: (draws[k][1], k))
        departments |= {k: rank % among for rank, k in enumerate(by_department)}
    return [
        Obligation(model, k, Traits(cadences[k], departments[k], k < rules.boards)) for k in kinds
    ]


def later_obligation(model: TwinModel, number: int) -> Obligation:
    """An obligation of a row that came into use later."""
    rules = model.settings.obligations
    u, v = model.draws("cadence", number)
    sums = sums_of_cadences(model)
    cadence = next((Cadence(n) for n, total in enumerate(sums) if u < total), Cadence.YEARLY)
    kinds, places = model.first_mix.total(), range(model.territory.size)
    boards = sum(model.territory.boards(c) for c in places) / len(places)
    share = boards / kinds if kinds else 0.0
    board = model.draws("board", number)[0] < share
    among = len(model.settings.departments.answering) if board else rules.demanding
    return Obligation(model, number, Traits(cadence, math.floor(v * among), board))
