"""The ledger: all evidence with its values, which can be looked up, replaced and sampled."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from sim.evidence import formula, loading
from sim.evidence.entries import (
    Assumption,
    EvidenceError,
    Fact,
    Faults,
    Number,
    Source,
    fail,
    named,
    quantile,
)
from sim.evidence.rows import row

if TYPE_CHECKING:
    from sim.evidence.own import OwnEvidence

LONGEST_CHAIN = 100
"""Most formulas that may depend on each other in a chain."""


def default_folder() -> Path:
    """`sim/seeds` of an installed package, else `seeds` of the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "seeds"
    return inside if inside.is_dir() else package.parent / "seeds"


class Ledger:
    """Validated evidence with every derived value computed. It is immutable.

    `shipped` is the evidence of the package, which others may be laid over; `own` is what a user
    laid over it, if anything.
    """

    facts: Mapping[str, Fact]
    assumptions: Mapping[str, Assumption]
    sources: Mapping[str, Source]
    units: Mapping[str, str]
    replaced: Mapping[str, Number]
    shipped: Ledger
    own: OwnEvidence | None

    def __init__(
        self,
        entries: Iterable[Source | Fact | Assumption],
        units: Mapping[str, str],
        files: Mapping[str, str],
        faults: Faults | None = None,
    ) -> None:
        """Evidence from entries that were read; `Ledger.load` reads a folder.

        Parameters:
            units: meaning of each unit.
            files: file of each entry, by its id, for messages.
            faults: what takes faults; left out, the first is raised. A ledger with collected
                faults lacks values and cannot be used.

        Raises:
            EvidenceError: a formula cannot be computed, or a value is outside its range.
        """
        rows, faults = list(entries), faults or Faults()
        self.shipped, self.own = self, None
        self.facts = MappingProxyType({e.id: e for e in rows if isinstance(e, Fact)})
        self.assumptions = MappingProxyType({e.id: e for e in rows if isinstance(e, Assumption)})
        self.sources = MappingProxyType({e.id: e for e in rows if isinstance(e, Source)})
        self.units = MappingProxyType(dict(units))
        self._files = dict(files)
        self._fill({}, faults)
        self._declared = self._values
        for name, entry in self.assumptions.items():
            value = self._values.get(name)
            if value is None or entry.low is None or entry.high is None:
                continue
            if not entry.low <= value <= entry.high:
                message = f"{value} is outside {entry.low} to {entry.high}"
                faults.add(self._files[name], name, "value", message)

    @classmethod
    def load(cls, folder: Path | None = None) -> Ledger:
        """Read a folder like `seeds/` (default: the project's).

        Raises:
            EvidenceError: the first fault, with file, entry and key.
        """
        entries, units, files = loading.read_folder(folder or default_folder())
        return cls(entries.values(), units, files)

    def overlaid(self, own: OwnEvidence, faults: Faults | None = None) -> Ledger:
        """A new ledger with evidence of a user laid over this one.

        An assumption with the id of one that is here takes its place. What follows from it by a
        formula follows the new one.

        Parameters:
            own: evidence that `sim.evidence.own.read` checked against this ledger.
            faults: as for the constructor.

        Raises:
            EvidenceError: a formula cannot be computed, or a value is outside its range.
        """
        added = {entry.id: entry for entry in own.entries}
        before: dict[str, Source | Fact | Assumption] = {
            **self.sources, **self.facts, **self.assumptions
        }  # fmt: skip
        new = Ledger(
            {**before, **added}.values(),
            {**self.units, **own.units},
            {**self._files, **dict.fromkeys(added, own.file)},
            faults,
        )
        new.shipped, new.own = self.shipped, own
        return new

    def file(self, name: str) -> str:
        """The file in which the entry of an id is declared; `seeds/...` of the package's own."""
        file = self._files[name]
        return f"seeds/{file}" if file.startswith(loading.FOLDERS) else file

    def _fill(self, replaced: Mapping[str, Number], faults: Faults | None = None) -> None:
        self.replaced = MappingProxyType(dict(replaced))
        self._values: dict[str, Number] = {name: fact.value for name, fact in self.facts.items()}
        for name in self.assumptions:
            try:
                self._compute(name, ())
            except EvidenceError as error:
                (faults or Faults()).note(error)

    def _compute(self, name: str, path: tuple[str, ...]) -> None:
        """Compute the value of an assumption, after those that its formula uses."""
        entry = self.assumptions[name]
        if name in path:
            circle = " -> ".join((*path[path.index(name) :], name))
            self._fail(name, "formula", f"goes in a circle: {circle}")
        if len(path) > LONGEST_CHAIN:
            self._fail(name, "formula", f"depends on a chain of more than {LONGEST_CHAIN} others")
        if name in self._values:
            return
        if name in self.replaced:
            self._values[name] = self.replaced[name]
        elif entry.value is not None:
            self._values[name] = entry.value
        else:
            text = entry.formula or ""
            try:
                used = formula.names(text)
            except ValueError as error:
                self._fail(name, "formula", str(error))
            for other in used:
                if other in self.assumptions:
                    self._compute(other, (*path, name))
                elif other not in self.facts:
                    self._fail(name, "formula", f"{other!r} is unknown{self._near(other)}")
            try:
                self._values[name] = formula.evaluate(text, self._values)
            except ValueError as error:
                self._fail(name, "formula", str(error))

    def _fail(self, name: str, key: str, message: str) -> NoReturn:
        fail(self._files[name], name, key, message)

    def _near(self, name: str) -> str:
        near = difflib.get_close_matches(name, [*self.facts, *self.assumptions], 3)
        return f"; near: {', '.join(near)}" if near else ""

    def entry(self, ref: str) -> Fact | Assumption:
        """The entry of a reference, `fact:ID` or `assume:ID`.

        Raises:
            EvidenceError: there is no such entry; the message names similar ids.
        """
        kind, _, name = ref.partition(":")
        if kind not in ("fact", "assume"):
            raise EvidenceError(f"{ref}: a reference is fact:ID or assume:ID{self._near(ref)}")
        entry = self.facts.get(name) if kind == "fact" else self.assumptions.get(name)
        if entry is not None:
            return entry
        other = "assume" if kind == "fact" else "fact"
        if name in self.facts or name in self.assumptions:
            raise EvidenceError(f"{ref}: unknown; there is {other}:{name}")
        raise EvidenceError(f"{ref}: unknown{self._near(name)}")

    def reference(self, ref: str) -> str:
        """Return `ref` if it exists. Raises EvidenceError as `entry` does."""
        self.entry(ref)
        return ref

    def value(self, ref: str) -> Number:
        """The number of a reference, in its entry's unit. Raises EvidenceError as `entry` does."""
        return self._values[self.entry(ref).id]

    def setting(self, ref: str) -> Number | str:
        """The value of a reference as a setting has it: a number, or the name of a choice.

        Raises EvidenceError as `entry` does.
        """
        entry = self.entry(ref)
        return named(entry, self._values[entry.id])

    @property
    def ranged(self) -> tuple[str, ...]:
        """Ids of the assumptions with a range, which can be replaced and sampled, in file order."""
        return tuple(name for name, entry in self.assumptions.items() if entry.low is not None)

    def replace(self, values: Mapping[str, Number]) -> Ledger:
        """A new ledger in which assumptions have other values; derived ones follow.

        Parameters:
            values: new value by id. It may lie outside the range. It must be finite, and whole
                where the distribution is `integer`.

        Raises:
            EvidenceError: an id is unknown, a fact, or has no range; or a value is invalid.
        """
        for name, value in values.items():
            entry = self._changeable(name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                self._fail(name, "value", f"{value!r} is not a number")
            if not math.isfinite(value):
                self._fail(name, "value", f"{value!r} is not finite")
            if entry.distribution == "integer" and not isinstance(value, int):
                self._fail(name, "value", f"{value!r} is not a whole number")
            if entry.names and not 0 <= value < len(entry.names):
                allowed = ", ".join(f"{at} {one}" for at, one in enumerate(entry.names))
                self._fail(name, "value", f"{value!r} is none of {allowed}")
        new = object.__new__(Ledger)
        new.__dict__.update(self.__dict__)
        new._fill({**self.replaced, **values})
        return new

    def derived_from(self, names: Iterable[str]) -> dict[str, str]:
        """Formulas of the assumptions that follow others, directly or not.

        Parameters:
            names: ids of the others.

        Returns:
            Formula by id, each after those that it uses.
        """
        moved = set(names)
        formulas: dict[str, str] = {}
        # Values were computed in this order.
        for name in self._values:
            entry = self.assumptions.get(name)
            if entry is None or entry.formula is None or name in self.replaced:
                continue
            if not moved.isdisjoint(formula.names(entry.formula)):
                moved.add(name)
                formulas[name] = entry.formula
        return formulas

    def values(self, names: Iterable[str]) -> dict[str, Number]:
        """The numbers of entries by id."""
        return {name: self._values[name] for name in names}

    def _changeable(self, name: str) -> Assumption:
        if name not in self.assumptions:
            what = "a fact, and facts stay" if name in self.facts else f"unknown{self._near(name)}"
            raise EvidenceError(f"assume:{name}: {what}")
        entry = self.assumptions[name]
        if entry.low is None:
            self._fail(name, "value", f"has no range: it follows from {entry.formula}")
        return entry

    def sample(self, uniforms: Mapping[str, float]) -> Ledger:
        """A new ledger with assumptions at quantiles of their distributions.

        Parameters:
            uniforms: quantile by id, strictly between 0 and 1.

        Raises:
            EvidenceError: as `replace`.
        """
        drawn: dict[str, Number] = {}
        for name, uniform in uniforms.items():
            entry = self._changeable(name)
            if not 0 < uniform < 1:
                self._fail(name, "uniform", f"{uniform!r} is not between 0 and 1")
            drawn[name] = quantile(entry, self._declared[name], uniform)
        return self.replace(drawn)

    def table(self) -> list[dict[str, Any]]:
        """One row an entry. `place` is document@character, `declared` the value in the files."""
        entries: dict[str, Fact | Assumption] = {**self.facts, **self.assumptions}
        return [
            row(entry, self._values[name], self._declared[name], self.sources)
            for name, entry in entries.items()
        ]
