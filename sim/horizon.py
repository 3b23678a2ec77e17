"""A Mesa model with a fixed number of days: steps, time and events; it is freed at once."""

from __future__ import annotations

import inspect
import math
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable
from types import MethodType
from typing import Any

import mesa


class Weak:
    """Stands for a model, or calls a method of it, without keeping it alive."""

    __slots__ = ("_target",)

    def __init__(self, target: Any) -> None:
        kind = weakref.WeakMethod if inspect.ismethod(target) else weakref.ref
        self._target = kind(target)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._alive()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._alive(), name)

    def __reduce__(self) -> tuple[type[Weak], tuple[Any]]:
        return Weak, (self._alive(),)

    def _alive(self) -> Any:
        target = self._target()
        if target is None:
            raise ReferenceError("the model is gone; keep it as long as it is needed")
        return target


class Day:
    """The method `step`: called from outside, it lets Mesa count the day; inside, it does the day.

    Mesa puts its counting in the place of `step` on each model, which then refers to itself.
    """

    def __init__(self, does: Callable[[Any], None]) -> None:
        self._does = does

    def __get__(self, model: Any, kind: type | None = None) -> Callable[..., None]:
        if model is None:
            return self._does
        inside = model.__dict__.get("_inside_day", True)
        return MethodType(self._does if inside else Horizon._next_day, model)

    def __set__(self, model: Any, counting: object) -> None:
        """Mesa's counting is called by `Horizon._next_day`."""


class Horizon(mesa.Model, ABC):  # type: ignore[misc]
    """A Mesa model of a number of days, of which each step is one.

    Where Mesa keeps time (from 3.4 on), day n ends at time n, and events can be scheduled.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        does = cls.__dict__.get("step")
        if inspect.isfunction(does):
            cls.step = Day(does)  # type: ignore[method-assign]

    def __init__(self, last_day: int, seed: int) -> None:
        super().__init__(rng=seed)
        self.last_day = last_day
        attributes = self.__dict__
        attributes["_user_step"] = self._one_day
        attributes["_inside_day"] = False
        # Mesa refers to a model from inside it: its arrays would outlive it until a collection.
        for name, kept in list(attributes.items()):
            if getattr(kept, "__self__", None) is self:
                attributes[name] = Weak(kept)
            elif getattr(kept, "model", None) is self:
                object.__setattr__(kept, "model", Weak(self))

    @property
    @abstractmethod
    def day(self) -> int:
        """Number of days that are over."""

    @abstractmethod
    def _advance(self, until: int) -> None:
        """Compute all days before `until` that are not over."""

    @Day
    def step(self) -> None:
        """One day. Raises RuntimeError once the horizon is over."""
        self._advance(self.steps)

    def run(self) -> None:
        """All days that are left."""
        if self._unattended():
            self._advance(self.last_day)
            self._close()
        for _ in range(self.last_day - self.steps):
            self.step()

    def run_for(self, duration: float) -> None:
        """So many days. Raises RuntimeError beyond the horizon, ValueError for nan."""
        self.run_until(getattr(self, "time", self.steps) + duration)

    def run_until(self, end_time: float) -> None:
        """All days up to this one, the first being 1. Raises RuntimeError beyond the horizon."""
        self._refuse_beyond(end_time)
        if hasattr(mesa.Model, "run_until"):
            super().run_until(end_time)
        else:
            while self.steps + 1 <= end_time:
                self.step()

    def _next_day(self) -> None:
        self._refuse_beyond(self.steps + 1)
        self._wrapped_step()

    def _one_day(self) -> None:
        """What Mesa calls when it has counted the day."""
        self._inside_day = True
        try:
            type(self).step(self)
        finally:
            self._inside_day = False

    def _close(self) -> None:
        """Nothing is left to be scheduled: all days have been computed in one go."""
        for schedule in list(getattr(self, "_event_generators", ())):
            schedule.stop()
        self.steps = self.last_day
        if hasattr(self, "time"):
            self.time = float(self.last_day)

    def _refuse_beyond(self, day: float) -> None:
        if math.isnan(day):
            raise ValueError("not a number of days: nan")
        if day > self.last_day:
            raise RuntimeError(f"the horizon of {self.last_day} days is over")

    def _unattended(self) -> bool:
        """Whether nothing happens between days, so that they can be computed in one go."""
        listeners = getattr(self, "subscribers", {}).values()
        events = getattr(self, "_event_list", ())
        return type(self).step is Horizon.step and len(events) <= 1 and not any(listeners)
