"""The codebook: what each table and each of its columns is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config.outcomes import outcome
from experiments.kinds.export.columns import Column
from sim.evidence import plain
from sim.levers import registry
from sim.measures.registry import MEASURES
from sim.settings import Settings, default_ledger
from sim.settings.variants import ASSUMPTION

FILE = Path(__file__).with_name("columns.yaml")
HEAD = ("table", "column", "name", "type", "meaning", "unit", "rows", "missing", "infinite")
PATTERN, BASELINE = "pattern:", "baseline."
OF_A_SET = (
    ("regret_", "", "distance to the best mean, in units of its scale"),
    ("", "_low", "5 % quantile of the change"),
    ("", "_high", "95 % quantile of the change"),
    ("", "_fresh", "mean change, in those not searched"),
    ("", "", "mean change"),
)
"""Beginning and end of a column of a portfolio, and what it has of the outcome between them."""


def codebook(
    experiment: str,
    held: Mapping[str, str],
    tables: Mapping[str, Sequence[Column]],
    names: Mapping[str, Mapping[str, str]],
) -> pd.DataFrame:
    """One row for each table, followed by one for each of its columns.

    Parameters
    ----------
    experiment
        Its name.
    held
        What each table holds.
    tables
        Columns by table.
    names
        Names of columns in the file, by table and column.
    """
    rows: list[dict[str, Any]] = []
    for table, columns in tables.items():
        count = len(columns[0].values) if columns else 0
        rows.append({"table": table, "meaning": held.get(table, ""), "rows": count})
        for column in columns:
            meaning, unit = described(experiment, table, column.name)
            rows.append({
                "table": table, "column": column.name, "name": names[table][column.name],
                "type": column.kind, "meaning": meaning, "unit": unit, "rows": count,
                "missing": column.missing, "infinite": column.infinite,
            })  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(HEAD))
    return frame.astype({"rows": "Int64", "missing": "Int64", "infinite": "Int64"})


def described(experiment: str, table: str, name: str) -> tuple[str, str]:
    """Meaning and unit of a column; both are empty where nothing is known."""
    if (meaning := _listed(experiment, table, name)) is not None:
        return meaning, ""
    if (experiment, table) == ("validate", "draws"):
        return f"value of the check {name}, which the table validation describes", ""
    if experiment == "portfolio":
        return _of_a_set(name)
    return _of_the_model(name)


def _listed(experiment: str, table: str, name: str) -> str | None:
    """The meaning that the file has, the closest first."""
    places = (f"{experiment}.{table}", experiment, "any")
    return next((_meanings()[at][name] for at in places if name in _meanings().get(at, {})), None)


def _of_a_set(name: str) -> tuple[str, str]:
    """Columns of a portfolio: levers, and outcomes with what is said of each."""
    if name in registry.names("levers"):
        return f"whether the set has the lever {name}", ""
    for start, end, what in OF_A_SET:
        inner = name.removeprefix(start).removesuffix(end)
        if len(name) == len(start) + len(inner) + len(end):
            meaning, unit = _of_the_model(inner)
            meaning = meaning or _listed("portfolio", "", inner) or ""
            return f"{what}: {meaning}", "" if start else unit
    return _of_the_model(name)


def _of_the_model(name: str) -> tuple[str, str]:
    """Meaning and unit of an assumption, an outcome, a pattern or a setting."""
    ledger = default_ledger()
    if entry := ledger.assumptions.get(name.removeprefix(ASSUMPTION)):
        return entry.meaning, entry.unit
    of_baseline = " in the baseline" if name.startswith(BASELINE) else ""
    one = outcome(name.removeprefix(BASELINE))
    if one.measure in MEASURES:
        return f"{one.label}{of_baseline}", MEASURES[one.measure].unit
    if name.startswith(PATTERN):
        return f"value of the pattern {name.removeprefix(PATTERN)} in the baseline", ""
    return _of_setting(name)


def _of_setting(path: str) -> tuple[str, str]:
    source = _sources().get(path)
    if source is None:
        return "", ""
    unit = default_ledger().entry(source).unit if ":" in source else ""
    return f"setting {path} of the model", unit


@cache
def _sources() -> Mapping[str, str]:
    """The source of every setting, by its path."""
    return {row["path"]: row["source"] for row in Settings.read({}).provenance()}


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    """Meanings of columns: of a table, of all tables of an experiment, of any table."""
    meanings: Mapping[str, Mapping[str, str]] = plain.read(FILE)
    return meanings
