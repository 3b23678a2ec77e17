"""Levers and shocks register themselves here when their classes are defined."""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic.fields import FieldInfo

from sim import declared
from sim.levers.source import carry, source
from sim.parameters import Group, without_limits

if TYPE_CHECKING:
    from sim.evidence import Ledger
    from sim.levers.base import Lever

Kind = TypeVar("Kind", bound="type[Lever]")

FIRST_FREE = 100
FIRST_OUTSIDE = 2**31
OLD_NUMBERS = {"levers": range(45), "shocks": range(64, 68)}
"""Numbers from the time when they were positions; no new ones are given below FIRST_FREE."""
ACTED_ON = (
    "obligations", "departments", "workers", "residents", "merchants", "volunteers", "streets",
    "others",
)  # fmt: skip
PACKAGES = ("sim.levers.", "sim.shocks.")
"""Modules of the levers and shocks that the package has."""
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class LeverError(ValueError):
    """A lever or shock that cannot be registered; one line."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a lever or shock besides its parameters.

    Attributes:
        part: The group of settings it belongs to, "levers" or "shocks".
        name: Its name in settings.
        number: Its number in random draws of coverage; it is unique and never changes.
        order: Its place when levers are applied: smaller ones first.
        label: What a table calls it.
        documents: Numbers of the documents that it comes from.
        acts_on: Whose work, rights or circumstances it changes (of ACTED_ON).
        source: Digest of its source code if it is outside the package, else empty.
        acts_through: Rules (names of `rules.NAME`) each of which it needs; with one of them off it
            does nothing, or nothing but cost time.
    """

    part: str
    name: str
    number: int
    order: float
    label: str
    documents: tuple[str, ...]
    acts_on: tuple[str, ...]
    source: str = ""
    acts_through: tuple[str, ...] = ()


class Registered(Group):
    """A group of settings with a field for each registered class, in the order of application."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Unpickle. A worker process registers levers that it does not have as the sender has."""
        super().__setstate__(state)
        kinds = {value.facts.name: type(value) for value in state["__dict__"].values()}
        changed = {name: kind for name, kind in kinds.items() if _KINDS.get(name) is not kind}
        if changed:
            _KINDS.update(changed)
            _rebuild()


_KINDS: dict[str, type[Lever]] = {}
_GROUPS: dict[str, type[Registered]] = {}
_LISTENERS: list[Callable[[], object]] = []


def lever(
    *,
    label: str,
    documents: tuple[str, ...],
    acts_on: tuple[str, ...],
    acts_through: tuple[str, ...] = (),
    number: int | None = None,
    order: float | None = None,
) -> Callable[[Kind], Kind]:
    """Register the class that follows as a lever; `Facts` has the parameters.

    Parameters:
        number: Follows from the name unless it is given, which only the package's own levers do.
        order: The number if it is not given: new levers come last.

    Raises:
        LeverError: The name or the number is taken, or a fact is not allowed.
    """
    return _registering("levers", number, order, label, documents, acts_on, acts_through)


def shock(
    *,
    label: str,
    documents: tuple[str, ...],
    acts_on: tuple[str, ...],
    acts_through: tuple[str, ...] = (),
    number: int | None = None,
    order: float | None = None,
) -> Callable[[Kind], Kind]:
    """As `lever`, for what befalls a place and is no reform."""
    return _registering("shocks", number, order, label, documents, acts_on, acts_through)


def unregister(name: str) -> None:
    """Forget a lever or shock, and take it out of the settings. Raises KeyError."""
    del _KINDS[name]
    _rebuild()


def names(part: str) -> tuple[str, ...]:
    """Names of levers or of shocks, in the order in which they are applied."""
    return tuple(_sorted(part))


def part_of(name: str) -> str | None:
    """The group of settings of a lever or shock; None for another name."""
    return _KINDS[name].facts.part if name in _KINDS else None


def label(name: str) -> str:
    """What a table calls a lever or shock. Raises KeyError."""
    return _KINDS[name].facts.label


def kind_of(name: str) -> type[Lever] | None:
    """The registered class of a lever or shock; None for another name."""
    return _KINDS.get(name)


def outside() -> dict[str, type[Lever]]:
    """Classes of registered levers and shocks outside the package, by name."""
    return {name: kind for name, kind in _KINDS.items() if kind.facts.source}


def sources() -> dict[str, str]:
    """Digests of the source code of registered levers outside the package, by name."""
    return {name: kind.facts.source for name, kind in outside().items()}


def ledger() -> Ledger:
    """The evidence of the package with what registered levers declare. Raises EvidenceError."""
    return declared.ledger(_KINDS)


def declared_ids() -> frozenset[str]:
    """Ids of the assumptions that registered levers declare."""
    return frozenset(
        key for name, kind in _KINDS.items() for key in declared.assumptions(name, kind)
    )


def discover(package: str, path: list[str]) -> None:
    """Import every module of a package, so that its classes register."""
    for module in pkgutil.iter_modules(path, f"{package}."):
        importlib.import_module(module.name)


def keep_fields(group: type[Registered], part: str) -> None:
    """Keep the fields of this class the registered classes of a part."""
    _GROUPS[part] = group
    _set_fields(group, part)


def on_change(listener: Callable[[], object]) -> None:
    """Call this function whenever a class was registered or unregistered later on."""
    _LISTENERS.append(listener)


def _registering(
    part: str,
    number: int | None,
    order: float | None,
    label: str,
    documents: tuple[str, ...],
    acts_on: tuple[str, ...],
    acts_through: tuple[str, ...],
) -> Callable[[Kind], Kind]:
    def register(kind: Kind) -> Kind:
        name = re.sub(r"(?<=.)([A-Z])", r"_\1", kind.__name__).lower()
        outside = not kind.__module__.startswith(PACKAGES)
        if _is_redefined(name, kind):
            unregister(name)
        fixed = _checked_number(part, name, number, outside)
        if name in _KINDS:
            other = _KINDS[name].__module__
            raise LeverError(
                f"{name}: {other} has registered this name already; unregister({name!r}) forgets it"
            )
        _check_class(name, kind)
        _check_facts(name, label, documents, acts_on, acts_through, order)
        if outside:
            _check_rules(name, acts_through)
        kind.facts = Facts(
            part, name, fixed, fixed if order is None else order, label, documents, acts_on,
            source(kind) if outside else "", acts_through,
        )  # fmt: skip
        declared.name_evidence(name, kind)
        _KINDS[name] = kind
        try:
            if part in _GROUPS:
                _rebuild()
            if outside:
                carry(kind.__module__)
                _try_out(name)
        except Exception as error:
            unregister(name)
            reason = " ".join(str(error).split())
            raise LeverError(f"{name}: cannot be used as a lever: {reason}") from None
        return kind

    return register


def _is_redefined(name: str, kind: type) -> bool:
    """Whether a class of the user takes the place of an earlier version, as in a notebook."""
    before = _KINDS.get(name)
    if before is None or before is kind or before.__module__.startswith(PACKAGES):
        return False
    return (before.__module__, before.__qualname__) == (kind.__module__, kind.__qualname__)


def _checked_number(part: str, name: str, number: int | None, outside: bool) -> int:
    """The number of a class. Raises LeverError if it is not allowed or taken."""
    if number is None:
        digest = blake2b(name.encode(), digest_size=4).digest()
        number = FIRST_OUTSIDE + int.from_bytes(digest, "little") % FIRST_OUTSIDE
    elif outside:
        raise LeverError(f"{name}: number={number}: outside the package it follows from the name")
    elif not (FIRST_FREE <= number < FIRST_OUTSIDE or number in OLD_NUMBERS[part]):
        raise LeverError(f"{name}: number={number}: new numbers start at {FIRST_FREE}")
    for other in _KINDS.values():
        if other.facts.number == number and other.facts.name != name:
            raise LeverError(f"{name}: number={number}: {other.facts.name} has it already")
    return number


def _check_class(name: str, kind: type) -> None:
    """Raises LeverError for what is no complete lever, or has a name that settings cannot have."""
    from sim.levers.base import Lever

    if not issubclass(kind, Lever):
        raise LeverError(f"{name}: should be a class under Lever")
    if inspect.isabstract(kind):
        raise LeverError(f"{name}: has no method apply(place, communities)")
    if not NAME.fullmatch(name) or hasattr(Registered, name):
        raise LeverError(f"{name}: cannot be the name of a setting; rename the class")


def _check_facts(
    name: str, label: str, documents: tuple[str, ...], acts_on: tuple[str, ...],
    acts_through: tuple[str, ...], order: float | None,
) -> None:  # fmt: skip
    """Raises LeverError for a fact that is not allowed."""
    lists = {"documents": documents, "acts_on": acts_on, "acts_through": acts_through}
    for key, texts in lists.items():
        if not isinstance(texts, tuple) or not all(isinstance(text, str) for text in texts):
            raise LeverError(f"{name}: {key}={texts!r}: should be a tuple of texts")
    if unknown := set(acts_on).difference(ACTED_ON):
        raise LeverError(f"{name}: acts_on={sorted(unknown)}: one of {', '.join(ACTED_ON)}")
    if not isinstance(label, str) or not label:
        raise LeverError(f"{name}: label={label!r}: should be a text")
    if order is not None and not (isinstance(order, int | float) and math.isfinite(order)):
        raise LeverError(f"{name}: order={order!r}: should be a number")


def _check_rules(name: str, acts_through: tuple[str, ...]) -> None:
    """Raises LeverError for a rule that there is not; settings read the package's own levers."""
    from sim.settings.rules import Rules

    if unknown := set(acts_through).difference(Rules.model_fields):
        known = ", ".join(Rules.model_fields)
        raise LeverError(f"{name}: acts_through={sorted(unknown)}: one of {known}")


def _try_out(name: str) -> None:
    """Read settings with it: evidence that is not there shows at once, and a range too wide."""
    from sim.settings import Settings

    kind = _KINDS[name]
    Settings.read({kind.facts.part: {name: {"on": True}}})
    for identifier, entry in declared.assumptions(name, kind).items():
        key = identifier.removeprefix(f"{name}_")
        for end in (entry.low, entry.high):
            Settings.read({kind.facts.part: {name: {key: end}}})


def _sorted(part: str) -> Mapping[str, type[Lever]]:
    kinds = [kind for kind in _KINDS.values() if kind.facts.part == part]
    kinds.sort(key=lambda kind: (kind.facts.order, kind.facts.number))
    return {kind.facts.name: kind for kind in kinds}


def _rebuild() -> None:
    for part, group in _GROUPS.items():
        _set_fields(group, part)
    for listener in _LISTENERS:
        listener()


def _set_fields(group: type[Registered], part: str) -> None:
    """Give pydantic the fields anew; what contains the group has to be rebuilt after it."""
    fields = {name: FieldInfo(annotation=kind) for name, kind in _sorted(part).items()}
    group.__pydantic_fields__ = fields
    group.model_rebuild(force=True)
    without_limits.cache_clear()
