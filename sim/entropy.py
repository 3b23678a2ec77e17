"""The seed of a run, from anything that NumPy and Mesa accept as a seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.whole_number import whole_number

Entropy = (
    int
    | np.integer
    | Sequence[int]
    | npt.NDArray[np.integer]
    | np.random.SeedSequence
    | np.random.BitGenerator
    | np.random.Generator
)
"""Types that can seed a run. None means fresh entropy of the operating system."""


def entropy(rng: Entropy | None = None, seed: Entropy | None = None) -> int:
    """The run seed as a whole number.

    Parameters:
        rng: a whole number is the seed itself. A Generator or BitGenerator gives its next 63 bits,
            so each call gives another seed. Whole numbers make a SeedSequence. None means fresh
            entropy.
        seed: the same under Mesa's older name.

    Raises:
        ValueError: both are given, or a whole number is negative.
        TypeError: it is none of these types.
    """
    if rng is not None and seed is not None:
        raise ValueError(f"rng={rng!r} and seed={seed!r}: give one of them")
    given: Any = seed if rng is None else rng
    name = "seed" if rng is None else "rng"
    if isinstance(given, np.ndarray):
        given = given.tolist()
    if isinstance(given, int | np.integer) and not isinstance(given, bool):
        return whole_number(name, given, least=0)
    if isinstance(given, np.random.BitGenerator):
        given = np.random.Generator(given)
    if isinstance(given, np.random.Generator):
        return int(given.integers(2**63, dtype=np.uint64))
    if given is None or (isinstance(given, Sequence) and not isinstance(given, str | bytes)):
        given = np.random.SeedSequence(given)
    if not isinstance(given, np.random.SeedSequence):
        allowed = "a whole number, whole numbers, or a SeedSequence or Generator of NumPy"
        raise TypeError(f"{name}={given!r}: {allowed}; None for fresh entropy")
    return int(given.generate_state(1, np.uint64)[0] >> np.uint64(1))
