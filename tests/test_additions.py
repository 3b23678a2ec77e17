"""What it takes to add a lever, a measure, an option, a setting, an experiment and a figure.

Each is added to a copy of the checkout, in the files that CONTRIBUTING.md names, and is then used:
by the model, the command line, help, the functions of Python and the output folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("warm")
CHECKOUT = Path(__file__).parents[1]
ROOMS = ("sim", "experiments", "unburden", "configs", "seeds")
LEVER = '''"""Fixed hours for chat groups."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(number=9000, label="Fixed hours for chat groups", documents=("002",), acts_on=("workers",))
class ChatHours(Lever):
    """Workers read chat groups at fixed hours."""

    saved_share: Share = assume("chat_hours_saved")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(communities, chats=1.0 - self.saved_share)
'''
ASSUMPTION = """
- id: chat_hours_saved
  value: 0.2
  low: 0
  high: 0.5
  distribution: triangular
  unit: share
  meaning: Share of the minutes in chat groups that fixed hours save.
  why: A number for a test.
  grade: assumed
"""
MEASURE = """    Measure(
        name="overtime_share",
        label="share of time that is overtime",
        unit="share of time",
        definition="ticks of overtime over all ticks, overtime included",
        values=lambda seen: {
            ALL: share(float(seen.overtime_hours.sum()), float(seen.hours.sum()))
        },
        better=-1,
    ),
"""
OPTION = """    note: str | None = Field(None, description="A remark, kept with the command.")


OPTIONS = RulesOptions
"""
EXPERIMENT = {
    "__init__.py": '"""How much outcomes of the baseline vary between seeds."""\n',
    "options.py": '''"""Options of the experiment `noise`."""

from typing import Annotated

from pydantic import Field

from experiments.config.options import Options


class NoiseOptions(Options):
    """How many seeds."""

    replications: Annotated[int, Field(ge=2)] = Field(20, description="Runs of the baseline.")


OPTIONS = NoiseOptions
TABLES = {"noise": "Mean and standard deviation of each outcome over seeds."}
''',
    "experiment.py": '''"""The experiment `noise`."""

import pandas as pd

from experiments.config.outcomes import outcome
from experiments.config.study import Study
from experiments.kinds.noise.options import NoiseOptions
from experiments.laboratory import Laboratory
from experiments.reporting.results import Results
from experiments.runs.plan import plan

NAMES = ["satisfaction", "overtime_share"]


def run(study: Study) -> Results:
    """Table `noise`, and the output folder."""
    laboratory = Laboratory(study, NoiseOptions)
    runs = plan(laboratory.design([]), laboratory.chosen.replications, laboratory.chosen.seed)
    values = laboratory.values(runs, [outcome(name) for name in NAMES], gaps=True)
    means = [values[name].mean() for name in NAMES]
    rows = pd.DataFrame({"outcome": NAMES, "mean": means, "sd": [values[n].std() for n in NAMES]})
    return laboratory.write_results(runs, {"noise.csv": rows})
''',
    "summary.py": '''"""The summary of the experiment `noise`."""

from experiments.reporting.results import Results


def show(results: Results) -> None:
    """Print the table."""
    print(results.noise.to_string(index=False))
''',
    "figures.py": "FIGURES = {}\n",
}
FIGURE = '''"""The figure of noise."""

from matplotlib.figure import Figure

from experiments.reporting.results import Results


def deviations(results: Results) -> Figure:
    """A bar an outcome."""
    figure = Figure()
    axes = figure.subplots()
    axes.bar(results.noise["outcome"], results.noise["sd"])
    axes.set_ylabel("standard deviation between seeds")
    return figure


FIGURES = {"deviations": deviations}
'''
USED = """
import inspect, json, sys
import experiments, unburden
from experiments.config import catalogue
from sim import GovernanceModel, Settings

small = {"territory": {"communities": 1, "workers": 4, "residents": 400},
         "warmup_days": 5, "horizon_days": 20}
def chat(**levers):
    model = GovernanceModel(Settings.read({**small, "levers": levers}), rng=1)
    model.run()
    rows = model.measures(by_community=False).set_index(["measure", "group"])["value"]
    return float(rows["hours_per_worker_week", "meetings"]), float(rows["overtime_share", "all"])

before, share = chat()
after, _ = chat(chat_hours={"on": True})
options = dict(replications=2, executor="serial", output="out", **small)
results = unburden.noise(**options)
print(json.dumps({
    "before": before, "after": after, "share": share,
    "scenario": "chat_hours" in catalogue.options("scenario"),
    "option": str(inspect.signature(unburden.rules).parameters["note"]),
    "noise": list(results.noise["outcome"]),
    "drawn": type(results.plot.deviations()).__name__,
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with everything added."""
    place = tmp_path_factory.mktemp("copy")
    for room in ROOMS:
        shutil.copytree(CHECKOUT / room, place / room, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "sim/levers/chat_hours.py").write_text(LEVER)
    with (place / "seeds/assumptions/levers.yaml").open("a", encoding="utf-8") as file:
        file.write(ASSUMPTION)
    insert(place / "sim/measures/working_time.py", "MEASURES = (\n", f"MEASURES = (\n{MEASURE}")
    insert(place / "experiments/kinds/rules/options.py", "\n\nOPTIONS = RulesOptions\n", OPTION)
    folder = place / "experiments/kinds/noise"
    folder.mkdir()
    for name, text in EXPERIMENT.items():
        (folder / name).write_text(text)
    (folder / "figures.py").write_text(FIGURE)
    return place


def insert(path: Path, at: str, text: str) -> None:
    before = path.read_text("utf-8")
    assert before.count(at) == 1, f"{path} has no single {at!r}"
    path.write_text(before.replace(at, text), encoding="utf-8")


def run(copy: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_what_was_added_is_used_without_another_edit(copy: Path) -> None:
    used = json.loads(run(copy, "-c", USED).splitlines()[-1])
    assert used["after"] < used["before"]
    assert 0.0 <= used["share"] < 1.0
    assert used["scenario"]
    assert used["option"] == "note: 'str | None' = None"
    assert used["noise"] == ["satisfaction", "overtime_share"]
    assert used["drawn"] == "Figure"
    assert (copy / "out/figures/deviations.png").is_file()
    assert (copy / "out/noise.csv").is_file()


def test_help_names_what_was_added(copy: Path) -> None:
    text = run(copy, "-m", "unburden", "--help")
    assert re.search(
        r"^  noise +How much outcomes of the baseline vary between seeds\.$", text, re.M
    )
    assert "chat_hours" in text
    about = run(copy, "-m", "unburden", "experiment=rules", "--help")
    assert "note=null\n    A remark, kept with the command." in about
    about = run(copy, "-m", "unburden", "experiment=noise", "--help")
    assert "replications=20\n    Runs of the baseline." in about
