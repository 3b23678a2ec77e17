"""A comparison with as many scenarios as a test wants."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from experiments import Results


def many(compared: Results, count: int) -> Results:
    """The same comparison with so many scenarios."""
    names = [f"scenario {number}" for number in range(count)]
    frames = {}
    for name, frame in compared.frames.items():
        one = frame[frame["scenario"] == "one_table"]
        parts = [frame[frame["scenario"] == "baseline"], *(one.assign(scenario=n) for n in names)]
        frames[name] = pd.concat(parts, ignore_index=True)
    manifest = {**compared.manifest, "scenarios": ["baseline", *names]}
    return replace(compared, frames=frames, manifest=manifest)
