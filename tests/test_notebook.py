"""The notebook runs from top to bottom on the output of a comparison."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from experiments import Results

CHECKOUT = Path(__file__).parents[1]
NOTEBOOK = CHECKOUT / "experiments" / "notebooks" / "first_look.ipynb"


def test_first_look_draws_a_figure(over: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": "."}})
    client.resources["metadata"]["path"] = str(over.folder.parents[1])
    client.execute()
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    assert any("image/png" in one.get("data", {}) for one in outputs)


def test_it_is_stored_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
