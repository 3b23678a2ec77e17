"""The experiment `levers`: the mean effect of every lever and shock alone, in a year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, did_you_mean
from experiments.config.study import Study
from experiments.kinds.evidence.lever_catalogue import Entry, lever_entries
from experiments.kinds.levers.effects import MEASURES
from experiments.kinds.levers.options import LeversOptions
from experiments.kinds.levers.page import page
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics import paired_differences


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `levers`, and the output folder. Raises as `compare.run` does."""
    laboratory = Laboratory(study, LeversOptions)
    chosen = laboratory.chosen
    entries = _selected(lever_entries(laboratory.ledger), chosen.only)
    design = laboratory.design([entry.name for entry in entries])
    runs = plan(design, chosen.replications, chosen.seed)
    rows = effects(laboratory.totals(runs), [entry.name for entry in entries])

    def write_page(results: Results, folder: Path) -> None:
        (folder / "levers.html").write_text(page(results, entries), encoding="utf-8")

    return laboratory.write_results(runs, {"levers.csv": rows}, write_page)


def _selected(entries: list[Entry], names: Sequence[str] | None) -> list[Entry]:
    """The requested entries. Raises InputError for an unknown name."""
    if names is None:
        return entries
    known = [entry.name for entry in entries]
    for name in names:
        if name not in known:
            allowed = (
                f"no lever or shock{did_you_mean(name, known)}; experiment=evidence lists them"
            )
            raise InputError("only", name, allowed)
    return [entry for entry in entries if entry.name in names]


def effects(measures: pd.DataFrame, levers: Sequence[str]) -> pd.DataFrame:
    """One row a lever and effect, with the columns of `paired_differences.comparison`.

    The primary family is all levers and those effects that are primary outcomes.
    """
    wanted = [pair in MEASURES for pair in zip(measures["measure"], measures["group"], strict=True)]
    rows = paired_differences.comparison(measures[wanted], BASELINE)
    rows = rows.rename(columns={"scenario": "lever"})
    order = {name: place for place, name in enumerate(levers)}
    return rows.sort_values(
        ["lever", "measure", "group"], kind="stable", ignore_index=True,
        key=lambda column: column.map(order) if column.name == "lever" else column,
    )  # fmt: skip
