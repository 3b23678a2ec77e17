"""The identity of a command: a digest of all that its results depend on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from experiments.config import catalogue, societies
from experiments.config.catalogue import is_file
from experiments.config.errors import InputError
from experiments.config.society_options import SOCIETIES
from experiments.config.study import Study
from experiments.runs.storage.checksum import checksum
from sim.levers import registry
from sim.measures import own
from sim.version import model_version

WITHOUT = frozenset(
    ("executor", "workers", "timeout", "store", "output", "overwrite", "lang", "author", "pdf")
)
"""Options on which no number depends."""
SCENARIOS = (catalogue.SCENARIOS, "package")


def identity(study: Study) -> str:
    """Thirty-two hex digits over experiment, settings, choices, files, evidence and model."""
    if look := _look(study):
        return blake2b(look.encode(), digest_size=16).hexdigest()
    chosen = {key: value for key, value in study.options.items() if key not in WITHOUT}
    tree = {
        "experiment": study.experiment,
        "society": study.society,
        "overrides": study.overrides,
        "choices": chosen,
        "scenarios": {name: _switches(name) for name in _scenario_names(chosen)},
        "files": {key: _contents(path) for key, path in _files(chosen)} | _own_evidence(study),
        "evidence": study.ledger.table(),
        "model": model_version(),
        "levers": registry.sources(),
        "measures": own.sources(),
    }
    text = json.dumps(tree, sort_keys=True, default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _look(study: Study) -> str:
    """The name of a look that is not to be kept: the next one takes its folder. Else empty."""
    if study.experiment == "store":
        return "store"
    chosen = study.options.get("evidence")
    return "check" if isinstance(chosen, Mapping) and chosen.get("check") else ""


def _own_evidence(study: Study) -> dict[str, str]:
    """Checksum of the file of evidence as the study read it."""
    return {} if study.evidence is None else {"evidence": study.evidence.sha256}


def _scenario_names(chosen: Mapping[str, Any]) -> Iterable[str]:
    """Scenarios that choices name, or files of such."""
    for key in SCENARIOS:
        named = chosen.get(key) or ()
        yield from filter(_text, [named] if isinstance(named, str) else named)


def _files(chosen: Mapping[str, Any]) -> Iterable[tuple[str, Path]]:
    """Files that choices name, by their keys."""
    if _text(chosen.get("points_file")):
        yield "points_file", Path(chosen["points_file"])
    if (path := societies.named(chosen.get(SOCIETIES))) is not None:
        yield SOCIETIES, path


def _switches(name: str) -> object:
    """The switches of a scenario; None if it does not exist, which the experiment reports."""
    try:
        return catalogue.scenario(name)[1]
    except InputError:
        return None


def _contents(path: Path) -> str:
    """What a file holds; nothing for one that the experiment will refuse."""
    from experiments.config.points_file import LARGEST  # It needs pandas, and few name a file.

    small = is_file(path) and path.stat().st_size <= LARGEST
    return checksum(path) if small else ""


def _text(value: object) -> bool:
    return isinstance(value, str)
