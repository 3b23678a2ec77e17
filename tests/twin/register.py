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
        total += float(getattr(rules, f"cadence_{cadence.name.lower()}"))
        sums.append(total)
    return sums


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
