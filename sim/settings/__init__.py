"""All settings of the model: typed, checked, each with the evidence for its default."""

from __future__ import annotations

import functools
import json
import pickle
from collections.abc import Callable, Mapping
from typing import Any, Self

import cloudpickle
from pydantic import Field, PrivateAttr, ValidationError, model_validator

from sim.evidence import Ledger
from sim.joint_bound import JointError
from sim.levers import Levers, registry
from sim.measures import own
from sim.parameters import Group, SettingsError, fill, first_fault
from sim.settings.departments import Departments
from sim.settings.issues import Issues
from sim.settings.magnitudes import LARGEST_DAILY_COUNT, refuse_overflow
from sim.settings.nested import leaves, overlay
from sim.settings.obligations import Obligations
from sim.settings.reach import refuse_beyond
from sim.settings.residents import Residents
from sim.settings.rules import Rules
from sim.settings.structures import Structures
from sim.settings.territory import Territory
from sim.settings.workday import Organisation, Workday
from sim.shocks import Shocks

KEPT_SETTINGS = 256
"""Settings that a process keeps of those that were sent to it."""
Recipe = tuple[Callable[..., "Settings"], tuple[Any, ...]]
"""A function and its arguments that make settings again."""


to_json = functools.partial(json.dumps, sort_keys=True, separators=(",", ":"), allow_nan=False)
"""JSON of which equal data have the same letters."""


class Settings(Group):
    """Everything a run depends on besides its seed.

    `Settings(horizon_days=20, territory={"communities": 1, "workers": 10})`

    Parameters:
        ledger: the evidence, by position; the package's own if left out.
        tree: settings by name, as nested mappings. A setting that is left out comes from the
            evidence. A value is a number, or a string such as "${assume:overlap}" that refers to
            evidence.

    Raises:
        SettingsError: a key is unknown, or a value is not allowed.
    """

    __slots__ = ("_recipe", "_text")
    """What is known of settings beside them; neither compared nor copied."""

    territory: Territory
    organisation: Organisation
    workday: Workday
    obligations: Obligations
    issues: Issues
    departments: Departments
    residents: Residents
    structures: Structures
    rules: Rules
    levers: Levers
    shocks: Shocks
    horizon_days: int = Field(
        default=500, ge=1, le=5000, description="working days that are measured; 250 are a year"
    )
    warmup_days: int = Field(
        default=250, ge=0, le=5000, description="working days before these, without reforms"
    )

    _sources: dict[str, str] = PrivateAttr(default_factory=dict)

    def __init__(self, ledger: Ledger | None = None, /, **tree: Any) -> None:
        sources: dict[str, str] = {}
        full = fill(type(self), tree, ledger or default_ledger(), sources)
        try:
            super().__init__(**full)
        except ValidationError as error:
            raise first_fault(error).given({path for path, _ in leaves(tree)}) from None
        self._sources = sources

    @classmethod
    def validated(cls, full: Mapping[str, Any], sources: dict[str, str]) -> Self:
        """Settings from a nested mapping without references, and the source of each by its path.

        Groups that are validated already may stand in the mapping as they are.

        Raises:
            pydantic.ValidationError: a value is not allowed.
        """
        new = cls.__new__(cls)
        cls.__pydantic_validator__.validate_python(full, self_instance=new)
        new._sources = sources
        return new

    @classmethod
    def read(cls, tree: Mapping[str, Any], ledger: Ledger | None = None) -> Self:
        """Settings from a partial nested mapping, with evidence from a ledger.

        Raises:
            SettingsError: a key is unknown, or a value is not allowed.
        """
        return cls(ledger, **tree)

    def changed(self, tree: Mapping[str, Any]) -> Self:
        """A copy in which the settings of a partial nested mapping are replaced.

        Settings that are not replaced keep their source in `provenance`.

        Raises:
            SettingsError: a key is unknown, or a value is not allowed.
        """
        given = {path for path, _ in leaves(tree)}
        try:
            other = type(self).read(overlay(self.model_dump(), tree))
        except SettingsError as error:
            raise error.given(given) from None
        kept = self._sources.items() - {(path, self._sources[path]) for path in given}
        other._sources |= dict(kept)
        return other

    @model_validator(mode="after")
    def consistent(self) -> Self:
        people = self.territory.largest_community
        for name, kind in self.issues.kinds:
            mean = self.issues.rate_scale * kind.rate * people / 1000 / 250
            if mean > LARGEST_DAILY_COUNT:
                members: dict[str, Any] = {
                    f"issues.kinds.{name}.rate": kind.rate,
                    "issues.rate_scale": self.issues.rate_scale,
                    "territory.residents": self.territory.residents,
                    "territory.communities": self.territory.communities,
                }
                allowed = f"{LARGEST_DAILY_COUNT} issues a day and community at most"
                raise JointError(members, allowed, mean)
            unknown = set(getattr(kind, "powers", ())) - set(self.departments.answering)
            if unknown:
                members = {
                    f"issues.kinds.{name}.powers": sorted(unknown),
                    "departments.answering": list(self.departments.answering),
                }
                raise JointError(members, "powers are of departments that answer")
        for part in ("levers", "shocks"):
            for name, switch in getattr(self, part):
                if switch.on and switch.start_day >= self.horizon_days:
                    members = {
                        f"{part}.{name}.start_day": switch.start_day,
                        "horizon_days": self.horizon_days,
                    }
                    raise JointError(members, "start_day before horizon_days is over")
                if switch.on and switch.communities is not None:
                    refuse_beyond(f"{part}.{name}", switch, self.territory)
        if len(self.departments.answering) > self.obligations.demanding:
            members = {
                "obligations.demanding": self.obligations.demanding,
                "departments.answering": list(self.departments.answering),
            }
            raise JointError(members, "at least as many demand as answer")
        self._known_place()
        refuse_overflow(self)
        return self

    def _known_place(self) -> None:
        """Refuse what is stated of a place if it contradicts another group of settings."""
        boards, most = self.territory.each.boards, self.obligations.boards
        if boards and max(boards) != most:
            rule = f"must be {max(boards)}, the largest of territory.each.boards"
            raise SettingsError("obligations.boards", most, rule)
        if self.departments.staff and self.territory.districts > 1:
            rule = "1 district where departments.staff is stated"
            raise SettingsError("territory.districts", self.territory.districts, rule)

    @property
    def sources(self) -> Mapping[str, str]:
        """Where each setting comes from, by its path; see `provenance`."""
        return self._sources

    def provenance(self) -> list[dict[str, Any]]:
        """Where each setting comes from, as rows in order of path.

        Returns:
            `path` is dotted. `source` is an evidence reference such as "assume:overlap", "override"
            (a number was given) or "choice" (no evidence is claimed). `value` is as in JSON.
        """
        tree = self.model_dump(mode="json")
        return [
            {
                "path": path,
                "source": source,
                "value": functools.reduce(lambda node, key: node[key], path.split("."), tree),
            }
            for path, source in sorted(self._sources.items())
        ]

    def canonical(self) -> str:
        """Canonical JSON of all that the run depends on besides its seed and the model version.

        Levers, shocks and mechanisms that are off are left out. For levers and measures outside the
        package digests of their source are added, because `model_version` does not contain them.
        """
        text = getattr(self, "_text", None)
        if text is None:
            text = self._canonical()
            object.__setattr__(self, "_text", text)
        measures = own.sources()
        return f'{text[:-1]},"own_measures":{to_json(measures)}}}' if measures else text

    def keep(self, text: str, recipe: Recipe) -> None:
        """Keep the canonical JSON of these settings, and how another process makes them."""
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_recipe", recipe)

    def __reduce__(self) -> Recipe:
        """Pickle. Settings that travel often are packed, and unpacked at the other end, once."""
        recipe: Recipe | None = getattr(self, "_recipe", None)
        if recipe is None:
            recipe = (unpacked, (cloudpickle.dumps((type(self), self.__getstate__())),))
            object.__setattr__(self, "_recipe", recipe)
        return recipe

    def _canonical(self) -> str:
        tree = self.model_dump(mode="json")
        for part in ("levers", "shocks", "rules"):
            tree[part] = {name: group for name, group in tree[part].items() if group["on"]}
        switched = {**dict(self.levers), **dict(self.shocks)}
        sources = {name: lever.facts.source for name, lever in switched.items() if lever.on}
        if sources := {name: source for name, source in sources.items() if source}:
            tree["sources"] = sources
        return to_json(tree)


@functools.lru_cache(KEPT_SETTINGS)
def unpacked(packed: bytes) -> Settings:
    """The settings that a process packed; equal ones are the same object."""
    kind, state = pickle.loads(packed)
    settings: Settings = kind.__new__(kind)
    settings.__setstate__(state)
    return settings


@functools.cache
def default_ledger() -> Ledger:
    """The evidence in `seeds/`, with what registered levers declare; made once for these."""
    return registry.ledger()


def _rebuild() -> None:
    Settings.model_rebuild(force=True)
    unpacked.cache_clear()
    default_ledger.cache_clear()


registry.on_change(_rebuild)


__all__ = ["Settings", "SettingsError", "default_ledger"]
