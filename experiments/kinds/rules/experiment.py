"""The experiment `rules`: every mechanism off and on, compared with the expected directions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.config.study import Study
from experiments.kinds.rules.expectations import EXPECTATIONS, SPREAD, VARIATIONS, Expectation
from experiments.kinds.rules.options import RulesOptions
from experiments.kinds.rules.verdicts import verdict
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.plan import plan
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics.matched_values import ROW, matched
from experiments.statistics.paired_differences import paired_row
from sim.enums import YEAR_DAYS
from sim.evidence import Ledger
from sim.measures.measure import of_year
from sim.settings import Settings, SettingsError
from sim.settings.nested import leaves, overlay


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `rules`, and the output folder. Raises as `compare.run` does."""
    laboratory = Laboratory(study, RulesOptions)
    chosen = laboratory.chosen
    expected = _selected(chosen)
    names = list(dict.fromkeys(expectation.variation for expectation in expected))
    settings, misfits = _settings(study, names, laboratory.ledger)
    for name, reason in misfits.items():
        laboratory.announce(f"the variation '{name}' is left out, as it does not fit: {reason}")
    expected = [one for one in expected if one.variation not in misfits]
    horizon = min(each.horizon_days for each in settings.values())
    measured = [one for one in expected if _days(one) <= horizon]
    if few := len(expected) - len(measured):
        laboratory.announce(
            f"{counted(few, 'expectation')} of single years left out: "
            f"take horizon_days={max(map(_days, expected))} or more"
        )
    expected = measured
    runs = plan(settings, chosen.replications, chosen.seed)
    wanted = {expectation.measure.removesuffix(SPREAD) for expectation in expected}
    rows = effects(laboratory.rows(runs, "measures", wanted), expected)
    return laboratory.write_results(runs, {"rules.csv": rows})


def _days(expectation: Expectation) -> int:
    """Days of a run that has the measure; 0 of one that any run has."""
    year = of_year(expectation.group)[1]
    return 0 if year is None else YEAR_DAYS * max(year, 2)


def _selected(chosen: RulesOptions) -> list[Expectation]:
    """Expectations of the requested themes. Raises InputError for an unknown theme."""
    themes = list(dict.fromkeys(variation.theme for variation in VARIATIONS.values()))
    for theme in chosen.themes or ():
        if theme not in themes:
            raise InputError("themes", theme, f"no such theme; there are {', '.join(themes)}")
    wanted = chosen.themes or themes
    return [
        expectation
        for expectation in EXPECTATIONS
        if VARIATIONS[expectation.variation].theme in wanted
    ]


def _settings(
    study: Study, names: Collection[str], ledger: Ledger
) -> tuple[dict[str, Settings], dict[str, str]]:
    """Settings by variation and side, overrides of the user last; why a variation does not fit.

    Raises SettingsError where overrides are invalid, or no variation fits them.
    """
    Settings.read(overlay(study.society, study.overrides), ledger)
    by_scenario: dict[str, Settings] = {}
    misfits: dict[str, str] = {}
    for name in names:
        try:
            sides = {
                _scenario(name, side): Settings.read(
                    overlay(overlay(study.society, tree), study.overrides), ledger
                )
                for side, tree in VARIATIONS[name].sides.items()
            }
        except SettingsError as error:
            misfits[name] = str(error)
            if len(misfits) == len(names):
                raise
            continue
        off, on = (settings.canonical() for settings in sides.values())
        if off == on:
            _refuse(study, name)
        by_scenario |= sides
    return by_scenario, misfits


def _scenario(variation: str, side: str) -> str:
    return f"{variation}: {side}"


def _refuse(study: Study, name: str) -> None:
    """Raises InputError for an override of a setting that a variation switches."""
    sides = VARIATIONS[name].sides
    switched = dict(leaves(overlay(sides["off"], sides["on"])))
    for path, value in leaves(study.overrides):
        if path in switched:
            reason = f"experiment=rules switches it off and on itself ({name})"
            raise InputError(path, value, f"{reason}; leave it out, or name themes= without it")


def effects(measures: pd.DataFrame, expected: Sequence[Expectation]) -> pd.DataFrame:
    """One row an expectation: the measure off and on, the paired difference, the verdict."""
    measures = pd.concat([measures[measures["community"].isna()], _spreads(measures, expected)])
    rows = []
    for name in dict.fromkeys(expectation.variation for expectation in expected):
        off, on = (_scenario(name, side) for side in ("off", "on"))
        pairs = matched(measures[measures["scenario"].isin([off, on])], off)
        place = {row[:2]: (row[2], number) for number, row in enumerate(pairs.rows)}
        for expectation in (
            expectation for expectation in expected if expectation.variation == name
        ):
            unit, number = place[expectation.measure, expectation.group]
            effect = paired_row(pairs.baseline[number], pairs.scenarios[on][number])
            rows.append(_row(expectation, unit, effect))
    return pd.DataFrame(rows)


def _spreads(measures: pd.DataFrame, expected: Sequence[Expectation]) -> pd.DataFrame:
    """Standard deviations over communities, for measures with an expectation about them."""
    names = {
        expectation.measure.removesuffix(SPREAD)
        for expectation in expected
        if expectation.measure.endswith(SPREAD)
    }
    rows = measures[measures["community"].notna() & measures["measure"].isin(names)]
    keys = ["scenario", "replication", *ROW]
    spread = rows.groupby(keys, observed=True)["value"].std().reset_index()
    return spread.assign(measure=spread["measure"].astype(str) + SPREAD, community=None)


def _row(expectation: Expectation, unit: str, effect: dict[str, float]) -> dict[str, object]:
    variation = VARIATIONS[expectation.variation]
    return {
        "theme": variation.theme,
        "variation": expectation.variation,
        "switched": variation.switched,
        "measure": expectation.measure,
        "group": expectation.group,
        "unit": unit,
        "off": effect["baseline"],
        "on": effect["value"],
        "difference": effect["difference"],
        "ci_low": effect["ci_low"],
        "ci_high": effect["ci_high"],
        "replications": int(effect["replications"]),
        "expected": expectation.direction,
        "why": expectation.why,
        "verdict": verdict(expectation.direction, effect),
    }
