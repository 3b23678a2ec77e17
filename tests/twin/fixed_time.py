"""Fixed time: the part of a worker's day that is taken before tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import DAY_MINUTES, WEEK_DAYS, Kind, Work

if TYPE_CHECKING:
    from tests.twin.worker import Worker

Minutes = list[tuple[Work, float]]


class FixedTime:
    """Fixed time of one worker, in minutes."""

    def __init__(self, worker: Worker) -> None:
        self.worker, self.community = worker, worker.community
        self.settings, self.workday = worker.model.settings, worker.model.settings.workday

    def of(self, day: int) -> Minutes:
        """The whole of a day, in the order in which it is filled."""
        minutes, counter = self.beside_counter(day), self.community.counter
        if self.worker in counter.manned_by(day):
            boards = [work for work, _ in minutes].index(Work.BOARD_TRACES)
            minutes.insert(boards, (Work.COUNTER, counter.minutes))
        return minutes

    def beside_counter(self, day: int) -> Minutes:
        """The whole of a day but for the counter."""
        rest = self._front_line(day) if self.worker in self.community.frontline else []
        return [*self._everybody(), *rest]

    @property
    def present(self) -> float:
        """Share of the time in which workers are there."""
        secondment = self.workday.secondment_share * self.community.policy["secondment"]
        return 1.0 - self.workday.away_share - secondment

    def _everybody(self) -> Minutes:
        w, policy, present = self.workday, self.community.policy, self.present
        seconded = w.secondment_share * policy["secondment"]
        meetings = w.meeting_minutes
        if self.worker.is_head:
            meetings = self.settings.organisation.head_meeting_hours * 60.0
        events = w.activity_minutes + policy["reporting"]
        if self.worker.is_head:
            events += policy["reporting_head"]
        groups = w.chat_minutes * self.community.groups.growth() * policy["chats"]
        groups += policy["chats_added"]
        return [
            (Work.AWAY, DAY_MINUTES * (w.away_share + seconded)),
            (Work.MEETING, meetings * policy["meetings"] / WEEK_DAYS * present),
            (Work.CHAT, groups / WEEK_DAYS * present),
            (Work.PARTY, w.party_minutes / WEEK_DAYS * present),
            (Work.ACTIVITIES, events / WEEK_DAYS * present),
        ]

    def _front_line(self, day: int) -> Minutes:
        w, policy = self.workday, self.community.policy
        front = len(self.community.frontline)
        boards = self.community.board_obligations() * w.board_trace_minutes * policy["traces"]
        signs = self.community.signs() * w.sign_upkeep_minutes
        logs = w.log_events * w.log_minutes * policy["logs"] * self.present
        visits, patrol = self.in_the_field()
        return [
            (Work.BOARD_TRACES, boards / WEEK_DAYS / front),
            (Work.SIGN_UPKEEP, signs / WEEK_DAYS / front),
            (Work.LOGS, logs * self.community.applications()),
            (Work.TIER_VISITS, visits),
            (Work.MERCHANTS, self.merchants()),
            (Work.PATROL, patrol),
        ]

    def in_the_field(self) -> tuple[float, float]:
        """Prescribed visits and patrol that are kept, with what is freed for them."""
        coping, fieldwork = self.settings.rules.coping, self.settings.rules.fieldwork
        visits = self.prescribed_visits() * (coping.visit_floor if coping.on else 1.0)
        patrol = self.patrol_floor()
        if not fieldwork.on:
            return visits, patrol
        first_patrol, first_merchants = self.community.first_field_minutes
        walked_less = max(0.0, first_patrol - patrol)
        merchants_less = max(0.0, first_merchants - self.merchants())
        visits += min(max(0.0, self.prescribed_visits() - visits), walked_less)
        unvisited = max(0.0, self.prescribed_visits() - visits)
        unwalked = max(0.0, self.whole_patrol() - patrol)
        if unvisited + unwalked > 0.0:
            share = min(1.0, merchants_less / (unvisited + unwalked))
            visits, patrol = visits + share * unvisited, patrol + share * unwalked
        return visits, patrol

    def checked_patrol(self) -> float:
        """The part of the patrol that is checked."""
        return self.community.policy["patrol_checked"] * self.whole_patrol()

    def patrol_floor(self) -> float:
        """The part of the patrol that is kept."""
        policy = self.community.policy
        return policy["patrol_floor"] * policy["patrol_hours"] * 60.0 * self.present

    def care(self) -> float:
        """What the volunteers of the own grid are owed."""
        if self.worker not in self.community.frontline:
            return 0.0
        rules = self.settings.rules.volunteers
        grid = self.community.frontline.index(self.worker)
        volunteers = sum(m.volunteers for m in self.community.micro_grids if m.grid == grid)
        return rules.volunteer_care_minutes / WEEK_DAYS * volunteers

    def prescribed_visits(self) -> float:
        """Prescribed visits, if all are made."""
        visits, front = self.community.policy["prescribed_visits"], len(self.community.frontline)
        return visits * self.workday.visit_minutes / WEEK_DAYS / front

    def merchants(self) -> float:
        """Rounds to merchants, and looking at the screen."""
        policy, front = self.community.policy, len(self.community.frontline)
        rounds = policy["merchant_rounds"] * self.workday.merchant_round_minutes
        looking = policy["screen_minutes"] + self._escort()
        return (rounds + looking) / WEEK_DAYS / front

    def _escort(self) -> float:
        """Minutes a week of going along with departments, of all workers."""
        rules = self.settings.rules.merchants
        if not rules.on:
            return 0.0
        departments = len(self.worker.model.kinds[Kind.MERCHANT].powers)
        visits = self.community.visits_of_a_department(self.community.policy["visits_kept"])
        return departments * visits * rules.merchant_escort_share * rules.merchant_escort_minutes

    def whole_patrol(self) -> float:
        """The patrol of a day, if all of it is walked."""
        return self.community.policy["patrol_hours"] * 60.0 * self.present
