"""Random choices of levers: streams of the model by name, and any other name for their own."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.streams import NUMBER, draw, stream_key


def uniform(keys: npt.NDArray[np.uint64], stream: str, entity: int) -> float:
    """A fixed uniform of a run, by the name of a stream and a number.

    Parameters:
        keys: uint64 (streams,), keys of the random streams of a run.
        stream: one of `sim.streams.STREAMS`, or any other name, which is a stream of its own.
        entity: what is drawn for, such as the number of a community or an obligation.
    """
    number = NUMBER.get(stream)
    key = _own(int(keys[NUMBER["coverage"]]), stream) if number is None else keys[number]
    return float(draw(key, entity, 0, 0)[0])


@lru_cache
def _own(coverage: int, stream: str) -> np.uint64:
    """The key of a stream that the model does not have: it follows from one that it has."""
    return np.uint64(stream_key(coverage, stream))
