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
from experiments.studies import plausible_societies as study
from experiments.studies.baseline_bounds import BOUNDS
from experiments.studies.told_directions import CLAIMS, Claim
from sim.levers import Levers
from sim.measures.registry import MEASURES
from sim.settings import Settings
from sim.society import Society

DISPUTES = Claim(
    "academy_days_dispute", "academy", outcome("days_to_resolution_restricted_mean.dispute"),
    "down", 0.5, "002@14604", "they know how to talk with residents",
)  # fmt: skip


def test_every_claim_is_of_a_lever_and_a_measure_that_there_are() -> None:
    whole = Society(Settings(territory={"communities": 1, "workers": 3, "residents": 50}), 1)
    names = whole.measures(by_community=False)
    measured = {*zip(names["measure"], names["group"], strict=True)}
    for claim in CLAIMS:
        assert claim.lever in options("scenario"), claim
        assert claim.lever in Levers.model_fields or claim.lever == "ninghe_safeguards", claim
        assert tuple(claim.outcome) in measured, claim
    assert len({(claim.lever, claim.outcome) for claim in CLAIMS}) == len(CLAIMS) == 23


def test_a_society_in_which_most_forms_are_late_is_not_plausible() -> None:
    """Of three societies with 0.3, 0.5 and 0.88 of their forms late the last is left out."""
    (late,) = [bound for bound in BOUNDS if bound.outcome.measure == "forms_late_share"]
    runs = pd.DataFrame({"forms_late_share": [0.3, 0.5, 0.88]})
    assert late.holds(runs).tolist() == [True, True, False]


def test_every_bound_has_a_reason_and_sources_if_it_is_from_the_literature() -> None:
    for bound in BOUNDS:
        assert bound.reason
        assert bound.low < bound.high
        assert bool(bound.sources) == (bound.grade == "literature")


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


def test_open_issues_grow_by_the_halves_of_a_year() -> None:
    """Draw 7 has 10 open issues for 125 days, then 14 for 125: they grow by 1.4."""
    days = np.arange(1, 251)
    series = pd.DataFrame(
        {"replication": 7, "day": days, "value": np.where(days <= 125, 10.0, 14.0)}
    )
    assert study.growth(series).to_dict() == {7: pytest.approx(1.4)}


def test_the_study_runs_whole_over_small_societies(
    here: Path, warm: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {"territory": {"communities": 1, "workers": 6, "residents": 600}, "warmup_days": 5}
    anything = [replace(bound, low=-np.inf, high=np.inf) for bound in BOUNDS]
    sizes = {
        "WANTED": 3,
        "BATCH": 4,
        "MOST": 20,
        "PLACE": small,
        "BOUNDS": anything,
        "GROWTH": np.inf,
    }
    for name, value in sizes.items():
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
