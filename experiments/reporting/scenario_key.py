"""The key to scenarios: what each of them is, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.language import _
from experiments.reporting.labels import spelled
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table


def scenario_key(results: Results, scenarios: Iterable[str]) -> Table:
    """A row for each of these scenarios that is described."""
    sentences = results.manifest.get("descriptions", {})
    table = Table([Column("scenario", "name"), Column("what it is", "prose")])
    for name in scenarios:
        if name in sentences:
            table.add(spelled(name), _(sentences[name]))
    return table
