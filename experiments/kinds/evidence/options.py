"""Options of the experiment `evidence`, and the tables that it leaves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from experiments.config.evidence_file import FILE
from experiments.config.options import Accepts, Options, Path


class EvidenceFilter(BaseModel):
    """Which entries of the evidence are listed; null is all."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    grade: str | None = Field(None, description="Entries of this grade.")
    role: str | None = Field(None, description="Entries of this role.")
    source: str | None = Field(None, description="Entries from this document.")
    lever: str | None = Field(None, description="Entries that this lever or shock uses.")
    about: str | None = Field(
        None, description="Entries with this text in their id, meaning or the settings they are of."
    )
    used: bool | None = Field(None, description="Entries that the model uses (true) or not.")
    id: str | None = Field(None, description="One entry in full.")
    levers: bool = Field(False, description="Print the catalogue of levers and shocks instead.")
    file: Path | None = Field(
        None, description="A file of evidence of your own, laid over that of the package."
    )
    check: Path | None = Field(
        None, description="Such a file, of which all faults are printed, else its own entries."
    )

    @property
    def filters(self) -> bool:
        """Whether some entries are left out."""
        return self != EvidenceFilter(file=self.file)


def _of_file(value: object) -> object:
    """`evidence=FILE` stands for `evidence.file=FILE`, as other experiments have it."""
    return {FILE: value} if isinstance(value, str) else value


Filter = Annotated[
    EvidenceFilter,
    BeforeValidator(_of_file),
    Accepts(str | os.PathLike[str] | Mapping[str, Any]),
]


class EvidenceOptions(Options):
    """Which entries of the evidence are listed."""

    compiles: ClassVar[bool] = False
    evidence: Filter = Field(  # type: ignore[assignment]
        EvidenceFilter(),
        description="Which entries are listed: all, unless one of its keys is set (grade, role, "
        "source, lever, about, used, id; levers=true lists levers instead). evidence.check=FILE "
        "checks a file of your own, evidence=FILE lays it over the evidence of the package.",
    )
    timeout: None = Field(None, exclude=True)


OPTIONS = EvidenceOptions
TABLES = {
    "evidence": "Every entry that passes the filter: value, range, unit, grade, source and use.",
    "levers": "The catalogue of levers and shocks.",
}
