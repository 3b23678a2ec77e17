"""The design of a sweep: its axes, their ranges, and its points."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from pathlib import Path

import pandas as pd

from experiments.config import points_file
from experiments.config.errors import InputError
from experiments.config.factors import Axis, Range, Scheme, axes
from experiments.config.messages import counted
from experiments.config.study import Study
from experiments.kinds.sweep.options import SweepOptions
from experiments.language import marked
from experiments.language.phrase import Phrase, counting, joining, phrase
from experiments.runs.points import table
from sim.evidence import Ledger
from sim.settings.nested import leaves

USUAL = {"levers.one_table.coverage": [0, 0.25, 0.5, 0.75, 1]}
"""What is varied where nothing is given."""
USUAL_POINTS = 64
MOST_POINTS = 1_000_000
PLENTY = 10
"""Points for each factor below which trends are said to be rough."""
SCHEMES = {
    "grid": marked("every combination of the values"),
    "list": marked("the values taken together, row by row"),
    "latin": marked("a Latin hypercube"),
    "sobol": marked("a scrambled Sobol' sequence"),
}


@dataclass(frozen=True, slots=True)
class Space:
    """The factors, a column of `points` each, and a description of the design."""

    axes: tuple[Axis, ...]
    points: pd.DataFrame
    description: Phrase

    @property
    def names(self) -> list[str]:
        """Paths and ids, in the order of the columns."""
        return [axis.factor.word for axis in self.axes]

    @property
    def named(self) -> pd.DataFrame:
        """The points under these names."""
        return self.points.set_axis(self.names, axis=1).rename_axis("point")


def space(chosen: SweepOptions, study: Study, ledger: Ledger) -> Space:
    """The requested points. Raises InputError where there are none."""
    chosen_space = (
        _file(chosen, ledger) if chosen.points_file is not None else _design(chosen, ledger)
    )
    for path, value in leaves(study.overrides):
        if path in chosen_space.names:
            raise InputError(path, value, "is varied as well; leave one of them out")
    return chosen_space


def _file(chosen: SweepOptions, ledger: Ledger) -> Space:
    usual = {"vary": None, "points": None, "sampling": "grid"}
    for key, value in usual.items():
        if getattr(chosen, key) != value:
            reason = "points_file gives the points; leave one of them out"
            raise InputError(key, getattr(chosen, key), reason)
    varied, numbers = points_file.read(Path(str(chosen.points_file)), ledger)
    points = table(varied, "list", len(numbers), chosen.seed, ledger).set_axis(numbers)
    described = phrase(
        "{points}: the rows of {file}.",
        points=counting(len(numbers), "point"), file=str(chosen.points_file),
    )  # fmt: skip
    return Space(varied, points, described)


def _design(chosen: SweepOptions, ledger: Ledger) -> Space:
    scheme = chosen.sampling
    listed = scheme in ("grid", "list")
    if chosen.vary is None and not listed:
        reason = f"has to be given with sampling={scheme}: path or id, and its range"
        raise InputError("vary", "null", reason)
    if chosen.points is not None and listed:
        reason = f"is for latin and sobol; with sampling={scheme} the lists make the points"
        raise InputError("points", chosen.points, reason)
    varied = axes(USUAL if chosen.vary is None else chosen.vary, scheme, ledger)
    count = USUAL_POINTS if chosen.points is None else chosen.points
    if scheme == "grid":
        count = prod(len(axis.over) for axis in varied if isinstance(axis.over, tuple))
    if count > MOST_POINTS:
        raise InputError("points", f"{count:,}", f"{MOST_POINTS:,} at most")
    if not listed:
        _refuse(count, scheme, len(varied))
    points = table(varied, scheme, count, chosen.seed, ledger)
    number = counting(len(points), "point")
    if listed:
        described = phrase("{points}: {scheme}.", points=number, scheme=phrase(SCHEMES[scheme]))
        return Space(varied, points, described)
    spans = [
        phrase("{factor} ({extent})", factor=axis.factor.word, extent=_extent(axis))
        for axis in varied
    ]
    described = phrase(
        "{points}: {scheme} over {factors}.",
        points=number, scheme=phrase(SCHEMES[scheme]), factors=joining(spans),
    )  # fmt: skip
    if count < PLENTY * len(varied):
        rough = phrase(
            "Fewer than {least} points for each that is varied: trends are rough.", least=PLENTY
        )
        described = joining([described, rough], "sentences")
    return Space(varied, points, described)


def _refuse(count: int, scheme: Scheme, factors: int) -> None:
    """Raises InputError for too few points, or a Sobol' sequence of no power of two of them."""
    if count < factors + 2:
        reason = f"too few to tell {counted(factors, 'setting')} apart: at least {factors + 2}"
        raise InputError("points", count, reason)
    if scheme == "sobol" and count & (count - 1):
        low = 1 << (count.bit_length() - 1)
        reason = f"should be a power of two with sampling=sobol, such as {low} or {2 * low}"
        raise InputError("points", count, reason)


def _extent(axis: Axis) -> Phrase:
    if not isinstance(axis.over, Range):
        return phrase("its own distribution")
    ends = {"low": f"{axis.over.low:g}", "high": f"{axis.over.high:g}"}
    if axis.over.log:
        return phrase("{low} to {high} on a log scale", **ends)
    return phrase("{low} to {high}", **ends)
