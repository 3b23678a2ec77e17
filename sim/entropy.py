"""The seed of a run, from whatever NumPy and Mesa take as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Entropy = (
    int
    | np.integer
    | Sequence[int]
    | npt.NDArray[np.integer]
    | np.random.SeedSequence
    | np.random.BitGenerator
    | np.random.Generator
)
"""What a run can be seeded with. None stands for fresh entropy of the operating system."""


def entropy(rng: Entropy | None = None, seed: Entropy | None = None) -> int:
    """The run seed.

    Parameters: `rng`, or `seed` as Mesa also calls it. A whole number is the seed itself. A
    Generator or BitGenerator gives its next 63 bits, so the same one gives another seed each time.
    Anything else makes a SeedSequence, of fresh entropy for None.
    Raises ValueError if both are given, TypeError for what is neither.
    """
    if rng is not None and seed is not None:
        raise ValueError(f"rng={rng!r} and seed={seed!r}: give one of them")
    given: Any = seed if rng is None else rng
    if isinstance(given, np.ndarray):
        given = given.tolist()
    if isinstance(given, int | np.integer) and not isinstance(given, bool):
        return int(given)
    if isinstance(given, np.random.BitGenerator):
        given = np.random.Generator(given)
    if isinstance(given, np.random.Generator):
        return int(given.integers(2**63, dtype=np.uint64))
    if given is None or (isinstance(given, Sequence) and not isinstance(given, str | bytes)):
        given = np.random.SeedSequence(given)
    if not isinstance(given, np.random.SeedSequence):
        name = "seed" if rng is None else "rng"
        allowed = "a whole number, whole numbers, or a SeedSequence or Generator of NumPy"
        raise TypeError(f"{name}={given!r}: {allowed}; None for fresh entropy")
    return int(given.generate_state(1, np.uint64)[0] >> np.uint64(1))
