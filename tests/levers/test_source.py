"""The digest by which runs of code of users are known: all that it takes in changes it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.levers.source import source

TAKES: dict[str, str] = {
    "global": "def f():\n    return N\n",
    "default": "def f(share=N):\n    return share\n",
    "helper": "def inner():\n    return N\ndef f():\n    return inner()\n",
    "default of a helper": "def inner(share=N):\n    return share\ndef f():\n    return inner()\n",
    "array": "import numpy as np\nA = np.array([N])\ndef f():\n    return A[0]\n",
    "list": "A = [1, {'n': N}]\ndef f():\n    return A\n",
    "attribute": "class f:\n    K = N\n    def g(self):\n        return self.K\n",
    "property": "class f:\n    @property\n    def g(self):\n        return N\n",
    "class method": "class f:\n    @classmethod\n    def g(cls):\n        return N\n",
    "another class": "class O:\n    K = N\nclass f:\n    def g(self):\n        return O().K\n",
    "module": "import beside_source\ndef f():\n    return beside_source.N\n",
    "import inside": "def f():\n    from beside_source import S\n    return S\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in ("user_source", "beside_source"):
        sys.modules.pop(name, None)


def digest(folder: Path, text: str, number: float) -> str:
    """Of `f` in a file that takes N from another file when it is imported."""
    for name in ("user_source", "beside_source"):
        sys.modules.pop(name, None)
    (folder / "n.txt").write_text(str(number))
    path = Path(folder / "n.txt").as_posix()
    (folder / "beside_source.py").write_text(f"N = float(open({path!r}).read())\nS = {number}\n")
    (folder / "user_source.py").write_text(f"N = float(open({path!r}).read())\n{text}")
    importlib.invalidate_caches()
    spec = importlib.util.spec_from_file_location("user_source", folder / "user_source.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    sys.modules["user_source"] = module
    spec.loader.exec_module(module)
    return source(module.f)


@pytest.mark.parametrize("text", TAKES.values(), ids=TAKES.keys())
def test_what_code_takes_in_when_it_is_imported_counts(folder: Path, text: str) -> None:
    first = digest(folder, text, 0.2)
    assert digest(folder, text, 0.2) == first
    assert digest(folder, text, 0.9) != first


def test_a_value_that_the_code_does_not_use_does_not_count(folder: Path) -> None:
    text = "import time\nSTARTED = time.time()\ndef f():\n    return 1\n"
    assert digest(folder, text, 0.2) == digest(folder, text, 0.9)
