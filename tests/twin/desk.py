"""What departments want from a community beside forms: requests, inspections, rounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Burden, Count, Work
from sim.streams import poisson
from tests.twin.forms import Form
from tests.twin.numbers import morning, ticks, upward_key

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community
    from tests.twin.worker import Worker


def chosen_by_weight(weights: list[float], u: float) -> int:
    """The first whose running sum of weights exceeds the share u of all."""
    whole, running = sum(weights), 0.0
    for place, weight in enumerate(weights):
        running += weight
        if running > u * whole:
            return place
    return len(weights) - 1


class Desk:
    """What else departments want from one community: requests, inspections, rounds."""

    def __init__(self, model: TwinModel, community: Community) -> None:
        self.model, self.community = model, community
        self.assists = [0.0] * len(model.departments)
        self.balances = [0.0] * len(model.departments)

    def morning(self, day: int) -> None:
        """All that is demanded this morning, in order."""
        for form in self.community.forms:
            form.send_back(day)
            if form.first_check == day:
                self._inspect(form, day)
            form.pursuit.morning(day)
            form.demand(day)
        self._requests(day)
        self._assist(day)
        self._announce(day)
        self._rounds(day)
        self.community.procedures.morning(day)

    def _lot(
        self, owner: Worker, work: Work, amount: int, span: float, day: int, head_only: bool = False
    ) -> None:
        """A lot for those above, released in the morning of a day."""
        key = upward_key(morning(day), span, self.model.weight)
        put = self.community.queue.put_lot
        put([owner], work, amount, key, morning(day), day + span, head_only=head_only)

    def _requests(self, day: int) -> None:
        rules, community = self.model.settings.obligations, self.community
        u, _ = self.model.draws("requests", community.number, day)
        askers = list(range(len(self.model.departments)))
        leaks = [form.obligation.department for form in community.leaks()]
        usual = rules.adhoc_requests / 5.0 * community.policy["requests"]
        for j in range(poisson(u, usual * (1.0 + len(leaks) / len(askers)))):
            u, _ = self.model.draws("request", community.number, day, j)
            both = askers + leaks
            department = both[math.floor(u * len(both))]
            minutes = rules.adhoc_minutes
            exported = community.table_serves(department) and community.policy["export"]
            if exported:
                minutes *= 1.0 - community.policy["adhoc_pool_share"]
            elif community.cockpit_serves():
                minutes *= 1.0 - community.policy["cockpit_requests"]
            self._request(department, ticks(minutes), day)

    def _request(self, department: int, amount: int, day: int) -> None:
        span = self.model.settings.obligations.span_request
        self.model.books.count(self.community, Count.REQUESTS)
        self.model.books.demand(self.community, False, Burden.REQUESTS, amount)
        self._lot(self.community.line_holder(department), Work.REQUEST, amount, span, day)

    def _assist(self, day: int) -> None:
        whole = self.model.settings.obligations.adhoc_minutes
        for department, minutes in enumerate(self.assists):
            self.balances[department] += minutes
            if self.balances[department] >= whole:
                self.balances[department] -= whole
                self._request(department, ticks(whole), day)

    def _announce(self, day: int) -> None:
        """Inspections of today; where obligations have weights, these move number and choice."""
        forms, draws, number = self.community.forms, self.model.draws, self.community.number
        mean, weights = self._inspections_expected(day)
        u, _ = draws("inspections", number, day)
        for j in range(poisson(u, mean)):
            u, _ = draws("inspection", number, day, j)
            if weights is None:
                self._inspect(forms[math.floor(u * len(forms))], day)
            else:
                self._inspect(forms[chosen_by_weight(weights, u)], day)

    def _inspections_expected(self, day: int) -> tuple[float, list[float] | None]:
        """Mean number of today, and weights of the obligations if they are not all alike."""
        rules, kinds = self.model.settings.rules, self.model.first_mix.total()
        if kinds == 0:
            return 0.0, None
        mean = self._inspections_a_week(day) / 5.0
        if not (rules.scrutiny.on or rules.rebound.on):
            return mean, None
        scrutiny = self.community.scrutiny
        weights = [
            scrutiny.weight(form.obligation.department, day) for form in self.community.forms
        ]
        return mean * (sum(weights) / kinds), weights

    def _inspections_a_week(self, day: int) -> float:
        """Inspections expected in a week like this."""
        policy = self.community.policy
        number = self.model.settings.obligations.inspections * policy["inspections"]
        if day < policy["season_until"]:
            number *= policy["season_factor"]
        if self.community.merits.on_list:
            number *= 1.0 - policy["white_waived"]
        return number + policy["inspections_added"]

    def _inspect(self, form: Form, day: int) -> None:
        """An inspection, prepared at once, hosted two days later."""
        rules, community = self.model.settings.obligations, self.community
        if not form.active:
            return
        self.model.books.count(community, Count.INSPECTIONS)
        holder = community.line_holder(form.obligation.department)
        chief = community.workers[0]
        hosting = rules.inspection_host_minutes
        prepare = ticks(rules.inspection_prepare_minutes * community.policy["preparing"])
        received = ticks(rules.host_head_share * hosting)
        rest = ticks((1.0 - rules.host_head_share) * hosting)
        self._lot(holder, Work.INSPECTION_PREPARE, prepare, rules.span_inspection, day)
        self._lot(chief, Work.INSPECTION_HOST, received, 0.0, day + 2, chief.is_head)
        self._lot(holder, Work.INSPECTION_HOST, rest, 0.0, day + 2)
        amount = prepare + received + rest
        self.model.books.demand(community, form.listed(day), Burden.INSPECTIONS, amount)

    def _rounds(self, day: int) -> None:
        rules = self.model.settings.obligations
        for number in self.model.rounds_starting(day):
            _, v = self.model.draws("round", 0, 0, number)
            department = math.floor(v * len(self.model.departments))
            self.walk(rules.campaign_share, department, rules.span_round)

    def walk(self, share: float, department: int, span: float) -> None:
        """A round to doors that starts today."""
        rules, community, day = self.model.settings.obligations, self.community, self.model.day
        asked_once = community.table_serves(department) and community.policy["ask_once"]
        if asked_once:
            share *= community.policy["campaign_verify"]
        elif community.cockpit_serves():
            share *= community.policy["cockpit_verify"]
        self.model.books.count(community, Count.ROUNDS)
        doors = share * community.households / len(community.frontline)
        asking = ticks(rules.door_minutes * (doors * community.doors_walked()))
        typing = ticks(rules.round_items * rules.enter_minutes * doors)
        for worker in community.frontline:
            for work, amount in ((Work.ROUND_ASKING, asking), (Work.ROUND_DESK, typing)):
                self.model.books.demand(community, True, Burden.ROUNDS, amount)
                self._lot(worker, work, amount, span, day)
