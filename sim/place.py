"""The side of the compiled model that levers see."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.kernels.duties import survey
from sim.kernels.forms import RECORD_BASE, end_duty, listed, take_down
from sim.kernels.reference import refer
from sim.kernels.tasks import MOST_PIECES
from sim.settings import Settings
from sim.state import State
from sim.streams import NUMBER, draw
from sim.terms import WEEK_DAYS, YEAR_DAYS
from sim.territory.duties import asks
from sim.territory.powers import fill_capacity
from sim.territory.room import grow_tasks

PAID_WEEKS = YEAR_DAYS / WEEK_DAYS


class CompiledPlace:
    """Implements `sim.levers.Place` over the arrays of a model."""

    def __init__(self, settings: Settings, state: State) -> None:
        self.settings = settings
        self.state = state
        self.communities = settings.territory.communities
        self.boards = settings.obligations.boards
        self.duties = settings.obligations.form_kinds
        self.departments = settings.obligations.demanding
        self.core_items = settings.obligations.core_items
        self.own_items = settings.obligations.own_items

    def uniform(self, stream: str, entity: int) -> float:
        """A fixed uniform of this run for a lever's own choices."""
        return float(draw(self.state.keys[NUMBER[stream]], entity, 0, 0)[0])

    def department_of(self, duty: int) -> int:
        """The department that demands a duty."""
        return int(self.state.duties[duty]["department"])

    def take_down(self, community: int, board: int) -> None:
        """Take a sign off the wall; the matter behind it stays."""
        take_down(refer(self.state), community, board)

    def end_duty(self, community: int, duty: int) -> None:
        """End a duty: its open tasks are void, its traces and inspections stop."""
        form = self.state.forms[community, duty]
        useful = form["active"] and listed(form, int(self.state.clock["day"][0]))
        if useful and self.settings.rules.rebound.on:
            self.state.missing[community, self.state.duties["guards"][duty]] += 1
        end_duty(refer(self.state), community, duty)

    def hand_back(self, community: int, duty: int, minutes_ratio: float, assist: float) -> None:
        """End a duty here and give its work to its department, but for a share still assisted."""
        form = self.state.forms[community, duty]
        if not form["active"]:
            return
        minutes = self.weekly_minutes(community, duty)
        end_duty(refer(self.state), community, duty)
        number = self.department_of(duty)
        department = self.state.departments[number]
        form["handed_hours"] = minutes_ratio * (1.0 - assist) * minutes / 60.0
        form["handed_minutes"] = assist * minutes / WEEK_DAYS
        department["handed_back"] += form["handed_hours"]
        self.state.assists[community, number, 0] += form["handed_minutes"]
        fill_capacity(department)

    def evaluate(
        self, share: float, weights: tuple[float, float, float], noise: float, leniency: float
    ) -> None:
        """Let streets score the departments of the district from today; sim/ODD.md, section 9."""
        rule = self.settings.rules.assessment
        if not rule.on:
            return
        before = rule.response_weight
        after = (1.0 - share) * before + share
        effort = (after / before) ** rule.effort_elasticity
        evaluation = self.state.evaluation[0]
        evaluation["on"] = True
        evaluation["completion"], evaluation["satisfaction"], evaluation["felt"] = weights
        evaluation["noise"], evaluation["leniency"] = noise, leniency
        evaluation["pressure"] = 1.0 + max(0.0, weights[0] - weights[1] - weights[2])
        for department in self.state.departments[: len(self.settings.departments.answering)]:
            department["effort"] = department["full_effort"] = effort
            fill_capacity(department)

    def weekly_minutes(self, community: int, duty: int) -> float:
        """Minutes a week of a board's matter here: a form one period old and its traces."""
        rules = self.settings.obligations
        kind = self.state.duties[duty]
        cadence = self.state.cadences[kind["cadence"]]
        period = float(cadence["period"])
        records = float(kind["records"] * self.state.communities[community]["people"] / RECORD_BASE)
        unasked, typed, retyped = 1.0, 0.0, 0.0
        for item in range(self.core_items + self.own_items):
            if not asks(kind, item):
                continue
            row = self.departments if item < self.core_items else int(kind["department"])
            changed = 1.0 - math.exp(-float(self.state.churn[row, item]) * period / YEAR_DAYS)
            ask = changed
            if kind["roster"] and self.state.shared[item]:
                ask += rules.reask_share * (1.0 - changed)
            unasked *= 1.0 - ask
            typed += changed
            retyped += 1.0 - changed if kind["roster"] else 0.0
        static = 1.0 - float(kind["dynamic"])
        counted = float(kind["dynamic"] * kind["item_count"])
        entering = rules.enter_minutes * records
        minutes = (
            rules.contact_minutes * (records * (1.0 - unasked))
            + rules.read_minutes
            + entering * (static * typed + counted)
            + entering * static * retyped
            + rules.compile_minutes * float(cadence["compile"])
        )
        editions = YEAR_DAYS / period / PAID_WEEKS
        return minutes * editions + self.settings.workday.board_trace_minutes

    def connect(self, department: int) -> None:
        """Connect a department to the pool."""
        self.state.departments[department]["connected"] = True

    def pool_item(self, department: int, item: int) -> None:
        """Keep an item, as this department asks it, in the pool."""
        self.state.pooled[department, item] = True

    def keep_old_form(self, duty: int) -> None:
        """A connected department still demands the old form of this duty."""
        self.state.duties[duty]["old_form"] = True

    def write(self, communities: Sequence[int], **policy: float | bool) -> None:
        """Set policies of communities."""
        for name, value in policy.items():
            self.state.policies[name][list(communities)] = value

    def survey(self, community: int, minutes_per_household: float) -> None:
        """Let the front-line workers make a base survey; the pool opens when it is done."""
        place = self.state.communities[community]
        while place["free_tasks"] < MOST_PIECES * place["frontline"]:
            self.state = grow_tasks(self.state)
        day = int(self.state.clock["day"][0])
        self.write([community], survey_minutes=minutes_per_household)
        survey(refer(self.state), community, day, minutes_per_household)
        if place["survey_left"] == 0:
            place["pool_opens"] = day
