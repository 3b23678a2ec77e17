"""The twin of `sim.GovernanceModel`."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import Any

import mesa
import pandas as pd

from sim.enums import DAY_TICKS, NOBODY, YEAR_DAYS, Found, Kind
from sim.levers import Lever
from sim.settings import Settings
from sim.streams import normal
from tests.twin.appraisal import Appraisal
from tests.twin.attention import Attention
from tests.twin.books import Books
from tests.twin.departments import Department
from tests.twin.form_mix import first_mix
from tests.twin.gate import Gate
from tests.twin.kinds import read_kinds
from tests.twin.merits import decide
from tests.twin.numbers import Draws, ends_month, month_of
from tests.twin.place import Community
from tests.twin.preparations import Preparations
from tests.twin.rebound import Rebound
from tests.twin.reforms import Reforms
from tests.twin.register import obligations_of_the_start
from tests.twin.street import Street
from tests.twin.street_offices import StreetOffices
from tests.twin.territory import TYPES, Territory

MOMENTS = ("born", "reported", "started", "ended", "first_closed", "first_back")


def _rounded(share: float, size: int) -> int:
    return math.floor(Fraction(str(share)) * size + Fraction(1, 2))


class TwinModel(mesa.Model):  # type: ignore[misc]
    """The society of sim/ODD.md in plain objects."""

    def __init__(self, settings: Settings, rng: int = 1) -> None:
        super().__init__(rng=int(rng))
        self.settings, self.draws, self.day = settings, Draws(int(rng)), 0
        self.weight = settings.workday.accountability_weight
        self.churn = cache(self._churn)
        self.kinds = read_kinds(settings)
        self.territory = Territory(self)
        answering = len(settings.departments.answering)
        self.departments = [
            Department(self, d, d < answering) for d in range(settings.obligations.demanding)
        ]
        self._give_staff_hours()
        self.first_mix = first_mix(settings)
        self.obligations = obligations_of_the_start(self)
        self.shared_items = self._shared_items()
        self.street = Street(self)
        self.streets = range(settings.territory.streets)
        self.street_offices = [
            StreetOffices(self, self.territory.usual_communities_of(q)) for q in self.streets
        ]
        self.attention = Attention(self)
        self.appraisal, self.rebound, self.gate = Appraisal(self), Rebound(self), Gate(self)
        self.books, self.preparations = Books(self), Preparations(self)
        self.communities = [Community(self, c) for c in range(settings.territory.communities)]
        self.reforms = Reforms(self)
        # Mesa 3.3 counts ids in a class-level table that would keep the model alive.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    # Building

    def _shared_items(self) -> set[int]:
        askers: dict[int, set[int]] = {}
        for obligation in self.obligations:
            for item in obligation.items:
                askers.setdefault(item, set()).add(obligation.department)
        core = self.settings.obligations.core_items
        return {item for item, who in askers.items() if item < core and len(who) >= 2}

    def _churn(self, department: int, item: int) -> float:
        """Changes a record and year."""
        rules = self.settings.obligations
        own = item - rules.core_items
        entity = item if own < 0 else (department + 1) * 64 + own
        status = self.draws("churn", entity)[0] < rules.status_share
        return rules.churn_status if status else rules.churn_static

    def first_copies(self) -> dict[tuple[int, int], int]:
        """Day of each department's copy of each item, before the first day."""
        rules = self.settings.obligations
        shortest: dict[tuple[int, int], float] = {}
        for obligation in self.obligations:
            for item in obligation.items:
                place = obligation.department, item
                shortest[place] = min(obligation.period, shortest.get(place, obligation.period))
        copies = {}
        for department in range(rules.demanding):
            for item in range(rules.core_items + rules.own_items):
                place = department, item
                copies[place] = -YEAR_DAYS
                if place in shortest:
                    u, _ = self.draws("copy", department * 64 + item)
                    copies[place] = -math.floor(u * shortest[place])
        return copies

    def _give_staff_hours(self) -> None:
        rules, territory = self.settings.departments, self.settings.territory
        answering = len(rules.answering)
        scale = rules.hours_scale * (
            self.territory.usual_communities() / territory.district_communities
        )
        whole = rules.field_staff * rules.discretionary_hours
        demands = [self._expected_demand(d) for d in range(answering)]
        if not any(demands):
            demands = [1.0] * answering
        weights = [
            demand * math.exp(rules.hours_noise * normal(self.draws("hours", d)[0]))
            for d, demand in enumerate(demands)
        ]
        total = sum(weights)
        for department in self.departments:
            hours = whole
            if department.answers:
                hours = answering * whole * (weights[department.number] / total)
            department.staff_hours = hours * scale
            if (staff := self._stated_staff(department.number)) is not None:
                department.staff_hours = staff * rules.discretionary_hours * rules.hours_scale

    def _stated_staff(self, department: int) -> float | None:
        """Staff that a department has in this place alone."""
        staff = self.settings.departments.staff
        return staff[department] if department < len(staff) else None

    def give_spared_hours(self) -> None:
        """Departments that visit merchants less have the hours for communities."""
        rules, merchants = self.settings.departments, self.settings.rules.merchants
        spared, territory = 0.0, self.settings.territory
        for community in self.communities:
            visits = community.visits_of_a_department(1.0 - community.policy["visits_kept"])
            spared += visits * merchants.merchant_visit_hours
        share = self.territory.usual_communities() / territory.district_communities
        for number in self.kinds[Kind.MERCHANT].powers:
            department = self.departments[number]
            staff = self._stated_staff(number)
            own = rules.field_staff if staff is None else staff
            own *= max(0.0, 40.0 - rules.discretionary_hours)
            own *= rules.hours_scale * share if staff is None else rules.hours_scale
            department.staff_hours += min(spared, own) - department.spared_hours
            department.spared_hours = min(spared, own)

    def _expected_demand(self, department: int) -> float:
        third, demand = self.settings.departments.third_department, 0.0
        for kind in self.kinds:
            if department in kind.powers:
                more = kind.departments - 1.0
                needed = 1.0 + min(1.0, more) + min(1.0, third * more)
                demand += kind.rate * kind.a2 * needed / len(kind.powers)
        return demand

    # Days

    @property
    def measured(self) -> bool:
        """Whether the warm-up is over."""
        return self.day >= self.settings.warmup_days

    def rounds_starting(self, day: int) -> list[int]:
        """Door-to-door rounds that start on a day."""
        a_year = self.settings.obligations.campaigns
        last = math.ceil((day + 1) * a_year / YEAR_DAYS)
        first = max(0, math.floor(day * a_year / YEAR_DAYS) - 1)
        return [number for number in range(first, last + 1) if self._round_day(number) == day]

    def _round_day(self, number: int) -> int:
        u, _ = self.draws("round", 0, 0, number)
        a_year = self.settings.obligations.campaigns
        return math.floor((number + u) * YEAR_DAYS / a_year) if a_year else -1

    def step(self) -> None:
        """One day."""
        day = self.day
        self.preparations.take_effect()
        self._apply_levers(day)
        for community in self.communities:
            community.desk.morning(day)
        for community in self.communities:
            community.raise_issues(day)
        for community in self.communities:
            community.work(day)
        for community in self.communities:
            for issue in community.live():
                issue.answers.convene(day)
        for offices in self.street_offices:
            offices.respond(day)
        for department in self.departments:
            department.respond(day)
        for community in self.communities:
            community.yesterday.remember()
        self._end_day(day)
        self.day += 1

    def _end_day(self, day: int) -> None:
        """What is recorded, scored, and done at the end of a month."""
        self.books.record_work()
        self.books.record_third_parties()
        self.books.record_issues()
        self.rebound.note_day()
        if ends_month(day):
            self.attention.end_month()
        for department in self.departments:
            department.end_day(day)
        self.appraisal.end_day(day)
        if ends_month(day):
            self._end_month(day)
        for community in self.communities:
            if community.days_of_money(day + 1) % YEAR_DAYS == 0:
                community.spent = 0.0
        self.books.record_evening()

    def _end_month(self, day: int) -> None:
        """Trust drifts, people and obligations come and go; halls sit, heads choose projects."""
        rules = self.settings.rules
        for community in self.communities if rules.trust.on and self.measured else ():
            community.let_trust_drift()
        for community in self.communities if rules.hotline.on else ():
            community.hotline.end_month()
        for community in self.communities if rules.volunteers.on else ():
            for micro_grid in community.micro_grids:
                micro_grid.end_month(day)
            for worker in community.workers:
                worker.care_owed = worker.care_given = 0
        leaving = rules.turnover.on or rules.quitting.on
        for community in self.communities if leaving else ():
            for worker in community.workers:
                worker.end_month(day)
        if rules.rebound.on and self.measured:
            self.rebound.end_month(day)
        self.rebound.start_month()
        for community in self.communities if rules.mediation.on else ():
            community.hall.end_month()
        for community in self.communities:
            community.projects.end_month(day)
        for community in self.communities:
            community.projects.propose(day)
        decide(self.communities, month_of(day))

    def run(self) -> None:
        """All days that are left."""
        while self.day < self.settings.warmup_days + self.settings.horizon_days:
            self.step()

    def _apply_levers(self, day: int) -> None:
        """Levers, then shocks, of this morning."""
        everywhere = range(self.settings.territory.communities)
        for number, lever in self._switches():
            if day == self.settings.warmup_days + lever.start_day:
                covered = [c for c in everywhere if self._covers(number, lever, c)]
                lever.apply(self.reforms, covered)

    def _switches(self) -> list[tuple[int, Any]]:
        """Levers and shocks that are on, in their order, by the number of their coverage."""
        levers = [lever for _, lever in self.settings.levers]
        shocks = [shock for _, shock in self.settings.shocks]
        return [(lever.facts.number, lever) for lever in (*levers, *shocks) if lever.on]

    def _covers(self, number: int, lever: Lever, community: int) -> bool:
        """Whether few enough communities come before this one in the order of the lever."""
        among = [*range(self.settings.territory.communities)]
        if lever.in_villages_alone:
            among = sorted(self.territory.villages)
            if community not in among:
                return False
        if isinstance(lever.communities, tuple):
            return self.settings.territory.each.names[community] in lever.communities
        if isinstance(lever.communities, int):
            count = lever.communities
        elif isinstance(lever.coverage, float):
            count = _rounded(lever.coverage, len(among))
        else:
            kinds = self.territory.habitats
            among = [c for c in among if kinds[c] == kinds[community]]
            shares = {TYPES[name]: share for name, share in lever.coverage}
            count = _rounded(shares.get(kinds[community], 0.0), len(among))
        order = [(self.draws("coverage", c, 0, number)[0], c) for c in among]
        mine = self.draws("coverage", community, 0, number)[0], community
        return sum(other < mine for other in order) < count

    def uniform(self, stream: str, entity: int) -> float:
        """A fixed uniform for a lever's own choices."""
        return self.draws(stream, entity)[0]

    def recruits(self, community: int) -> int:
        """Places kept for those whom levers and shocks will bring."""
        return sum(
            lever.recruits(community, self.uniform)
            for number, lever in self._switches()
            if self._covers(number, lever, community)
        )

    # Results

    def outcomes(self) -> pd.DataFrame:
        """One row for each issue so far."""
        live = [issue for community in self.communities for issue in community.live()]
        rows = [
            {
                "entity": issue.entity,
                "community": issue.community.number,
                "kind": int(issue.kind.kind),
                "level": issue.level,
                "agent": issue.resident.number,
                "vulnerable": issue.resident.vulnerable,
                "elderly": issue.resident.elderly,
                "app_user": issue.resident.app_user,
                "early": issue.early != Found.NO,
                "hidden": issue.hidden,
                "whistled": issue.whistled,
                "returned": issue.first_back != NOBODY,
                "incident": issue.danger.incident,
                "ordered": issue.ordered,
                "given_up": issue.given_up,
                "false_closed": issue.false_closed,
                "closed": issue.closings > 0,
                "resolved": issue.resolved,
                "born": issue.born,
                "reported": issue.first_report,
                "started": issue.first_start,
                "ended": issue.closed,
                "first_closed": issue.first_closed,
                "first_back": issue.first_back,
                "open": int(issue.status),
            }
            for issue in sorted([*self.books.ended, *live], key=lambda issue: issue.entity)
        ]
        frame = pd.DataFrame(rows)
        for moment in MOMENTS if rows else ():
            frame[moment] = (frame[moment] / DAY_TICKS).where(frame[moment] >= 0)
        return frame
