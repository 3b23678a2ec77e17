"""A study as YAML: every key, with the evidence it names and what that comes to.

`--config-name` reads it again.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from experiments.config import calibration, saved_config
from experiments.config.calibration import KEY
from experiments.config.errors import InputError, nearest
from experiments.config.study import Study
from sim.evidence import EvidenceError, Ledger
from sim.settings.nested import leaves, pick

NAMED = re.compile(r"^(.*?)'?\$\{((?:fact|assume):\w+)\}'?$")
HEAD = """\
# Every key of this study. A name such as ${assume:overlap} is evidence; beside it are its value and
# unit (--resolve puts the values in the place of names). As FILE.yaml it is run again by
# unburden --config-name FILE
"""
HELD = "# these hold in every scenario, whatever that says of them"


def shown(study: Study, *, resolve: bool = False, package: str | None = None) -> str:
    """The study as `--cfg job` prints it, or the `package` of it that lies below a path.

    Raises InputError for a path that is not there, or a calibration that cannot be read.
    """
    path = study.options.get(KEY)
    ledger, _ = calibration.opened(path if isinstance(path, str) else None)
    tree: dict[str, Any] = {**study.options, **study.society}
    if package is not None:
        return f"# @package {package}\n{_lines(_below(tree, package), ledger, resolve)}"
    held = [name for name, _ in leaves(study.overrides)]
    head = yaml.safe_dump({saved_config.EXPERIMENT: study.experiment})
    if held:
        head += f"{HELD}\n{yaml.safe_dump({saved_config.OVERRIDES: held}, width=10_000)}"
    return f"{HEAD}{head}{_lines(tree, ledger, resolve)}"


def _below(tree: dict[str, Any], package: str) -> Any:
    try:
        return pick(tree, package)
    except KeyError:
        known = [name for name, _ in leaves(tree)]
        raise InputError("--package", package, f"no such key{nearest(package, known)}") from None


def _lines(tree: Any, ledger: Ledger, resolve: bool) -> str:
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=10_000)
    return "".join(f"{_line(line, ledger, resolve)}\n" for line in text.splitlines())


def _line(line: str, ledger: Ledger, resolve: bool) -> str:
    """A line that names evidence, with what that is; any other as it stands."""
    found = NAMED.match(line)
    if found is None:
        return line
    before, reference = found.groups()
    try:
        value, unit = ledger.value(reference), ledger.entry(reference).unit
    except EvidenceError:
        return f"{line}  # no such evidence"
    if resolve:
        return f"{before}{value}  # {unit}, {reference}"
    return f"{line}  # {value} {unit}"
