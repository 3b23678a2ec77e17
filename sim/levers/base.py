"""What a lever is, and the one facade through which it acts on a place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar, Protocol, Self

from pydantic import Field, model_validator

from sim.enums import Cadence, Kind
from sim.joint_bound import JointError
from sim.levers.reach import Communities, Coverage, stated
from sim.levers.registry import Facts
from sim.levers.resources import Covered, Resource
from sim.parameters import FromEvidence, Group

Uniform = Callable[[str, int], float]


class Place(Protocol):
    """The side of a model that levers see; the compiled model and the plain twin both have it."""

    communities: int
    departments: int
    core_items: int
    own_items: int

    @property
    def day(self) -> int:
        """The day to come."""

    @property
    def obligations(self) -> int:
        """Rows of obligations that are, or were, in use anywhere."""

    def uniform(self, stream: str, entity: int) -> float:
        """A fixed uniform of this run for a lever's own choices."""

    def listed_households(self, community: int) -> float:
        """Vulnerable households of a community."""

    def frontline(self, community: int) -> int:
        """Front-line workers of a community."""

    def merchants(self, community: int) -> float:
        """Merchants of a community who get safety checks."""

    def micro_grids(self, community: int) -> int:
        """Micro-grids of a community."""

    def department_of(self, obligation: int) -> int:
        """The department that demands an obligation."""

    def cadence_of(self, obligation: int) -> Cadence:
        """How often an obligation falls due."""

    def is_active(self, community: int, obligation: int) -> bool:
        """Whether an obligation is demanded here."""

    def has_board(self, community: int, obligation: int) -> bool:
        """Whether an obligation came with a board here."""

    def is_listed(self, community: int, obligation: int) -> bool:
        """Whether an obligation is alive here, has its purpose and came through the front door."""

    def take_down(self, community: int, board: int) -> None:
        """Take a sign off the wall; the task behind it stays."""

    def end_obligation(self, community: int, obligation: int) -> None:
        """End an obligation: its open tasks are void, its traces and inspections stop."""

    def hand_back(
        self, community: int, obligation: int, minutes_ratio: float, assist: float
    ) -> None:
        """End an obligation here; its department does the work, but for a share still assisted."""

    def merge(self, community: int, into: int, obligation: int) -> None:
        """One form asks from now on what two asked."""

    def drop_items(self, community: int, obligation: int, items: Collection[int]) -> None:
        """A form no longer asks these items here; it keeps one if none would be left."""

    def connect(self, department: int) -> None:
        """Connect a department to the pool."""

    def pool_item(self, department: int, item: int) -> None:
        """Keep an item, as this department asks it, in the pool."""

    def exchange(self, department: int) -> None:
        """A department shares what it receives with the others that exchange."""

    def set_policy(self, communities: Sequence[int], **policy: float | bool) -> None:
        """Set policies of communities (fields of POLICY in sim/policies.py)."""

    def add_to_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Add to policies of communities."""

    def scale_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Multiply policies of communities."""

    def policy_of(self, community: int, name: str) -> float:
        """A policy of a community as it is."""

    def cap_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Lower policies of communities to a value where they are above it."""

    def raise_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Raise policies of communities to a value where they are below it."""

    def scale_issues(self, communities: Sequence[int], kind: Kind, factor: float) -> None:
        """Multiply the rate at which issues of a kind arise."""

    def share_issues(self, communities: Sequence[int], kind: Kind, share: float) -> None:
        """Let others take on a share of the community's own issues of a kind."""

    def surge(self, communities: Sequence[int], kind: Kind, factor: float, days: int) -> None:
        """Multiply the rate at which issues of a kind arise for some days from today."""

    def find_property_firms(self, community: int, share: float) -> None:
        """Find property firms for a share of an old community's estates that have none."""

    def evaluate(
        self, share: float, weights: tuple[float, float, float], noise: float, leniency: float
    ) -> None:
        """Let streets score the departments of the district from today.

        `share` of a department's appraisal depends on it; weights of completion, satisfaction and
        felt service sum to 1; noise is the spread of a score, leniency its rise at most.
        """

    def add_appraisal_share(self, share: float) -> None:
        """Give streets a share of departments' appraisal besides any score."""

    def spare_merchant_visits(self, communities: Sequence[int], factor: float) -> None:
        """Let departments visit merchants less; they have the hours for communities."""

    def extend_response(self, share: float) -> None:
        """Departments give communities a share more of their discretionary hours."""

    def pool_offices(self, communities: Sequence[int] | None = None) -> None:
        """Let public management and law enforcement share a queue and their hours.

        Parameters: communities in whose streets they do, all unless given.
        """

    def survey(self, community: int, minutes_per_household: float) -> None:
        """Let the front-line workers make a base survey, once; the pool opens when it is done."""

    def prepare(
        self,
        community: int,
        minutes: float,
        then: Callable[[Place], None] | None = None,
        days: float | None = None,
        upward: bool = True,
    ) -> None:
        """Let the front-line workers prepare a reform together; `then` follows when it is done.

        It is given the place, and holds none: what holds a place outlives its run. What is not
        upward waits behind residents' issues.
        """

    def teach(
        self,
        community: int,
        minutes: float,
        sessions: int,
        days: float,
        taught: Callable[[Place, int], None],
        by_head: bool = False,
    ) -> None:
        """Let the front-line workers, or the head, be taught in sessions spread over days.

        `taught` follows each of them, with the place and the number of sessions held.
        """

    def fill_posts(self, community: int, count: int) -> None:
        """Recruits take up their places."""

    def enlist_each(self, community: int, volunteers: int, wave: int = 0, waves: int = 1) -> None:
        """Every micro-grid of a wave has at least so many volunteers."""

    def enlist_some(self, community: int, volunteers: int) -> None:
        """So many join, each where there are fewest."""

    def call_out(
        self, community: int, minutes: float, head_minutes: float = 0.0, days: int = 0
    ) -> None:
        """Front-line workers together, and the head, are called out in some days."""

    def start_round(self, community: int, share: float, department: int, days: float) -> None:
        """A door-to-door round over a share of the households, to be done within days."""


class Lever(Group, ABC, metaclass=FromEvidence):
    """One reform, which can be switched on alone; `registry.lever` registers its class.

    `OneTable(connected_share=0.4)` is one with that value; the others are those of the evidence.

    Parameters:
        on: whether it acts at all.
        start_day: working days after the warm-up when it begins.
        coverage: share of the communities that it reaches, 0 to 1, or shares by type of community.
        communities: how many communities it reaches, or their names, in place of a coverage.

    Raises:
        JointError: `communities` and a coverage other than 1 are both stated.
    """

    facts: ClassVar[Facts]

    on: bool = False
    start_day: int = Field(default=0, ge=0)
    coverage: Coverage = 1.0
    communities: Communities = None

    @property
    def in_villages_alone(self) -> bool:
        """Whether it reaches villages alone: shares and numbers are then of these."""
        return False

    @model_validator(mode="after")
    def reaches_in_one_way(self) -> Self:
        if self.communities is not None and self.coverage != 1.0:
            members = {"communities": self.communities, "coverage": stated(self.coverage)}
            raise JointError(
                members, "one of the two says whom it reaches; coverage=1 leaves it to communities"
            )
        return self

    @abstractmethod
    def apply(self, place: Place, communities: Sequence[int]) -> None:
        """Act on the covered communities, once, on the morning of the start day."""

    def recruits(self, community: int, uniform: Uniform) -> int:
        """Recruits of a covered community; their posts exist, unfilled, from the first day."""
        return 0

    def sent(self, community: int, uniform: Uniform) -> float:
        """People whom it sends to a covered community and who take no post there."""
        return 0.0

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Units of each resource that it needs where it reaches; a run counts time by itself."""
        return {}
