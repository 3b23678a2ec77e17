"""The experiment `verify`: the compiled kernels against exact solutions of queueing theory."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config import options
from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.kinds.verify.options import VerifyOptions
from experiments.kinds.verify.oracles import Oracle, select
from experiments.kinds.verify.oracles.oracle import Observation, Span
from experiments.kinds.verify.oracles.verdicts import verdicts
from experiments.reporting.frames import write_frames
from experiments.reporting.manifest import head
from experiments.reporting.recorded_texts import KEY
from experiments.reporting.results import Results, write_manifest
from experiments.runs.compilation import compilation
from experiments.runs.dry_run import begins
from experiments.runs.executors import worker_pool
from experiments.runs.progress import Progress
from experiments.runs.storage.claim import releasing_claims
from experiments.runs.storage.output import Output
from sim.settings.nested import leaves

SPAN = ("warmup_days", "horizon_days")
LONGEST_DAYS = 2000
FEWEST_INFORMATIVE = 30
"""Issues of a run that have to wait; with fewer the mean is not near to normal."""
Job = tuple[Oracle, int, Span]


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `verify`, a row for each quantity of each oracle, and the output folder.

    Raises InputError for settings of the society, as oracles have their own.
    """
    for path, value in leaves(study.overrides):
        if path not in SPAN:
            reason = f"oracles bring a society of their own; of its settings verify takes {SPAN[0]}"
            raise InputError(path, value, f"{reason} and {SPAN[1]}")
    span = {key: study.society[key] for key in SPAN}
    chosen = options.read(VerifyOptions, {**study.options, **span})
    oracles = select(chosen.oracle)
    refuse_too_short(oracles, chosen.span)
    output = Output.of(study, chosen)
    begins()
    rows = verify(oracles, chosen)
    results = Results(output.folder, {"verify": rows}, head(study) | _record(oracles, chosen))

    def fill(folder: Path) -> None:
        write_frames({"verify.csv": rows}, folder)
        write_manifest(results.manifest, folder)

    output.write(fill)
    return results


def refuse_too_short(oracles: Sequence[Oracle], span: Span) -> None:
    """Raises InputError for days in which an oracle does not settle, or too few issues wait."""
    if span.days > LONGEST_DAYS:
        allowed = f"at most {LONGEST_DAYS} together with warmup_days"
        raise InputError("horizon_days", span.horizon_days, allowed)
    for oracle in oracles:
        settling = math.ceil(oracle.settling_days)
        if settling > span.warmup_days:
            allowed = f"{oracle.name} needs {settling} to forget that it began empty"
            raise InputError("warmup_days", span.warmup_days, allowed)
        if oracle.informative_issues(span) < FEWEST_INFORMATIVE:
            reason = f"{oracle.name}: hardly anybody waits in so many days"
            raise InputError("horizon_days", span.horizon_days, f"{reason}; more days or load")


def verify(oracles: Sequence[Oracle], chosen: VerifyOptions) -> pd.DataFrame:
    """The table of `verdicts`, from runs by the executor that is asked for."""
    jobs = [
        (oracle, seed, chosen.span)
        for place, oracle in enumerate(oracles)
        for seed in chosen.seeds(place)
    ]
    observations: dict[tuple[str, str], list[Observation]] = {}
    for (oracle, _, _), observed in zip(jobs, _run(jobs, chosen), strict=True):
        for quantity, observation in observed.items():
            observations.setdefault((oracle.name, quantity), []).append(observation)
    return verdicts(observations)


def _run(jobs: Sequence[Job], chosen: VerifyOptions) -> list[dict[str, Observation]]:
    """Results in the order of jobs. The model is compiled first, once for all processes."""
    compilation.begin()
    pool = worker_pool(chosen.executor.name, chosen.processes, chosen.executor.address)
    busy = True
    try:
        results = []
        with Progress(len(jobs), compiling=True) as progress:
            progress.await_model()
            for observed in pool.executor.map(_observe, jobs):
                results.append(observed)
                progress.advance(1)
        busy = False
    finally:
        pool.shut_down(at_once=busy)
    return results


def _observe(job: Job) -> dict[str, Observation]:
    oracle, seed, span = job
    return oracle.observe(seed, span)


def _record(oracles: Sequence[Oracle], chosen: VerifyOptions) -> dict[str, Any]:
    """For the manifest: days, seeds, and the parameters of each oracle."""
    return {
        KEY: {"oracles": [oracle.title.record() for oracle in oracles]},
        "replications": chosen.replications,
        "seed": chosen.seed,
        **chosen.span._asdict(),
        "oracles": {
            oracle.name: {
                "oracle": type(oracle).__name__.lower(),
                **json.loads(oracle.model_dump_json()),
                "settling_days": oracle.settling_days,
                "seeds": chosen.seeds(place),
            }
            for place, oracle in enumerate(oracles)
        },
    }
