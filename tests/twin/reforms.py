"""The side of the twin that levers see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sim.enums import Cadence, Kind, Work
from tests.twin.minutes import minutes_a_week
from tests.twin.numbers import EMERGENCIES_FIRST, morning, ticks
from tests.twin.resident import enlist

if TYPE_CHECKING:
    from sim.levers.base import Place
    from tests.twin.forms import Form
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Reforms:
    """The facade of `sim.levers.base.Place` on plain objects."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model
        rules = model.settings.obligations
        self.communities = model.settings.territory.communities
        self.departments = rules.demanding
        self.core_items, self.own_items = rules.core_items, rules.own_items

    # What is there

    @property
    def day(self) -> int:
        return self.model.day

    @property
    def obligations(self) -> int:
        return len(self.model.obligations)

    def uniform(self, stream: str, entity: int) -> float:
        return self.model.uniform(stream, entity)

    def _place(self, community: int) -> Community:
        return self.model.communities[community]

    def _form(self, community: int, obligation: int) -> Form:
        return self._place(community).forms[obligation]

    def listed_households(self, community: int) -> float:
        return self._place(community).listed_households

    def frontline(self, community: int) -> int:
        return len(self._place(community).frontline)

    def merchants(self, community: int) -> float:
        return self._place(community).merchants

    def micro_grids(self, community: int) -> int:
        return len(self._place(community).micro_grids)

    def department_of(self, obligation: int) -> int:
        return self.model.obligations[obligation].department

    def cadence_of(self, obligation: int) -> Cadence:
        return self.model.obligations[obligation].cadence

    def is_active(self, community: int, obligation: int) -> bool:
        return self._form(community, obligation).active

    def has_board(self, community: int, obligation: int) -> bool:
        return self._form(community, obligation).board

    def is_listed(self, community: int, obligation: int) -> bool:
        form = self._form(community, obligation)
        return form.active and form.listed(self.day)

    # Obligations

    def take_down(self, community: int, board: int) -> None:
        self._form(community, board).on_wall = False

    def end_obligation(self, community: int, obligation: int) -> None:
        form = self._form(community, obligation)
        if self.is_listed(community, obligation) and self.model.settings.rules.rebound.on:
            form.be_missed(True)
        if form.active:
            form.kept_out, form.taken_on = True, self.day
        form.end()

    def hand_back(
        self, community: int, obligation: int, minutes_ratio: float, assist: float
    ) -> None:
        form, department = self._form(community, obligation), self.department_of(obligation)
        if not form.active:
            return
        minutes = minutes_a_week(form)
        hours, assisted = minutes_ratio * (1.0 - assist) * minutes / 60.0, assist * minutes / 5.0
        self.model.departments[department].handed_back += hours
        self._place(community).desk.assists[department] += assisted
        form.end()
        form.kept_out, form.taken_on = True, self.day
        form.handed_back = hours, assisted

    def merge(self, community: int, into: int, obligation: int) -> None:
        kept, merged = self._form(community, into), self._form(community, obligation)
        if kept.active and merged.active:
            kept.merge(merged)
            merged.end()

    def drop_items(self, community: int, obligation: int, items: Collection[int]) -> None:
        form = self._form(community, obligation)
        form.items = [item for item in form.items if item not in items] or [max(form.items)]

    # Data

    def connect(self, department: int) -> None:
        self.model.departments[department].connected = True

    def pool_item(self, department: int, item: int) -> None:
        self.model.departments[department].pooled.add(item)

    def exchange(self, department: int) -> None:
        self.model.departments[department].exchanging = True

    def survey(self, community: int, minutes_per_household: float) -> None:
        self._place(community).survey(minutes_per_household)

    # Policies

    def _turn(
        self,
        communities: Sequence[int],
        policy: dict[str, float],
        turned: Callable[[float, float], float],
    ) -> None:
        for community in communities:
            policies = self._place(community).policy
            for name, value in policy.items():
                policies[name] = turned(policies[name], value)

    def set_policy(self, communities: Sequence[int], **policy: float | bool) -> None:
        self._turn(communities, policy, lambda before, value: value)

    def add_to_policy(self, communities: Sequence[int], **policy: float) -> None:
        self._turn(communities, policy, lambda before, value: before + value)

    def scale_policy(self, communities: Sequence[int], **policy: float) -> None:
        self._turn(communities, policy, lambda before, value: before * value)

    def policy_of(self, community: int, name: str) -> float:
        return self._place(community).policy[name]

    def raise_policy(self, communities: Sequence[int], **policy: float) -> None:
        self._turn(communities, policy, max)

    def cap_policy(self, communities: Sequence[int], **policy: float) -> None:
        self._turn(communities, policy, min)

    # Issues

    def scale_issues(self, communities: Sequence[int], kind: Kind, factor: float) -> None:
        for community in communities:
            self._place(community).issue_rates[kind].rate *= factor

    def share_issues(self, communities: Sequence[int], kind: Kind, share: float) -> None:
        for community in communities:
            self._place(community).issue_rates[kind].share(share)

    def surge(self, communities: Sequence[int], kind: Kind, factor: float, days: int) -> None:
        for community in communities:
            self._place(community).issue_rates[kind].swell(factor, self.day + days)

    def find_property_firms(self, community: int, share: float) -> None:
        self._place(community).estates.keep_up(share)

    # Departments

    def evaluate(
        self, share: float, weights: tuple[float, float, float], noise: float, leniency: float
    ) -> None:
        self.model.appraisal.begin(share, weights, noise, leniency)

    def add_appraisal_share(self, share: float) -> None:
        self.model.appraisal.weigh(share)

    def extend_response(self, share: float) -> None:
        for department in self.model.departments:
            department.response_share *= 1.0 + share

    def pool_offices(self, communities: Sequence[int] | None = None) -> None:
        everywhere = range(len(self.model.communities))
        for community in everywhere if communities is None else communities:
            self._place(community).street_offices.pool()

    def spare_merchant_visits(self, communities: Sequence[int], factor: float) -> None:
        if self.model.settings.rules.merchants.on:
            self.scale_policy(communities, visits_kept=factor)
            self.model.give_spared_hours()

    # People

    def prepare(
        self,
        community: int,
        minutes: float,
        then: Callable[[Place], None] | None = None,
        days: float | None = None,
        upward: bool = True,
    ) -> None:
        follows = partial(then, self) if then else (lambda: None)
        begin = self.model.preparations.begin
        begin(self._place(community), minutes, follows, days, upward=upward)

    def teach(
        self,
        community: int,
        minutes: float,
        sessions: int,
        days: float,
        taught: Callable[[Place, int], None],
        by_head: bool = False,
    ) -> None:
        teach = self.model.preparations.teach
        teach(self._place(community), minutes, sessions, days, partial(taught, self), by_head)

    def fill_posts(self, community: int, count: int) -> None:
        awaited = [worker for worker in self._place(community).recruits if worker.awaited]
        for worker in awaited[:count]:
            worker.come()

    def enlist_each(self, community: int, volunteers: int, wave: int = 0, waves: int = 1) -> None:
        micro_grids = self._place(community).micro_grids
        begins, ends = (n * len(micro_grids) // waves for n in (wave, wave + 1))
        for micro_grid in micro_grids[begins:ends]:
            micro_grid.have_at_least(volunteers)

    def enlist_some(self, community: int, volunteers: int) -> None:
        enlist(self._place(community).micro_grids, volunteers)

    def call_out(
        self, community: int, minutes: float, head_minutes: float = 0.0, days: int = 0
    ) -> None:
        place, due = self._place(community), self.day + days
        key, put = morning(due) - EMERGENCIES_FIRST, place.queue.put_lot
        amount, head = ticks(minutes / len(place.frontline)), place.workers[0]
        for worker in place.frontline:
            put([worker], Work.SHOCK, amount, key, morning(due), due)
        obligation = ticks(head_minutes)
        put([head], Work.SHOCK, obligation, key, morning(due), due, head_only=head.is_head)

    def start_round(self, community: int, share: float, department: int, days: float) -> None:
        self._place(community).desk.walk(share, department, days)
