"""The side of the twin that levers see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.terms import Burden, Work
from tests.twin.numbers import morning, ticks, upward_key

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


class Reforms:
    """The facade of `sim.levers.base.Place` on plain objects."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model
        rules = model.settings.obligations
        self.communities = model.settings.territory.communities
        self.boards, self.departments = rules.boards, rules.demanding
        self.core_items, self.own_items = rules.core_items, rules.own_items

    @property
    def duties(self) -> int:
        return len(self.model.obligations)

    def uniform(self, stream: str, entity: int) -> float:
        return self.model.draws(stream, entity)[0]

    def department_of(self, duty: int) -> int:
        return self.model.obligations[duty].department

    def take_down(self, community: int, board: int) -> None:
        self.model.communities[community].forms[board].on_wall = False

    def end_duty(self, community: int, duty: int) -> None:
        place = self.model.communities[community]
        form = place.forms[duty]
        if form.active and form.listed(self.model.day) and self.model.settings.rules.rebound.on:
            place.missing[form.duty.guards] += 1
        form.end()

    def hand_back(self, community: int, duty: int, minutes_ratio: float, assist: float) -> None:
        place, obligation = self.model.communities[community], self.model.obligations[duty]
        form = place.forms[duty]
        if not form.active:
            return
        minutes = obligation.minutes_a_week(place)
        hours, assisted = minutes_ratio * (1.0 - assist) * minutes / 60.0, assist * minutes / 5.0
        self.model.departments[obligation.department].handed_back += hours
        place.desk.assists[obligation.department] += assisted
        form.end()
        form.handed_back = hours, assisted

    def connect(self, department: int) -> None:
        self.model.departments[department].connected = True

    def pool_item(self, department: int, item: int) -> None:
        self.model.departments[department].pooled.add(item)

    def keep_old_form(self, duty: int) -> None:
        self.model.obligations[duty].old_form = True

    def write(self, communities: Sequence[int], **policy: float | bool) -> None:
        for community in communities:
            self.model.communities[community].policy.update(policy)

    def evaluate(
        self, share: float, weights: tuple[float, float, float], noise: float, leniency: float
    ) -> None:
        self.model.appraisal.begin(share, weights, noise, leniency)

    def survey(self, community: int, minutes_per_household: float) -> None:
        place, day = self.model.communities[community], self.model.day
        place.policy["survey_minutes"] = minutes_per_household
        amount = ticks(minutes_per_household * place.households / len(place.frontline))
        left = len(place.frontline)

        def surveyed(moment: int) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                place.open_pool(day if amount == 0 else self.model.day + 1)

        span = self.model.settings.obligations.span_round
        key = upward_key(morning(day), span, self.model.weight)
        for worker in place.frontline:
            self.model.books.demand(place, False, Burden.SURVEY, amount)
            due = day + span
            place.queue.put_lot([worker], Work.SETUP, amount, key, morning(day), due, surveyed)
