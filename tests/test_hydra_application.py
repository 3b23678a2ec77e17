"""Experiments inside a user's own application of Hydra leave its state alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import hydra
import pytest
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.version import VersionBase
from omegaconf import OmegaConf

from experiments import compare
from experiments.cli import answer
from experiments.config.errors import InputError

APP = """
value: ${fact:overlap}
other: ${assume:overlap}
hydra: {output_subdir: null, run: {dir: .}, job: {name: theirs}}
"""


def state() -> dict[str, Any]:
    """What an application of Hydra has in the process."""
    return {
        "config": OmegaConf.to_container(HydraConfig.get(), resolve=False),
        "hydra": GlobalHydra.instance().hydra,
        "base": VersionBase.instance().getbase(),
        "stored": dict(ConfigStore.instance().repo),
        "resolvers": {name: OmegaConf.has_resolver(name) for name in ("fact", "assume", "now")},
    }


def inside(application: Callable[[Any], None], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a real application of Hydra with resolvers of its own."""
    (here / "app.yaml").write_text(APP)
    monkeypatch.setattr(sys, "argv", ["theirs"])
    monkeypatch.setenv("HYDRA_FULL_ERROR", "1")
    OmegaConf.register_new_resolver("fact", lambda name: f"their {name}", replace=True)
    OmegaConf.clear_resolver("assume")
    try:
        hydra.main(version_base="1.2", config_path=str(here), config_name="app")(application)()
    finally:
        OmegaConf.clear_resolver("fact")


def compares(here: Path, tiny: Sequence[str]) -> None:
    compare(*tiny, scenarios=["one_table"], replications=2, store=here / "results")


def is_refused(here: Path, tiny: Sequence[str]) -> None:
    with pytest.raises(InputError):
        compare(*tiny, "levers.one_tabel.coverage=0.5")


def is_refused_later(here: Path, tiny: Sequence[str]) -> None:
    with pytest.raises(InputError):
        compare(*tiny, scenarios=["one_tabel"])


def prints_its_config(here: Path, tiny: Sequence[str]) -> None:
    assert answer([*tiny, "--cfg", "job"]) == 0


@pytest.mark.parametrize("does", [compares, is_refused, is_refused_later, prints_its_config])
def test_hydra_of_the_caller_is_as_it_was(
    does: Callable[[Path, Sequence[str]], None],
    here: Path,
    alone: Sequence[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called = 0

    def application(cfg: Any) -> None:
        nonlocal called
        called += 1
        before = state()
        does(here, alone)
        assert state() == before
        assert cfg.value == "their overlap"
        with pytest.raises(Exception, match="assume"):
            assert cfg.other

    inside(application, here, monkeypatch)
    assert called == 1


def test_evidence_is_looked_up_where_the_config_is_resolved(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["--cfg", "job", "--resolve", "--package", "obligations"]) == 0
    assert "overlap: 0." in capsys.readouterr().out
