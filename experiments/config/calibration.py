"""A calibration: a named overlay on the evidence, written by `calibrate`, used when asked for.

It is two files of plain data. The YAML has `name`, `from` (how it came about), `assumptions`
(posterior median and middle 90 % of those that were calibrated) and, under `particles`, the name
and digest of a Parquet table in the same folder. The table is the joint sample: a row for each
society with its `weight`, and a column for each assumption that was drawn. Nothing is calibrated
unless the key `calibration` names a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from experiments.config import catalogue
from experiments.config.errors import InputError, did_you_mean
from sim.evidence import EvidenceError, Ledger
from sim.evidence.entries import Number
from sim.settings import default_ledger

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

KEY = "calibration"
NAME = r"^[a-z0-9][a-z0-9_-]*$"
TABLE_NAME = r"^\w[\w.-]*\.parquet$"


class Span(BaseModel):
    """Posterior median of an assumption, and its middle 90 %."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    value: Number
    low: Number
    high: Number


class Table(BaseModel):
    """The table of particles: a file in the same folder, and the SHA-256 of its bytes."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    file: Annotated[str, Field(pattern=TABLE_NAME)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Contents(BaseModel):
    """The keys of the YAML file."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: Annotated[str, Field(pattern=NAME)]
    origin: Annotated[dict[str, Any], Field(alias="from")]
    assumptions: Annotated[dict[str, Span], Field(min_length=1)]
    particles: Table


@dataclass(frozen=True, slots=True)
class Calibration:
    """An overlay read from `path`, and the evidence as declared.

    `particles` has a row for each society and a column for each assumption; `weights` sum to one.
    """

    path: Path
    name: str
    origin: Mapping[str, Any]
    spans: Mapping[str, Span]
    particles: pd.DataFrame
    weights: npt.NDArray[np.float64]
    declared: Ledger

    @property
    def ledger(self) -> Ledger:
        """The evidence with posterior medians; ranges and everything else as declared.

        For single societies; samples of societies are drawn from `particles`. Raises InputError if
        a value that is derived from these is not allowed.
        """
        try:
            return self.declared.replace({name: span.value for name, span in self.spans.items()})
        except EvidenceError as error:
            raise InputError(KEY, self.path, str(error)) from None

    @property
    def effective(self) -> float:
        """Effective sample size (Kish): equally weighted societies of the same worth."""
        return float(1.0 / (self.weights**2).sum())

    @property
    def sample_description(self) -> str:
        """Size and effective size of the joint sample, in words."""
        count = f"{len(self.particles):,} weighted particles"
        return f"from {count} of {self.name}, worth {self.effective:.0f} equal ones"

    @property
    def summary(self) -> str:
        """What the calibration changes, in one line."""
        count = len(self.spans)
        return f"{count} assumptions as calibrated ({self.name}, {self.path}), not as declared"

    def record(self) -> dict[str, Any]:
        """For the manifest: name, files, and every assumption as calibrated and as declared."""
        rows = {}
        for name, span in self.spans.items():
            entry = self.declared.assumptions[name]
            usual = self.declared.value(f"assume:{name}")
            rows[name] = {
                **span.model_dump(),
                "declared": {"value": usual, "low": entry.low, "high": entry.high},
            }
        return {
            "name": self.name,
            "file": str(self.path),
            "particles": len(self.particles),
            "effective_size": self.effective,
            "assumptions": rows,
        }


def load(path: str | None) -> tuple[Ledger, Calibration | None]:
    """The evidence, and the calibration that changed it if a file is named.

    Raises InputError naming file, assumption and value where one is invalid.
    """
    declared = default_ledger()
    if path is None:
        return declared, None
    calibration = read(Path(path), declared)
    return calibration.ledger, calibration


def read(path: Path, declared: Ledger) -> Calibration:
    """A calibration from its files, checked against the declared ranges. Raises InputError."""
    from experiments.config import particles  # It needs pandas, and few studies name a calibration.

    tree = catalogue.read(path, KEY)
    if "assumptions" in tree and "particles" not in tree:
        message = "has ranges alone and no joint sample; run experiment=calibrate again"
        raise InputError(KEY, path, f"particles: {message}")
    try:
        contents = Contents.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(KEY, path, f"{where}: {first['msg']}, not {first['input']!r}") from None
    for name, span in contents.assumptions.items():
        if fault := _fault(name, span, declared):
            raise InputError(KEY, path, f"{name}: {fault}")
    table = contents.particles
    try:
        sample, weights = particles.read(path.parent / table.file, table.sha256, declared)
        if missing := [name for name in contents.assumptions if name not in sample]:
            raise particles.ParticlesError(f"{missing[0]}: no such column")
    except particles.ParticlesError as error:
        raise InputError(KEY, path, f"{table.file}: {error}") from None
    return Calibration(
        path, contents.name, contents.origin, contents.assumptions, sample, weights, declared
    )


def write(
    path: Path,
    name: str,
    origin: Mapping[str, Any],
    spans: Mapping[str, Span],
    sample: pd.DataFrame,
) -> None:
    """Write a calibration that `read` takes: the YAML at `path`, its table in the same folder.

    `sample` has the particles: `weight`, and a column for each assumption.
    """
    from experiments.config import particles

    parquet = path.with_suffix(".parquet")
    particles.write(parquet, sample)
    rows = {assumption: span.model_dump() for assumption, span in spans.items()}
    table = {"file": parquet.name, "sha256": sha256(parquet.read_bytes()).hexdigest()}
    tree = {"name": name, "from": dict(origin), "assumptions": rows, "particles": table}
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")


def _fault(name: str, span: Span, declared: Ledger) -> str | None:
    """What is wrong with an entry, with its value; None if nothing is."""
    if name not in declared.ranged:
        reason = "follows a formula" if name in declared.assumptions else "no such assumption"
        return f"value {span.value}: {reason}{did_you_mean(name, declared.ranged)}"
    entry = declared.assumptions[name]
    assert entry.low is not None
    assert entry.high is not None
    for key, value in span.model_dump().items():
        if not entry.low <= value <= entry.high:
            return f"{key} {value} is outside the declared range {entry.low} to {entry.high}"
        if entry.distribution == "integer" and not isinstance(value, int):
            return f"{key} {value} should be a whole number"
    if span.low > span.high:
        return f"low {span.low} should not be above high {span.high}"
    if not span.low <= span.value <= span.high:
        return f"value {span.value} is outside its own range {span.low} to {span.high}"
    return None
