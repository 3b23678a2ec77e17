"""Executing a plan: runs that the store lacks are computed and stored.

Runs are handed out few at a time and their results are stored at once, so that memory does not grow
with the plan, and an interruption loses only the runs that workers are computing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import nullcontext
from dataclasses import dataclass, replace

from experiments.config.errors import RunError
from experiments.config.messages import counted
from experiments.runs.compilation import compilation
from experiments.runs.executors import WorkerPool
from experiments.runs.executors.base import NoWorkers
from experiments.runs.executors.scheduler import Results, Scheduler
from experiments.runs.interrupts import Interrupts
from experiments.runs.plan import PATIENCE, Plan
from experiments.runs.progress import OF_A_CITY, Progress
from experiments.runs.run import Detail, Failure, Job, Limit, Record, Run, perform
from experiments.runs.storage.open_database import StoreFull
from experiments.runs.storage.store import Store
from sim.version import model_version
from unburden.signals import held


@dataclass(frozen=True, slots=True)
class Executed:
    """How many runs were computed, how many were in the store already, and which failed."""

    computed: int
    reused: int
    failures: tuple[tuple[Run, Failure], ...]


class Interrupted(KeyboardInterrupt):
    """The user stopped the experiment; `kept` of `planned` runs are in the store."""

    def __init__(self, kept: int, planned: int) -> None:
        self.kept, self.planned = kept, planned
        super().__init__(f"interrupted: {_kept(kept, planned)}")


def execute(
    plan: Plan,
    store: Store,
    start_workers: Callable[[], WorkerPool],
    detail: Detail,
    timeout: float | None = None,
    processors: int = 1,
) -> Executed:
    """Compute the runs that the store lacks. Failed runs are returned, not raised.

    Each run of a city has its share of the processors for its districts. A run that takes longer
    than `timeout` seconds fails. Raises Interrupted; RunError where the disk is full or a worker
    has another version of the model; InputError if there are no such workers.
    """
    planned = plan.runs
    todo = store.missing(plan.table["key"], detail)
    done = planned - len(todo)
    failures: list[Failure] = []
    city = planned > 0 and plan.settings(plan.scenarios[0]).territory.districts > 1
    shown = Progress(planned, done=done, compiling=True, first=OF_A_CITY if city else "")
    with Interrupts() as interrupts, shown as progress:

        def make_ready() -> None:
            progress.await_model(interrupts.check)

        try:
            for results in _results(
                plan, todo, start_workers, detail, timeout, processors, make_ready
            ):
                records = [result for result in results if isinstance(result, Record)]
                _refuse_other_models(records)
                store.add(records)
                done += len(records)
                failures += [result for result in results if isinstance(result, Failure)]
                progress.advance(len(results))
                store.check_present()
                interrupts.check()
        except KeyboardInterrupt:
            raise Interrupted(done, planned) from None
        except (StoreFull, CancelledError, NoWorkers) as error:
            reason = str(error) or "the workers are gone"
            raise RunError(f"{reason}; {_kept(done, planned)}") from None
    reused = planned - len(todo)
    return Executed(done - reused, reused, _with_runs(plan, failures))


def _kept(kept: int, planned: int) -> str:
    """A message on the runs that are kept when a command ends early, and how to resume."""
    verb = "is" if planned == 1 else "are"
    runs = f"{kept:,} of {counted(planned, 'run')} {verb} finished and kept"
    return f"{runs}; the same command continues with the rest"


def _results(
    plan: Plan,
    todo: set[str],
    start_workers: Callable[[], WorkerPool],
    detail: Detail,
    timeout: float | None,
    processors: int,
    make_ready: Callable[[], None],
) -> Iterator[Results]:
    """Results as they come; an empty list each half second without any.

    `make_ready` compiles the model, once for all workers. A single run is computed in this process,
    unless it may have to be ended.
    """
    if not todo:
        return
    compilation.begin()
    if len(todo) == 1 and timeout is None:
        make_ready()
        (run,) = _once(plan, todo)
        yield _performed_here(replace(plan.job(run, detail), threads=processors))
        return
    workers = start_workers()
    limit = None if timeout is None else Limit(timeout, fatal=workers.separate)
    threads = max(1, processors // len(todo)) if workers.separate else processors

    def job(run: Run) -> Job:
        return replace(plan.job(run, detail), limit=limit, threads=threads)

    scheduler = Scheduler(_once(plan, todo), len(todo), workers, job)
    try:
        make_ready()
        # An exception inside a lock of a pool, or in the store, could hang: `execute` asks for
        # interruptions between them. Runs in this process are not waited for.
        with held() if workers.separate else nullcontext():
            while not scheduler.finished:
                yield []
                yield from scheduler.advance()
    finally:
        with held():
            # Workers that still import would be waited for.
            workers.shut_down(at_once=not scheduler.finished)


def _performed_here(job: Job) -> Results:
    """The result of a run in this process; districts of a city are counted as they are done."""
    districts = job.settings.territory.districts
    if districts == 1:
        return perform([job])
    with Progress(districts, unit="districts", delay=PATIENCE) as progress:
        return perform([job], progress.reach)


def _once(plan: Plan, keys: set[str]) -> Iterator[Run]:
    """Runs of these keys in the order of the plan, each key once."""
    seen: set[str] = set()
    for run in plan:
        if run.key in keys and run.key not in seen:
            seen.add(run.key)
            yield run


def _refuse_other_models(records: list[Record]) -> None:
    for record in records:
        if record.model != model_version():
            raise RunError(
                f"a worker runs another version of the model ({record.model}, here "
                f"{model_version()}): install the same on all machines"
            )


def _with_runs(plan: Plan, failures: list[Failure]) -> tuple[tuple[Run, Failure], ...]:
    """Each failure with its run."""
    by_key = {failure.key: failure for failure in failures}
    return tuple((run, by_key[run.key]) for run in _once(plan, set(by_key)))
