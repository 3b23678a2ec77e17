"""The first checks of an experiment; its module, whose imports take seconds, is not needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Generic, TypeVar

from experiments.config import kinds, options, override_effects, societies
from experiments.config.errors import InputError
from experiments.config.options import Options
from experiments.config.study import Study
from experiments.runs.executors import refuse_unavailable
from experiments.runs.executors.availability import need
from experiments.runs.storage.claim import releasing_claims
from sim.settings import SettingsError

Kind = TypeVar("Kind", bound=Options)


class Opening(Generic[Kind]):
    """Options, evidence, societies and output folder of a study, in the order of their checks.

    Raises InputError if an argument is invalid, the output folder or the store cannot be written,
    or the executor is not installed.
    """

    def __init__(self, study: Study, kind: type[Kind]) -> None:
        # Storage needs more imports than the options, which are mostly what is invalid.
        from experiments.runs.storage.output import Output

        self.chosen = options.read(kind, study.options)
        self.ledger = study.ledger
        self.societies = societies.load(self.chosen, self.ledger)
        refuse_unavailable(self.chosen.executor.name, self.chosen.executor.address)
        self.output = Output.of(study, self.chosen)
        _refuse_unwritable(Path(self.chosen.store))


def refuse_early(study: Study) -> None:
    """Say at once what the study's run would be the first to say, where that is known.

    What is not found here, the run itself finds. Raises InputError or SettingsError.
    """
    kind = kinds.options(study.experiment)
    if not kind.read_first:
        return
    if kind.needs:
        need(kind.needs, "analysis", "experiment", study.experiment)
    chosen: Any = options.read(kind, study.options)
    if kind.settings_checked == "later":
        return
    try:
        override_effects.warnings(study, chosen.scenarios, study.ledger)
    except (InputError, SettingsError):
        # These come first in the run, so that they do here.
        if kind.settings_checked == "opened":
            with releasing_claims():
                Opening(study, kind)
        chosen.refuse_contradictions()
        raise


def _refuse_unwritable(store: Path) -> None:
    """Raises InputError where finished runs could not be kept."""
    from experiments.runs.storage import folders

    try:
        folders.probe(store)
    except OSError as error:
        raise InputError("store", store, f"cannot be written: {error.strerror}") from None
