"""The entries of the evidence: sources, facts, assumptions, and the checks of one entry."""

from __future__ import annotations

import math
from typing import Annotated, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field

Number = int | float
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]
_EDGE = 2.0**-53


class EvidenceError(ValueError):
    """The evidence or a reference to it is invalid; one line with file, entry and key."""


class Faults:
    """Where faults of evidence go: the first one is raised, or all are collected."""

    def __init__(self, *, collected: bool = False) -> None:
        self._collected = collected
        self.lines: list[str] = []

    def add(self, file: str, entry: object, key: object, message: str) -> None:
        """Report a fault by file, entry, key and message. Raises EvidenceError, or collects it."""
        self.note(error_of(file, entry, key, message))

    def note(self, error: EvidenceError) -> None:
        """Raise an error, or collect its line, each once."""
        if not self._collected:
            raise error
        if str(error) not in self.lines:
            self.lines.append(str(error))


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Source(Entry):
    """A document. `date` is as exact as known; `dated` says whether the text prints it.

    `file` is a text file beside the YAML file that names it; documents of the package have a
    checksum in its place, and no file.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    title: Text
    issuer: Text
    date: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    dated: Literal["printed", "inferred"]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    file: Text | None = None
    note: Text | None = None


class Fact(Entry):
    """A number in a document: `as_printed` is at character `offset` of the source's text.

    Of a document that is no text file, `place` says where it is, such as "table 3, page 12".
    """

    id: Id
    value: Number
    unit: Text
    subject: Text
    meaning: Text
    as_printed: Annotated[str, Field(min_length=1, max_length=12)]
    offset: Annotated[int, Field(ge=0)] | None = None
    role: Literal["structure", "baseline", "lever", "target", "shock", "context"]
    grade: Literal["exact", "approximate", "bound"]
    source: str
    place: Text | None = None
    bound: Literal["lower", "upper"] | None = None
    as_of: Text | None = None
    reading: Text | None = None
    note: Text | None = None


class Assumption(Entry):
    """A number that no document gives: declared with a range, or derived by a formula.

    A derived one has no `value` of its own; `Ledger.value` computes it.
    """

    id: Id
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    distribution: Literal["uniform", "loguniform", "triangular", "integer"] | None = None
    names: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Names of the whole numbers from `low` on, where the number stands for a choice."""
    unit: Text
    meaning: Text
    why: Text
    grade: Literal["derived", "literature", "assumed"]
    sources: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    formula: Text | None = None


def fail(file: str, entry: object, key: object, message: str) -> NoReturn:
    """Raise EvidenceError with one line of file, entry, key and message."""
    raise error_of(file, entry, key, message)


def error_of(file: str, entry: object, key: object, message: str) -> EvidenceError:
    """An error with one line of file, entry, key and message."""
    return EvidenceError(" ".join(f"{file}: {entry}: {key}: {message}".split()))


def fault(entry: Fact | Assumption) -> tuple[str, str] | None:
    """The first key of an entry that contradicts another key, and why; None if it is sound."""
    if isinstance(entry, Fact):
        if (entry.grade == "bound") != (entry.bound is not None):
            return "bound", "lower or upper, given exactly when grade is bound"
        if entry.offset is None and entry.place is None:
            return "offset", "missing"
        if entry.offset is not None and entry.place is not None:
            return "place", "is for a document that is no text file; here there is an offset"
        return None
    if (entry.grade == "derived") != (entry.formula is not None):
        return "formula", "given exactly when grade is derived"
    if (entry.grade == "derived") != (entry.value is None):
        return "value", "given exactly when grade is not derived: a formula gives it otherwise"
    if entry.grade == "literature" and not entry.sources:
        return "sources", "grade literature needs at least one"
    low, high, law = entry.low, entry.high, entry.distribution
    if low is None or high is None or law is None:
        given = {"low": low, "high": high, "distribution": law}
        if entry.grade == "derived" and not any(v is not None for v in given.values()):
            return None
        return next(key for key, v in given.items() if v is None), "missing"
    if low >= high:
        return "high", f"the range {low} to {high} is empty"
    if law == "loguniform" and low <= 0:
        return "low", "loguniform needs a range above zero"
    if law == "integer" and not all(isinstance(v, int) for v in (low, high, entry.value or 0)):
        return "distribution", "integer needs whole value, low and high"
    if entry.value is not None and not low <= entry.value <= high:
        return "value", f"{entry.value} is outside {low} to {high}"
    if entry.names and (law, low, high) != ("integer", 0, len(entry.names) - 1):
        return "names", "need distribution integer, from 0 to their number less one"
    return None


def named(entry: Fact | Assumption, value: Number) -> Number | str:
    """The value as a setting has it: the name of a choice where the entry has names."""
    if isinstance(entry, Assumption) and entry.names:
        return entry.names[int(value)]
    return value


def quantile(assumption: Assumption, mode: Number, uniform: float) -> Number:
    """The value of an assumption at a quantile of its distribution, in its unit.

    Parameters:
        mode: most likely value, for the triangular distribution.
        uniform: the quantile, in (0, 1).
    """
    low, high, u = assumption.low, assumption.high, uniform
    assert low is not None
    assert high is not None
    if assumption.distribution == "integer":
        return min(int(high), int(low) + math.floor(u * (int(high) - int(low) + 1)))
    if assumption.distribution == "loguniform":
        x = low * math.exp(u * math.log(high / low))
    elif assumption.distribution == "triangular":
        width, mode = high - low, min(max(mode, low), high)
        rising = (mode - low) / width
        if u < rising:
            x = low + math.sqrt(u * width * (mode - low))
        else:
            x = high - math.sqrt((1 - u) * width * (high - mode))
    else:
        x = low + u * (high - low)
    return min(max(x, low), high)


def level(assumption: Assumption, mode: Number, value: Number) -> float:
    """The quantile at which a value of an assumption lies: the inverse of `quantile`.

    A whole number lies in the middle of its quantiles. Values outside the range lie at its ends.

    Parameters:
        mode: most likely value, for the triangular distribution.

    Returns:
        A number in (0, 1).
    """
    low, high = assumption.low, assumption.high
    assert low is not None
    assert high is not None
    x = min(max(value, low), high)
    if assumption.distribution == "integer":
        u = (x - low + 0.5) / (high - low + 1)
    elif assumption.distribution == "loguniform":
        u = math.log(x / low) / math.log(high / low)
    elif assumption.distribution == "triangular":
        width, mode = high - low, min(max(mode, low), high)
        if x < mode:
            u = (x - low) ** 2 / (width * (mode - low))
        else:
            u = 1.0 - ((high - x) ** 2 / (width * (high - mode)) if high > mode else 0.0)
    else:
        u = (x - low) / (high - low)
    return min(max(u, _EDGE), 1.0 - _EDGE)
