"""Plausible societies as points, for tools that are to use no others."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from experiments.config import societies
from experiments.config.errors import InputError
from experiments.config.evidence_file import ledger_with
from experiments.config.messages import say
from experiments.config.options import path_text
from experiments.config.society_options import SOCIETIES
from sim.settings.variants import ASSUMPTION
from sim.whole_number import whole_number


def plausible(
    number: int | None = None,
    file: str | os.PathLike[str] | None = None,
    evidence: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """The assumptions of plausible societies: those whose baseline is within wide bands.

    Draws from `ranges` are mostly not plausible. To vary something over plausible societies, change
    it in each of these rows.

    Parameters
    ----------
    number
        The first so many, which are balanced; None: all.
    file
        A file of societies, as `experiment=calibrate` leaves it; None: that of the package.
    evidence
        A file of your own evidence; each society keeps its quantile of what it replaces.

    Returns
    -------
    pandas.DataFrame
        One row a society, by its number in the file; one column an assumption, by id. Each row is
        what `evaluate` takes.

    Raises
    ------
    InputError
        The file cannot be read, or has too few societies.

    Example
    -------
    >>> from unburden import evaluate, plausible
    >>> rows = plausible(5).to_dict("records")
    >>> [evaluate({**row, "levers.one_table.on": True}) for row in rows]
    """
    from experiments.config.societies_file import read

    path = societies.shipped() if file is None else Path(path_text(SOCIETIES, file))
    found = read(path, ledger_with(evidence))
    if number is not None:
        try:
            found = found.first(whole_number(SOCIETIES, number, least=1))
        except (TypeError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            allowed = "should be a whole number from 1 on"
            raise InputError(SOCIETIES, number, allowed) from None
    if found.stale is not None:
        say(found.stale)
    return found.points.rename(columns=lambda name: str(name).removeprefix(ASSUMPTION))
