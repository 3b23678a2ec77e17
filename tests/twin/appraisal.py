"""Streets and communities score departments, and departments mind their scores."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from sim.enums import MONTHS, YEAR_DAYS
from sim.streams import normal

if TYPE_CHECKING:
    from tests.twin.departments import Department
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel

SCORED_AFTER_MONTHS = 3


class Tally:
    """What is remembered of a department until it is scored."""

    def __init__(self) -> None:
        self.jobs = self.jobs_in_time = self.answers = self.answers_in_time = 0
        self.closings = self.closings_in_time = 0
        self.outcomes: list[tuple[float, bool]] = []

    @staticmethod
    def _share(part: int, whole: int, of_none: float) -> float:
        return part / whole if whole else of_none

    @property
    def completion(self) -> float:
        """Share of whistles' jobs finished by their deadline."""
        return self.jobs_in_time / self.jobs

    @property
    def satisfaction(self) -> float:
        """Share of whistles' closings within the promise."""
        return self.closings_in_time / self.closings

    @property
    def answered(self) -> float:
        """Share of answers that came in time."""
        return self._share(self.answers_in_time, self.answers, 1.0)

    @property
    def salient(self) -> float:
        """How the two greatest issues ended, the earlier of equals first."""
        greatest = sorted(self.outcomes, key=lambda outcome: -outcome[0])[:2]
        return self._share(sum(root for _, root in greatest), len(greatest), 0.5)


class Appraisal:
    """The scores of all departments of the district."""

    def __init__(self, model: TwinModel) -> None:
        self.model, self.rules = model, model.settings.rules.assessment
        self.on = False
        self.streets = 0.0
        self.pressure = self.full_effort = 1.0
        self.weights, self.noise, self.leniency = (0.0, 0.0, 0.0), 0.0, 0.0
        self.tallies: dict[tuple[int, int], Tally] = {}

    def begin(
        self, share: float, weights: tuple[float, float, float], noise: float, leniency: float
    ) -> None:
        """From this morning departments are scored."""
        if not self.rules.on:
            return
        self.on = True
        self.weights, self.noise, self.leniency = weights, noise, leniency
        completion, satisfaction, felt = weights
        self.pressure = 1.0 + max(0.0, completion - satisfaction - felt)
        for department in self._scored():
            self._start(department)
        self.weigh(share)

    def _start(self, department: Department) -> None:
        """Every street begins to remember anew."""
        for street in self.model.streets:
            self.tallies[street, department.number] = Tally()

    def weigh(self, share: float) -> None:
        """From this morning streets have a share more of the appraisal."""
        if not self.rules.on:
            return
        self.streets = 1.0 - (1.0 - self.streets) * (1.0 - share)
        if self.model.settings.structures.effort == "chosen":
            noise = self.rules.hotline_noise
            if self.on:
                noise = self.noise / math.sqrt(len(self.model.streets))
            self.full_effort = self._chosen(self.streets, noise) / self._chosen(0.0, noise)
        else:
            before = self.rules.response_weight
            heavier = ((1.0 - self.streets) * before + self.streets) / before
            self.full_effort = heavier**self.rules.effort_elasticity
        for department in self._scored():
            department.effort = self.full_effort

    def _chosen(self, streets: float, noise: float) -> float:
        """Effort for residents' issues where streets have a share, against upward work."""
        rules, k = self.rules, self.rules.effort_substitution
        w1 = (1.0 - streets) * rules.response_weight / (
            1.0 + rules.noise_aversion * rules.hotline_noise**2
        ) + streets / (1.0 + rules.noise_aversion * noise**2)
        w2 = (1.0 - streets) * (1.0 - rules.response_weight)
        e1 = (w1 - k * w2) / (1.0 - k * k)
        if w2 <= k * w1:
            e1 = w1
        if w1 <= k * w2:
            e1 = 0.0
        return rules.effort_base + e1

    def _scored(self) -> list[Department]:
        return [department for department in self.model.departments if department.answers]

    # What counts

    def note_job(self, issue: Issue, department: Department, deadline: int) -> None:
        """A needed department finished its job."""
        if self.on:
            tally = self.tallies[issue.community.street, department.number]
            tally.jobs += 1
            tally.jobs_in_time += self.model.day <= deadline

    def note_answer(self, issue: Issue, department: Department, days: int) -> None:
        """A department answered after so many days."""
        if self.on:
            tally = self.tallies[issue.community.street, department.number]
            tally.answers += 1
            tally.answers_in_time += days <= self.rules.answer_promise

    def note_closing(self, issue: Issue, in_time: bool) -> None:
        """An issue that needed departments was closed."""
        for department in issue.needed if self.on else ():
            tally = self.tallies[issue.community.street, department]
            tally.closings += issue.whistled
            tally.closings_in_time += issue.whistled and in_time
            tally.outcomes.append((issue.effort, issue.resolved))

    # Scores

    def end_day(self, day: int) -> None:
        """Once a year all departments are scored."""
        first = self.model.settings.warmup_days + YEAR_DAYS * SCORED_AFTER_MONTHS // MONTHS - 1
        if self.on and day >= first and (day - first) % YEAR_DAYS == 0:
            for department in self._scored():
                self._score(department, day)

    def _score(self, department: Department, day: int) -> None:
        streets = self.model.streets
        *_, whole = accumulate(self._score_of(street, department, day) for street in streets)
        department.score = whole / len(streets)
        if department.score >= self.rules.top_grade:
            department.effort -= self.rules.effort_decay * (department.effort - 1.0)
        else:
            department.effort = self.full_effort
        self._start(department)

    def _score_of(self, street: int, department: Department, day: int) -> float:
        """What one street gives."""
        tally = self.tallies[street, department.number]
        salient = self.rules.felt_salient_weight
        felt = (1.0 - salient) * tally.answered + salient * tally.salient
        u, v = self.model.draws("score", department.number, day, street)
        completion, satisfaction, service = self.weights
        parts = [(service, felt)]
        if tally.jobs:
            parts.append((completion, tally.completion))
        if tally.closings:
            parts.append((satisfaction, tally.satisfaction))
        *_, whole = accumulate(weight for weight, _ in parts)
        *_, points = accumulate(weight * part for weight, part in parts)
        earned = points / whole if whole else 1.0
        value: float = earned + self.noise * normal(u) + self.leniency * v
        return value
