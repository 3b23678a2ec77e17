"""The shipped societies under the model of today: which are plausible still, and what is new drawn.

`python -m experiments.studies.renewed_societies` writes societies.parquet and tables to
outputs/renewed_societies. It runs the baseline of each society of seeds/societies/street.parquet
twice over three years, three minutes on two cores. Societies that are plausible in the mean of
their runs are kept, in their order. Assumptions that the file lacks are drawn from their declared
ranges first.

That is as good as a new calibration where the baseline reads no new assumption and its runs are as
before: then what is new is independent of what made a society plausible. `unchanged` counts the
societies whose patterns are as recorded. Where it is less than all, societies that were left out
before might be plausible now, and `make societies` finds them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.config import societies_file
from experiments.config.societies import Societies, shipped
from experiments.config.society_options import SocietyOptions
from experiments.config.study import Study
from experiments.designs.active_parameters import active
from experiments.kinds.calibrate.experiment import NUMBERS
from experiments.kinds.calibrate.trials import Trials
from experiments.laboratory import Laboratory
from experiments.patterns import plausibility
from experiments.reporting.terminal import console
from experiments.studies.command import command
from experiments.studies.grid import SEED, STORE, print_table, write_more
from sim.settings.variants import ASSUMPTION

REPLICATIONS = 2
FILE = "societies.parquet"


def main() -> None:
    """Run, judge, write the file and print how many are kept."""
    opened = laboratory()
    before = societies_file.read(shipped(), opened.ledger)
    points = completed(before, opened)
    trials = Trials(opened)
    trials.run(points, REPLICATIONS)
    means = trials.mean(points.index.tolist(), REPLICATIONS)
    kept = in_order(points, means)
    record = counts(before, points, means, len(kept), opened)
    origin = {**before.origin, "renewed": [*before.origin.get("renewed", ()), record]}
    origin[NUMBERS] = [*map(int, kept)]

    def write(folder: Path) -> None:
        file = folder / FILE
        societies_file.write(file, points.loc[kept], means.loc[kept], origin, opened.ledger)

    tables = {"patterns": means.reset_index(names="society")}
    folder = write_more("renewed_societies", tables, None, write, record)
    sizes = {
        name: len(value) if isinstance(value, list) else value for name, value in record.items()
    }
    print_table(pd.DataFrame([sizes]))
    console().print(str(folder / FILE), style="dim", soft_wrap=True)


def in_order(points: pd.DataFrame, means: pd.DataFrame) -> pd.Index[int]:
    """Numbers of the plausible societies in the order of their use, which is that of the points."""
    finished = points.index[points.index.isin(means.index)]
    return finished[plausibility.plausible(means.loc[finished])]


def laboratory() -> Laboratory[SocietyOptions]:
    """The laboratory of the study: the usual street."""
    return Laboratory(Study("study", {}, {"store": STORE, "seed": SEED}), SocietyOptions)


def completed(before: Societies, opened: Laboratory[SocietyOptions]) -> pd.DataFrame:
    """Societies with every assumption of today; new ones are drawn from their declared ranges.

    The index has their numbers in the calibration: runs under the same seeds follow from them.
    """
    missing = [name for name in opened.ledger.ranged if name not in before.names]
    points = before.points.set_axis(numbers(before))
    if not missing:
        return points
    drawn = opened.draw_assumptions(missing, len(points), "latin")
    both = pd.concat([points, drawn.set_axis(points.index)], axis=1)
    return both[[f"{ASSUMPTION}{name}" for name in opened.ledger.ranged]]


def numbers(before: Societies) -> list[int]:
    """Numbers of societies in the calibration that found them; rows of an older file."""
    rows = before.points.index.tolist()
    found = before.origin.get(NUMBERS)
    return rows if found is None else [found[row] for row in rows]


def counts(
    before: Societies,
    points: pd.DataFrame,
    means: pd.DataFrame,
    kept: int,
    opened: Laboratory[SocietyOptions],
) -> dict[str, Any]:
    """How many societies there were, ran as before and are kept, and what was drawn.

    `read` has those of the drawn assumptions that the baseline reads.
    """
    recorded = before.patterns.set_axis(numbers(before)).reindex(means.index)
    common = [name for name in means if name in recorded]
    same = np.isclose(means[common], recorded[common], rtol=0.0, atol=0.0, equal_nan=True)
    drawn = [str(name).removeprefix(ASSUMPTION) for name in points]
    drawn = [name for name in drawn if name not in before.names]
    used = active(opened.study.scenarios((), opened.ledger), opened.ledger)
    return {
        "societies": len(points), "left_out": before.left_out,
        "unchanged": int(same.all(axis=1).sum()), "kept": kept,
        "drawn": drawn, "read": [name for name in drawn if name in used],
    }  # fmt: skip


if __name__ == "__main__":
    command(main, __doc__)
