"""Executing a plan: what is not yet in the store is run, here or by other workers.

Runs are handed out few at a time and their results go straight to the store, so that memory does
not grow with the plan and an interruption loses no more than is in flight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace

from experiments.config.errors import RunError
from experiments.config.plurals import counted
from experiments.runs.executors import Workforce
from experiments.runs.executors.base import Gone
from experiments.runs.executors.scheduler import Results, Scheduler
from experiments.runs.interrupts import Interrupts
from experiments.runs.plan import Plan
from experiments.runs.progress import Progress
from experiments.runs.run import Detail, Failure, Job, Limit, Record, Run, compiled, perform
from experiments.runs.storage.store import Store, StoreFull
from sim.version import model_version
from unburden.signals import held


@dataclass(frozen=True, slots=True)
class Executed:
    """What executing came to; `reused` runs were in the store already."""

    computed: int
    reused: int
    failures: tuple[tuple[Run, Failure], ...]


class Interrupted(KeyboardInterrupt):
    """The user stopped the experiment; `kept` of `planned` runs are in the store."""

    def __init__(self, kept: int, planned: int) -> None:
        self.kept, self.planned = kept, planned
        super().__init__(
            f"interrupted: {kept:,} of {counted(planned, 'run')} are kept; the same command goes "
            "on from there"
        )


def execute(
    plan: Plan,
    store: Store,
    hire: Callable[[], Workforce],
    detail: Detail,
    timeout: float | None = None,
) -> Executed:
    """Run what the store lacks. RunError runs are returned, not raised.

    A run that takes longer than `timeout` seconds has failed.

    Raises Interrupted, RunError where the disk is full or a worker has another model, InputError if
    there are no such workers.
    """
    planned = plan.runs
    todo = store.missing(plan.table["key"], detail)
    done = planned - len(todo)
    failures: list[Failure] = []
    with Interrupts() as interrupts, Progress(planned, done=done, compiling=True) as progress:
        try:
            for results in _results(plan, todo, hire, detail, timeout, progress.begin):
                records = [one for one in results if isinstance(one, Record)]
                _refuse_other_models(records)
                store.add(records)
                done += len(records)
                failures += [one for one in results if isinstance(one, Failure)]
                progress.advance(len(results))
                store.tick()
                interrupts.check()
        except KeyboardInterrupt:
            raise Interrupted(done, planned) from None
        except (StoreFull, CancelledError, Gone) as error:
            what = str(error) or "the workers are gone"
            told = f"{done:,} of {counted(planned, 'run')} are kept"
            raise RunError(f"{what}; {told}, the same command goes on from there") from None
    reused = planned - len(todo)
    return Executed(done - reused, reused, _named(plan, failures))


def _results(
    plan: Plan,
    todo: set[str],
    hire: Callable[[], Workforce],
    detail: Detail,
    timeout: float | None,
    begin: Callable[[], None],
) -> Iterator[Results]:
    """Results as they come, none of them at least each half second.

    The model is compiled here, once for all processes; `begin` is called when it is. A single run
    is done here as well, unless it may have to be ended.
    """
    if not todo:
        return
    if len(todo) == 1 and timeout is None:
        compiled()
        begin()
        yield perform([plan.job(run, detail) for run in _once(plan, todo)])
        return
    workforce = hire()
    limit = None if timeout is None else Limit(timeout, fatal=workforce.apart)

    def job(run: Run) -> Job:
        return replace(plan.job(run, detail), limit=limit)

    scheduler = Scheduler(_once(plan, todo), len(todo), workforce, job)
    try:
        compiled()
        begin()
        while not scheduler.over:
            yield []
            yield from scheduler.advance()
    finally:
        with held():
            workforce.dismiss(busy=scheduler.busy)


def _once(plan: Plan, keys: set[str]) -> Iterator[Run]:
    """Runs of these keys in the order of the plan, each the first time it is named."""
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


def _named(plan: Plan, failures: list[Failure]) -> tuple[tuple[Run, Failure], ...]:
    by_key = {one.key: one for one in failures}
    return tuple((run, by_key[run.key]) for run in _once(plan, set(by_key)))
