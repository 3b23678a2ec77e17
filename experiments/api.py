"""Experiments as functions of Python, with the options of the command line.

Each experiment is a function of its name. Options are given by name, overrides of the command line
by position, other settings of the model by their paths:
`compare("territory=community", replications=4, settings={"levers.one_table.coverage": 0.5})`. A
function leaves the same output folder as the command, and returns it as `Results`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from experiments.config import kinds
from experiments.config.errors import InputError

if TYPE_CHECKING:
    from experiments.reporting.results import Results

__all__ = list(kinds.names())


def __getattr__(name: str) -> Any:
    """The function of an experiment, made when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from experiments.signatures import function

    return globals().setdefault(name, function(name, _run))


def __dir__() -> list[str]:
    return sorted(__all__)


def _run(experiment: str, overrides: Sequence[str], chosen: Mapping[str, Any]) -> Results:
    from experiments.config import own_code, preflight
    from experiments.config.compose import compose

    preflight.prepare_call()
    preflight.refuse_language()
    own_code.load_installed()
    for override in overrides:
        if not isinstance(override, str):
            raise InputError("override", override, 'should be a text, such as "replications=4"')
    study = compose(f"experiment={experiment}", *overrides, values=chosen)
    return kinds.run(replace(study, arguments=(*own_code.arguments(), *study.arguments)))
