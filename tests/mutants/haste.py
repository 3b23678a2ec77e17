"""For tests of a copy: what fails is not made smaller, and the copy is what is tested."""

from __future__ import annotations

from pathlib import Path

from hypothesis import Phase, settings

import experiments
import sim

settings.register_profile("haste", phases=(Phase.explicit, Phase.generate))
settings.load_profile("haste")

ROOT = Path(__file__).parents[2]
for package in (sim, experiments):
    place = Path(str(package.__file__))
    assert place.is_relative_to(ROOT), f"{place} is not in {ROOT}"
assert Path.cwd() == ROOT, "run from the copy"
