"""Mesa's data collector over the arrays: values are computed when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.horizon import Weak

if TYPE_CHECKING:
    from sim.model import GovernanceModel


class Collector(mesa.DataCollector):  # type: ignore[misc]
    """Model variables of each day so far: daily series, and the measures of the whole place.

    A series has the name `daily.measure`, or `daily.measure.group`, and no values during the
    warm-up. A measure (`measure` or `measure.group`) has a value on the last day alone, as it is
    one of the whole window. `collect` does nothing: the arrays hold every day already.
    """

    def __init__(self, model: GovernanceModel) -> None:
        self._model: Any = Weak(model)
        self._cached: tuple[int, dict[str, list[float]]] = (-1, {})
        super().__init__()

    def collect(self, model: mesa.Model) -> None:
        """Days are in the arrays of the model already."""

    @property
    def model_vars(self) -> dict[str, list[float]]:
        """Values by name, one for each day."""
        day = int(self._model.day)
        if self._cached[0] != day:
            self._cached = (day, _values(self._model, day))
        return self._cached[1]

    @model_vars.setter
    def model_vars(self, values: dict[str, Any]) -> None:
        """Mesa sets this to an empty table; that has no effect here."""

    @property
    def model_reporters(self) -> dict[str, str]:
        """Names of the model variables."""
        return {name: name for name in self.model_vars}

    @model_reporters.setter
    def model_reporters(self, reporters: dict[str, Any]) -> None:
        """Mesa sets this to an empty table; that has no effect here."""

    @property
    def _collection_steps(self) -> list[float]:
        """Mesa from 3.4 on: the times of the rows."""
        return [float(day) for day in range(1, int(self._model.day) + 1)]

    @_collection_steps.setter
    def _collection_steps(self, steps: list[float]) -> None:
        pass


def _values(model: GovernanceModel, day: int) -> dict[str, list[float]]:
    warmup = model.settings.warmup_days
    blank = [np.nan] * min(day, warmup)
    columns: dict[str, list[float]] = {}
    series = model.series()
    for key, rows in series.groupby(["measure", "group"], sort=False):
        measured = rows["value"].to_list()[: max(0, day - warmup)]
        columns[f"daily.{_name(*map(str, key))}"] = [*blank, *measured]
    whole = model.measures(by_community=False)
    over = day == model.last_day
    for measure, group, value in zip(whole["measure"], whole["group"], whole["value"], strict=True):
        columns[_name(measure, group)] = [np.nan] * (day - 1) + [value if over else np.nan] * min(
            day, 1
        )
    return columns


def _name(measure: str, group: str) -> str:
    return measure if group == "all" else f"{measure}.{group}"
