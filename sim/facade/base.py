"""What all sides of a compiled place share."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.kernels.state_ref import StateReference, refer
from sim.own_streams import uniform
from sim.policies import POLICY
from sim.settings import Settings
from sim.state import State

POLICIES = POLICY.names or ()


class Base:
    """A state, its settings, and the policies of its communities."""

    def __init__(self, settings: Settings, state: State) -> None:
        self.settings = settings
        self.state = state
        self.preparations = 0
        self.prepared: dict[int, Callable[[Any], None]] = {}
        self.communities = settings.territory.communities
        self.departments = settings.obligations.demanding
        self.core_items = settings.obligations.core_items
        self.own_items = settings.obligations.own_items

    def __getstate__(self) -> dict[str, Any]:
        """What a copy takes with it: the reference of a copy is to arrays of its own."""
        return self.__dict__ | {"_reference": None}

    @property
    def state(self) -> State:
        """The arrays; another state is set when one of them was enlarged."""
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._state = state
        self._reference: StateReference | None = None

    @property
    def reference(self) -> StateReference:
        """The state as compiled code takes it."""
        if self._reference is None:
            self._reference = refer(self._state)
        return self._reference

    @property
    def day(self) -> int:
        """The day to come."""
        return int(self.state.clock["day"][0])

    @property
    def obligations(self) -> int:
        """Rows of obligations that are, or were, in use anywhere."""
        return int(self.state.clock["rows"][0])

    def uniform(self, stream: str, entity: int) -> float:
        """A fixed uniform of this run for a lever's own choices."""
        return uniform(self.state.keys, stream, entity)

    def _policy(self, name: str) -> npt.NDArray[Any]:
        """A policy of all communities. Raises ValueError where there is none of this name."""
        if name not in POLICIES:
            near = ", ".join(difflib.get_close_matches(name, POLICIES, 3, 0.5))
            raise ValueError(f"{name}: no such policy" + (f"; near: {near}" if near else ""))
        column: npt.NDArray[Any] = self.state.policies[name]
        return column

    def set_policy(self, communities: Sequence[int], **policy: float | bool) -> None:
        """Set policies of communities."""
        for name, value in policy.items():
            self._policy(name)[list(communities)] = _finite(name, value)

    def add_to_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Add to policies of communities."""
        for name, value in policy.items():
            self._policy(name)[list(communities)] += _finite(name, value)

    def scale_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Multiply policies of communities."""
        for name, factor in policy.items():
            self._policy(name)[list(communities)] *= _finite(name, factor)

    def policy_of(self, community: int, name: str) -> float:
        """A policy of a community as it is."""
        return float(self._policy(name)[community])

    def cap_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Lower policies of communities to a value where they are above it."""
        for name, most in policy.items():
            column, chosen = self._policy(name), list(communities)
            column[chosen] = np.minimum(column[chosen], _finite(name, most))

    def raise_policy(self, communities: Sequence[int], **policy: float) -> None:
        """Raise policies of communities to a value where they are below it."""
        for name, least in policy.items():
            column, chosen = self._policy(name), list(communities)
            column[chosen] = np.maximum(column[chosen], _finite(name, least))


def _finite(name: str, value: Any) -> Any:
    """The value of a policy. Raises ValueError for what is no finite number."""
    if isinstance(value, str) or not np.isfinite(value).all():
        raise ValueError(f"{name}={value!r}: should be a finite number")
    return value
