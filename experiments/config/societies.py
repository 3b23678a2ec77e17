"""Societies: tables of assumptions that were run and found plausible, and the key that names them.

A file of societies is one Parquet table, with a row for each society in the order in which they
are used, so that the first N are a balanced subset for any N. Its columns are `weight`,
`assume:ID` for each assumption, and `pattern:NAME` for each recorded value of a baseline. The
schema's metadata have one JSON object, under `unburden`: how the file was made. Nothing in a file
is executed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.config.errors import InputError
from experiments.config.options import Options
from experiments.config.society_options import DECLARED, ENSEMBLE, REFERENCE, SOCIETIES
from experiments.language import _, counted, joined, marked, plural, use
from sim.evidence import Ledger, plain
from sim.evidence.ledger import default_folder
from sim.levers import registry
from sim.settings.variants import ASSUMPTION
from sim.version import model_version

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

FORMAT = 1
"""Version of the format; a file of another one is refused."""
MARK = "unburden"
"""The key of the schema's metadata."""
SHIPPED = "seeds/societies/street.parquet"
"""The ensemble that comes with the package."""
INDEX = "society"
"""The name of the index of societies: rows of the file, counted from 0."""
STAMP = ("model", "evidence", "patterns")
"""Entries of the metadata that make a file stale where they are not those of today."""
CHANGED = {
    "model": marked("model"),
    "evidence": marked("evidence"),
    "patterns": marked("patterns of plausibility"),
}
"""What they are called."""


@dataclass(frozen=True, slots=True)
class Societies:
    """Societies from a file, or the first of them.

    Attributes
    ----------
    file
        The name of the file.
    points
        A row for each society, a column `assume:ID` for each assumption; the index, named
        `society`, has the rows of the file.
    weights
        Weights by society, which are equal and sum to one.
    patterns
        Recorded values of the baseline, a column for each pattern; the same index.
    origin
        How the file was made: its metadata.
    digest
        SHA-256 of the file.
    of
        Societies of the file that can be used.
    left_out
        Societies outside the ranges of today's evidence, which cannot be used.
    changed
        What has changed since the file was made: `model`, `evidence`, `patterns`.
    """

    file: str
    points: pd.DataFrame
    weights: npt.NDArray[np.float64]
    patterns: pd.DataFrame
    origin: Mapping[str, Any]
    digest: str
    of: int
    left_out: int = 0
    changed: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.points)

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the assumptions that differ between societies."""
        return tuple(str(name).removeprefix(ASSUMPTION) for name in self.points)

    @property
    def summary(self) -> str:
        """A line in English that says which societies these are."""
        which = "all" if len(self) == self.of else f"the first {len(self)} of"
        with use("en"):
            these = counted(self.of, "plausible society", "plausible societies")
        return f"{which} {these} ({self.file})"

    @property
    def stale(self) -> str | None:
        """A line in English that says what has changed; None if nothing has."""
        with use("en"):
            return stale_line(self.file, self.changed, self.left_out) or None

    def first(self, number: int) -> Societies:
        """The first so many. Raises InputError where there are fewer."""
        if number > len(self):
            allowed = f"{len(self)} at most: so many are in {self.file}"
            raise InputError(SOCIETIES, number, allowed)
        return self._rows(slice(number))

    def halves(self) -> tuple[Societies, Societies]:
        """Every other society, and the others: both are balanced where the whole is."""
        return self._rows(slice(0, None, 2)), self._rows(slice(1, None, 2))

    def _rows(self, rows: slice) -> Societies:
        weights = self.weights[rows]
        return replace(
            self,
            points=self.points.iloc[rows],
            patterns=self.patterns.iloc[rows],
            weights=weights / weights.sum(),
        )

    def crossed(self, points: pd.DataFrame) -> pd.DataFrame:
        """Every point at every society.

        A column that both have, such as an assumption that is varied, is that of `points`.

        Returns
        -------
        pandas.DataFrame
            The index has the levels `society` and `point`; societies take turns, so that the
            points of one society stand together.
        """
        import pandas as pd

        own = self.points.drop(columns=[name for name in self.points if name in points])
        index = pd.MultiIndex.from_product([own.index, points.index], names=[INDEX, "point"])
        society = own.loc[index.get_level_values(INDEX)].reset_index(drop=True)
        varied = points.loc[index.get_level_values("point")].reset_index(drop=True)
        return pd.concat([society, varied], axis=1).set_axis(index)

    def record(self) -> dict[str, Any]:
        """For the manifest: the file, how it was made, and which of it is used."""
        return {
            "file": self.file,
            "sha256": self.digest,
            "societies": len(self),
            "of": self.of,
            "left_out": self.left_out,
            "stale": self.stale,
            "changed": list(self.changed),
            "origin": dict(self.origin),
        }


def shipped() -> Path:
    """The file of the ensemble that comes with the package."""
    return default_folder().joinpath(*SHIPPED.split("/")[1:])


def label(path: Path) -> str:
    """The name of a file of societies in messages and results, the same on any machine."""
    return SHIPPED if path == shipped() else str(path)


def named(chosen: object) -> Path | None:
    """The file that a value of the key `societies` names; None where it names none."""
    if isinstance(chosen, str) and chosen not in (ENSEMBLE, REFERENCE, DECLARED):
        return Path(chosen)
    whole = isinstance(chosen, int) and not isinstance(chosen, bool)
    return shipped() if whole or chosen == ENSEMBLE else None


def load(chosen: Options, ledger: Ledger) -> Societies | None:
    """The societies that options ask for; None for the reference society and for draws.

    Raises InputError if the file cannot be read, is none, or has too few societies.
    """
    value = getattr(chosen, SOCIETIES, REFERENCE)
    path = named(value)
    if path is None:
        return None
    from experiments.config.societies_file import read

    found = read(path, ledger)
    if isinstance(value, int):
        return found.first(value)
    usual = getattr(chosen, "usual_societies", None)
    if value == ENSEMBLE and usual is not None:
        return found.first(min(usual, len(found)))
    return found


def stamp(ledger: Ledger) -> dict[str, str]:
    """What societies depend on: version of the model, digests of the evidence and the patterns.

    Evidence of a user is part of the evidence. What levers declare is of no concern to the
    baseline, which has none.
    """
    declared = registry.declared_ids()
    return {
        "model": model_version(),
        "evidence": _digest([row for row in ledger.table() if row["id"] not in declared]),
        "patterns": _patterns(default_folder() / "patterns"),
    }


def changed(origin: Mapping[str, Any], ledger: Ledger) -> tuple[str, ...]:
    """Entries of the metadata of a file that are not those of today."""
    today = stamp(ledger)
    return tuple(key for key in STAMP if origin.get(key) != today[key])


def stale_line(file: str, changed: Sequence[str], left_out: int = 0) -> str:
    """A line on what has changed since a file was made; empty if nothing has.

    `left_out` is the number of societies that today's evidence does not allow.
    """
    if not changed:
        return ""
    *first, last = (_(CHANGED[key]) for key in changed)
    what = _("{first} and {last}").format(first=joined(first), last=last) if first else last
    fewer = ""
    if left_out:
        fewer = plural(
            ", and {societies} outside the ranges of today's evidence is left out",
            ", and {societies} outside the ranges of today's evidence are left out",
            left_out,
        ).format(societies=counted(left_out, "society", "societies"))
    return _(
        "{file} was made with another version of {what}{fewer}; unburden experiment=calibrate "
        "makes a new one"
    ).format(file=file, what=what, fewer=fewer)


def _digest(data: object) -> str:
    text = json.dumps(data, sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=8).hexdigest()


@cache
def _patterns(folder: Path) -> str:
    """Digest of the patterns of plausibility: what they say, not how their files are laid out."""
    return _digest({path.name: plain.read(path) for path in sorted(folder.glob("*.yaml"))})
