"""Memory: a comparison holds a few numbers of each run, whatever its runs hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench import comparison
from tests.long import long_test

PEAKS = """
import json, resource, sys
from pathlib import Path
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import RUN_ORDER, Laboratory
from experiments.designs.replications import Replications
from experiments.reporting import tidy
from experiments.statistics.paired_differences import compared
from experiments.config.compose import compose
from tests.bench.comparison import filled

tidy.VALUES_AT_ONCE, tidy.ROWS_AT_ONCE = 50_000, 20_000
folder, *sizes = Path(sys.argv[1]), *map(int, sys.argv[2:])
words = ["executor=serial", "territory.communities=1", "territory.workers=4", "horizon_days=10",
         "territory.residents=400", "warmup_days=0", "scenarios=[one_table]",
         "societies=reference"]
words = filled([*words, f"replications={sizes[-1]}"], folder / "store", 2 * sizes[-1])
laboratory = Laboratory(compose("experiment=compare", *words), CompareOptions)
peaks = []
for size in sizes:
    replications = Replications(laboratory, laboratory.design(["one_table"]))
    replications.extend_to(size)
    compared(replications.matched())
    for frame in ("measures", "series"):
        laboratory.stream(replications.plan, frame, "full", RUN_ORDER)(folder / frame)
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps(peaks))
"""
"""Peak megabytes after a comparison of so many replications, of one process."""
MOST_PER_THOUSAND = 20.0
"""Megabytes that 1,000 further runs may take."""
MOST = 900.0
"""Megabytes of the whole command for 10,000 runs of 200 scenarios.

746 were measured, 390 of them before the first run is read; 5,340 when all was held.
"""


def test_further_runs_take_a_few_numbers_each(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PEAKS, str(tmp_path), "100", "600"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    few, many = json.loads(done.stdout)
    assert (many - few) < MOST_PER_THOUSAND


@long_test("minutes of runs")
def test_ten_thousand_runs_of_two_hundred_scenarios_fit_into_memory(tmp_path: Path) -> None:
    names = comparison.scenario_files(200, tmp_path)
    words = [*comparison.SMALL, f"scenarios=[{','.join(names)}]", "replications=50"]
    words = comparison.filled(words, tmp_path / "store", 10_050)
    _, peak = comparison.measured(["experiment=compare", *words])
    assert peak < MOST
