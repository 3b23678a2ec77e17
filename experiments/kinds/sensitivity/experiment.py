"""The experiment `sensitivity`: which assumptions an answer hangs on.

Morris screening goes over all assumptions that act; those that move the answer most go on to Sobol'
indices, with all others as one group beside them, so that shares are of all that is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.errors import InputError
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.kinds.sensitivity.design import MOST_LOST, Array, Inquiry, Question
from experiments.kinds.sensitivity.summary import print_sensitivity
from experiments.reporting.results import Results
from experiments.runs.blocks import Blocks
from experiments.runs.design import EVIDENCE, Design
from experiments.runs.executors.availability import need
from experiments.runs.plan import plan
from experiments.runs.storage.claim import given_up
from experiments.statistics import morris, sobol
from experiments.statistics.sobol import OTHERS
from sim.evidence import Ledger

SEEDS = 5
"""Seeds under which some points are run, to see what chance does."""
TRIED = 2
"""Trajectories drawn for each that is wanted, as some pass through points that cannot be."""
Rows = Mapping[Question, pd.DataFrame]
Notes = dict[Question, dict[str, Any]]


def main(study: Study) -> Results:
    """Run the study and print what its answers hang on."""
    results = run(study)
    print_sensitivity(results)
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `screening`, `indices` (where some are kept), `answers`, and the output folder.

    Raises InputError or SettingsError where a word is off or a sample too small, RunsFailed.
    """
    need("SALib", "analysis", "experiment", "sensitivity")
    from experiments.kinds.sensitivity.figures import draw

    inquiry = Inquiry.of(study)
    chosen, ledger = inquiry.chosen, inquiry.ledger
    inquiry.laboratory.announce(_announced(inquiry))
    drawn, paths = _paths(inquiry)
    luck = _luck(inquiry, paths)
    ranked, notes = _screened(inquiry, drawn, paths, luck)
    frames = {"screening.csv": _described(ranked, ledger)}
    told = {"screening": _counted(inquiry, paths)}
    if kept := morris.leading(list(ranked.values()), chosen.keep):
        shares, more, rows = _shares(inquiry, kept)
        frames["indices.csv"] = _described(shares, ledger)
        told["indices"] = _counted(inquiry, rows)
        notes = {question: notes[question] | more[question] for question in notes}
    answers = [one.head | luck[one] | row for one, row in notes.items()]
    frames["answers.csv"] = pd.DataFrame(answers)

    def illustrate(results: Results, folder: Path) -> None:
        draw(results, folder / "figures")

    declared = inquiry.laboratory.design(chosen.scenarios)
    return inquiry.laboratory.leave(
        plan(declared, chosen.replications, chosen.seed), frames, illustrate,
        of=chosen.of, assumptions=list(inquiry.names), levels=chosen.levels,
        points=sum(stage["points"] for stage in told.values()), **told,
    )  # fmt: skip


def _paths(inquiry: Inquiry) -> tuple[Array, Blocks]:
    """Trajectories without points that cannot be, others in place of those that have some; runs.

    Raises InputError where more than half of those drawn have such points.
    """
    chosen, wanted = inquiry.chosen, inquiry.chosen.trajectories
    drawn = morris.trajectories(inquiry.names, TRIED * wanted, chosen.levels, chosen.seed)
    runs = inquiry.blocks(inquiry.names, drawn, wanted)
    if len(runs.numbers) < wanted:
        of = f"only {len(runs.numbers)} of {runs.drawn} drawn are free of points that cannot be"
        told = f"{of} ({runs.lost[-1]}); assumptions=[...] names fewer to vary"
        raise InputError("trajectories", wanted, told)
    return drawn[runs.numbers], runs


def _announced(inquiry: Inquiry) -> str:
    """How much work lies ahead."""
    chosen, count = inquiry.chosen, len(inquiry.names)
    screened = inquiry.runs(chosen.trajectories * (count + 1))
    noise = chosen.samples * len(inquiry.trees)
    indexed = inquiry.runs(chosen.samples * inquiry.block) + noise
    then = f", then {indexed:,} for indices ({noise:,} of them for Monte Carlo noise)"
    acting = f"{counted(count, 'assumption')} act{'s' if count == 1 else ''}"
    told = f"{acting} in these scenarios: {counted(screened, 'run')} to screen them"
    return told + (then if chosen.keep else "")


def _luck(inquiry: Inquiry, paths: Blocks) -> Notes:
    """By question: unit, the answer at the declared assumptions, and what chance does to one run.

    Under the same seeds at the declared assumptions and where trajectories start, `over_seeds` is
    the standard deviation of a run's answer, `unshared` that part of it which is not alike at all
    these points, with `freedom` degrees of freedom. Raises InputError for an outcome that is not
    there at the declared assumptions.
    """
    ledger, laboratory = inquiry.ledger, inquiry.laboratory
    declared = {f"{EVIDENCE}{name}": ledger.value(f"assume:{name}") for name in inquiry.names}
    starts = paths.plan.design.points.iloc[paths.numbers * paths.size]
    points = pd.concat([pd.DataFrame([declared]), starts], ignore_index=True)
    runs = plan(Design(inquiry.trees, ledger, points), SEEDS, inquiry.chosen.seed)
    found = inquiry.answers(laboratory.values(runs, inquiry.outcomes))
    units = laboratory.units(runs, inquiry.outcomes)
    notes = {}
    for question, wide in found.items():
        whole = wide.dropna()
        if 0 not in whole.index or len(whole) < morris.FEWEST:
            told = f"empty in {question.scenario} at the declared assumptions, or most others"
            raise InputError("outcomes", question.outcome, f"{told}; longer, or another outcome")
        notes[question] = {
            "unit": units[inquiry.outcomes.index(question.outcome)],
            "declared": float(whole.loc[0].to_numpy().mean()),
            **morris.seed_noise(whole.to_numpy()),
        }
    return notes


def _screened(inquiry: Inquiry, drawn: Array, paths: Blocks, luck: Notes) -> tuple[Rows, Notes]:
    """Rankings by question, and on how many trajectories they rest."""
    chosen, names = inquiry.chosen, inquiry.names
    rankings, notes = {}, {}
    tables = inquiry.tables(paths, morris.FEWEST, "trajectories")
    for question, (whole, table) in tables.items():
        rows = morris.screening(names, drawn[whole], table, chosen.levels, chosen.seed)
        deviation = luck[question]["unshared"] / np.sqrt(chosen.replications)
        freedom = luck[question]["freedom"]
        limit = morris.noise_limit(deviation, freedom, len(table), chosen.levels, len(names))
        rankings[question] = rows.assign(noise_limit=limit, beyond_noise=rows["mu_star"] > limit)
        notes[question] = {"trajectories": len(table)}
    return rankings, notes


def _shares(inquiry: Inquiry, kept: tuple[str, ...]) -> tuple[Rows, Notes, Blocks]:
    """Indices by question, what they rest on, and their runs.

    `explained` is the share of the variance that would go if all kept were known, `noise` that of
    Monte Carlo noise, from the first points of blocks under one seed more. Raises InputError where
    more than a quarter of the blocks cannot be.
    """
    chosen = inquiry.chosen
    names = [*kept, *(name for name in inquiry.names if name not in kept)]
    groups = [name if name in kept else OTHERS for name in names]
    drawn = sobol.blocks(groups, chosen.samples, chosen.seed)
    runs = inquiry.blocks(names, drawn, chosen.samples)
    if len(runs.lost) > MOST_LOST * chosen.samples:
        told = f"{len(runs.lost)} blocks have points that cannot be ({runs.lost[-1]})"
        raise InputError(
            "samples", chosen.samples, f"{told}, a quarter at most; keep=0 only screens"
        )
    shares, notes = {}, {}
    tables = inquiry.tables(runs, 1, "blocks")
    repeated = _repeated(inquiry, runs)
    for question, (whole, table) in tables.items():
        rows = sobol.indices(groups, drawn[runs.numbers][whole], table, chosen.seed)
        variance = sobol.variance(table)
        again = repeated[question].dropna().to_numpy()
        scale = variance * chosen.replications or np.nan
        limit = sobol.noise_limit(again, len(table), len(set(groups))) / scale
        shares[question] = rows.assign(noise_limit=limit, beyond_noise=rows["ST"] > limit)
        rest = rows.set_index("assumption").reindex([OTHERS]).iloc[0]
        notes[question] = {
            "blocks": len(table),
            "spread": float(np.sqrt(variance)),
            "noise": sobol.noise_variance(again)[0] / scale,
            "explained": 1 - rest["ST"],
            "explained_low": 1 - rest["ST_high"],
            "explained_high": 1 - rest["ST_low"],
        }
    return shares, notes, runs


def _repeated(inquiry: Inquiry, runs: Blocks) -> Mapping[Question, pd.DataFrame]:
    """By question, the answer at the first points of blocks under their seeds and one more."""
    firsts = runs.plan.design.points.iloc[runs.numbers * runs.size]
    design = Design(inquiry.trees, inquiry.ledger, firsts)
    again = plan(design, inquiry.chosen.replications + 1, inquiry.chosen.seed)
    return inquiry.answers(inquiry.laboratory.values(again, inquiry.outcomes))


def _counted(inquiry: Inquiry, runs: Blocks) -> dict[str, Any]:
    """What a stage was held on, for the manifest."""
    return {
        "drawn": runs.drawn,
        "used": len(runs.numbers),
        "cannot_be": sorted(set(runs.lost)),
        "points": len(runs.numbers) * runs.size,
        "runs": inquiry.runs(len(runs.numbers) * runs.size),
    }


def _described(parts: Rows, ledger: Ledger) -> pd.DataFrame:
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
