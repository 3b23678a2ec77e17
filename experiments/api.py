"""Experiments from Python: the words of the command line in, tidy frames out.

`words` are those of the command line; `chosen` sets keys by name, dotted ones by unpacking:
`compare("territory=community", replications=4, **{"levers.one_table.coverage": 0.5})`. Each leaves
its output folder as the command does, and returns what it found as `Results`. They raise InputError
or SettingsError where a word is off, RunsFailed where the model fails; what is needed is imported
when one of them is called, so that reading results does not load the model.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from experiments.reporting.results import Results


def compare(*words: str, **chosen: Any) -> Results:
    """Scenarios against the baseline: frames `comparison`, `measures`, `series`."""
    return _run("compare", words, chosen)


def sweep(*words: str, **chosen: Any) -> Results:
    """Scenarios over values of settings (`vary`): frames `points`, `sweep`, `measures`."""
    return _run("sweep", words, chosen)


def uncertainty(*words: str, **chosen: Any) -> Results:
    """Scenarios over all assumptions: frames `uncertainty`, `pairwise`, `draws`, `points`."""
    return _run("uncertainty", words, chosen)


def sensitivity(*words: str, **chosen: Any) -> Results:
    """What an answer hangs on: frames `screening` and `indices`."""
    return _run("sensitivity", words, chosen)


def ablation(*words: str, **chosen: Any) -> Results:
    """What each lever of a package contributes: frames `ablation`, `subsets`, `pairs`."""
    return _run("ablation", words, chosen)


def calibrate(*words: str, **chosen: Any) -> Results:
    """Assumptions held against documented outcomes: frames `targets`, `assumptions`, `waves`."""
    return _run("calibrate", words, chosen)


def validate(*words: str, **chosen: Any) -> Results:
    """The model held against what documents tell: frames `validation`, `draws`, `points`."""
    return _run("validate", words, chosen)


def discover(*words: str, **chosen: Any) -> Results:
    """Under which assumptions a lever fails: frames `boxes` and `draws`."""
    return _run("discover", words, chosen)


def portfolio(*words: str, **chosen: Any) -> Results:
    """Best sets of levers for an effort: frames `portfolio` and `draws`."""
    return _run("portfolio", words, chosen)


def levers(*words: str, **chosen: Any) -> Results:
    """Every lever and shock alone: frame `levers`."""
    return _run("levers", words, chosen)


def rules(*words: str, **chosen: Any) -> Results:
    """Every rule of the society off and on: frame `rules`."""
    return _run("rules", words, chosen)


def account(*words: str, **chosen: Any) -> Results:
    """Where freed time goes over the years: frame `account`."""
    return _run("account", words, chosen)


def store(*words: str, **chosen: Any) -> Results:
    """What lies in the store: frame `store`."""
    return _run("store", words, chosen)


def _run(experiment: str, words: tuple[str, ...], chosen: dict[str, Any]) -> Results:
    from experiments.config import preflight
    from experiments.config.compose import compose

    preflight.share()
    study = compose(f"experiment={experiment}", *words, values=chosen)
    results: Results = import_module(f"experiments.kinds.{experiment}.experiment").run(study)
    return results
