"""The study of coverage: which societies stand for the truth, its tables, and the whole of it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.designs import balanced_prior
from experiments.designs.balanced_prior import Band
from experiments.patterns import plausibility
from experiments.studies import coverage as study
from tests.long import long_test

FEW = 12


def narrow(names: int = 2) -> pd.DataFrame:
    """Values of patterns of FEW societies that are in the middle of all bands, and one far away."""
    middle = {
        pattern.name: np.sqrt(pattern.low * pattern.high)
        if pattern.scale == "log"
        else (pattern.low + pattern.high) / 2
        for pattern in plausibility.PATTERNS[:names]
    }
    values = pd.DataFrame(middle, range(FEW))
    values.iloc[3] *= 100.0
    return values


def test_a_truth_is_not_in_its_own_ensemble_and_neither_is_one_that_its_bands_leave_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(study, "LEAST", FEW - 2)
    found = study.truths(narrow())
    assert sorted(one.society for one in found) == [at for at in range(FEW) if at != 3]
    for one in found:
        assert set(one.members.tolist()) == set(range(FEW)) - {3, one.society}


def test_truths_are_the_first_ones_whose_ensembles_are_large_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(study, "LEAST", FEW - 2)
    monkeypatch.setattr(study, "TRUTHS", 4)
    assert [one.society for one in study.truths(narrow())] == [0, 1, 2, 4]
    monkeypatch.setattr(study, "LEAST", FEW)
    assert study.truths(narrow()) == []


def rows() -> pd.DataFrame:
    """Four truths, one effect and one level: of the effect three means are within, of runs two."""
    common = {"societies": 20, "expected": 0.8, "low": 0.0, "high": 2.0, "variance": 4.0}
    effect = pd.DataFrame({
        "truth": range(4), "scenario": "one_table", "outcome": "satisfaction", "chance": 1.0,
        "mean_within": [1.0, 1.0, 1.0, 0.0], "run_within": [1.0, 1.0, 0.0, 0.0],
    })  # fmt: skip
    level = effect.assign(scenario="baseline", mean_within=1.0, chance=2.0)
    return pd.concat([effect, level], ignore_index=True).assign(**common)


def test_coverage_width_and_chance_of_an_outcome_by_hand() -> None:
    """The prior is even, so that its interval is 8 wide; those of truths are 2."""
    pairs = pd.MultiIndex.from_tuples([("one_table", "satisfaction"), ("baseline", "satisfaction")])
    prior = pd.DataFrame(np.linspace(0.0, 8.0 / 0.918, 101)[:, None] * [1.0, 1.0], columns=pairs)
    table: Any = study.by_outcome(rows(), prior).set_index("scenario")
    effect = table.loc["one_table"]
    assert effect[["mean", "run", "truths"]].tolist() == [0.75, 0.5, 4]
    assert effect["width over prior"] == pytest.approx(0.25)
    assert effect["chance"] == 0.25
    assert table.loc["baseline", "chance"] == 0.5
    assert [effect["run_low"], effect["run_high"]] == pytest.approx([0.150, 0.850], abs=0.001)


def test_parts_are_effects_levels_and_all() -> None:
    table: Any = study.by_part(rows()).set_index("what")
    assert table["mean"].tolist() == [0.75, 1.0, 0.875]
    assert table["run"].tolist() == [0.5, 0.5, 0.5]
    assert table.loc["effects of reforms", "mean_low"] < 0.75
    assert np.isnan(table.loc["levels of the baseline", "mean_low"])


@long_test("ten seconds for a study that few run")
def test_the_study_runs_whole_over_small_societies(
    here: Path, warm: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bands are so wide that each society is within those of the others."""
    wide = [
        replace(pattern, low=-1e9, high=1e9, scale="linear", optional=True)
        for pattern in plausibility.PATTERNS
    ]
    monkeypatch.setattr(plausibility, "PATTERNS", tuple(wide))
    monkeypatch.setattr(plausibility, "BY_NAME", {one.name: one for one in wide})
    sizes = {
        "PLACE": {
            "territory": {"communities": 2, "workers": 6, "residents": 600}, "warmup_days": 5,
        },
        "BANDS": (Band("load", 0.0, 90.0, 1, "", "", "assumed"),),
        "POOL": 8, "TRUTHS": 2, "LEAST": 2, "PRIOR": 3, "REPLICATIONS": 2,
    }  # fmt: skip
    for name, value in sizes.items():
        monkeypatch.setattr(study, name, value)
    for name, value in {"BLOCK": 16, "TOGETHER": 2}.items():
        monkeypatch.setattr(balanced_prior, name, value)
    monkeypatch.setattr(study, "in_processes", lambda processes: nullcontext(map))
    study.main()
    folder = here / "outputs" / "coverage"
    found = pd.read_parquet(folder / "intervals.parquet")
    outcomes = len(study.LEVERS) * len(study.CHANGED) + len(study.LEVELS)
    assert len(found) == 2 * outcomes
    inside = (found["run"] >= found["low"]) & (found["run"] <= found["high"])
    known = found["run_within"].notna()
    assert known.any()
    assert (found["run_within"][known] == inside[known]).all()
    assert found["run"].ne(found["mean"]).any()
    assert len(pd.read_csv(folder / "coverage.csv")) == outcomes
    truths = pd.read_csv(folder / "truths.csv")
    assert len(truths) == 2
    assert (truths["societies"] >= 2).all()
    assert pd.read_csv(folder / "overall.csv")["mean"].between(0.0, 1.0).all()
    assert (folder / "coverage.png").stat().st_size > 0
