"""Analysis of a sensitivity design: noise, Morris screening, Sobol' indices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.errors import InputError
from experiments.kinds.sensitivity.design import MOST_LOST, Array, Question, SensitivityDesign
from experiments.runs.blocks import Blocks
from experiments.runs.design import Design
from experiments.runs.plan import plan
from experiments.statistics import morris, sobol
from experiments.statistics.sobol import OTHERS
from sim.settings.variants import ASSUMPTION

SEEDS = 5
"""Seeds under which some points are run, to estimate Monte Carlo noise."""
TRIED = 2
"""Trajectories drawn for each that is wanted, as some pass through infeasible points."""
Rows = Mapping[Question, pd.DataFrame]
Notes = dict[Question, dict[str, Any]]


def trajectories(design: SensitivityDesign) -> tuple[Array, Blocks]:
    """Trajectories without infeasible points, others in place of those that have some; runs.

    Raises InputError where more than half of those drawn have such points.
    """
    chosen, wanted = design.chosen, design.chosen.trajectories
    drawn = morris.trajectories(design.names, TRIED * wanted, chosen.levels, chosen.seed)
    runs = design.blocks(design.names, drawn, wanted)
    if len(runs.numbers) < wanted:
        of = f"only {len(runs.numbers)} of {runs.drawn} drawn are free of infeasible points"
        allowed = f"{of} ({runs.lost[-1]}); assumptions=[...] names fewer to vary"
        raise InputError("trajectories", wanted, allowed)
    return drawn[runs.numbers], runs


def noise(design: SensitivityDesign, paths: Blocks) -> Notes:
    """By question: unit, the answer at the declared assumptions, and Monte Carlo noise of one run.

    Under the same seeds at the declared assumptions and where trajectories start, `over_seeds` is
    the standard deviation of a run's answer, `unshared` that part of it which differs between these
    points, with `freedom` degrees of freedom. Raises InputError for an outcome that is empty
    at the declared assumptions.
    """
    ledger, laboratory = design.ledger, design.laboratory
    declared = {f"{ASSUMPTION}{name}": ledger.value(f"assume:{name}") for name in design.names}
    starts = paths.plan.design.points.iloc[paths.numbers * paths.size]
    points = pd.concat([pd.DataFrame([declared]), starts], ignore_index=True)
    runs = plan(Design(design.trees, ledger, points), SEEDS, design.chosen.seed)
    answers = design.answers(laboratory.values(runs, design.outcomes))
    units = laboratory.units(runs, design.outcomes)
    notes = {}
    for question, wide in answers.items():
        whole = wide.dropna()
        if 0 not in whole.index or len(whole) < morris.FEWEST:
            fault = f"empty in {question.scenario} at the declared assumptions, or most others"
            raise InputError("outcomes", question.outcome, f"{fault}; longer, or another outcome")
        notes[question] = {
            "unit": units[design.outcomes.index(question.outcome)],
            "declared": float(whole.loc[0].to_numpy().mean()),
            **morris.seed_noise(whole.to_numpy()),
        }
    return notes


def screened(
    design: SensitivityDesign, drawn: Array, paths: Blocks, noise: Notes
) -> tuple[Rows, Notes]:
    """Rankings by question, and how many trajectories they use."""
    chosen, names = design.chosen, design.names
    rankings, notes = {}, {}
    tables = design.tables(paths, morris.FEWEST, "trajectories")
    for question, (whole, table) in tables.items():
        rows = morris.screening(names, drawn[whole], table, chosen.levels, chosen.seed)
        deviation = noise[question]["unshared"] / np.sqrt(chosen.replications)
        freedom = noise[question]["freedom"]
        limit = morris.noise_limit(deviation, freedom, len(table), chosen.levels, len(names))
        rankings[question] = rows.assign(noise_limit=limit, beyond_noise=rows["mu_star"] > limit)
        notes[question] = {"trajectories": len(table)}
    return rankings, notes


def indices(design: SensitivityDesign, kept: tuple[str, ...]) -> tuple[Rows, Notes, Blocks]:
    """Indices by question, the samples they were computed from, and their runs.

    `explained` is the share of the variance that would vanish if all kept were known, `noise` that
    of Monte Carlo noise, from the first points of blocks under one seed more. Raises InputError
    where more than a quarter of the blocks are infeasible.
    """
    chosen = design.chosen
    names = [*kept, *(name for name in design.names if name not in kept)]
    groups = [name if name in kept else OTHERS for name in names]
    drawn = sobol.blocks(groups, chosen.samples, chosen.seed)
    runs = design.blocks(names, drawn, chosen.samples)
    if len(runs.lost) > MOST_LOST * chosen.samples:
        fault = f"{len(runs.lost)} blocks have infeasible points ({runs.lost[-1]})"
        raise InputError(
            "samples", chosen.samples, f"{fault}, a quarter at most; keep=0 only screens"
        )
    shares, notes = {}, {}
    tables = design.tables(runs, 1, "blocks")
    repeated = _repeated(design, runs)
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


def _repeated(design: SensitivityDesign, runs: Blocks) -> Mapping[Question, pd.DataFrame]:
    """By question, the answer at the first points of blocks under their seeds and one more."""
    firsts = runs.plan.design.points.iloc[runs.numbers * runs.size]
    points = Design(design.trees, design.ledger, firsts)
    again = plan(points, design.chosen.replications + 1, design.chosen.seed)
    return design.answers(design.laboratory.values(again, design.outcomes))
