"""The experiment `verify`: the real kernel, reduced to a queue whose answer is known."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field
from rich import box
from rich.table import Table
from rich.text import Text
from scipy import stats

from experiments.executors import workforce
from experiments.reports.manifest import head
from experiments.reports.results import write_manifest
from experiments.reports.table import console, print_places
from experiments.statistics.oracles import MEASURED_DAYS, WARMUP_DAYS, Mmc
from experiments.storage.output import Output
from experiments.words import choices
from experiments.words.choices import Choices
from experiments.words.refusal import Failed
from experiments.words.study import Study
from sim.streams import run_seed

STANDARD = (Mmc(1, 0.8), Mmc(3, 0.8), Mmc(10, 0.9))
FAMILY_LEVEL = 0.05
AGREES, DIFFERS = "agrees", "differs"


class OracleChoice(BaseModel):
    """One queue; without servers and load, the three standard ones."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: Literal["mmc"] = "mmc"
    servers: Annotated[int, Field(ge=1, le=50)] | None = None
    load: Annotated[float, Field(gt=0, lt=1)] | None = None

    def oracles(self) -> tuple[Mmc, ...]:
        """The queues asked for."""
        if self.servers is None and self.load is None:
            return STANDARD
        return (Mmc(self.servers or 1, self.load or STANDARD[0].load),)


class VerifyChoices(Choices):
    """An oracle, and how many seeds its interval rests on."""

    oracle: OracleChoice = OracleChoice()
    replications: Annotated[int, Field(ge=2)]


def main(study: Study) -> None:
    """Simulate the queues, hold them against theory, and leave verify.csv.

    Raises Failed if a theory lies outside its interval.
    """
    chosen = choices.read(VerifyChoices, study.choices)
    output = Output(Path(chosen.output))
    rows = verify(chosen)

    def fill(aside: Path) -> None:
        rows.to_csv(aside / "verify.csv", index=False)
        write_manifest(head(study), aside)

    output.write(fill)
    _print(rows, chosen.replications)
    print_places(output.folder, {"csv": "verify.csv"})
    wrong = int((rows["verdict"] == DIFFERS).sum())
    if wrong:
        raise Failed(f"{wrong} of {len(rows)} quantities differ from theory")


def verify(chosen: VerifyChoices) -> pd.DataFrame:
    """One row for each quantity: oracle, quantity, theory, simulated, interval, verdict.

    Times are in units of the mean service time. Intervals hold together with 95 % (Bonferroni).
    """
    oracles = chosen.oracle.oracles()
    seeds = [run_seed(chosen.seed, replication) for replication in range(chosen.replications)]
    found: list[tuple[str, str, float, list[float]]] = []
    oracles[0].simulate(seeds[0])
    hired = workforce(chosen.executor.name, chosen.processes, chosen.executor.address)
    try:
        for oracle in oracles:
            runs = list(hired.executor.map(partial(_simulate, oracle), seeds))
            for quantity, theory in oracle.theory().items():
                found.append((oracle.name, quantity, theory, [run[quantity] for run in runs]))
    finally:
        hired.dismiss(busy=False)
    level = 1.0 - FAMILY_LEVEL / len(found)
    return pd.DataFrame([_row(*one, level) for one in found])


def _simulate(oracle: Mmc, seed: int) -> dict[str, float]:
    return oracle.simulate(seed)


def _row(
    oracle: str, quantity: str, theory: float, values: list[float], level: float
) -> dict[str, object]:
    mean = float(np.mean(values))
    half = float(stats.t.ppf((1.0 + level) / 2.0, len(values) - 1) * stats.sem(values))
    low, high = mean - half, mean + half
    return {
        "oracle": oracle,
        "quantity": quantity,
        "theory": theory,
        "simulated": mean,
        "ci_low": low,
        "ci_high": high,
        "verdict": AGREES if low <= theory <= high else DIFFERS,
    }


def _print(rows: pd.DataFrame, seeds: int) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("queue", "quantity", "theory", "simulated", "interval", "verdict"):
        table.add_column(name, justify="left" if name in ("queue", "quantity") else "right")
    for row in rows.itertuples():
        table.add_row(
            str(row.oracle),
            str(row.quantity),
            f"{row.theory:.5f}",
            f"{row.simulated:.5f}",
            f"{row.ci_low:.5f} to {row.ci_high:.5f}",
            str(row.verdict),
        )
    console().print(table)
    note = (
        f"{seeds} seeds, {MEASURED_DAYS} days after {WARMUP_DAYS} days of warm-up; times in mean "
        f"service times; the intervals hold together with {1 - FAMILY_LEVEL:.0%}"
    )
    console().print(Text(note, style="dim"))
