"""The experiment `calibrate`: plausible societies by history matching.

Societies come from the balanced prior. Waves of them are run; emulators of each wave say which
others cannot be plausible. Of those left, the ones that are plausible when they are run are the
ensemble, which is written as a file of societies.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config import societies_file
from experiments.config.messages import say
from experiments.config.options import LEAST_DRAWS
from experiments.config.study import Study
from experiments.designs.balanced_prior import in_processes
from experiments.kinds.calibrate import left_out, tables
from experiments.kinds.calibrate.ensemble import Ensemble, balance, ensemble
from experiments.kinds.calibrate.options import MOST_SOCIETIES, CalibrateOptions
from experiments.kinds.calibrate.pool import Pool, pool
from experiments.kinds.calibrate.trials import Trials
from experiments.kinds.calibrate.waves import Wave, checks, declared, emulators, matched
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.storage.claim import releasing_claims
from sim.settings.nested import leaves

FILE = "societies.parquet"
NUMBERS = "numbers"
"""Entry of the file: the number of each society in the calibration, on which its seeds depend."""
DECLARED_FROM = 5 * MOST_SOCIETIES
"""Number of the first draw of the declared ranges; those of the pool are smaller."""
FIRST = 40
"""Societies that a comparison takes of the ensemble."""


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `waves`, `emulators`, `checks`, `patterns`, `left_out`, `draws`, and the file.

    Where enough societies are found there is `assumptions` as well.

    There is no file where fewer than LEAST_DRAWS plausible societies are found.
    Raises InputError for invalid arguments, RunsFailed where the model fails.
    """
    laboratory = Laboratory(study, CalibrateOptions)
    chosen, ledger = laboratory.chosen, laboratory.ledger
    chosen.refuse_contradictions()
    trials = Trials(laboratory)
    processes = 1 if chosen.executor.name == "serial" else chosen.processes
    with in_processes(processes) as mapped:
        taken = pool(ledger, chosen.pool, chosen.seed, trials.tree, mapped)
    say(f"{len(taken):,} societies of {taken.drawn.counts['drawn']:,} draws are balanced")
    before, points = None, taken.points
    if chosen.declared:
        drawn = laboratory.draw_assumptions(ledger.ranged, chosen.declared, "latin")
        drawn.index = pd.RangeIndex(DECLARED_FROM, DECLARED_FROM + chosen.declared)
        before, points = declared(trials, drawn), pd.concat([points, drawn])
    waves = matched(trials, taken, draws=chosen.draws, most=chosen.waves, seed=chosen.seed)
    last = ensemble(trials, taken, waves, wanted=chosen.wanted, replications=chosen.replications)
    table = tables.waves(before, waves, last)
    frames = {
        "waves.csv": table,
        "emulators.csv": emulators(waves, list(map(str, taken.inputs))),
        "checks.parquet": checks(waves),
        "patterns.csv": tables.patterns(before, waves, last),
        "left_out.csv": left_out.table(waves[0], ledger),
        "draws.parquet": tables.draws(trials.values, points, before, waves, last),
    }
    enough = len(last.order) >= LEAST_DRAWS
    if enough:
        frames["assumptions.csv"] = tables.assumptions(ledger, taken, last)

    def write(_: Results, folder: Path) -> None:
        if enough:
            societies = taken.points.iloc[last.order]
            origin = _origin(study, chosen, taken, table)
            origin[NUMBERS] = last.order.tolist()
            societies_file.write(folder / FILE, societies, last.values, origin, ledger)

    kept = last.order if enough else last.candidates
    runs = trials.plan(taken.points.iloc[kept], chosen.replications if enough else 1)
    entries = _entries(chosen, taken, waves, last)
    return laboratory.write_results(runs, frames, write, **entries)


def _origin(
    study: Study, chosen: CalibrateOptions, taken: Pool, table: pd.DataFrame
) -> dict[str, Any]:
    """How the file of societies was made."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return {
        "seed": chosen.seed,
        "command": study.command,
        "territory": territory(study),
        "settings": {path: str(value) for path, value in leaves(study.overrides)},
        "balanced": {**taken.drawn.counts, "kept": len(taken)},
        "waves": [{str(name): value for name, value in row.items()} for row in rows],
    }


def territory(study: Study) -> str:
    """The name of the place."""
    if study.place is not None:
        return f"{study.place.name}, {study.place.file}"
    named = [word for word in study.arguments if word.startswith("territory=")]
    return named[-1].partition("=")[2] if named else "street"


def _entries(
    chosen: CalibrateOptions, taken: Pool, waves: list[Wave], last: Ensemble
) -> dict[str, Any]:
    """Entries of the manifest on the calibration."""
    first = min(FIRST, len(last.order))
    return {
        "wanted": chosen.wanted,
        "plausible_found": last.found,
        "ensemble": len(last.order),
        "effective_size": float(len(last.order)),
        "pool": {**taken.drawn.counts, "kept": len(taken), "seconds": taken.drawn.seconds},
        "space_left": waves[-1].left,
        "balance": balance(taken, waves, last, first) if first else {},
    }
