"""What worker processes do first: this module makes sure of the packages that jobs are made of.

A worker imports the module of the function that it is given before it reads the arguments. Jobs
travel as bytes, so that nothing of `sim` or `experiments` is looked for before that.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import cloudpickle

import unburden  # noqa: F401 - says which packages are meant by common names


def work(packed: bytes) -> Any:
    """Call a function with arguments, all packed by `pack`."""
    function, arguments, named = pickle.loads(packed)
    return function(*arguments, **named)


def pack(function: Callable[..., Any], *arguments: Any, **named: Any) -> bytes:
    """A function and its arguments, for `work`. Raises what pickling raises."""
    packed: bytes = cloudpickle.dumps((function, arguments, named))
    return packed
