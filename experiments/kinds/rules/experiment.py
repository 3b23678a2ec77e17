"""The experiment `rules`: every rule of the society off and on, against what was expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config.errors import InputError
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.kinds.compare.summary import console, print_places
from experiments.kinds.rules.expectations import EXPECTATIONS, SPREAD, VARIATIONS, Expectation
from experiments.kinds.rules.options import RulesOptions
from experiments.laboratory import Laboratory
from experiments.reporting.labels import signed
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import given_up
from experiments.statistics.paired_differences import paired
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.trees import leaves, overlay

AS_EXPECTED, OTHER_WAY, NOTHING = "as expected", "other way", "no difference found"
NO_VALUE = "no value"
"""The verdict where no replication has the measure on both sides."""
STYLES = {AS_EXPECTED: "green", OTHER_WAY: "red", NOTHING: "yellow", NO_VALUE: "dim"}


def main(study: Study) -> Results:
    """Run every variation off and on, and print one line an expectation."""
    results = run(study)
    _print(results.rules, results.manifest["replications"])
    print_places(results.folder, {"csv": "rules.csv", "figure": "figures/rules.png"})
    return results


@given_up()
def run(study: Study) -> Results:
    """The frame `rules`, and the output folder. Raises as `compare.run` does."""
    from experiments.kinds.rules.figures import draw

    laboratory = Laboratory(study, RulesOptions)
    chosen = laboratory.chosen
    expected = _asked_for(chosen)
    settings = _settings(study, [one.variation for one in expected], laboratory.ledger)
    runs = plan(settings, chosen.replications, chosen.seed)
    wanted = {one.measure.removesuffix(SPREAD) for one in expected}
    measures = laboratory.rows(runs, "measures", wanted)
    units = measures.drop_duplicates(["measure", "group"]).set_index(["measure", "group"])["unit"]
    rows = pd.DataFrame([_row(one, _values(measures, one)) for one in expected])
    rows.insert(
        list(rows).index("off"),
        "unit",
        [units[one.measure.removesuffix(SPREAD), one.group] for one in expected],
    )

    def illustrate(results: Results, folder: Path) -> None:
        (folder / "figures").mkdir()
        draw(rows, folder / "figures" / "rules.png", chosen.replications)

    return laboratory.leave(runs, {"rules.csv": rows}, illustrate)


def _asked_for(chosen: RulesOptions) -> list[Expectation]:
    """Expectations of the themes asked for. Raises InputError for a theme that is none."""
    themes = list(dict.fromkeys(variation.theme for variation in VARIATIONS.values()))
    for theme in chosen.themes or ():
        if theme not in themes:
            raise InputError("themes", theme, f"no such theme; there are {', '.join(themes)}")
    wanted = chosen.themes or themes
    return [one for one in EXPECTATIONS if VARIATIONS[one.variation].theme in wanted]


def _settings(study: Study, names: list[str], ledger: Ledger) -> dict[str, Settings]:
    """Settings by variation and side; the user's words win."""
    found = {}
    for name in dict.fromkeys(names):
        for side, tree in (("off", VARIATIONS[name].off), ("on", VARIATIONS[name].on)):
            whole = overlay(overlay(study.society, tree), study.overrides)
            found[f"{name}: {side}"] = Settings.read(whole, ledger)
        if found[f"{name}: off"].canonical() == found[f"{name}: on"].canonical():
            _refuse(study, name)
    return found


def _refuse(study: Study, name: str) -> None:
    """Raises InputError for what the user set of the settings that a variation switches."""
    switched = dict(leaves(overlay(VARIATIONS[name].off, VARIATIONS[name].on)))
    for path, value in leaves(study.overrides):
        if path in switched:
            told = f"experiment=rules switches it off and on itself ({name}); leave it out, or name"
            raise InputError(path, value, f"{told} themes= without it")


def _values(measures: pd.DataFrame, one: Expectation) -> Mapping[str, np.ndarray]:
    """The measure of an expectation, off and on, by replication."""
    measure = one.measure.removesuffix(SPREAD)
    rows = measures[(measures["measure"] == measure) & (measures["group"] == one.group)]
    spread = one.measure.endswith(SPREAD)
    rows = rows[rows["community"].notna() == spread]
    values = {}
    for side in ("off", "on"):
        part = rows[rows["scenario"] == f"{one.variation}: {side}"].groupby("replication")["value"]
        values[side] = (part.std() if spread else part.mean()).to_numpy(np.float64)
    return values


def _row(one: Expectation, values: Mapping[str, np.ndarray]) -> dict[str, object]:
    variation = VARIATIONS[one.variation]
    found = {
        name: float(column[0])
        for name, column in paired(values["off"][None, :], values["on"][None, :]).items()
    }
    return {
        "theme": variation.theme,
        "variation": one.variation,
        "switched": variation.switched,
        "measure": one.measure,
        "group": one.group,
        "off": found["baseline"],
        "on": found["value"],
        "difference": found["difference"],
        "ci_low": found["ci_low"],
        "ci_high": found["ci_high"],
        "replications": int(found["replications"]),
        "expected": one.direction,
        "why": one.why,
        "verdict": _verdict(one, found),
    }


def _verdict(one: Expectation, found: Mapping[str, float]) -> str:
    """By the interval; without one (a single pair, or all pairs equal) by the sign alone."""
    low, high = found["ci_low"], found["ci_high"]
    if np.isnan(found["difference"]):
        return NO_VALUE
    if np.isnan(low):
        low = high = found["difference"]
    moved = "up" if low > 0 else "down" if high < 0 else "none"
    if moved == one.direction:
        return AS_EXPECTED
    return NOTHING if moved == "none" else OTHER_WAY


def _print(rows: pd.DataFrame, replications: int) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("variation", "measure", "off", "on", "difference", "95 % interval", "expected"):
        numeric = name in ("off", "on", "difference", "95 % interval")
        table.add_column(name, justify="right" if numeric else "left")
    table.add_column("verdict")
    theme = ""
    records: list[Any] = rows.to_dict("records")
    for row in records:
        if row["theme"] != theme:
            theme = row["theme"]
            table.add_row(Text(theme, style="bold"))
        measure = row["measure"] if row["group"] == "all" else f"{row['measure']}, {row['group']}"
        named = f"{measure.replace('_', ' ')}\n{row['unit']}"
        table.add_row(
            row["variation"], named, _number(row["off"]), _number(row["on"]),
            _difference(row["difference"]), _interval(row),
            row["expected"], Text(row["verdict"], style=STYLES[row["verdict"]]),
        )  # fmt: skip
    console().print(table)
    counts = rows["verdict"].value_counts()
    told = ", ".join(f"{counts.get(verdict, 0)} {verdict}" for verdict in STYLES)
    console().print(
        f"{counted(len(rows), 'expectation')}, {counted(replications, 'replication')}: {told}. "
        "Intervals are paired t, "
        "simulation error only; without one (a single pair, or all pairs equal) the verdict is by "
        "the sign alone. What was switched is in rules.csv.",
        style="dim",
    )


def _digits(value: float) -> int:
    return 3 if abs(value) < 1 else 1


def _number(value: float) -> str:
    return "none" if np.isnan(value) else f"{value:,.{_digits(value)}f}"


def _difference(value: float) -> str:
    return "none" if np.isnan(value) else signed(value, _digits(value))


def _interval(row: Mapping[str, Any]) -> str:
    low, high = row["ci_low"], row["ci_high"]
    if np.isnan(low):
        return ""
    digits = max(_digits(low), _digits(high))
    return f"[{signed(low, digits)}, {signed(high, digits)}]"
