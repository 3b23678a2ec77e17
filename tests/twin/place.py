"""Communities, and how they are built."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.streams import poisson
from sim.terms import DAY_MINUTES, DAY_TICKS, Kind, Work
from tests.twin.desk import Desk
from tests.twin.duties import GUARDED
from tests.twin.forms import Form
from tests.twin.issues import Issue
from tests.twin.numbers import ticks
from tests.twin.resident import MicroGrid, Resident, mean_trust
from tests.twin.scrutiny import Scrutiny
from tests.twin.tasks import Queue
from tests.twin.worker import Worker

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

COMMON = -1
"""The keeper of notes and pool records of core items."""


class Community:
    """A community with its workers, residents, forms, issues and records."""

    def __init__(self, model: TwinModel, number: int) -> None:
        self.model, self.number = model, number
        organisation, staff = model.settings.organisation, model.territory.staff[number]
        self.policy = self._first_policy()
        self._settle_residents()
        self.workers = [Worker(model, self, place) for place in range(staff)]
        has_head = organisation.head and staff >= 2
        self.frontline = self.workers[1:] if has_head else self.workers
        self._give_grids()
        self.micro_grids = self._make_micro_grids()
        self.trust = model.settings.residents.trust_start
        self.queue = Queue(staff, ticks(organisation.piece_minutes), organisation.line_penalty)
        self.forms = [Form(self, duty, active=True) for duty in model.obligations]
        self.missing = dict.fromkeys(GUARDED, 0)
        self.scrutiny = Scrutiny(model)
        self.desk = Desk(model, self)
        self.copies = dict(model.first_copies())
        self.notes = self._first_notes()
        self.pool: dict[tuple[int, int], int] = {}
        self.pool_opens: int | None = None
        self.issues: dict[int, Issue] = {}
        self.walked = [0] * len(self.frontline)
        self.list_visits = self.random_visits = self.contacts = self.merchant_rounds = 0.0
        self.counter_minutes = self._counter_minutes()

    def _first_policy(self) -> dict[str, float]:
        """What holds until a lever changes it."""
        rules = self.model.settings.rules
        return {
            "camera_coverage": rules.discovery.camera_coverage,
            "selfcheck_share": rules.discovery.selfcheck_share,
            "alarm_coverage": rules.discovery.alarm_coverage,
            "volunteers_asked": rules.volunteers.volunteers_asked,
            "volunteer_points": 0.0,
            "legal": False,
            "mediation_training": 0.0,
            "gate_refusal": 0.0,
            "gate_leak": 0.0,
            "monitoring": 0.0,
        }

    def _settle_residents(self) -> None:
        territory, draws = self.model.settings.territory, self.model.draws
        self.people = self.model.territory.people[self.number]
        self.households = self.people / territory.household_size
        chance = territory.vulnerable_households * territory.household_size / 5000.0
        self.residents = []
        for i in range(self.model.territory.agents[self.number]):
            household = math.floor(i * territory.residents_per_agent / territory.household_size)
            vulnerable = draws("vulnerable", self.number * 2**32 + household)[0] < chance
            self.residents.append(Resident(self.model, i, household, vulnerable))
        self.vulnerable = [resident for resident in self.residents if resident.vulnerable]
        lived_in = {resident.household for resident in self.residents}
        listed = {resident.household for resident in self.vulnerable}
        self.listed_households = 0.0
        if lived_in:
            self.listed_households = self.households * (len(listed) / len(lived_in))

    def _give_grids(self) -> None:
        for i, resident in enumerate(self.residents):
            resident.grid = i * len(self.frontline) // len(self.residents)

    def _make_micro_grids(self) -> list[MicroGrid]:
        """Micro-grids in which somebody lives."""
        size = self.model.settings.rules.volunteers.micro_grid_households
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

    # Who does what

    def line_holder(self, department: int) -> Worker:
        """The front-line worker who is the contact of a department."""
        return self.frontline[department % len(self.frontline)]

    def on_counter(self, day: int) -> list[Worker]:
        """The front-line workers who man the counter today."""
        front = len(self.frontline)
        posts = min(self.model.settings.organisation.counter_posts, front)
        return [self.frontline[(day + j) % front] for j in range(posts)]

    def on_duty(self, day: int) -> Worker:
        """The front-line worker for callers: the first at the counter, manned or not."""
        return self.frontline[day % len(self.frontline)]

    def _counter_minutes(self) -> float:
        """Minutes a day at a post beside callers and desk work, as on the first day."""
        organisation = self.model.settings.organisation
        posts = min(organisation.counter_posts, len(self.frontline))
        if posts == 0:
            return 0.0
        self.counter_minutes = 0.0
        day = dict(self.frontline[0].standing(0)) | {Work.VOLUNTEER_CARE: 0.0}
        standing = sum(ticks(minutes) for minutes in day.values()) / 1000.0
        callers = 0.0
        for kind in (Kind.INQUIRY, Kind.CERTIFICATE):
            callers += self._arrivals(kind) * self.model.kinds[kind].minutes
        idle = max(0.0, DAY_MINUTES - standing - callers / posts)
        return (1.0 - organisation.counter_desk_share) * idle

    def _arrivals(self, kind: Kind) -> float:
        """Issues of a kind expected in a day, at the usual trust."""
        return self.model.territory.rate(self.number, kind) * self.people

    def board_duties(self) -> int:
        """Active duties that came with a board."""
        return sum(form.active and form.board for form in self.forms)

    def signs(self) -> int:
        """Boards on the wall."""
        return sum(form.on_wall for form in self.forms)

    def applications(self, day: int) -> float:
        """Applications in which one event is logged."""
        apps = self.model.settings.workday.log_apps
        if not self.pool_open(day) or not self.policy["type_once"]:
            return apps
        departments = self.model.departments
        share = sum(department.connected for department in departments) / len(departments)
        fewer = share * (1.0 - self.policy["old_form_share"])
        return min(apps, 1.0 + (apps - 1.0) * (1.0 - fewer))

    def pool_open(self, day: int) -> bool:
        """Whether forms are drawn from the pool."""
        return self.pool_opens is not None and day >= self.pool_opens

    def pools(self, department: int, day: int) -> bool:
        """Whether a department draws its forms from the pool here."""
        return self.pool_open(day) and self.model.departments[department].connected

    def open_pool(self, day: int) -> None:
        """All items are in the pool as of this day."""
        self.pool_opens = day
        self.pool = dict.fromkeys((self.keeper(*place) for place in self.copies), day)

    # The day

    def live(self) -> list[Issue]:
        """Issues that have not come to their end, in order of entity."""
        return [self.issues[entity] for entity in sorted(self.issues)]

    def raise_issues(self, day: int) -> None:
        """What the day brings to each issue, and what its resident does; then arrivals."""
        for issue in self.live():
            issue.wake(day)
            if issue.report // DAY_TICKS != day:
                issue.patience.wear(day)
        for kind in Kind if self.residents else ():
            self._arrive(kind, day)

    def _arrive(self, kind: Kind, day: int) -> None:
        mean = self._arrivals(kind)
        if kind == Kind.INQUIRY and self.model.settings.rules.trust.on:
            elasticity = self.model.settings.residents.reporting_elasticity
            mean *= math.exp(elasticity * (self.trust - 0.5))
        u, _ = self.model.draws("arrivals", 16 * self.number + kind, day)
        for ordinal in range(poisson(u, mean)):
            issue = Issue(self, self.model.kinds[kind], day, ordinal)
            self.issues[issue.entity] = issue
            issue.arise()

    def work(self, day: int) -> None:
        """Workers spend their day; the one with the earliest clock goes first."""
        for worker in self.workers:
            worker.start_day(day)
        while (worker := min(self.workers, key=lambda worker: worker.clock)).clock < DAY_TICKS:
            worker.go_on(day)
        for worker in self.workers:
            worker.end_day(day)

    def remember(self) -> None:
        """What was done today finds issues tomorrow."""
        workday, rules = self.model.settings.workday, self.model.settings.obligations

        def done(work: Work) -> int:
            return sum(worker.today[work] + worker.overtime[work] for worker in self.workers)

        free, share = done(Work.FREE_VISITS), workday.visit_target_share
        visit, merchants = ticks(workday.visit_minutes), ticks(workday.merchant_round_minutes)
        self.walked = [worker.today[Work.PATROL] for worker in self.frontline]
        self.list_visits = (done(Work.TIER_VISITS) + share * free) / visit
        self.random_visits = (1.0 - share) * free / visit
        self.merchant_rounds = done(Work.MERCHANTS) / merchants if merchants else 0.0
        self.contacts = done(Work.FORM_ASKING) / ticks(rules.contact_minutes) + done(
            Work.ROUND_ASKING
        ) / ticks(rules.door_minutes)
        if self.policy.get("survey_minutes"):
            self.contacts += done(Work.SETUP) / ticks(self.policy["survey_minutes"])

    def let_trust_drift(self) -> None:
        """Neighbours' trust moves towards the mean."""
        if self.residents:
            self.trust = mean_trust(self.residents)
        for resident in self.residents:
            drift = self.model.settings.rules.trust.trust_drift
            resident.trust += drift * (self.trust - resident.trust)
