"""Measures rows; writes `outputs/bench.json` and prints a line each."""

from __future__ import annotations

import json
import math
import os
import platform
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.version import model_version
from tests.bench.row import Measured, Missing, Row, Size
from tests.bench.rows import ROWS

FILE = Path("outputs/bench.json")
WIDE = 66


def measured(row: Row, size: Size) -> Measured:
    """The figure of a row; NaN with a reason where it cannot be measured."""
    try:
        return row.measure(size)
    except Missing as reason:
        return Measured(math.nan, str(reason))
    except Exception as error:
        traceback.print_exc()
        return Measured(math.nan, f"failed: {type(error).__name__}: {error}".splitlines()[0])


def measure_all(rows: Sequence[Row], size: Size, file: Path | None) -> dict[str, Any]:
    """Measure rows in turn, print each, and write the file after each where one is named."""
    found: dict[str, Any] = {row.key: None for row in ROWS}
    found |= {"notes": {}, "details": {}, "about": about(size)}
    print(f"{'':{WIDE}} {'now':>9} {'before':>10} {'target':>7}")
    for row in rows:
        one = measured(row, size)
        missing = math.isnan(one.value)
        found[row.key] = None if missing else float(f"{one.value:.4g}")
        found["notes"][row.key] = one.note
        if one.detail is not None:
            found["details"][row.key] = one.detail
        print(line(row, found[row.key], one.note), flush=True)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return found


def line(row: Row, value: float | None, note: str) -> str:
    """A row as the terminal shows it."""
    name = f"{row.key:16} {row.title}, {row.unit}"
    shown = "-" if value is None else number(value)
    text = f"{name:{WIDE}.{WIDE}} {shown:>9} {row.before or '-':>10} {row.target or '-':>7}"
    return f"{text}\n{'':17}{note}" if note else text


def number(value: float) -> str:
    """Three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def about(size: Size) -> dict[str, Any]:
    """Where and when, and how much was measured."""
    import numba
    import numpy as np

    return {
        "model": model_version(),
        "python": platform.python_version(),
        "numba": numba.__version__,
        "numpy": np.__version__,
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "size": size._asdict(),
    }
