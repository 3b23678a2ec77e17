"""The experiment `sensitivity`: which assumptions an outcome depends on.

Morris screening goes over all active assumptions; those with the largest effects go on to Sobol'
indices, with all others as one group beside them, so that shares are of all uncertainty. Both
designs vary assumptions one by one, each over its declared range. Plausible societies are no such
product of ranges: their assumptions depend on each other, and steps out of them lead to places that
nobody knows. Shares are therefore of the declared ranges, and never of plausible societies.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.config.messages import counted
from experiments.config.study import Study
from experiments.kinds.sensitivity import analysis
from experiments.kinds.sensitivity.analysis import Rows
from experiments.kinds.sensitivity.design import SensitivityDesign
from experiments.kinds.sensitivity.options import SensitivityOptions
from experiments.reporting.results import Results
from experiments.runs.blocks import Blocks
from experiments.runs.executors.availability import need
from experiments.runs.plan import plan
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics import morris
from sim.evidence import Ledger


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `screening`, `indices` (where some are kept), `answers`, and the output folder.

    Raises InputError or SettingsError for an invalid argument or too small a sample, RunsFailed.
    """
    need(SensitivityOptions.needs, "analysis", "experiment", "sensitivity")
    design = SensitivityDesign.of(study)
    chosen, ledger = design.chosen, design.ledger
    design.laboratory.announce(_announced(design))
    drawn, paths = analysis.trajectories(design)
    noise = analysis.noise(design, paths)
    ranked, notes = analysis.screened(design, drawn, paths, noise)
    frames = {"screening.csv": _with_evidence(ranked, ledger)}
    stages: dict[str, Any] = {"screening": _counted(design, paths)}
    if kept := morris.leading(list(ranked.values()), chosen.keep):
        shares, more, blocks = analysis.indices(design, kept)
        frames["indices.csv"] = _with_evidence(shares, ledger)
        stages["indices"] = _counted(design, blocks)
        notes = {question: notes[question] | more[question] for question in notes}
    answers = [question.head | noise[question] | row for question, row in notes.items()]
    frames["answers.csv"] = pd.DataFrame(answers)
    declared = design.laboratory.design(chosen.scenarios)
    return design.laboratory.write_results(
        plan(declared, chosen.replications, chosen.seed), frames,
        of=chosen.of, assumptions=list(design.names), levels=chosen.levels,
        points=sum(stage["points"] for stage in stages.values()), **stages,
    )  # fmt: skip


def _announced(design: SensitivityDesign) -> str:
    """How many runs there will be."""
    chosen, count = design.chosen, len(design.names)
    screened = design.runs(chosen.trajectories * (count + 1))
    noise = chosen.samples * len(design.trees)
    indexed = design.runs(chosen.samples * design.block) + noise
    then = f", then {indexed:,} for indices ({noise:,} of them for Monte Carlo noise)"
    active = f"{counted(count, 'assumption')} {'is' if count == 1 else 'are'} active"
    first = f"{active} in these scenarios: {counted(screened, 'run')} to screen them"
    return first + (then if chosen.keep else "")


def _counted(design: SensitivityDesign, runs: Blocks) -> dict[str, Any]:
    """The sample of a stage, for the manifest."""
    return {
        "drawn": runs.drawn,
        "used": len(runs.numbers),
        "infeasible": sorted(set(runs.lost)),
        "points": len(runs.numbers) * runs.size,
        "runs": design.runs(len(runs.numbers) * runs.size),
    }


def _with_evidence(parts: Rows, ledger: Ledger) -> pd.DataFrame:
    """Rows of all questions with the evidence of their assumptions; sums and groups have none."""
    columns = ("grade", "unit", "low", "high", "meaning", "why")
    frames = []
    for question, rows in parts.items():
        entries = [ledger.assumptions.get(name) for name in rows["assumption"]]
        evidence = {
            column: [getattr(entry, column, None) for entry in entries] for column in columns
        }
        head = pd.DataFrame(question.head, rows.index)
        frames.append(pd.concat([head, rows, pd.DataFrame(evidence, rows.index)], axis=1))
    return pd.concat(frames, ignore_index=True)
