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
        share = float(getattr(rules, f"cadence_{cadence.name.lower()}"))
        total += share * _factor(model) if cadence <= Cadence.WEEKLY else share
        sums.append(total)
    return sums


def _factor(model: TwinModel) -> float:
    """What makes daily and weekly ones as many as the forms of a week need."""
    rules = model.settings.obligations
    if not rules.forms_a_week:
        return 1.0
    others = 1.0 - rules.cadence_monthly - rules.cadence_quarterly
    seldom = 12.0 * rules.cadence_monthly + 4.0 * rules.cadence_quarterly + others
    each = 50.0 * rules.forms_a_week / rules.form_kinds
    return (each - seldom) / (249.0 * rules.cadence_daily + 49.0 * rules.cadence_weekly)


def obligations_of_the_start(model: TwinModel) -> list[Obligation]:
    """All obligations of the first day; their cadences and departments are dealt out by rank."""
    rules, kinds = model.settings.obligations, range(model.settings.obligations.form_kinds)
    draws = [model.draws("cadence", k) for k in kinds]
    bounds = [math.floor(len(kinds) * total + 0.5) for total in sums_of_cadences(model)]
    by_cadence = sorted(kinds, key=lambda k: (draws[k][0], k))
    cadences = {
        k: next((Cadence(n) for n, bound in enumerate(bounds) if rank < bound), Cadence.YEARLY)
        for rank, k in enumerate(by_cadence)
    }
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
    share = rules.boards / rules.form_kinds if rules.form_kinds else 0.0
    board = model.draws("board", number)[0] < share
    among = len(model.settings.departments.answering) if board else rules.demanding
    return Obligation(model, number, Traits(cadence, math.floor(v * among), board))
