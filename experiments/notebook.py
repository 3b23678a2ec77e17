"""Experiments from Python: the words of the command line in, tidy frames out.

`words` are those of the command line; `chosen` sets keys by name, dotted ones by unpacking:
`compare("territory=community", replications=4, **{"levers.one_table.coverage": 0.5})`. Each leaves
its output folder as the command does, and returns what it found as `Results`. They raise Refusal or
SettingsError where a word is off, RunsFailed where the model fails; what is needed is imported when
one of them is called, so that reading results does not load the model.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from experiments.reports.results import Results


def compare(*words: str, **chosen: Any) -> Results:
    """Scenarios against the baseline: frames `comparison`, `measures`, `series`."""
    return _run("compare", words, chosen)


def _run(experiment: str, words: tuple[str, ...], chosen: dict[str, Any]) -> Results:
    from experiments.words.compose import compose, spelled

    study = compose(f"experiment={experiment}", *words, *spelled(chosen))
    results: Results = import_module(f"experiments.kinds.{experiment}").run(study)
    return results
