"""An entry of the evidence as a row of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.evidence.entries import Assumption, Fact, Number, Source


def row(
    entry: Fact | Assumption, value: Number, declared: Number, sources: Mapping[str, Source]
) -> dict[str, Any]:
    """Plain data on an entry; empty text where it has no such key.

    Parameters:
        value: the number in a ledger, which may have been replaced.
        declared: the number in the files.
        sources: documents by id.
    """
    shared = {
        "id": entry.id,
        "class": "fact" if isinstance(entry, Fact) else "assumption",
        "value": value,
        "declared": declared,
        "low": None,
        "high": None,
        "unit": entry.unit,
        "role": "",
        "grade": entry.grade,
        "source": "",
        "date": "",
        "place": "",
        "printed": "",
        "meaning": entry.meaning,
        "why": "",
        "formula": "",
        "distribution": "",
    }
    if isinstance(entry, Fact):
        at = "@" if entry.place is None else ", "
        return shared | {
            "role": entry.role,
            "source": entry.source,
            "date": entry.as_of or sources[entry.source].date,
            "place": f"{entry.source}{at}{entry.place or entry.offset}",
            "printed": entry.as_printed,
            "why": entry.reading or "",
            "meaning": f"{entry.subject}: {entry.meaning}",
        }
    numbered = ", ".join(f"{at} {one}" for at, one in enumerate(entry.names))
    return shared | {
        "low": entry.low,
        "high": entry.high,
        "source": "; ".join(entry.sources),
        "why": entry.why,
        "formula": entry.formula or "",
        "distribution": entry.distribution or "",
        "meaning": f"{entry.meaning} {numbered}." if numbered else entry.meaning,
    }
