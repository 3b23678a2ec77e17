"""The experiment `levers`: the effect of every lever and shock alone, in a year.

By default over plausible societies, one replication in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, did_you_mean
from experiments.config.outcomes import Outcome
from experiments.config.study import Study
from experiments.costs.costs import Costs
from experiments.kinds.evidence.lever_catalogue import Entry, lever_entries
from experiments.kinds.levers.effects import MEASURES
from experiments.kinds.levers.options import LeversOptions
from experiments.kinds.levers.page import page
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics import over_societies, paired_differences
from experiments.statistics.matched_values import matched
from experiments.statistics.workforce import changed_workforce


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `levers`, and the output folder. Raises as `compare.run` does."""
    laboratory = Laboratory(study, LeversOptions)
    chosen = laboratory.chosen
    entries = _selected(lever_entries(laboratory.ledger), chosen.only)
    design = laboratory.design([entry.name for entry in entries])
    runs = plan(design, chosen.runs_each, chosen.seed)
    costs = Costs.of(laboratory, runs) if chosen.costs else None
    compared = effects_over_societies if chosen.over_societies else effects
    measures = laboratory.totals(runs)
    frames = {"levers.csv": compared(measures, [entry.name for entry in entries])}
    pairs = matched(measures, BASELINE)
    if not (workforce := changed_workforce(pairs)).empty:
        frames["workers.csv"] = workforce
    record = {}
    if costs is not None:
        frames |= costs.frames(pairs, runs)
        record["prices"] = costs.record()

    def write_page(results: Results, folder: Path) -> None:
        (folder / "levers.html").write_text(page(results, entries), encoding="utf-8")

    return laboratory.write_results(runs, frames, write_page, **record)


def _selected(entries: list[Entry], names: Sequence[str] | None) -> list[Entry]:
    """The requested entries. Raises InputError for an unknown name."""
    if names is None:
        return entries
    known = [entry.name for entry in entries]
    for name in names:
        if name not in known:
            listed = "experiment=evidence evidence.levers=true lists them"
            allowed = f"no lever or shock{did_you_mean(name, known)}; {listed}"
            raise InputError("only", name, allowed)
    return [entry for entry in entries if entry.name in names]


def effects(measures: pd.DataFrame, levers: Sequence[str]) -> pd.DataFrame:
    """One row a lever and effect, with the columns of `paired_differences.comparison`.

    The primary family is all levers and those effects that are primary outcomes.
    """
    return _sorted(paired_differences.comparison(_wanted(measures), BASELINE), levers)


def effects_over_societies(measures: pd.DataFrame, levers: Sequence[str]) -> pd.DataFrame:
    """One row a lever and effect, with the columns of `over_societies`."""
    rows = _wanted(measures)
    index = ["scenario", "society", "replication"]
    wide = rows.pivot(index=index, columns=["measure", "group", "unit"], values="value")
    heads: list[Any] = [*wide]
    outcomes = [Outcome(measure, group) for measure, group, _ in heads]
    units = [unit for *_, unit in heads]
    values = wide.set_axis([str(outcome) for outcome in outcomes], axis=1)
    return _sorted(over_societies.of_values(values, outcomes, units), levers)


def _wanted(measures: pd.DataFrame) -> pd.DataFrame:
    wanted = [pair in MEASURES for pair in zip(measures["measure"], measures["group"], strict=True)]
    return measures[wanted]


def _sorted(rows: pd.DataFrame, levers: Sequence[str]) -> pd.DataFrame:
    """Rows of a comparison in the order of the levers, and the column `lever`."""
    rows = rows.rename(columns={"scenario": "lever"})
    order = {name: place for place, name in enumerate(levers)}
    return rows.sort_values(
        ["lever", "measure", "group"], kind="stable", ignore_index=True,
        key=lambda column: column.map(order) if column.name == "lever" else column,
    )  # fmt: skip
