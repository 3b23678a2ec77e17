"""The examples for other tools run, and find what they are to find."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

FOLDER = Path(__file__).parents[1] / "examples" / "tools"


def example(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of the folder, under its own name as for a script beside it."""
    spec = spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def test_every_example_says_what_it_asks_and_is_tested_here() -> None:
    here = Path(__file__).read_text("utf-8")
    files = sorted(FOLDER.glob("*.py"))
    assert files
    for path in files:
        first = path.read_text("utf-8").partition("\n")[0]
        assert first.startswith('"""'), path
        assert "?" in first, path
        assert f'"{path.stem}"' in here, path


def test_salib_ranks_assumptions(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("SALib")
    effects = example("salib_morris", monkeypatch).main(trajectories=3)
    assert set(effects.index) == {"overlap", "form_kinds", "old_form_share", "pool_own_share"}
    assert effects["mu_star"].is_monotonic_decreasing
    assert effects["mu_star"].iloc[0] > 0


def test_emaworkbench_finds_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ema_workbench")
    ema = example("ema_discovery", monkeypatch)
    limits = ema.main(scenarios=40)
    known = ema.ranges(names=ema.NAMES).set_index("id")
    assert set(limits.columns) == set(ema.NAMES)
    for name in ema.NAMES:
        low, high = (float(end) for end in limits[name])
        assert known.loc[name, "low"] <= low <= high <= known.loc[name, "high"]


def test_optuna_finds_packages_that_none_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    optuna = pytest.importorskip("optuna")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    best = example("optuna_package", monkeypatch).main(trials=12)
    assert (best["freed"] > 0).any()
    assert best.sort_values("freed")["setup"].is_monotonic_increasing


def test_scipy_finds_the_break_even(monkeypatch: pytest.MonkeyPatch) -> None:
    root = example("scipy_break_even", monkeypatch)
    monkeypatch.setattr(root, "SEEDS", range(1, 3))
    share = root.main(hours=3.0)
    assert 0 < share < 1
    assert root.above(0.0, 3.0) > 0 > root.above(1.0, 3.0)


def test_scipy_samples_a_latin_hypercube(monkeypatch: pytest.MonkeyPatch) -> None:
    found = example("scipy_latin_hypercube", monkeypatch).main(points=10)
    assert np.isfinite(found).all()
    assert len(found) == 3


def test_mesa_runs_a_batch_in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = example("mesa_batch", monkeypatch)
    alone = batch.main(seeds=2, processes=1)
    assert alone.loc[1.0] < alone.loc[0.0]
    monkeypatch.setattr(batch, "PARAMETERS", batch.PARAMETERS | {"horizon_days": 20})
    assert batch.main(seeds=2, processes=None).equals(batch.main(seeds=2, processes=1))
