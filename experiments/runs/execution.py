"""Executing the plans of one experiment, with an account of its runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from sys import intern

from experiments.config.errors import RunError
from experiments.config.messages import counted, say
from experiments.config.options import Options
from experiments.runs.coverage import unreached_notes
from experiments.runs.dry_run import begins
from experiments.runs.environment import differences, environment
from experiments.runs.executors import WorkerPool, worker_pool
from experiments.runs.executors.execute import execute
from experiments.runs.plan import Plan
from experiments.runs.run import Detail, Failure, Run
from experiments.runs.storage.store import Store

ORIGIN = ("key", "environment", "made")


class RunsFailed(RunError):
    """Raised for runs that did not finish where all are needed; the others are in the store."""

    def __init__(self, failures: Sequence[tuple[Run, Failure]], planned: int) -> None:
        self.failures = tuple(failures)
        lines = [failure_line(run, failure) for run, failure in failures[:10]]
        said = {failure.error for _, failure in failures}
        if len(said) == 1 and not failures[0][1].trace:
            lines = [*said]  # what a user's own code says of itself
        kept = ", the others are kept" * (len(failures) < planned)
        summary = f"{len(failures):,} of {counted(planned, 'run')} failed{kept}"
        super().__init__("\n".join([summary, *lines, failures[0][1].trace.rstrip()]).rstrip())


class Execution:
    """Executes plans by the executor and store that the options name.

    `counts` are runs planned, computed and reused. `failures` are runs that did not finish.
    `origins` are the environment and time of each run, by key. `notes` are messages that wait until
    runs begin: before that an argument may still turn out to be invalid.
    """

    def __init__(self, options: Options) -> None:
        self.counts = {"planned": 0, "computed": 0, "reused": 0}
        self.failures: list[tuple[Run, Failure]] = []
        self.origins: dict[str, tuple[str, str]] = {}
        self.notes: list[str] = []
        self._options = options
        self._unreached: set[str] = set()

    def store(self) -> Store:
        """The store, to be opened as a context. Raises InputError."""
        return Store(Path(self._options.store))

    def execute(self, plan: Plan, store: Store, detail: Detail) -> Plan:
        """Execute a plan; returns the plan of the runs that are in the store afterwards.

        Raises RunsFailed if every run failed, Interrupted, RunError.
        """
        for path, note in unreached_notes(plan.design):
            if path not in self._unreached:
                self._unreached.add(path)
                self.notes.append(note)
        begins()
        while self.notes:
            say(self.notes.pop(0))
        processors = 1 if self._options.executor.address else self._options.processes
        timeout = self._options.timeout
        executed = execute(plan, store, self._workers, detail, timeout, processors)
        self.counts["planned"] += plan.runs
        self.counts["computed"] += executed.computed
        self.counts["reused"] += executed.reused
        self.failures += executed.failures
        failed = {run.key for run, _ in executed.failures}
        if failed and failed.issuperset(plan.table["key"]):
            raise RunsFailed(executed.failures, plan.runs)
        done = plan.without(failed)
        self._record_origins(store, done, detail)
        return done

    def _workers(self) -> WorkerPool:
        executor = self._options.executor
        return worker_pool(executor.name, self._options.processes, executor.address)

    def _record_origins(self, store: Store, done: Plan, detail: Detail) -> None:
        """Keep the environment of each run; report environments that differ from this one."""
        known = {made_under for made_under, _ in self.origins.values()} | {environment()}
        rows = store.origins(set(done.table["key"]), detail).to_pydict()
        self.origins |= {
            key: (intern(made_under), when)
            for key, made_under, when in zip(*(rows[name] for name in ORIGIN), strict=True)
        }
        for made_under, runs in Counter(rows["environment"]).items():
            if made_under not in known:
                count = f"{runs:,} of {done.runs:,} runs were made under other versions"
                say(f"{count}: {differences(made_under)}; store=NAME computes all here")


def failure_line(run: Run, failure: Failure) -> str:
    """Which run failed, and why."""
    return (
        f"scenario {run.scenario}, point {run.point}, replication {run.replication}, "
        f"run seed {run.seed}: {failure.error}"
    )
