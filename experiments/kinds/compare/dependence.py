"""What hours freed depend on: assumptions that they go with over societies, by rank correlation.

The table `depends.csv` is made at run time, as results do not keep the values that assumptions had
in each society.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import FREED
from experiments.designs.active_parameters import active
from experiments.designs.assumption_sample import with_evidence
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory
from experiments.language import _, marked
from experiments.reporting import labels
from experiments.reporting.frames import Table as Frame
from experiments.reporting.meanings import meaning, unit_in_words
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.runs.design import Design
from experiments.statistics.dependence import COLUMNS as FOUND
from experiments.statistics.dependence import dependences, society_changes
from experiments.statistics.matched_values import Matched
from sim.settings.variants import ASSUMPTION

NAME = "depends"
EVIDENCE = ["range_low", "range_high", "unit", "grade", "meaning"]
FEWEST = 3
"""Societies from which there is a correlation."""
COLUMNS = ["scenario", *FOUND, *EVIDENCE]
NOTE = marked(
    "Spearman rank correlation over societies of hours freed at equal delivery with each "
    "assumption. Shown are those above what the largest of all assumptions reaches by chance in 5 "
    "of 100 cases. A correlation is not an effect: history matching selected the societies, so "
    "that assumptions go together; experiment=sensitivity varies them by design, and "
    "experiment=value_of_information asks what to measure first."
)


def dependence_frames(
    laboratory: Laboratory[CompareOptions], design: Design, matched: Matched
) -> dict[str, Frame]:
    """The table `depends.csv`; not of one society, nor where the baseline is alone.

    Parameters: the laboratory; scenarios; values of the whole place, whose runs have a society.
    """
    societies = laboratory.societies
    wanted = (FREED, "all")
    if societies is None or not matched.scenarios or wanted not in _outcomes(matched):
        return {}
    changes = society_changes(matched, *wanted)
    if len(changes) < FEWEST:
        return {}
    points = societies.points.rename(columns=lambda name: str(name).removeprefix(ASSUMPTION))
    declared = design.declared()
    parts = []
    for name in design.scenarios:
        if name == BASELINE or name not in changes:
            continue
        read = set(active({each: declared[each] for each in (BASELINE, name)}, laboratory.ledger))
        mine = points.loc[changes.index, [column for column in points if column in read]]
        found = dependences(mine, changes[name], laboratory.chosen.seed)
        known = with_evidence(found.dropna(subset="assumption"), laboratory.ledger)
        parts.append(found.join(known[EVIDENCE]).assign(scenario=name)[COLUMNS])
    if not parts:
        return {}
    text = dict.fromkeys(("scenario", "assumption", "unit", "grade", "meaning"), "object")
    rows = pd.concat(parts, ignore_index=True)
    numbers = {name: pd.to_numeric(rows[name]) for name in ("range_low", "range_high")}
    return {f"{NAME}.csv": rows.assign(**numbers).astype(text)}


def _outcomes(matched: Matched) -> set[tuple[str, str]]:
    return {row[:2] for row in matched.rows}


def depends(results: Results) -> pd.DataFrame:
    """Rows of `depends.csv`: what hours freed of each scenario go with, the strongest first.

    Parameters: results, run now or read back from a folder.

    Returns
    -------
    pandas.DataFrame
        `scenario`, `assumption`, `correlation` (Spearman, over societies), `threshold` (what the
        largest of `among` assumptions exceeds by chance in 5 of 100 cases), `societies`,
        `where_low` and `where_high` (median hours freed in the third of societies where the
        assumption is lowest and highest), `range_low`, `range_high`, `unit`, `grade`, `meaning`.
        A scenario of which none is above the threshold has one row without an assumption. There
        are no rows of one society, of the baseline alone, and of an older study.
    """
    return results.frames[NAME] if NAME in results.frames else pd.DataFrame(columns=COLUMNS)


def too_few(row: Any) -> str:
    """What is said of a scenario of which no assumption is above the threshold; a whole sentence.

    Parameters: its row of `depends.csv`.
    """
    if row["threshold"] >= 1.0:
        return _("{n} societies are too few to tell which assumptions matter.").format(
            n=int(row["societies"])
        )
    if np.isnan(row["threshold"]):
        return _("Hours freed are the same in all {n} societies.").format(n=int(row["societies"]))
    return _(
        "{n} societies are too few to tell which assumptions matter; at this number only a "
        "correlation above {limit:.2f} would show."
    ).format(n=int(row["societies"]), limit=row["threshold"])


def table(results: Results) -> Table:
    """Assumptions by scenario: correlation, hours freed where it is low and high, range, meaning.

    A scenario of which none is above the threshold has a sentence.
    """
    found = Table(
        [
            Column("scenario"), Column("assumption", "name"), Column("correlation", "number"),
            Column("hours freed\nwhere it is low, high", "number"), Column("range", "number"),
            Column("what it is", "prose", 40),
        ],
        title="What hours freed at equal delivery depend on", caption=NOTE,
    )  # fmt: skip
    for row in depends(results).to_dict("records"):
        name = labels.spelled(str(row["scenario"]))
        if pd.isna(row["assumption"]):
            found.add(name, "", "", "", "", too_few(row))
            continue
        hours = f"{labels.signed(row['where_low'])}, {labels.signed(row['where_high'])}"
        found.add(
            name, str(row["assumption"]), labels.signed(row["correlation"], 2), hours, span(row),
            meaning(str(row["meaning"])),
        )  # fmt: skip
    return found


def span(row: Any) -> str:
    """The range of an assumption with its unit, as `0.2 to 0.6 share`."""
    ends = f"{row['range_low']:.3g}", f"{row['range_high']:.3g}"
    unit = unit_in_words(str(row["unit"]))
    return _("{low} to {high} {unit}").format(low=ends[0], high=ends[1], unit=unit).strip()
