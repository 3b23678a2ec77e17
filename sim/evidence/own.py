"""One file with evidence of a user, laid over the evidence of the package.

It has the keys `sources`, `facts`, `assumptions` and `units`, each as the files of `seeds/` have
them, and is checked by the same rules. An assumption with the id of one of the package takes its
place: in the same unit, so that the settings that use it can. A fact takes the place of nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.evidence import formula, plain, printed
from sim.evidence.entries import Assumption, Fact, Faults, Source
from sim.evidence.ledger import Ledger
from sim.evidence.loading import entry_fault, parsed, read_entries, read_units

SECTIONS = ("sources", "facts", "assumptions", "units")
Kinds = type[Source] | type[Fact] | type[Assumption]
KINDS: dict[str, Kinds] = {"sources": Source, "facts": Fact, "assumptions": Assumption}


@dataclass(frozen=True, slots=True, eq=False)
class OwnEvidence:
    """The evidence of one file of a user.

    Attributes:
        file: path of the file as it was given.
        sha256: its checksum.
        entries: sources, facts and assumptions, in the order of the file.
        units: meaning of each unit that the file adds.
        replaced: the assumptions of the package whose place its assumptions take, by their ids.
    """

    file: str
    sha256: str
    entries: tuple[Source | Fact | Assumption, ...]
    units: Mapping[str, str]
    replaced: Mapping[str, Assumption]

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return Path(self.file).name

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Fact))

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Assumption))

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Source))


def read(path: Path, shipped: Ledger, faults: Faults | None = None) -> OwnEvidence:
    """The evidence in one file, checked alone and against the evidence that it is laid over.

    Formulas are computed by `shipped.overlaid(own)`.

    Parameters:
        path: the YAML file; texts of its documents are found from its folder.
        shipped: the evidence of the package.
        faults: what takes faults; left out, the first is raised.

    Raises:
        EvidenceError: the first fault, with file, entry and key; whatever `faults` are, where the
            file cannot be read or is no such mapping.
    """
    return _Reading(path, shipped, faults or Faults()).own()


class _Reading:
    """One reading of one file."""

    def __init__(self, path: Path, shipped: Ledger, faults: Faults) -> None:
        self._path, self._file, self._shipped, self._faults = path, str(path), shipped, faults
        self._entries: dict[str, Source | Fact | Assumption] = {}

    def own(self) -> OwnEvidence:
        tree = parsed(plain.text, self._path, self._file)
        self._check_sections(tree)
        units = self._units(tree.get("units"))
        named = self._named(tree)
        for section, kind in KINDS.items():
            rows = tree.get(section)
            for entry in read_entries([] if rows is None else rows, self._file, kind, self._faults):
                self._enter(entry)
        every = {**self._shipped.units, **units}
        sources = {**self._shipped.sources, **self._of(Source)}
        listed, documents = "the units of the package or of this file", "sources"
        for name, entry in self._entries.items():
            for found in (
                self._misused(entry, sources),
                entry_fault(entry, sources, every, listed, documents),
                self._unfit(entry, named),
            ):
                if found is not None:
                    self._faults.add(self._file, name, *found)
        self._check_texts()
        replaced = {
            name: self._shipped.assumptions[name]
            for name in self._of(Assumption)
            if name in self._shipped.assumptions
        }
        digest = sha256(self._path.read_bytes()).hexdigest()
        return OwnEvidence(self._file, digest, tuple(self._entries.values()), units, replaced)

    def _of(self, kind: Kinds) -> dict[str, Any]:
        return {name: entry for name, entry in self._entries.items() if isinstance(entry, kind)}

    def _check_sections(self, tree: Any) -> None:
        """Raises EvidenceError for what is no mapping of the known keys to lists."""
        keys = ", ".join(SECTIONS)
        if not isinstance(tree, dict):
            Faults().add(self._file, "(file)", "(none)", f"must be a mapping with the keys {keys}")
        for key in tree:
            if key not in SECTIONS:
                near = difflib.get_close_matches(key, SECTIONS, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                self._faults.add(self._file, "(file)", key, f"unknown key; allowed: {keys}{hint}")
        for key, rows in tree.items():
            if key in KINDS and rows is not None and not isinstance(rows, list):
                Faults().add(self._file, "(file)", key, "must be a list of entries")
        if not any(tree.get(key) for key in ("facts", "assumptions")):
            message = "has no facts and no assumptions"
            self._faults.add(self._file, "(file)", "(none)", message)

    def _units(self, rows: Any) -> dict[str, str]:
        units = read_units({} if rows is None else rows, self._file, self._faults)
        for unit in units:
            if unit in self._shipped.units:
                message = "the package has this unit already; leave it out"
                self._faults.add(self._file, unit, "units", message)
        return units

    def _named(self, tree: Mapping[str, Any]) -> set[str]:
        """Every id of the file, of entries that are not sound too."""
        rows = [row for key in KINDS for row in tree.get(key) or () if isinstance(row, dict)]
        return {row["id"] for row in rows if isinstance(row.get("id"), str)}

    def _enter(self, entry: Source | Fact | Assumption) -> None:
        name = entry.id
        if name in self._entries:
            self._faults.add(self._file, name, "id", "given twice")
        elif isinstance(entry, Source) and name in self._shipped.sources:
            message = "the package has a document of this id; choose another"
            self._faults.add(self._file, name, "id", message)
        elif name in self._shipped.facts:
            message = "the package has a fact of this id, and facts stay; choose another"
            self._faults.add(self._file, name, "id", message)
        elif isinstance(entry, Fact) and name in self._shipped.assumptions:
            message = (
                "the package has an assumption of this id, which an assumption alone may replace: "
                "give the fact another id, and the assumption the formula that is this id"
            )
            self._faults.add(self._file, name, "id", message)
        else:
            self._entries[name] = entry

    def _misused(
        self, entry: Source | Fact | Assumption, sources: Mapping[str, Source]
    ) -> tuple[str, str] | None:
        """Of a fact: an unknown document, a place of the wrong sort, a number that is not there."""
        if not isinstance(entry, Fact):
            return None
        source = sources.get(entry.source)
        if source is None:
            near = difflib.get_close_matches(entry.source, sources, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            return "source", f"{entry.source!r} is not in sources{hint}"
        text = source.file is not None or source.id in self._shipped.sources
        if text and entry.offset is None:
            return "offset", "missing: where the expression begins in the text, in characters"
        if not text and entry.offset is not None:
            message = f"is for a text, and the source {source.id} has no file; give place"
            return "offset", message
        if (fault := printed.misread(entry)) is not None:
            return "value", fault
        return None

    def _unfit(self, entry: Source | Fact | Assumption, named: set[str]) -> tuple[str, str] | None:
        """Of an assumption: what does not fit the one that it replaces, or an unknown name."""
        if not isinstance(entry, Assumption):
            return None
        before = self._shipped.assumptions.get(entry.id)
        if before is not None and (fault := _other_sort(entry, before)) is not None:
            return fault
        if entry.formula is None:
            return None
        known = {*self._shipped.facts, *self._shipped.assumptions, *named}
        try:
            used = formula.names(entry.formula)
        except ValueError as error:
            return "formula", str(error)
        for name in used:
            if name not in known:
                near = difflib.get_close_matches(name, known, 3)
                hint = f"; near: {', '.join(near)}" if near else ""
                return "formula", f"{name!r} is unknown{hint}"
        return None

    def _check_texts(self) -> None:
        """Compare facts with the texts of their documents, where there are files of these."""
        facts = self._of(Fact).values()
        for source in self._of(Source).values():
            if source.file is None:
                if source.sha256 is not None:
                    message = "is the checksum of a file; there is none under file"
                    self._faults.add(self._file, source.id, "sha256", message)
                continue
            for fault in _text_faults(source, self._path.parent / source.file, facts):
                self._faults.add(self._file, *fault)


def _text_faults(source: Source, path: Path, facts: Any) -> Iterator[tuple[str, str, str]]:
    """Id, key and message of what is wrong with a text, or with the facts quoted from it."""
    try:
        text = plain.text(path)
        digest = sha256(text.encode()).hexdigest()
    except plain.PlainError as error:
        yield source.id, "file", f"{source.file}: {error}"
        return
    if source.sha256 not in (None, digest):
        yield source.id, "sha256", f"{source.file} has another: {digest}"
    for fact in facts:
        if fact.source != source.id or fact.offset is None:
            continue
        if (fault := printed.misplaced(fact, text)) is not None:
            yield fact.id, "offset", fault


def _other_sort(entry: Assumption, before: Assumption) -> tuple[str, str] | None:
    """Why an assumption cannot take the place of another; None if it can."""
    if entry.unit != before.unit:
        return "unit", f"must be {before.unit}, as in the assumption that it replaces"
    if entry.names != before.names:
        names = ", ".join(before.names)
        if not names:
            return "names", "the assumption that it replaces is a number and has none"
        return "names", f"must be [{names}], as in the assumption that it replaces"
    whole = before.distribution == "integer"
    if whole and entry.formula is None and entry.distribution != "integer":
        return "distribution", "must be integer, as in the assumption that it replaces"
    return None
