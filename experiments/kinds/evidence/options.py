"""Options of the experiment `evidence`, and the tables that it leaves."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from experiments.config.options import Options


class EvidenceFilter(BaseModel):
    """Which entries of the evidence are listed; null is all."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    grade: str | None = Field(None, description="Entries of this grade.")
    role: str | None = Field(None, description="Entries of this role.")
    source: str | None = Field(None, description="Entries from this document.")
    lever: str | None = Field(None, description="Entries that this lever or shock uses.")
    used: bool | None = Field(None, description="Entries that the model uses (true) or not.")
    id: str | None = Field(None, description="One entry in full.")
    levers: bool = Field(False, description="Print the catalogue of levers and shocks instead.")


class EvidenceOptions(Options):
    """Which entries of the evidence are listed."""

    compiles: ClassVar[bool] = False
    evidence: EvidenceFilter = Field(
        EvidenceFilter(),
        description="Which entries are listed: all, unless one of its keys is set.",
    )
    timeout: None = Field(None, exclude=True)


OPTIONS = EvidenceOptions
TABLES = {
    "evidence": "Every entry that passes the filter: value, range, unit, grade, source and use.",
    "levers": "The catalogue of levers and shocks.",
}
