"""Executing a plan: what is not yet in the store is run, here or by other workers.

Runs are handed out few at a time and their results go straight to the store, so that memory does
not grow with the plan and an interruption loses no more than is in flight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass

from experiments.executors import Workforce
from experiments.executors.flight import Flight, Results
from experiments.executors.interrupts import Interrupts
from experiments.executors.progress import Progress
from experiments.runs.plan import Plan
from experiments.runs.run import Detail, Failure, Record, Run, perform
from experiments.storage.store import Store, StoreFull
from experiments.words.counts import counted
from experiments.words.refusal import Failed
from sim.version import model_version


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
) -> Executed:
    """Run what the store lacks. Failed runs are returned, not raised.

    Raises Interrupted, Failed where the disk is full or a worker has another model, Refusal if
    there are no such workers.
    """
    planned = len(set(plan.table["key"]))
    todo = store.missing(plan.table["key"], detail)
    done = planned - len(todo)
    failures: list[Failure] = []
    with Interrupts() as interrupts, Progress(len(todo)) as progress:
        try:
            for results in _results(plan, todo, hire, detail, store.tick):
                records = [one for one in results if isinstance(one, Record)]
                _refuse_other_models(records)
                store.add(records)
                done += len(records)
                failures += [one for one in results if isinstance(one, Failure)]
                progress.advance(len(results))
                interrupts.check()
        except KeyboardInterrupt:
            raise Interrupted(done, planned) from None
        except (StoreFull, CancelledError) as error:
            what = str(error) or "the workers are gone"
            told = f"{done:,} of {counted(planned, 'run')} are kept"
            raise Failed(f"{what}; {told}, the same command goes on from there") from None
    reused = planned - len(todo)
    return Executed(done - reused, reused, _named(plan, failures))


def _results(
    plan: Plan,
    todo: set[str],
    hire: Callable[[], Workforce],
    detail: Detail,
    tick: Callable[[], None],
) -> Iterator[Results]:
    """Results as they come. The first run is done here: it compiles once, for all processes."""
    if not todo:
        return
    runs = _once(plan, todo)
    if len(todo) == 1:
        yield perform([plan.job(next(runs), detail)])
        return
    workforce = hire()
    flight = Flight(runs, len(todo) - 1, workforce, lambda run: plan.job(run, detail))
    try:
        yield perform([plan.job(next(runs), detail)])
        while not flight.over:
            yield from flight.advance()
            tick()
    finally:
        workforce.dismiss(busy=flight.busy)


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
            raise Failed(
                f"a worker runs another version of the model ({record.model}, here "
                f"{model_version()}): install the same on all machines"
            )


def _named(plan: Plan, failures: list[Failure]) -> tuple[tuple[Run, Failure], ...]:
    by_key = {one.key: one for one in failures}
    return tuple((run, by_key[run.key]) for run in _once(plan, set(by_key)))
