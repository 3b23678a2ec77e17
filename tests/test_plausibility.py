"""Patterns of a plausible baseline: their data, and what they say of runs worked out by hand."""

from __future__ import annotations

import math
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.config.outcomes import FREED, Outcome
from experiments.patterns import plausibility
from experiments.patterns.entries import EntryError, entries
from experiments.patterns.plausibility import BY_NAME, PATTERNS, Pattern
from sim import Settings
from sim.measures.measure import of_year
from sim.measures.registry import MEASURES
from sim.settings import default_ledger
from sim.society import Society

CHECKOUT = Path(__file__).parents[1]
SMALL = {"communities": 2, "workers": 10, "residents": 2000}
BASE = """
one:
  meaning: load
  outcome: department_load
  unit: share
  reason: because
"""


def settings(days: int) -> Settings:
    return Settings(territory=SMALL, horizon_days=days)


def frame(days: int, **given: float) -> pd.DataFrame:
    """One run of so many days: 10 of everything, except what is given (__ for a dot)."""
    columns = {str(outcome): 10.0 for outcome in plausibility.outcomes(days // 250)}
    columns |= {name.replace("__", "."): value for name, value in given.items()}
    return pd.DataFrame(columns, index=["run"])


def value(name: str, days: int, **given: float) -> float:
    found = plausibility.values(frame(days, **given), settings(days))
    return float(found[name].iloc[0])


def test_every_outcome_is_measured_and_none_is_an_effect() -> None:
    for pattern in PATTERNS:
        for measure, group in pattern.outcomes:
            base, year = of_year(group)
            assert measure != FREED, pattern.name
            assert base in MEASURES[measure].groups, pattern.name
            assert year is None or base in MEASURES[measure].by_year, pattern.name
            assert MEASURES[measure].values is not None, pattern.name


def test_evidence_and_places_that_are_named_exist() -> None:
    ledger = default_ledger()
    for pattern in PATTERNS:
        for source in pattern.sources:
            if re.match(r"fact:|assume:", source):
                ledger.entry(source)
            elif "@" in source:
                assert re.fullmatch(r"\d{3}@\d+", source), source
                assert source[:3] in ledger.sources, source
    of_facts = [one for one in PATTERNS if one.grade == "fact"]
    assert all(any(source.startswith("fact:") for source in one.sources) for one in of_facts)


def test_places_are_within_the_documents() -> None:
    folder = Path(os.environ.get("UNBURDEN_SOURCES", CHECKOUT.parent / "shared" / "seeds"))
    texts = {path.name[:3]: path.read_text("utf-8") for path in folder.glob("*.txt")}
    if not texts:
        pytest.skip(f"takes the source documents: UNBURDEN_SOURCES, else {folder}")
    for pattern in PATTERNS:
        for source in pattern.sources:
            if "@" in source:
                document, offset = source.split("@")
                assert int(offset) < len(texts[document]), source


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("  low: 1.0\n  high: 1.0\n  grade: assumed\n", "low: should be less than high"),
        ("  low: 0.0\n  high: 1.0\n  grade: assumed\n  scale: log\n", "above 0 on a log scale"),
        ("  low: 0.0\n  high: 1.0\n  grade: fact\n", "sources: should not be empty"),
        ("  low: 0.0\n  high: 1.0\n  grade: guess\n", "grade: should be"),
        ("  low: 0.0\n  high: 1.0\n  grade: assumed\n  effect: 2\n", "effect: unknown key"),
        ("  low: zero\n  high: 1.0\n  grade: assumed\n", "low: should be a valid number"),
    ],
)
def test_a_wrong_entry_is_refused_with_one_line(tmp_path: Path, more: str, said: str) -> None:
    path = tmp_path / "plausibility.yaml"
    path.write_text(BASE + more, "utf-8")
    with pytest.raises(EntryError, match=r"^plausibility\.yaml: one: ") as error:
        entries(path, Pattern)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_counts_are_rates_of_the_first_year_whatever_the_length_of_the_run() -> None:
    """900 forms in 2 communities are 450; 60 of 2,000 residents are 30 per 1,000."""
    assert value("forms_due", 250, forms_due=900.0) == 450.0
    assert value("forms_due", 500, forms_due__year_1=900.0) == pytest.approx(450.0)
    assert value("forms_due", 750, forms_due__year_1=900.0) == pytest.approx(450.0)
    given = {
        "issues_raised__own_powers__year_1": 30.0,
        "issues_raised__street_powers__year_1": 20.0,
        "issues_raised__needs_departments__year_1": 10.0,
    }
    assert value("issues", 750, **given) == pytest.approx(30.0)


def test_a_run_of_a_year_and_a_half_is_judged_by_rates_of_a_year() -> None:
    assert value("forms_due", 375, forms_due=1350.0) == 450.0


def test_years_are_compared_with_the_first() -> None:
    """From 100 open issues to 124 with 3 x 100 reported in year 2: 8 %; from 5 days to 9: 1.8."""
    reported = {
        f"issues_raised__{level}__year_2": 100.0
        for level in ("own_powers", "street_powers", "needs_departments")
    }
    backlog = {"backlog__year_1": 100.0, "backlog__year_2": 124.0}
    assert value("backlog_year_2", 500, **reported, **backlog) == pytest.approx(0.08)
    days = "days_to_resolution_restricted_mean__own_powers__year_"
    assert value("own_days_year_3", 750, **{f"{days}1": 5.0, f"{days}3": 9.0}) == 1.8
    assert np.isnan(value("obligations_year_2", 500, obligations__year_1=0.0))


def test_shorter_runs_are_judged_by_less() -> None:
    names = [{pattern.name for pattern in plausibility.judged(years)} for years in range(4)]
    assert names[0] == set()
    assert names[1] == {name for name in BY_NAME if not re.search(r"_year_\d$", name)}
    assert names[2] - names[1] == {name for name in BY_NAME if name.endswith("_year_2")}
    assert names[3] == set(BY_NAME)
    assert not any("year" in str(outcome) for outcome in plausibility.outcomes(1))


def test_distances_are_in_widths_of_the_band_on_its_scale() -> None:
    """Own days from 0.5 to 20 are a factor of 40: 800 days are one width beyond, by ratio."""
    linear, log = BY_NAME["forms_missed"], BY_NAME["own_days"]
    assert (linear.low, linear.high, linear.scale) == (0.0, 0.05, "linear")
    assert (log.low, log.high, log.scale) == (0.5, 20.0, "log")
    found = pd.DataFrame({"forms_missed": [0.0, 0.05, 0.15], "own_days": [0.5, 800.0, 0.5 / 40]})
    far = plausibility.distance(found)
    assert far["forms_missed"].tolist() == pytest.approx([0.0, 0.0, 2.0])
    assert far["own_days"].tolist() == pytest.approx([0.0, 1.0, 1.0])
    assert (far.eq(0.0) == plausibility.verdicts(found)).all(axis=None)
    assert plausibility.plausible(found).tolist() == [True, False, False]
    least = plausibility.scaled(pd.DataFrame({"own_days": [0.0]}))["own_days"].iloc[0]
    assert least == pytest.approx(math.log(0.01) / math.log(40))


def test_a_lacking_value_is_outside_unless_a_place_may_lack_it() -> None:
    found = pd.DataFrame({"own_days": [np.nan], "closed_in_time": [np.nan]})
    assert plausibility.verdicts(found).iloc[0].tolist() == [False, True]
    assert plausibility.distance(found).iloc[0].tolist() == [np.inf, 0.0]


def community_rows(run: int, raised: list[float], workers: list[float]) -> list[dict[str, Any]]:
    return [
        {"run": run, "community": number, "measure": measure, "group": "all", "value": each}
        for measure, column in (("issues_raised", raised), ("workers", workers))
        for number, each in enumerate(column)
    ]


def test_spread_is_the_largest_community_over_the_smallest() -> None:
    """100 issues for each of 10 workers, and 60 for 3: 10 and 20, so twice; alone none."""
    rows = community_rows(1, [100.0, 60.0], [10.0, 3.0]) + community_rows(2, [100.0], [10.0])
    whole = {"run": 1, "community": None, "measure": "workers", "group": "all", "value": 13.0}
    spread = plausibility.spreads(pd.DataFrame([whole, *rows]), ["run"])["caseload_spread"]
    assert spread.loc[1] == 2.0
    assert np.isnan(spread.loc[2])
    found = plausibility.values(
        frame(250).set_axis([1]).join(spread.rename("caseload_spread")), settings(250)
    )
    assert found["caseload_spread"].tolist() == [2.0]


def test_levels_of_a_run_of_two_years_are_those_of_a_run_of_one() -> None:
    found = {}
    for days in (250, 500):
        society = Society(settings(days), 7)
        society.run()
        measures = society.measures(by_community=False)
        names = [str(Outcome(*p)) for p in zip(measures["measure"], measures["group"], strict=True)]
        run = pd.DataFrame([measures["value"].to_numpy()], columns=names)
        found[days] = plausibility.values(run, settings(days)).iloc[0]
    whole_window = {"closed_in_time", "days_to_reply", "caseload_spread"}
    levels = [name for name in found[250].index if name not in whole_window]
    assert len(levels) > 15
    assert found[500][levels].tolist() == pytest.approx(found[250][levels].tolist())
