"""The study of the balanced prior, over small societies."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.designs import balanced_prior
from experiments.designs.balanced_prior import Band
from experiments.studies import balanced_prior as study
from experiments.studies import plausible_societies
from tests.long import long_test


def test_errors_are_those_of_societies_that_are_not_overloaded() -> None:
    """Expected 11 and 9 where a run has 10, at low loads; 20 at a load of 1 does not count."""
    compared = pd.DataFrame({name: [10.0] * 3 for name in (*study.LOADS, *study.HOURS)})
    compared = pd.concat([compared, compared.add_prefix("run ")], axis=1)
    compared["street_office_load"] = 0.5
    compared["department_load"] = 0.5
    compared["load"] = [0.5, 0.8, 1.0]
    compared["hours.forms"] = [11.0, 9.0, 20.0]
    row = study.fit(compared).set_index("what").loc["hours.forms"]
    assert row["median size"] == pytest.approx(0.1)
    assert row["median error"] == pytest.approx(0.0)
    assert row["societies"] == 2


@long_test("ten seconds for a study that few run")
def test_the_study_runs_whole_over_small_societies(
    here: Path, warm: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {"territory": {"communities": 1, "workers": 6, "residents": 600}, "warmup_days": 5}
    anywhere = (Band("load", 0.0, 90.0, 1, "", "", "assumed"),)
    sizes = {"DRAWS": 4, "SOCIETIES": 5, "PLACE": small, "BANDS": anywhere}
    for name, value in sizes.items():
        monkeypatch.setattr(study, name, value)
    monkeypatch.setattr(plausible_societies, "PLACE", small)
    monkeypatch.setattr(study, "in_processes", lambda processes: nullcontext(map))
    for name, value in {"BLOCK": 16, "TOGETHER": 2}.items():
        monkeypatch.setattr(balanced_prior, name, value)
    study.main()
    folder = here / "outputs" / "balanced_prior"
    shares = pd.read_csv(folder / "shares.csv")
    assert shares["pattern"].iloc[-1] == "all"
    assert np.nanmax(shares[["declared", "balanced"]].to_numpy()) <= 1.0
    kept = pd.read_csv(folder / "draws.csv").set_index("draws")["number"]
    assert kept["kept"] == 5
    assert len(pd.read_csv(folder / "compared.csv")) == 8
    assert np.isfinite(pd.read_csv(folder / "shifts.csv")["shift"]).all()
    assert (folder / "balanced_prior.png").stat().st_size > 0
