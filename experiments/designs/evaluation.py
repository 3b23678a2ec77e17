"""The model as one function of numbers, for other tools: optimizers, samplers, root finders."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from experiments.config import catalogue, preflight
from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, RunError, did_you_mean
from experiments.config.evidence_file import EVIDENCE
from experiments.config.factors import KINDS, factor
from experiments.config.options import name_list, path_text
from experiments.config.outcomes import Outcome, check_known, outcome
from experiments.runs.compilation import compiled
from experiments.runs.run import Failure, Job, perform
from sim.evidence import EvidenceError, Ledger
from sim.levers import registry
from sim.settings import Settings
from sim.settings.nested import Tree, grow, overlay
from sim.settings.variants import ASSUMPTION
from sim.whole_number import whole_number

KEPT = 64
"""Places and scenarios that are composed once: that takes ten times as long as a short run."""
REFORMS = "levers."
Values = Mapping[Any, Any]
"""By name. Rows of pandas have keys of any type for type checkers; names are checked."""
_one_at_a_time = threading.Lock()
"""Hydra and the compiler are for one thread at a time."""


def evaluate(
    values: Values,
    *overrides: str,
    measures: str | Sequence[str] | None = None,
    scenario: str | os.PathLike[str] = BASELINE,
    seed: int = 1,
) -> dict[str, float]:
    """Run the model once at these values, and return measures of the whole place.

    The run is done in this process; nothing is stored or written. Equal arguments give the same
    bits, in any thread or process. The numbers are those of a run of an experiment with this run
    seed, and of `GovernanceModel(..., rng=seed)`.

    Parameters
    ----------
    values
        Settings by path, `{"levers.one_table.coverage": 0.5}`, and assumptions by id, `{"overlap":
        0.2}` or `{"assume:overlap": 0.2}`. What is derived from an assumption follows. Numbers of
        numpy are numbers, 12.0 is whole.
    *overrides
        The place and the horizon as on the command line, such as "territory=community",
        "horizon_days=120"; "evidence=FILE" for evidence of your own.
    measures
        Names written `measure` or `measure.group`; None: all that a run measures. Two compare the
        run with a baseline under the same seed, which is then run as well:
        `hours_freed_per_worker_week` and `hours_less_per_worker_week`. That baseline has the same
        values, without the levers.
    scenario
        Its name, or the path of its file. Levers can be switched on by values instead.
    seed
        The run seed, a whole number.

    Returns
    -------
    dict[str, float]
        The value of each measure by name, in the unit of the measure; NaN where a run has none.

    Raises
    ------
    InputError
        An argument is invalid.
    SettingsError
        A setting has a value that is not allowed.
    RunError
        The run failed.

    Example
    -------
    >>> from unburden import evaluate
    >>> freed = "hours_freed_per_worker_week"
    >>> evaluate({"overlap": 0.2}, "territory=community", scenario="one_table", measures=freed)
    """
    preflight.prepare_call()
    run_seed = _seed(seed)
    names = None if measures is None else name_list("measures", measures)
    wanted = None if names is None else list(map(outcome, names))
    runs, ledger = composed(overrides, path_text("scenario", scenario))
    chosen = read(values, ledger)
    settings = _settings([*runs.values()][-1], chosen, ledger)
    with _one_at_a_time:
        compiled()
    baseline: Mapping[Outcome, float] = {}
    if any(one.parts for one in wanted or ()):
        rest = {name: value for name, value in chosen.items() if not name.startswith(REFORMS)}
        baseline = _measured(_settings(runs[BASELINE], rest, ledger), run_seed)
    run = _measured(settings, run_seed)
    if wanted is None:
        return {str(one): value for one, value in run.items()}
    check_known(wanted, run, "measures")
    return {str(one): _less(one, baseline, run) if one.parts else run[one] for one in wanted}


def read(values: Values, ledger: Ledger) -> Values:
    """Values by path, or by `assume:ID`, in the types that settings have.

    Raises InputError for an unknown name, and for a value that is not of its kind.
    """
    if not isinstance(values, Mapping):
        raise InputError("values", repr(values), 'should be a mapping, such as {"overlap": 0.2}')
    from experiments.config.python_values import plain_value  # It imports Hydra.

    chosen: dict[str, Any] = {}
    for name, value in values.items():
        if not isinstance(name, str):
            raise InputError("values", repr(name), "a name of a setting or assumption is a text")
        varied = factor(name.removeprefix(ASSUMPTION), ledger, "values")
        level = varied.level(plain_value(value, name))
        if level is None or not varied.fits(level):
            raise InputError(name, value, f"should be {KINDS[varied.kind]}")
        key = f"{ASSUMPTION}{varied.word}" if varied.assumption else varied.word
        if key in chosen:
            raise InputError(name, value, "is given twice")
        chosen[key] = level
    return chosen


def _seed(seed: object) -> int:
    try:
        return whole_number("seed", seed, least=0)
    except (TypeError, ValueError):
        raise InputError("seed", seed, "should be a whole number from 0 on") from None


class Composed(NamedTuple):
    """Settings as written of the baseline and of a scenario, in this order; and the evidence."""

    trees: Mapping[str, Tree]
    ledger: Ledger


def composed(overrides: tuple[str, ...], scenario: str) -> Composed:
    """What overrides and a scenario make.

    Raises InputError for an argument that is no setting of the model, or an unknown scenario.
    """
    for override in overrides:
        key, _, value = str(override).partition("=")
        if key.partition(".")[0] not in (*Settings.model_fields, EVIDENCE):
            near = did_you_mean(key, Settings.model_fields)
            raise InputError(key, value, f"is no setting of the model{near}")
    files = any(text.endswith(catalogue.FILES) for text in (*overrides, scenario))
    with _one_at_a_time:
        # A file may be another one at the next call.
        return _composed(overrides, scenario) if files else _kept(overrides, scenario)


def _composed(overrides: tuple[str, ...], scenario: str) -> Composed:
    from experiments.config.compose import compose  # It imports Hydra.

    catalogue.scenario(scenario, "scenario")
    study = compose("experiment=compare", *overrides)
    return Composed(study.trees([scenario]), study.ledger)


_kept = lru_cache(KEPT)(_composed)
registry.on_change(_kept.cache_clear)


def _settings(tree: Tree, chosen: Values, ledger: Ledger) -> Settings:
    """The settings of a run at these values."""
    drawn = {
        name.removeprefix(ASSUMPTION): value
        for name, value in chosen.items()
        if name.startswith(ASSUMPTION)
    }
    paths = {name: value for name, value in chosen.items() if not name.startswith(ASSUMPTION)}
    try:
        return Settings.read(overlay(tree, grow(paths)), ledger.replace(drawn))
    except EvidenceError as error:
        raise InputError("values", dict(drawn), str(error)) from None


def _measured(settings: Settings, seed: int) -> dict[Outcome, float]:
    """All measures of the whole place, of one run. Raises RunError."""
    (done,) = perform([Job("", seed, settings, "totals")])
    if isinstance(done, Failure):
        raise RunError(f"the run failed: {done.error}")
    rows = done.rows()
    names = zip(rows["measure"].to_pylist(), rows["group"].to_pylist(), strict=True)
    values = rows["value"].to_numpy().tolist()
    return {Outcome(*name): value for name, value in zip(names, values, strict=True)}


def _less(one: Outcome, baseline: Mapping[Outcome, float], run: Mapping[Outcome, float]) -> float:
    """How much less of its parts than in the baseline."""
    before, after = (sum(side[part] for part in one.parts) for side in (baseline, run))
    return float(before - after)
