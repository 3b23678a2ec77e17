"""Communities, and how they are built."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import DAY_TICKS, YEAR_DAYS, Count, Kind, Work
from sim.streams import poisson
from tests.twin.ages import age_residents
from tests.twin.counter import Counter
from tests.twin.courage import Courage
from tests.twin.desk import Desk
from tests.twin.forms import Form
from tests.twin.groups import Groups
from tests.twin.hall import Hall
from tests.twin.hotline import Hotline
from tests.twin.issue_rates import Estates, IssueRates
from tests.twin.issues import Issue
from tests.twin.merits import Merits
from tests.twin.numbers import ticks
from tests.twin.obligations import GUARDED
from tests.twin.policies import first_policy
from tests.twin.procedures import Procedures
from tests.twin.projects import Projects
from tests.twin.resident import MicroGrid, Resident, mean_trust
from tests.twin.scrutiny import Scrutiny
from tests.twin.tasks import Queue
from tests.twin.tiers import CareList, tier_of
from tests.twin.worker import Worker
from tests.twin.yesterday import Yesterday

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.street_offices import StreetOffices

COMMON = -1
"""The keeper of notes and pool records of core items."""


class Community:
    """A community with its workers, residents, forms, issues and records."""

    def __init__(self, model: TwinModel, number: int) -> None:
        self.model, self.number = model, number
        organisation, staff = model.settings.organisation, model.territory.staff[number]
        place = model.territory
        self.policy = first_policy(model.settings, place.village_size(number), place.trade(number))
        if number in place.villages:
            self.policy["counter_posts"] = organisation.village_counter_posts
        self._settle_residents()
        self.has_head = organisation.head and staff >= 2
        recruits = model.recruits(number)
        self.workers = [
            Worker(model, self, place, recruit=place >= staff) for place in range(staff + recruits)
        ]
        self.frontline = self.workers[int(self.has_head) : staff]
        self.recruits = self.workers[staff:]
        self._give_grids()
        self.micro_grids = self._make_micro_grids()
        self.trust = model.settings.residents.trust_start
        self.queue = Queue(len(self.workers), ticks(organisation.piece_minutes))
        self.forms = [Form(self, obligation, active=True) for obligation in model.obligations]
        self.groups = Groups(self)
        self.missing = dict.fromkeys(GUARDED, 0)
        self.merits, self.spent = Merits(), 0.0
        self.scrutiny = Scrutiny(model)
        self.desk, self.procedures = Desk(model, self), Procedures(model, self)
        self.copies = dict(model.first_copies())
        self.notes = self._first_notes()
        self.pool: dict[tuple[int, int], int] = {}
        self.pool_open = self.surveying = False
        self.survey_minutes = 0.0
        self.hotline, self.courage = Hotline(self), Courage(self)
        self.issue_rates = {kind: IssueRates(self, kind) for kind in Kind}
        self.estates = Estates(self)
        self.issues: dict[int, Issue] = {}
        self.yesterday = Yesterday(self)
        self.hall, self.projects = Hall(self), Projects(self)
        first = self.frontline[0].fixed_time
        self.first_field_minutes = first.patrol_floor(), first.merchants()
        self.counter = Counter(self)

    @property
    def street(self) -> int:
        """Number of its street."""
        return self.model.territory.streets[self.number]

    @property
    def street_offices(self) -> StreetOffices:
        """Offices of its street."""
        return self.model.street_offices[self.street]

    def leaks(self) -> list[Form]:
        """What the gate refused and departments ask for all the same."""
        return [form for form in self.forms if form.leaks_until is not None]

    def _settle_residents(self) -> None:
        place, each = self.model.territory, self.model.settings.territory.residents_per_agent
        self.people = place.people[self.number]
        self.households = place.homes(self.number)
        self.merchants = place.merchants(self.number)
        size = place.household_size(self.number)
        homes = [math.floor(i * each / size) for i in range(place.agents[self.number])]
        on_list = self._homes_on_list(sorted(set(homes)), size)
        self.residents = []
        for i, household in enumerate(homes):
            _, v = self.model.draws("vulnerable", self.number * 2**32 + household)
            tier = tier_of(self.model.settings.rules.tiers, v)
            self.residents.append(Resident(self.model, i, household, household in on_list, tier))
        self.care_list = CareList(self, [one for one in self.residents if one.vulnerable])
        age_residents(self)
        lived_in = {resident.household for resident in self.residents}
        listed = {resident.household for resident in self.care_list.residents}
        self.listed_households = 0.0
        if lived_in:
            self.listed_households = self.households * (len(listed) / len(lived_in))
        if (stated := place.known("vulnerable", self.number)) is not None:
            self.listed_households = min(stated, self.households)

    def _homes_on_list(self, homes: list[int], size: float) -> set[int]:
        """Each with the same chance; or as many as are stated, those with the smallest draws."""
        drawn = {
            home: self.model.draws("vulnerable", self.number * 2**32 + home)[0] for home in homes
        }
        stated = self.model.territory.known("vulnerable", self.number)
        if stated is None or not self.households:
            listed = self.model.settings.territory.vulnerable_households
            return {home for home in homes if drawn[home] < listed * size / 5000.0}
        number = math.floor(len(homes) * stated / self.households + 0.5)
        return set(sorted(homes, key=lambda home: drawn[home])[:number])

    def _give_grids(self) -> None:
        for i, resident in enumerate(self.residents):
            resident.grid = i * len(self.frontline) // len(self.residents)

    def _make_micro_grids(self) -> list[MicroGrid]:
        """Micro-grids in which somebody lives."""
        size = self.model.settings.organisation.micro_grid_households
        neighbours: dict[int, list[Resident]] = {}
        for resident in self.residents:
            neighbours.setdefault(math.floor(resident.household / size), []).append(resident)
        micro_grids = []
        for number, residents in sorted(neighbours.items()):
            micro_grids.append(MicroGrid(self, number, residents))
            for resident in residents:
                resident.micro_grid = micro_grids[-1]
        return micro_grids

    def _first_notes(self) -> dict[tuple[int, int], int]:
        notes: dict[tuple[int, int], int] = {}
        for (department, item), day in self.copies.items():
            place = self.keeper(department, item)
            notes[place] = max(day, notes.get(place, day))
        return notes

    def keeper(self, department: int, item: int) -> tuple[int, int]:
        """Where notes and pool records of an item are kept: own items by their department."""
        core = item < self.model.settings.obligations.core_items
        return (COMMON if core else department), item

    def spend(self, yuan: float) -> bool:
        """Spend money of this year's budget, if there is enough of it."""
        if not self.policy["budget"] or self.spent + yuan > self.allowance():
            return False
        self.spent += yuan
        self.model.books.count(self, Count.COMMUNITY_YUAN, math.floor(yuan))
        return True

    def allowance(self) -> float:
        """Money of this year: all of it, or a share where the run ends before the year."""
        settings, day = self.model.settings, self.model.day
        begins = day - self.days_of_money(day) % YEAR_DAYS
        days = min(YEAR_DAYS, settings.warmup_days + settings.horizon_days - begins)
        return self.policy["budget"] * days / YEAR_DAYS

    def days_of_money(self, day: int) -> int:
        """Days since the money came for the first time, which is never before the window."""
        return day - max(int(self.policy["budget_from"]), self.model.settings.warmup_days)

    # Who does what

    def line_holder(self, department: int) -> Worker:
        """The front-line worker who is the contact of a department."""
        return self.frontline[department % len(self.frontline)]

    def on_duty(self, day: int) -> Worker:
        """The front-line worker for callers: the first at the counter, manned or not."""
        return self.frontline[day % len(self.frontline)]

    def visits_of_a_department(self, share: float) -> float:
        """Visits a week of one department to merchants here, or a share of them."""
        rules = self.model.settings.rules
        a_year = self.merchants * rules.merchants.merchant_visits
        return a_year * share / 50.0

    def board_obligations(self) -> int:
        """Active obligations that came with a board."""
        return sum(form.active and form.board for form in self.forms)

    def signs(self) -> int:
        """Boards on the wall."""
        return sum(form.on_wall for form in self.forms)

    def applications(self) -> float:
        """Applications in which one event is logged."""
        apps = self.model.settings.workday.log_apps
        if not (self.pool_open and self.policy["table"] and self.policy["type_once"]):
            return apps
        departments = self.model.departments
        share = sum(department.connected for department in departments) / len(departments)
        fewer = share * (1.0 - self.policy["old_form_share"])
        return min(apps, 1.0 + (apps - 1.0) * (1.0 - fewer))

    def table_serves(self, department: int) -> bool:
        """Whether a department draws its forms from the pool here."""
        connected = self.model.departments[department].connected
        return bool(self.pool_open and self.policy["table"] and connected)

    def cockpit_serves(self) -> bool:
        """Whether the community's own base of data serves it."""
        return bool(self.pool_open and self.policy["cockpit"])

    def doors_walked(self) -> float:
        """Part of a round's doors to which workers go; volunteers go to the others."""
        rules = self.model.settings.rules.volunteers
        if not (rules.on and self.micro_grids):
            return 1.0
        manned = sum(micro_grid.volunteers > 0 for micro_grid in self.micro_grids)
        return 1.0 - rules.volunteer_doors * (manned / len(self.micro_grids))

    def survey(self, minutes_per_household: float) -> None:
        """A base survey, once; the pool opens when it is done."""
        if not self.pool_open and not self.surveying:
            self.surveying, self.survey_minutes = True, minutes_per_household
            minutes = minutes_per_household * self.households
            self.model.preparations.begin(self, minutes, self._open_pool, work=Work.SETUP)

    def _open_pool(self) -> None:
        """All items are in the pool as of this day."""
        self.pool_open = True
        keepers = (self.keeper(*place) for place in self.copies)
        self.pool = dict.fromkeys(keepers, self.model.day)

    # The day

    def live(self) -> list[Issue]:
        """IssueRates that have not come to their end, in order of entity."""
        return [self.issues[entity] for entity in sorted(self.issues)]

    def raise_issues(self, day: int) -> None:
        """What the day brings to each issue, and what its resident does; then arrivals."""
        for issue in self.live():
            issue.wake(day)
            if issue.report // DAY_TICKS != day:
                issue.patience.check(day)
        for kind in Kind if self.residents else ():
            self._arrive(kind, day)

    def _arrive(self, kind: Kind, day: int) -> None:
        mean = self.issue_rates[kind].expected(day)
        if kind == Kind.INQUIRY:
            mean *= self.reporting()
        u, _ = self.model.draws("arrivals", 16 * self.number + kind, day)
        for ordinal in range(poisson(u, mean)):
            issue = Issue(self, self.model.kinds[kind], day, ordinal)
            if not issue.mediation.on or issue.mediation.has_cause():
                self.issues[issue.entity] = issue
                issue.arise()
            if kind == Kind.CERTIFICATE:
                trip = self.model.settings.residents.trip_minutes
                self.model.books.count(self, Count.TRIP_TICKS, ticks(self.policy["trips"] * trip))

    def reporting(self) -> float:
        """How readily residents ask, as against the usual."""
        if not self.model.settings.rules.trust.on:
            return 1.0
        elasticity = self.model.settings.residents.reporting_elasticity
        return math.exp(elasticity * (self.trust - 0.5))

    def inquiries(self) -> float:
        """Inquiries expected in a day, but for surges."""
        return self.issue_rates[Kind.INQUIRY].usual() * self.reporting() if self.residents else 0.0

    def work(self, day: int) -> None:
        """Workers spend their day; the one with the earliest clock goes first."""
        for worker in self.workers:
            worker.start_day(day)
        while (worker := min(self.workers, key=lambda worker: worker.clock)).clock < DAY_TICKS:
            worker.go_on(day)
        for worker in self.workers:
            worker.end_day(day)

    def let_trust_drift(self) -> None:
        """Neighbours' trust moves towards the mean."""
        if self.residents:
            self.trust = mean_trust(self.residents)
        for resident in self.residents:
            drift = self.model.settings.rules.trust.trust_drift
            resident.trust += drift * (self.trust - resident.trust)
