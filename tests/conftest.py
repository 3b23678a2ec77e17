"""A place small enough to run in a test, and one comparison of it that many tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments import Results, compare
from experiments.runs.run import compiled

TINY = (
    "territory.communities=2",
    "territory.workers=8",
    "territory.residents=1000",
    "horizon_days=10",
    "warmup_days=5",
    "executor=serial",
)


@pytest.fixture(scope="session")
def tiny() -> tuple[str, ...]:
    """Words that make a study small."""
    return TINY


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two scenarios against the baseline, three replications, in a folder `outputs/compare`."""
    folder: Path = tmp_path_factory.mktemp("compared")
    return compare(
        *TINY,
        scenarios=["signboard_removal", "one_table"],
        replications=3,
        output=folder / "outputs" / "compare",
        store=folder / "results",
    )


@pytest.fixture(scope="session")
def warm() -> None:
    """The model is compiled, so that no message says that it is being compiled."""
    compiled()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
