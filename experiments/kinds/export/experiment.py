"""The experiment `export`: tables of results as files of other programs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from experiments.config import kinds, options
from experiments.config.errors import InputError, did_you_mean
from experiments.config.study import Study
from experiments.kinds.export import stata, workbook
from experiments.kinds.export.codebook import codebook
from experiments.kinds.export.columns import Column, columns
from experiments.kinds.export.options import FROM, ExportOptions
from experiments.reporting.frames import CSV, compact, write_csv
from experiments.reporting.manifest import head
from experiments.reporting.results import EXPORTED, SHARED_TABLES, Results, load, write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.executors.availability import need
from experiments.runs.progress import Progress
from experiments.runs.storage.claim import releasing_claims
from experiments.runs.storage.output import Output

CODEBOOK = "codebook"
LIMITS: Mapping[str, Callable[[Sequence[Column]], str]] = {
    "csv": lambda columns: "",
    "xlsx": workbook.fits,
    "dta": stata.fits,
}
"""Why a format cannot hold a table, by format."""


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `codebook`, and a folder with the tables in files of the format.

    A table that a format cannot hold is written as CSV in its place. Raises InputError if the
    folder is not one of results, or has no such table.
    """
    study.reject_overrides()
    chosen = options.read(ExportOptions, study.options)
    if chosen.format == "xlsx":
        need("openpyxl", "export", "format", "xlsx")
    source = _results(chosen)
    experiment = str(source.manifest["experiment"])
    held = {**(kinds.tables(experiment) if experiment in kinds.names() else {}), **SHARED_TABLES}
    names = _tables(chosen, source, held)
    output = _output(study, chosen, names)
    begins()
    frames = {name: compact(source.frames, name) for name in names}
    tables = {name: columns(frame) for name, frame in frames.items()}
    reasons = {name: LIMITS[chosen.format](tables[name]) for name in names}
    called = {
        name: stata.names([column.name for column in tables[name]])
        if chosen.format == "dta" and not reasons[name]
        else {column.name: column.name for column in tables[name]}
        for name in names
    }
    book = codebook(experiment, held, tables, called)
    of_format = f"{experiment}.xlsx" if chosen.format == "xlsx" else f"{{}}.{chosen.format}"
    files = {name: f"{name}{CSV}" if reasons[name] else of_format.format(name) for name in names}
    record = {
        EXPORTED: str(chosen.results),
        "format": chosen.format,
        "files": files,
        "instead": {name: reason for name, reason in reasons.items() if reason},
        "command_of_results": source.manifest["command"],
        "versions_of_results": source.manifest["versions"],
    }
    results = Results(output.folder, {CODEBOOK: book}, head(study) | record)

    def fill(folder: Path) -> None:
        inside = {name: tables[name] for name in names if not files[name].endswith(CSV)}
        for name in names:
            if name not in inside:
                write_csv(frames[name], folder / files[name])
        if chosen.format == "xlsx":
            sheets = {**inside, CODEBOOK: columns(book)}
            about = f"{source.manifest['command']} (model {source.manifest['versions']['model']})"
            workbook.write(folder / f"{experiment}.xlsx", sheets, f"unburden {experiment}", about)
        else:
            write_csv(book, folder / f"{CODEBOOK}{CSV}")
        if chosen.format == "dta":
            made = datetime.fromisoformat(source.manifest["created"]).replace(tzinfo=None)
            with Progress(len(inside), unit="tables") as progress:
                for name, held_columns in inside.items():
                    about = f"unburden {experiment}: {name}"
                    path = folder / files[name]
                    stata.write(path, held_columns, _labels(book, name), about, made)
                    progress.advance(1)
        write_manifest(results.manifest, folder)

    output.write(fill)
    return results


def _results(chosen: ExportOptions) -> Results:
    """The results to export. Raises InputError, under the key `from`."""
    if chosen.results is None:
        allowed = "should be the output folder of an experiment, such as outputs/compare"
        raise InputError(FROM, None, allowed)
    try:
        source = load(chosen.results)
    except InputError as error:
        raise InputError(FROM, chosen.results, error.allowed) from None
    if not len(source.frames):
        raise InputError(FROM, chosen.results, "holds no tables")
    return source


def _tables(chosen: ExportOptions, source: Results, held: Mapping[str, str]) -> list[str]:
    """The tables to write, the main one first. Raises InputError for one that is not there."""
    names = sorted(source.frames, key=lambda name: [*held, name].index(name))
    for name in chosen.table or ():
        if name not in names:
            near = did_you_mean(name, names) or f"; there are {', '.join(names)}"
            raise InputError("table", name, f"no such table in {source.folder}{near}")
    return [name for name in names if name in (chosen.table or names)]


def _output(study: Study, chosen: ExportOptions, names: Sequence[str]) -> Output:
    """The named folder, else one beside the results. Raises InputError for one inside them."""
    place = Path(str(chosen.results)).absolute()
    parts = [place.name, *(names if chosen.table else ()), chosen.format]
    folder = chosen.output or os.path.relpath(place.parent / "-".join(parts))
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(place)):
        raise InputError("output", folder, "is in the folder of the results; name another")
    return Output.of(study, chosen.model_copy(update={"output": str(folder)}))


def _labels(book: pd.DataFrame, table: str) -> dict[str, str]:
    """What each column of a table means, with its unit."""
    rows = book[(book["table"] == table) & book["column"].notna()].fillna("")
    return {
        str(column): f"{meaning} ({unit})" if unit and unit not in meaning else str(meaning)
        for column, meaning, unit in zip(rows["column"], rows["meaning"], rows["unit"], strict=True)
    }
