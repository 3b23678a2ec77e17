"""The experiment `value_of_information`: which assumptions to measure first, for one decision.

The decision is which reform to begin with, by a stated utility, over plausible societies.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.config.errors import InputError
from experiments.config.least_difference import least_difference
from experiments.config.options import LEAST_DRAWS
from experiments.config.study import Study
from experiments.designs import assumption_sample
from experiments.kinds.value_of_information import utility
from experiments.kinds.value_of_information.options import ValueOfInformationOptions
from experiments.kinds.value_of_information.ways import way
from experiments.laboratory import Laboratory
from experiments.reporting.recorded_texts import recorded
from experiments.reporting.results import Results
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics.perfect_information import (
    partial_perfect_information,
    perfect_information,
)
from experiments.statistics.reversals import reversals
from sim.evidence import Ledger


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `value`, `decisions`, `reversals`, `utilities`, `points`, and the output folder.

    Raises InputError for weights that contradict the better direction, and where too few societies
    have all outcomes; else as `assumption_sample.sample` does.
    """
    laboratory = Laboratory(study, ValueOfInformationOptions)
    chosen = laboratory.chosen
    weighed = utility.weights(chosen.weights)
    drawn = assumption_sample.sample(laboratory, list(weighed), utility.KEY)
    change = utility.changes(drawn.values, weighed)
    utilities = utility.utilities(change, weighed)
    if len(utilities) < LEAST_DRAWS:
        allowed = (
            f"only {len(utilities)} societies have all of its outcomes, it takes {LEAST_DRAWS}"
        )
        raise InputError(utility.KEY, ", ".join(map(str, weighed)), allowed)
    points = drawn.points.loc[utilities.index]
    least = least_difference(utility.UNIT, 0.0)
    value = partial_perfect_information(points, utilities, chosen.seed)
    whole = perfect_information(utilities)
    by_society: Any = utilities.T.stack()
    rows = change.assign(utility=by_society.reindex(change.index))
    frames = {
        "value.csv": _with_ways(value, laboratory.ledger),
        "decisions.csv": utility.decisions(utilities, change),
        "reversals.csv": _with_meaning(
            reversals(points, utilities, least, chosen.seed), laboratory.ledger
        ),
        "utilities.parquet": rows.reset_index(),
        "points.parquet": points.reset_index(),
    }
    units = laboratory.units(drawn.plan, list(weighed))
    return laboratory.write_results(
        drawn.plan, frames, weights={str(one): weight for one, weight in weighed.items()},
        units=dict(zip(map(str, weighed), units, strict=True)),
        **recorded(**drawn.phrases), draws=drawn.counts,
        least=least, used=len(utilities), whole=whole._asdict(),
    )  # fmt: skip


def _with_ways(rows: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Rows with range, unit, grade, meaning, and a way to measure the assumption."""
    found = [way(name) for name in rows["assumption"]]
    return assumption_sample.with_evidence(rows, ledger).assign(
        way=[one.title if one else "" for one in found],
        how=[one.how if one else "" for one in found],
    )


def _with_meaning(rows: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Rows with unit and meaning of the assumption that separates best, where there is one."""
    entries = [None if name is None else ledger.assumptions[name] for name in rows["assumption"]]
    return rows.assign(
        unit=["" if entry is None else entry.unit for entry in entries],
        meaning=["" if entry is None else entry.meaning for entry in entries],
    )
