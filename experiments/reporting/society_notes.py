"""What results say of the societies that runs were made in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from experiments.language import _
from experiments.reporting import own_evidence
from experiments.reporting.results import Results


def societies(results: Results) -> int:
    """The number of societies that runs were made in; 0 of the reference society alone."""
    used = results.manifest.get("societies")
    return 0 if used is None else int(used["societies"])


DRAW = re.compile(r"\b([Dd])raw(s?)\b")
NOUNS = {
    ("d", ""): "society",
    ("d", "s"): "societies",
    ("D", ""): "Society",
    ("D", "s"): "Societies",
}


def named(text: str, manifest: Mapping[str, Any]) -> str:
    """A text on draws, in the language in use.

    Where runs were made in plausible societies, it speaks of societies. Both texts are in the
    catalogue, and placeholders are filled in afterwards.
    """
    return _(text if manifest.get("societies") is None else of_societies(text))


def of_societies(text: str) -> str:
    """A text on draws, about societies."""
    return DRAW.sub(lambda found: NOUNS[found[1], found[2]], text)


def society_notes(manifest: Mapping[str, Any]) -> list[str]:
    """Sentences: evidence of the user, in how many societies the baseline is plausible, staleness.

    Parameters: the manifest of results. On societies, none for the reference society and for draws.
    """
    own, used = manifest.get("evidence_file"), manifest.get("societies")
    lines = [] if own is None else [f"{own['file']}: {own_evidence.summary(own)}"]
    if used is not None:
        here = manifest.get("plausible") or {}
        lines += [line for line in (here.get("sentence"), used["stale"]) if line]
    return [f"{line}." for line in lines]
