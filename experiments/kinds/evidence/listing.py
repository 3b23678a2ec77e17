"""Rows of the evidence: every entry, the settings that use it, and filters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.config import evidence_file
from experiments.config.errors import InputError, did_you_mean
from experiments.kinds.evidence.options import EvidenceFilter
from experiments.reporting import own_evidence, provenance
from experiments.reporting.meanings import meaning
from sim.evidence import Ledger

Row = dict[str, Any]
LEVER = re.compile(r"\b(?:levers|shocks)\.([a-z_]+)\.")
FEW = 20
"""Fewer known values than this are named in a message."""


def listed(ledger: Ledger, uses: Mapping[str, Sequence[str]]) -> list[Row]:
    """The ledger's rows, each with the settings and formulas of used entries that use it.

    Each has its file, and what of the package it replaces. `uses` are the paths of settings by
    reference of the entry that they use.
    """
    rows = {row["id"]: {**row, "reference": provenance.reference(row)} for row in ledger.table()}
    used = evidence_file.users(uses, ledger)
    replaced = {} if ledger.own is None else ledger.own.replaced
    return [
        {
            **row,
            "used": ", ".join(used.get(name, ())),
            "file": ledger.file(name),
            "replaces": own_evidence.spelled(replaced[name]) if name in replaced else "",
        }
        for name, row in rows.items()
    ]


def filtered(rows: list[Row], by: EvidenceFilter) -> list[Row]:
    """Rows that pass the filter. Raises InputError for a value that no entry has."""
    if by.check is not None:
        rows = [row for row in rows if row["file"] == by.check]
    if by.used is not None:
        rows = [row for row in rows if bool(row["used"]) == by.used]
    if by.about is not None:
        rows = [row for row in rows if _speaks_of(row, by.about)]
        if not rows:
            raise InputError("evidence.about", by.about, "no entry has this text")
    for key in ("grade", "role", "source", "lever", "id"):
        value = getattr(by, key)
        if value is None:
            continue
        known = sorted({known for row in rows for known in values(row, key)})
        value = value.rpartition(":")[2] if key == "id" else value
        if value not in known:
            allowed = f"; there are {', '.join(known)}" if len(known) < FEW else ""
            raise InputError(
                f"evidence.{key}", value, f"no entry{allowed}{did_you_mean(value, known)}"
            )
        rows = [row for row in rows if value in values(row, key)]
    return rows


def _speaks_of(row: Row, text: str) -> bool:
    """Whether id, meaning or use of an entry has a text, in any case, words apart or joined.

    Meanings have it in English, or in the language in use.
    """
    words = (row["id"].replace("_", " "), row["id"], row["meaning"], row["used"])
    said = " ".join((*words, meaning(row["meaning"])))
    return text.casefold() in said.casefold()


def values(row: Mapping[str, Any], key: str) -> set[str]:
    """Values that a filter is compared with: documents, levers that use the entry, or the cell."""
    if key == "source":
        parts = row["source"].split(";")
        return {part.partition("@")[0].strip() for part in parts} - {""}
    if key == "lever":
        return set(LEVER.findall(row["used"]))
    return {row[key]} - {""}
