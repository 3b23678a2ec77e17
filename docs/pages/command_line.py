"""The page on the command line: flags, experiments and options, from the options themselves."""

from __future__ import annotations

import re

from docs.pages.table import anchor, code, table
from experiments import signatures
from experiments.config import catalogue, help_page, kinds
from experiments.config.catalogue import SCENARIO, SCENARIOS
from experiments.config.errors import as_written
from experiments.config.options import Options
from experiments.signatures import SETTINGS, SOCIETY

CHOICES = re.compile(r"Literal\[(.*?)\]")
OPTIONS = ("option", "default", "meaning")
PYTHON_ALONE = (SETTINGS, signatures.LEVERS)
HEAD = """\
# Command line

`unburden [experiment=NAME] [key=value ...] [flags]`. What follows is made from the options
themselves. `unburden experiment=NAME --help` prints the same for one experiment. Values with
brackets stand in quotes: `'scenarios=[one_table]'`.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, _experiments(), _of_all()]
    parts += [_experiment(name) for name in kinds.names()]
    parts += [_scenarios(), f"## The page of --help\n\n```text\n{help_page.page().strip()}\n```"]
    return "\n\n".join(parts) + "\n"


def _experiments() -> str:
    rows = [(f"[`{name}`](#{anchor(name)})", kinds.purpose(name)) for name in kinds.names()]
    return f"## Experiments\n\n{table(('experiment', 'what it asks'), rows)}"


def _of_all() -> str:
    """Options of every experiment, and settings of the model that each one takes."""
    shared = {*SOCIETY, *Options.model_fields}
    rows = [row for key, row in _rows("compare").items() if key in shared]
    return f"## Options of every experiment\n\n{table(OPTIONS, rows)}"


def _experiment(name: str) -> str:
    shared = _rows("compare")
    own = [
        row
        for key, row in _rows(name).items()
        if key not in {*SOCIETY, *Options.model_fields} or row != shared.get(key)
    ]
    tables = [(code(key), text) for key, text in kinds.tables(name).items()]
    figures = ", ".join(code(figure) for figure in kinds.figures(name))
    parts = [f"## {name}", kinds.purpose(name)]
    if own:
        parts.append(table(OPTIONS, own))
    if tables:
        parts.append(table(("table of the output folder", "content"), tables))
    if figures:
        parts.append(f"Figures: {figures}.")
    return "\n\n".join(parts)


def _rows(name: str) -> dict[str, tuple[str, str, str]]:
    """Option, default, and meaning with what is allowed, by option."""
    rows = {}
    for key, annotation, default, description in signatures.parameters(name):
        if key in PYTHON_ALONE:
            continue
        chosen = [choice.strip().strip('"') for found in CHOICES.findall(annotation)
                  for choice in found.split(",")]  # fmt: skip
        if catalogue.built_in(key):
            chosen = [*catalogue.built_in(key)]
        allowed = f" One of {', '.join(map(code, chosen))}." if len(chosen) > 1 else ""
        rows[key] = (code(key), code(as_written(default)), description + allowed)
    return rows


def _scenarios() -> str:
    sentences = catalogue.descriptions(catalogue.options(SCENARIO))
    alone = catalogue.registered(SCENARIO)
    packages = [
        (code(name), text) for name, text in sentences.items() if name not in alone
    ]  # fmt: skip
    levers = [(code(name), text) for name, text in sentences.items() if name in alone]
    return (
        f"## Scenarios\n\nValues of `{SCENARIOS}`. Packages and placebo arms:\n\n"
        f"{table(('scenario', 'what it is'), packages)}\n\nEach lever and shock alone:\n\n"
        f"{table(('scenario', 'what it is'), levers)}"
    )
