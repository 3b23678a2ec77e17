"""The summary of a place at the end of a run, and that of each of its communities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from sim.enums import COMMUNITY_BITS, Account, Status, Tally, Work
from sim.measures.issue_log import ended, live
from sim.measures.measure import share
from sim.measures.resident_groups import COUNTER_CODE, GROUP_CODES, PersonSums, codes
from sim.measures.summary import DepartmentSums, IssueSums, ResidentSums, StreetSums, Summary
from sim.measures.survival import Days, Integers, Mask, Reals, Waits
from sim.measures.tallies import BACK_DAYS, COUNTER_TRAITS, ONSET_TRAITS, TRAIT_GROUPS, TRAITS
from sim.settings import Settings
from sim.state import State

Window = tuple[int, int]
"""First day, and number of days."""


def summary(settings: Settings, state: State, window: Window | None = None) -> Summary:
    """The summary of the whole place; issues are those of the window, the measured one if None."""
    return next(summaries(settings, state, window))


def summaries(
    settings: Settings, state: State, window: Window | None = None, log: IssueLog | None = None
) -> Iterator[Summary]:
    """The summary of the whole place, then that of each community.

    Parameters: the window, that of the settings if None; the log of its issues, where it is made
    already.
    """
    first, days = window or (settings.warmup_days, settings.horizon_days)
    log = log or IssueLog.of(settings, state, (first, days))
    everywhere = slice(None)
    departments = _departments(settings, state)
    last = first + days
    yield _summary(last, state, everywhere, everywhere, everywhere, departments, log.whole())
    issues = log.communities()
    for c, community in enumerate(state.communities):
        workers = _rows(community["first_worker"], community["workers"])
        agents = _rows(community["first_agent"], community["agents"])
        yield _summary(last, state, slice(c, c + 1), workers, agents, None, next(issues))


def _rows(first: Any, count: Any) -> slice:
    return slice(int(first), int(first) + int(count))


def _summary(
    last: int,
    state: State,
    places: slice,
    workers: slice,
    agents: slice,
    departments: DepartmentSums | None,
    issues: IssueSums,
) -> Summary:
    communities, forms = state.communities[places], state.forms[places]
    unlisted = forms["active"] & ((forms["obsolete_from"] <= last) | forms["beside"])
    regular = state.totals[workers]
    frontline = _frontline(state, workers)
    meetings = regular[:, Work.MEETING] + state.overtime_totals[workers, Work.MEETING]
    return Summary(
        communities=len(communities),
        workers=len(regular),
        frontline=int(frontline.sum()),
        people=float(communities["people"].sum()),
        counts=state.counts[places].sum(axis=0),
        regular=regular.sum(axis=0),
        overtime=state.overtime_totals[workers].sum(axis=0),
        frontline_meetings=int(meetings[frontline].sum()),
        burden=state.burden[places].sum(axis=0),
        accounts=_accounts(state, places),
        volunteers=int(communities["volunteers"].sum()),
        obligations=int(communities["obligations"].sum()),
        unlisted_obligations=int(unlisted.sum()),
        boards=int(communities["boards_up"].sum()),
        leaks=int(communities["leaks"].sum()),
        groups=float(communities["groups"].sum()),
        rounds_walked=float(communities["rounds_walked"].sum()),
        residents=_residents(state.residents[agents]),
        departments=departments,
        street=None if departments is None else _street(state),
        issues=issues,
    )


def _accounts(state: State, places: slice) -> Integers:
    """Accounts of forms by the department that demands them, (departments, accounts)."""
    accounts = np.zeros((len(state.departments), len(Account)), np.int64)
    np.add.at(accounts, state.obligations["department"], state.accounts[places].sum(axis=0))
    return accounts


def _frontline(state: State, workers: slice) -> Mask:
    """Whether workers are of the front line: neither heads nor recruits."""
    home = state.workers["community"][workers]
    community = state.communities[home]
    place = np.arange(len(state.workers))[workers] - community["first_worker"]
    frontline: Mask = (place >= community["front"]) & (
        place < community["front"] + community["frontline"]
    )
    return frontline


def _residents(residents: npt.NDArray[np.void]) -> ResidentSums:
    trust, vulnerable = residents["trust"], residents["vulnerable"]
    theirs, others = trust[vulnerable], trust[~vulnerable]
    return ResidentSums(
        trust=float(trust.sum()),
        trust_vulnerable=float(theirs.sum()),
        trust_others=float(others.sum()),
        agents=len(trust),
        vulnerable=len(theirs),
        others=len(others),
    )


def _departments(settings: Settings, state: State) -> DepartmentSums:
    departments = state.departments
    answering = departments[: len(settings.departments.answering)]
    undone = departments["handed_back"] - departments["staff_hours"]
    return DepartmentSums(
        used=answering["used"].copy(),
        offered=answering["offered"].copy(),
        effort=answering["effort"].copy(),
        answering=len(answering),
        loads=tuple(map(share, answering["used"].tolist(), answering["offered"].tolist())),
        presence_given=int(answering["presence_given"].sum()),
        handed_ticks=float(departments["handed_ticks"].sum()),
        handed_back_undone=float(np.maximum(undone, 0.0).sum()),
    )


def _street(state: State) -> StreetSums:
    offices = state.street_offices
    return StreetSums(offices["used"].copy(), offices["offered"].copy())


class IssueLog:
    """All issues of a run, counted once and sorted once.

    Parameters: settings; the number of communities; issues (OUTCOME) with the status of each, in
    one part or several; the window, that of the settings if None.
    """

    def __init__(
        self,
        settings: Settings,
        communities: int,
        *parts: tuple[npt.NDArray[np.void], npt.NDArray[np.int8]],
        window: Window | None = None,
    ) -> None:
        self._window = window or (settings.warmup_days, settings.horizon_days)
        self._places = communities
        self._parts = parts
        self._tallies = np.zeros((communities, len(TRAITS["kind"]), len(Tally)), np.int64)
        size = sum(len(issues) for issues, _ in parts)
        self._report, self._onset = np.empty(size), np.empty(size)
        self._solved, self._traits = np.empty(size, np.int32), np.empty(size, np.int8)
        self._tally(settings)

    @classmethod
    def of(cls, settings: Settings, state: State, window: Window | None = None) -> Self:
        """Of the issues of a state."""
        done = ended(state)
        at_rest = np.full(len(done), Status.FREE, np.int8)
        parts = (done, at_rest), live(state)
        return cls(settings, len(state.communities), *parts, window=window)

    def whole(self) -> IssueSums:
        """Of the whole place."""
        return self._sums(self._tallies.sum(axis=0), self._by_report, self._by_onset)

    def communities(self) -> Iterator[IssueSums]:
        """Of each community."""
        entities = np.concatenate([issues["entity"] for issues, _ in self._parts])
        smallest = np.min_scalar_type(self._places)  # radix sort takes up to 16 bits
        community = (entities >> COMMUNITY_BITS).astype(smallest)
        orders = [self._split(order, community) for order in (self._by_report, self._by_onset)]
        for tallies, *order in zip(self._tallies, *orders, strict=True):
            yield self._sums(tallies, *order)

    def by_person(self, habitats: Integers) -> PersonSums:
        """Of the whole place by group of residents.

        Parameters: the type of each community (C,).
        """
        counter = self._traits < COUNTER_TRAITS
        report, onset = (order[~counter[order]] for order in (self._by_report, self._by_onset))
        each = np.full(len(counter), COUNTER_CODE, np.int8)
        given_up = np.zeros(len(counter), np.bool_)
        first = 0
        for issues, _ in self._parts:
            rows = np.flatnonzero(~counter[first : first + len(issues)])
            community = issues["entity"][rows] >> COMMUNITY_BITS
            each[first + rows] = codes(habitats[community], issues["person"][rows])
            given_up[first + rows] = issues["given_up"][rows]
            first += len(issues)
        count = partial(np.bincount, minlength=COUNTER_CODE + 1)
        return PersonSums(
            arisen=count(each[onset]),
            solved=count(each[onset[self._solved[onset] > 0]]),
            reported=count(each[report]),
            given_up=count(each[report[given_up[report]]]),
            since_report=self._waits(self._report, report, GROUP_CODES, each),
            since_onset=self._waits(self._onset, onset, GROUP_CODES, each),
        )

    def _split(self, order: Integers, community: npt.NDArray[Any]) -> list[Integers]:
        """Rows in this order, apart by community."""
        here = community[order]
        ends = np.cumsum(np.bincount(here, minlength=self._places))
        return np.split(order[np.argsort(here, kind="stable")], ends[:-1])

    def _sums(self, tallies: Integers, by_report: Integers, by_onset: Integers) -> IssueSums:
        since_report = self._waits(self._report, by_report, TRAIT_GROUPS, self._traits)
        since_onset = self._waits(self._onset, by_onset, ONSET_TRAITS, self._traits)
        return IssueSums(tallies, since_report, since_onset)

    @cached_property
    def _by_report(self) -> Integers:
        """Issues reported in the window, by days since then."""
        return _order(self._report)

    @cached_property
    def _by_onset(self) -> Integers:
        """Issues that arose in the window, by days since then.

        Most were reported at once and are in the order of days since report already.
        """
        at_once = self._onset == self._report
        head = self._by_report[at_once[self._by_report]]
        rest = _order(np.where(at_once, np.nan, self._onset))
        both = np.concatenate([head, rest])
        return both[np.argsort(self._onset[both], kind="stable")]

    def _waits(
        self, days: Reals, order: Integers, groups: dict[str, Mask], traits: npt.NDArray[np.int8]
    ) -> Waits:
        solved = self._solved[order]
        rows = Days(days[order], solved, 1 - solved, traits[order])
        return Waits(rows, groups, self._window[1])

    def _tally(self, settings: Settings) -> None:
        from sim.kernels.issue_tallies import tally_issues

        start, length = self._window
        window = (float(start), float(start + length), float(BACK_DAYS))
        promises = np.array([kind.promise for _, kind in settings.issues.kinds], float)
        first = 0
        for issues, statuses in self._parts:
            rows = slice(first, first + len(issues))
            days = self._report[rows], self._onset[rows]
            traits, solved = self._traits[rows], self._solved[rows]
            tally_issues(issues, statuses, window, promises, self._tallies, *days, traits, solved)
            first += len(issues)


def _order(days: Reals) -> Integers:
    """Rows by days, those without left out.

    The bits of numbers that are not negative are in the order of the numbers, and NumPy sorts by 16
    of them at a time (radix sort) in less time than by 64.
    """
    order = np.flatnonzero(~np.isnan(days))
    for digit in days.astype("<f8", copy=False).view("<u2").reshape(-1, 4).T:
        order = order[np.argsort(digit[order], kind="stable")]
    return order
