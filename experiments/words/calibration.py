"""Calibrated ranges: a named overlay on the evidence, written by `calibrate`, used when asked for.

The file is YAML: `name`, `from` (how it came about), and `assumptions`, each with value, low and
high inside its declared range. Nothing is calibrated unless the key `calibration` names a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from experiments.words import catalogue
from experiments.words.refusal import Refusal, nearest
from sim.evidence import Assumption, EvidenceError, Fact, Ledger, Source
from sim.evidence.entries import Number
from sim.settings import default_ledger

KEY = "calibration"
NAME = r"^[a-z0-9][a-z0-9_-]*$"


class Span(BaseModel):
    """What an assumption is taken to be: its value, and the range in which it is sampled."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    value: Number
    low: Number
    high: Number


class Contents(BaseModel):
    """What the file holds."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: Annotated[str, Field(pattern=NAME)]
    origin: Annotated[dict[str, Any], Field(alias="from")]
    assumptions: Annotated[dict[str, Span], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Calibration:
    """An overlay read from `path`, and the evidence as declared that it lies on."""

    path: Path
    name: str
    spans: Mapping[str, Span]
    declared: Ledger

    @property
    def ledger(self) -> Ledger:
        """The evidence with these values and ranges; everything else as declared.

        A value derived by a formula gives way to the calibrated one. Raises Refusal if what
        follows from the values cannot be.
        """
        below = self.declared
        changed = {
            name: below.assumptions[name].model_copy(update={**span.model_dump(), "formula": None})
            for name, span in self.spans.items()
        }
        assumptions = {**below.assumptions, **changed}
        entries: list[Source | Fact | Assumption] = [*below.sources.values()]
        entries += [*below.facts.values(), *assumptions.values()]
        try:
            return Ledger(entries, below.units, {one.id: str(self.path) for one in entries})
        except EvidenceError as error:
            raise Refusal(KEY, self.path, str(error)) from None

    @property
    def told(self) -> str:
        """In one line, for whoever runs something on it."""
        count = len(self.spans)
        return f"{count} assumptions as calibrated ({self.name}, {self.path}), not as declared"

    def story(self) -> dict[str, Any]:
        """For the manifest: name, file, and every assumption as calibrated and as declared."""
        rows = {}
        for name, span in self.spans.items():
            entry = self.declared.assumptions[name]
            usual = self.declared.value(f"assume:{name}")
            rows[name] = {
                **span.model_dump(),
                "declared": {"value": usual, "low": entry.low, "high": entry.high},
            }
        return {"name": self.name, "file": str(self.path), "assumptions": rows}


def opened(path: str | None) -> tuple[Ledger, Calibration | None]:
    """The evidence, and the calibration that changed it if a file is named.

    Raises Refusal naming file, assumption and value where something is off.
    """
    declared = default_ledger()
    if path is None:
        return declared, None
    found = read(Path(path), declared)
    return found.ledger, found


def read(path: Path, declared: Ledger) -> Calibration:
    """A calibration from its file, held against the declared ranges. Raises Refusal."""
    try:
        contents = Contents.model_validate(catalogue.read(path, KEY))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refusal(KEY, path, f"{where}: {first['msg']}, not {first['input']!r}") from None
    for name, span in contents.assumptions.items():
        if wrong := _wrong(name, span, declared):
            raise Refusal(KEY, path, f"{name}: {wrong}")
    return Calibration(path, contents.name, contents.assumptions, declared)


def write(path: Path, name: str, origin: Mapping[str, Any], spans: Mapping[str, Span]) -> None:
    """Write a calibration that `read` takes."""
    rows = {one: span.model_dump() for one, span in spans.items()}
    tree = {"name": name, "from": dict(origin), "assumptions": rows}
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")


def _wrong(name: str, span: Span, declared: Ledger) -> str | None:
    """What is off with an entry, told with its value."""
    if name not in declared.ranged:
        told = "follows a formula" if name in declared.assumptions else "no such assumption"
        return f"value {span.value}: {told}{nearest(name, declared.ranged)}"
    entry = declared.assumptions[name]
    for key, value in span.model_dump().items():
        if not _inside(value, entry):
            return f"{key} {value} is outside the declared range {entry.low} to {entry.high}"
        if entry.distribution == "integer" and not isinstance(value, int):
            return f"{key} {value} should be a whole number"
    if not span.low < span.high:
        return f"low {span.low} should be below high {span.high}"
    if not span.low <= span.value <= span.high:
        return f"value {span.value} is outside its own range {span.low} to {span.high}"
    return None


def _inside(value: Number, entry: Assumption) -> bool:
    assert entry.low is not None
    assert entry.high is not None
    return entry.low <= value <= entry.high
