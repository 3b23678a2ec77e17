"""The study of plausible societies, over small ones; its claims and those of `validate`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.config.catalogue import options
from experiments.config.outcomes import Outcome, outcome
from experiments.config.societies import shipped
from experiments.config.societies_file import read
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
    assert len({(claim.lever, claim.outcome) for claim in CLAIMS}) == len(CLAIMS) == 26


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


def test_the_study_runs_whole_over_small_societies(
    here: Path, warm: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One band of the baseline is passed by some of the societies, all others by all."""
    wide(monkeypatch, forms_due=(1.0, 1500.0))
    for name, value in {"SOCIETIES": 4, "PLACE": SMALL}.items():
        monkeypatch.setattr(study, name, value)
    study.main()
    folder = here / "outputs" / "plausible_societies"
    table = pd.read_csv(folder / "directions.csv")
    assert len(table) == 2 * len(CLAIMS)
    assert set(table["year"]) == {1, 3}
    assert (table["societies"] <= 4).all()
    assert np.allclose(table[["told", "other", "neither"]].sum(axis=1)[table["societies"] > 0], 1.0)
    societies = pd.read_csv(folder / "societies.csv")
    first = read(shipped(), Ledger.load()).first(4).points
    assert np.allclose(societies.drop(columns="society"), first)
    here_too = json.loads((folder / "manifest.json").read_text("utf-8"))["plausible"]
    assert here_too["judged"] == 4
    assert here_too["plausible"] == 4 - here_too["outside"].get("forms_due", 0)
    assert here_too["sentence"] in capsys.readouterr().out
    assert (folder / "plausible_societies.png").stat().st_size > 0
