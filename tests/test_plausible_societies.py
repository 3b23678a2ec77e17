"""The study of plausible societies, over small ones; its claims and those of `validate`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.config.catalogue import options
from experiments.config.outcomes import Outcome, outcome
from experiments.kinds.validate.patterns import PATTERNS
from experiments.patterns import plausibility
from experiments.studies import plausible_societies as study
from experiments.studies.told_directions import CLAIMS, Claim
from sim.evidence import Ledger
from sim.levers import Levers
from sim.measures.registry import MEASURES
from sim.settings import Settings
from sim.society import Society

DISPUTES = Claim(
    "academy_days_dispute", "academy", outcome("days_to_resolution_restricted_mean.dispute"),
    "down", 0.5, "002@14604", "they know how to talk with residents",
)  # fmt: skip


SMALL = {"territory": {"communities": 2, "workers": 6, "residents": 600}, "warmup_days": 5}


def wide(monkeypatch: pytest.MonkeyPatch, **bands: tuple[float, float]) -> None:
    """Bands of all patterns are without end, except these."""
    patterns = []
    for pattern in plausibility.PATTERNS:
        low, high = bands.get(pattern.name, (-np.inf, np.inf))
        patterns.append(replace(pattern, low=low, high=high, scale="linear", optional=True))
    monkeypatch.setattr(plausibility, "PATTERNS", tuple(patterns))
    monkeypatch.setattr(plausibility, "BY_NAME", {one.name: one for one in patterns})


def test_every_claim_is_of_a_lever_and_a_measure_that_there_are() -> None:
    whole = Society(Settings(territory={"communities": 1, "workers": 3, "residents": 50}), 1)
    names = whole.measures(by_community=False)
    measured = {*zip(names["measure"], names["group"], strict=True)}
    for claim in CLAIMS:
        assert claim.lever in options("scenario"), claim
        assert claim.lever in Levers.model_fields or claim.lever == "ninghe_safeguards", claim
        assert tuple(claim.outcome) in measured, claim
    assert len({(claim.lever, claim.outcome) for claim in CLAIMS}) == len(CLAIMS) == 23


def test_every_outcome_is_measured_by_year() -> None:
    for claim in CLAIMS:
        measure, group = claim.outcome
        assert group in MEASURES[measure].by_year, claim
    assert DISPUTES.of_year(3) == Outcome("days_to_resolution_restricted_mean", "dispute.year_3")


def test_claims_go_the_way_of_the_patterns_that_validate_checks() -> None:
    known = {
        (pattern.case, str(one)): pattern
        for pattern in PATTERNS
        if pattern.against == "baseline" and len(pattern.outcomes) == 1
        for one in pattern.outcomes
    }
    shared = [claim for claim in CLAIMS if (claim.lever, str(claim.outcome)) in known]
    assert len(shared) > 10
    for claim in shared:
        pattern = known[claim.lever, str(claim.outcome)]
        assert claim.way == pattern.way, claim
        assert claim.passage in [passage.place for passage in pattern.passages], claim


def test_a_society_goes_the_told_way_by_more_than_the_least_difference() -> None:
    """Down by 1, 0.5 and 0, up by 2, and one without a value: told 1 of 4, other 1, neither 2."""
    societies = pd.DataFrame({
        "baseline": [10.0, 10.0, 10.0, 10.0, np.nan],
        "value": [9.0, 9.5, 10.0, 12.0, 3.0],
    })  # fmt: skip
    row = study._row(DISPUTES, 1, societies)
    assert [row[name] for name in ("told", "other", "neither")] == [0.25, 0.25, 0.5]
    assert row["societies"] == 4
    assert row["difference"] == 0.125


def test_draws_outside_a_band_are_counted_once_more_if_it_is_the_only_one() -> None:
    """Of four draws one is outside two bands, one outside one, one was not judged by it."""
    names = [pattern.name for pattern in plausibility.PATTERNS]
    verdicts = pd.DataFrame(True, range(4), names).astype(object)
    verdicts.loc[0, ["own_days", "overtime"]] = False
    verdicts.loc[1, "own_days"] = False
    verdicts.loc[2, "own_days_year_3"] = np.nan
    verdicts.loc[2, "forms_missed"] = False
    table = study.outside(verdicts, {"drawn": 5, "infeasible": 1}).set_index("what")
    row = table.loc[f"outside: {plausibility.BY_NAME['own_days'].meaning}"]
    assert list(row) == [2, 1]
    assert list(table.loc[f"outside: {plausibility.BY_NAME['overtime'].meaning}"]) == [1, 0]
    later = table.loc[f"outside: {plausibility.BY_NAME['own_days_year_3'].meaning}"]
    assert list(later) == [0, 0]
    assert table["draws"][["drawn", "infeasible", "plausible"]].tolist() == [5, 1, 1]


def test_later_years_are_judged_where_the_first_is_plausible(
    here: Path, warm: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One band of the first year is passed by about half of the draws, all others by all."""
    monkeypatch.setattr(study, "PLACE", SMALL)
    monkeypatch.setattr(study, "BATCH", 6)
    wide(monkeypatch, forms_due=(1.0, 1500.0))
    ledger = Ledger.load()
    points = study.batch(1, ledger)
    opened = {years: study.laboratory() for years in study.YEARS}
    within, infeasible = study.judge(opened, ledger, points)
    assert len(within) + infeasible == len(points)
    assert set(within) == {pattern.name for pattern in plausibility.PATTERNS}
    first = within["forms_due"].astype(bool)
    assert 0 < first.sum() < len(first)
    assert within.loc[first, "own_days_year_3"].eq(True).all()
    assert within.loc[~first, "own_days_year_3"].isna().all()


def test_the_study_runs_whole_over_small_societies(
    here: Path, warm: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide(monkeypatch)
    for name, value in {"WANTED": 3, "BATCH": 4, "MOST": 20, "PLACE": SMALL}.items():
        monkeypatch.setattr(study, name, value)
    study.main()
    folder = here / "outputs" / "plausible_societies"
    table = pd.read_csv(folder / "directions.csv")
    assert len(table) == 2 * len(CLAIMS)
    assert set(table["year"]) == {1, 3}
    assert (table["societies"] <= 3).all()
    assert np.allclose(table[["told", "other", "neither"]].sum(axis=1)[table["societies"] > 0], 1.0)
    assert len(pd.read_csv(folder / "societies.csv")) == 3
    assert (folder / "plausible_societies.png").stat().st_size > 0
