"""Declared ranges of assumptions, for tools that sample or search them."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.evidence_file import EVIDENCE, ledger_with
from experiments.config.options import name_list, path_text
from experiments.designs.active_parameters import active, ranged
from experiments.designs.evaluation import composed
from experiments.runs.points import assumed
from sim.settings import Settings
from sim.settings.variants import ASSUMPTION

COLUMNS = ("id", "low", "high", "value", "distribution", "unit", "grade", "meaning")


def ranges(
    *overrides: str,
    names: str | Sequence[str] | None = None,
    scenario: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """The declared range of each assumption that can be varied.

    Parameters
    ----------
    *overrides
        The place as on the command line, with a scenario alone; "evidence=FILE" for ranges of
        your own.
    names
        Ids of assumptions, in the order wanted; None: all that have a range.
    scenario
        Name or file of a scenario: only assumptions that its run, or the baseline, reads.

    Returns
    -------
    pandas.DataFrame
        One row an assumption: `id`, `low`, `high`, the declared `value`, `distribution` (uniform,
        loguniform, triangular with its mode at the value, or integer), `unit`, `grade`, `meaning`.

    Raises
    ------
    InputError
        There is no such assumption or scenario; or one that is named is read by neither run.

    Example
    -------
    >>> from unburden import ranges
    >>> table = ranges(names=["overlap", "form_kinds"])
    >>> bounds = table[["low", "high"]].to_numpy()
    """
    wanted = None if names is None else _names(names)
    runs, ledger = composed(
        overrides, BASELINE if scenario is None else path_text("scenario", scenario)
    )
    if scenario is None:
        if places := [each for each in overrides if not each.startswith(f"{EVIDENCE}=")]:
            raise InputError("overrides", places, "are for ranges of a scenario alone")
        chosen = ranged(wanted, ledger)
    else:
        settings = {name: Settings.read(tree, ledger) for name, tree in runs.items()}
        chosen = active(settings, ledger, wanted)
    order = {name: place for place, name in enumerate(wanted or chosen)}
    rows = []
    for name in sorted(chosen, key=order.__getitem__):
        entry = ledger.assumptions[name]
        declared = {"id": name, "value": ledger.value(f"{ASSUMPTION}{name}")}
        rows.append([{**vars(entry), **declared}[column] for column in COLUMNS])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def quantiles(
    names: str | Sequence[str],
    uniforms: npt.ArrayLike,
    evidence: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Values of assumptions at quantiles of their declared distributions.

    A sampler that fills the unit cube so gives every kind of distribution, whole numbers as well.

    Parameters
    ----------
    names
        Ids of assumptions.
    uniforms
        Quantiles from 0 to 1, of shape (points, names); of one name (points,) will do.
    evidence
        A file of your own evidence, whose ranges count.

    Returns
    -------
    pandas.DataFrame
        One row a point, one column an assumption, by id; each row is what `evaluate` takes.

    Raises
    ------
    InputError
        A name has no range, or the array has another shape or values outside 0 to 1.

    Example
    -------
    >>> from scipy.stats import qmc
    >>> from unburden import evaluate, quantiles
    >>> points = quantiles(["overlap", "old_form_share"], qmc.LatinHypercube(2, rng=1).random(8))
    >>> [evaluate(point, "territory=community") for point in points.to_dict("records")]
    """
    ledger = ledger_with(evidence)
    wanted = _names(names)
    chosen = ranged(wanted, ledger)
    try:
        drawn = np.asarray(uniforms, np.float64)
    except (TypeError, ValueError):
        raise InputError("uniforms", repr(uniforms), "should be an array of numbers") from None
    drawn = drawn[:, None] if drawn.ndim == 1 and len(chosen) == 1 else drawn
    if len(chosen) < len(wanted) or drawn.ndim != 2 or drawn.shape[1] != len(chosen):
        allowed = f"should have a column for each of {len(chosen)} names, each named once"
        raise InputError("uniforms", f"array of shape {drawn.shape}", allowed)
    if not ((drawn >= 0) & (drawn <= 1)).all():
        raise InputError("uniforms", "the array", "should have values from 0 to 1")
    points = assumed(chosen, ledger, drawn)
    return points.rename(columns=lambda name: str(name).removeprefix(ASSUMPTION))


def _names(names: object) -> list[str]:
    """Raises InputError for no names at all."""
    if not (wanted := name_list("names", names)):
        raise InputError("names", names, "should name at least one assumption")
    return wanted
