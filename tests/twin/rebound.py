"""Obligations that are set, withdrawn and sent down again at the end of a month."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import DAY_TICKS, MONTHS, NOBODY, Count, Work
from sim.measures.activities import ACTIVITIES
from sim.streams import poisson
from tests.twin.forms import Form
from tests.twin.numbers import morning, ticks, upward_key
from tests.twin.register import later_obligation

if TYPE_CHECKING:
    from tests.twin.departments import Department
    from tests.twin.model import TwinModel
    from tests.twin.place import Community

UPWARD = [work for activity in ACTIVITIES if activity.upward for work in activity.works]
MOST_EXPECTED = 500.0
MOST_FROM_ABOVE = 31
MOST_OWN = 15


class Rebound:
    """What the month left behind, and the obligations that follow from it."""

    def __init__(self, model: TwinModel) -> None:
        self.model, self.rules = model, model.settings.rules.rebound
        size = model.settings.territory.communities
        self.first_row = model.first_mix.total()
        self.from_above, self.own = 0, [0] * size
        self.serious, self.days = [0] * size, 0
        self.free_ticks, self.upward_ticks = [0] * size, [0] * size

    def note_day(self) -> None:
        """Free and upward time of today."""
        self.days += 1
        for community in self.model.communities:
            for worker in community.workers:
                free = worker.today[Work.SLACK]
                if self.model.settings.structures.visits == "rest":
                    free += worker.today[Work.FREE_VISITS]
                self.free_ticks[community.number] += free
                upward = sum(worker.today[work] for work in UPWARD)
                self.upward_ticks[community.number] += upward

    def end_month(self, day: int) -> None:
        """Obligations come from above and by themselves; some are withdrawn, some are sent down."""
        self._set_from_above(day)
        active = [sum(form.active for form in c.forms) for c in self.model.communities]
        for community, obligations in zip(self.model.communities, active, strict=True):
            self._set_by_itself(community, max(active) - obligations, day)
        for community in self.model.communities:
            for form in community.forms:
                if form.missed:
                    if form.taken_on != day:
                        self._restore(form, day)
                elif form.set_on == day:
                    continue
                elif form.leaks_until is not None:
                    self._end_leak(form, day)
                elif form.active:
                    self._withdraw(form, day)
        evasion = self.model.settings.rules.evasion
        for community in self.model.communities if evasion.on else ():
            for form in community.forms:
                if form.kept_out and form.taken_on != day and self._evades(form, day):
                    self.model.gate.leak(form, day)
                    form.be_missed(False)
        for department in self.model.departments:
            self._send_down(department, day)

    def start_month(self) -> None:
        """Nothing is left of the month before."""
        self.serious, self.days = [0] * len(self.free_ticks), 0
        self.free_ticks = [0] * len(self.free_ticks)
        self.upward_ticks = [0] * len(self.free_ticks)

    # New obligations

    def _set_from_above(self, day: int) -> None:
        territory = self.model.settings.territory
        others = territory.district_communities / self.model.territory.usual_communities()
        serious = 0.0
        for community in self.model.communities:
            serious += self.serious[community.number] * community.policy["blame"]
        mean = (
            self.rules.obligations_created / MONTHS
            + self.rules.incident_obligation * serious * others
        )
        u, _ = self.model.draws("above", 0, day)
        for _ in range(min(MOST_FROM_ABOVE, poisson(u, min(MOST_EXPECTED, mean)))):
            row = self.first_row + 2 * self.from_above
            self.from_above += 1
            for community in self.model.communities:
                self._send(community, row, day)

    def _send(self, community: Community, row: int, day: int) -> None:
        """An obligation from above may be stopped by a review before it reaches the gate."""
        u, _ = self.model.draws("review", row)
        if u < community.policy["review_refusal"]:
            self._form(community, row).kept_out = True
            self.model.books.count(community, Count.OBLIGATIONS_REFUSED)
        else:
            self._set(community, row, day)

    def _set_by_itself(self, community: Community, fewer: int, day: int) -> None:
        """Relief breeds obligations, and communities copy each other."""
        worked = DAY_TICKS * len(community.workers) * self.days
        free = self.free_ticks[community.number] / worked
        mean = self.rules.slack_obligation / MONTHS * free + self.rules.copy_rate * fewer
        u, v = self.model.draws("own", community.number, day)
        for _ in range(min(MOST_OWN, poisson(u, min(MOST_EXPECTED, mean)))):
            self._set_own(community, day)
        if v < self.rules.model_project_rate / MONTHS:
            self._start_project(community, day)

    def _start_project(self, community: Community, day: int) -> None:
        """A model project, and the boards that come with it."""
        self.model.books.count(community, Count.PROJECTS)
        tomorrow, span = morning(day + 1), self.rules.model_project_days
        amount = ticks(self.rules.model_project_hours * 60.0 / len(community.frontline))
        key, due = upward_key(tomorrow, span, self.model.weight), day + 1 + span
        for worker in community.frontline:
            community.queue.put_lot([worker], Work.PROJECT, amount, key, tomorrow, due)
        for _ in range(self.rules.model_project_boards):
            self._set_own(community, day, board=True)

    def _set_own(self, community: Community, day: int, board: bool = False) -> None:
        row = self.first_row + 2 * self.own[community.number] + 1
        self.own[community.number] += 1
        self._set(community, row, day, board)

    def _set(self, community: Community, row: int, day: int, board: bool = False) -> None:
        """An obligation is set in a community, if the gate lets it."""
        form, gate = self._form(community, row), self.model.gate
        if gate.refuses(form, day):
            gate.turn_away(form, day)
            return
        self.model.books.count(community, Count.OBLIGATIONS_SET)
        wanted = board or form.obligation.board
        form.board = form.on_wall = wanted and gate.lets_board(form, day)
        form.first_check = self._first_check(form, day)
        form.obsolete_from, form.set_on = form.obligation.obsolete_from(day), day
        form.begin(day)

    def _first_check(self, form: Form, day: int) -> int:
        """The day on which a new obligation is checked early, if it is."""
        u, v = self.model.draws("early check", form.entity)
        if u >= self.rules.early_check_chance * form.community.policy["early_checks"]:
            return NOBODY
        return day + 1 + math.floor(v * self.rules.early_check_days)

    def _form(self, community: Community, row: int) -> Form:
        """The form of a row in a community; rows up to this one come into use."""
        while len(self.model.obligations) <= row:
            obligation = later_obligation(self.model, len(self.model.obligations))
            self.model.obligations.append(obligation)
            for place in self.model.communities:
                place.forms.append(Form(place, obligation, active=False))
        return community.forms[row]

    # Obligations that go, and come again

    def _end_leak(self, form: Form, day: int) -> None:
        """Its time is over, or inspectors find it."""
        _, v = self.model.draws("withdraw", form.entity, day)
        over = form.leaks_until is not None and form.leaks_until <= day
        if over or v < form.community.policy["supervision"] / MONTHS:
            form.leaks_until = None

    def _withdraw(self, form: Form, day: int) -> None:
        """Inspectors find what came around the gate, or somebody sees that a purpose is gone."""
        policy = form.community.policy
        u, v = self.model.draws("withdraw", form.entity, day)
        over = form.beside and v < policy["supervision"] / MONTHS
        if not over and form.obsolete_from <= day:
            pruning = self.rules.pruning * self._response(form.community)
            over = u < (pruning + policy["monitoring"]) / MONTHS
        if over:
            self.model.books.count(form.community, Count.OBLIGATIONS_WITHDRAWN)
            form.end()
            form.on_wall = False

    def _response(self, community: Community) -> float:
        """What burden does to pruning."""
        if self.model.settings.structures.pruning == "constant":
            return 1.0
        worked = DAY_TICKS * len(community.workers) * self.days
        burden = self.upward_ticks[community.number] / worked
        return 4.0 * burden * (1.0 - burden)

    def _restore(self, form: Form, day: int) -> None:
        """A useful obligation wrongly cut is missed, until it is set again or has no purpose."""
        if form.obsolete_from > day:
            u, _ = self.model.draws("restore", form.entity, day)
            if u >= self.rules.restore_rate / MONTHS:
                return
            if not self.model.gate.refuses(form, day):
                form.begin(day)
            elif not self.model.gate.turn_away(form, day):
                return
        form.be_missed(False)

    def _evades(self, form: Form, day: int) -> bool:
        """Whether its department begins to ask around the reform; less where somebody looks."""
        rules, policy = self.model.settings.rules.evasion, form.community.policy
        looks = min(1.0, policy["monitoring"] + policy["supervision"])
        month = rules.evasion_rate / MONTHS * (1.0 - rules.evasion_deterred * looks)
        ever, now = (self.model.draws("evasion", form.entity, when)[0] for when in (0, day))
        return ever < rules.evasion_share and now < month

    def _send_down(self, department: Department, day: int) -> None:
        """A department that cannot cope sends down what was handed back to it."""
        most = self.rules.sendback_days * department.capacity
        if not department.answers or department.backlog <= most:
            return
        for community in self.model.communities:
            for form in community.forms:
                if form.obligation.department == department.number and form.handed_back:
                    self._perhaps_send_down(form, department, day)

    def _perhaps_send_down(self, form: Form, department: Department, day: int) -> None:
        community = form.community
        u, _ = self.model.draws("sendback", form.entity, day)
        if (
            form.handed_back is None
            or form.taken_on == day
            or u >= self.rules.sendback_rate / MONTHS
        ):
            return
        if self.model.gate.refuses(form, day):
            return
        self.model.books.count(community, Count.OBLIGATIONS_SENT_DOWN)
        hours, assisted = form.handed_back
        department.handed_back = max(0.0, department.handed_back - hours)
        assists = community.desk.assists
        assists[department.number] = max(0.0, assists[department.number] - assisted)
        form.handed_back, form.beside = None, True
        form.begin(day)
