"""The notebooks of the examples run from top to bottom, and each ends with a figure."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

CHECKOUT = Path(__file__).parents[1]
NOTEBOOKS = sorted((CHECKOUT / "examples" / "notebooks").glob("*.ipynb"))
PAGE = CHECKOUT / "docs" / "how-to" / "notebooks.md"
UNITS = ("hours", "day", "%", "share", "community", "societies")
LABELS = "print([axes.get_xlabel() + ' / ' + axes.get_ylabel() for axes in _.axes if axes.axison])"
"""Asked after the last cell, whose figure `_` is: labels of both axes of each panel."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookClient]:
    """One kernel, folder and store for all notebooks: the model is loaded once, runs are shared."""
    folder = tmp_path_factory.mktemp("notebooks")
    empty = nbformat.v4.new_notebook()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(CHECKOUT))
        resources = {"metadata": {"path": str(folder)}}
        client = NotebookClient(empty, timeout=600, resources=resources)
        with client.setup_kernel():
            yield client


def test_there_are_eight_in_order() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == [f"{number:02}" for number in range(1, 9)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_ends_with_a_figure(client: NotebookClient, path: Path) -> None:
    client.nb = nbformat.read(path, as_version=4)
    cells = client.nb.cells
    cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    last = len(cells) - 1
    cells.append(nbformat.v4.new_code_cell(LABELS))
    for number, cell in enumerate(cells):
        if cell.cell_type == "code":
            client.execute_cell(cell, number)
    assert any("image/png" in data for data in _data(cells[last]))
    labels = literal_eval("".join(output.text for output in cells[-1].outputs))
    assert labels
    assert [label for label in labels if not any(unit in label for unit in UNITS)] == []
    assert not any("text/plain" in data and "image/png" not in data for data in _data(cells[last]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_says_what_for_and_how_long_and_has_no_outputs(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].source.startswith(f"# {path.name[:2]} ")
    assert "**You will learn**" in cells[0].source
    assert "**Time:**" in cells[0].source
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert code[-1] is cells[-1]
    assert not any(cell.outputs or cell.execution_count for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_uses_what_users_have(path: Path) -> None:
    code = [
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
    ]
    assert "from unburden import" in "\n".join(code)
    for room in ("sim", "experiments"):
        assert f"from {room}" not in "\n".join(code)
        assert f"import {room}" not in "\n".join(code)


def test_the_page_lists_each() -> None:
    text = PAGE.read_text("utf-8")
    assert [path.name for path in NOTEBOOKS if f"examples/notebooks/{path.name}" not in text] == []


def _data(cell: Any) -> list[Any]:
    return [output.data for output in cell.outputs if "data" in output]
