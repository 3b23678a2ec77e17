"""One experiment in hand: its words are read, its plans are run, and what it found is left.

Every kind of experiment goes the same way: open a laboratory, plan, ask it for frames or values,
and let it leave the output folder with a manifest.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from sys import intern
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

from experiments.config import calibration, options, override_effects
from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, RunError
from experiments.config.factors import Sampling
from experiments.config.messages import say
from experiments.config.options import Options
from experiments.config.outcomes import FREED, Outcome, refuse_unknown
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.reporting import without_effect
from experiments.reporting.figures import write_figures
from experiments.reporting.frames import Frames, Table, write_frames
from experiments.reporting.manifest import environments, manifest
from experiments.reporting.results import Results, write_manifest
from experiments.reporting.row_shape import HOURS, Places, Shape
from experiments.reporting.tidy import Finished, Reading
from experiments.runs.coverage import unreached_notes
from experiments.runs.design import Design
from experiments.runs.dry_run import begins
from experiments.runs.environment import differences, environment
from experiments.runs.executors import Workforce, refuse, workforce
from experiments.runs.executors.execute import Executed, execute
from experiments.runs.plan import Plan
from experiments.runs.points import assumed, joint, uniforms
from experiments.runs.run import Detail, Failure, Run, compiled
from experiments.runs.storage import folders
from experiments.runs.storage.contents import other_formats
from experiments.runs.storage.output import Output
from experiments.runs.storage.rows import Frame
from experiments.runs.storage.store import Store
from experiments.statistics.matched_values import Values
from experiments.statistics.paired_differences import BURDEN
from sim import GovernanceModel, Settings

Kind = TypeVar("Kind", bound=Options)
CASE = ["scenario", "point", "replication"]
RUN_ORDER = ("replication", "point", "scenario")
"""The order in which runs are done, and lie in the store."""
ORIGIN = ("key", "environment", "made")


class RunsFailed(RunError):
    """Runs that did not finish, without which there is no answer; the others are in the store."""

    def __init__(self, failures: Sequence[tuple[Run, Failure]], planned: int) -> None:
        self.failures = tuple(failures)
        lines = [_line(run, fault) for run, fault in failures[:10]]
        kept = ", the others are kept" * (len(failures) < planned)
        told = [f"{len(failures):,} of {counted(planned, 'run')} failed{kept}", *lines]
        super().__init__("\n".join([*told, failures[0][1].trace.rstrip()]).rstrip())


class Laboratory(Generic[Kind]):
    """Options, evidence, output folder and store of one study; the clock runs from the start.

    Raises InputError if an argument is invalid, the output folder or the store cannot be written,
    or the executor is not installed.
    """

    def __init__(self, study: Study, kind: type[Kind]) -> None:
        self._start = time.perf_counter()
        self.study = study
        self.chosen = options.read(kind, study.options)
        self.ledger, self.calibration = calibration.opened(self.chosen.calibration)
        self._notes = [] if self.calibration is None else [self.calibration.told]
        refuse(self.chosen.executor.name, self.chosen.executor.address)
        self.output = Output.of(study, self.chosen)
        _refuse_unwritable(Path(self.chosen.store))
        self._runs = {"planned": 0, "computed": 0, "reused": 0}
        self._unreached: set[str] = set()
        self._origins: dict[str, tuple[str, str]] = {}
        if others := len(other_formats(Path(self.chosen.store))):
            told = "in another format, of another version: left as it is, and not read"
            self._notes.append(f"{self.chosen.store} has {counted(others, 'file')} {told}")
        self._measured: dict[Outcome, str] = {}
        self._equal: dict[str, bool] = {}
        self.failures: list[tuple[Run, Failure]] = []

    def design(self, scenarios: Sequence[str], points: pd.DataFrame | None = None) -> Design:
        """The baseline and scenarios by their names, at the points.

        Raises InputError where overrides leave a scenario nothing by which it is not the baseline.
        """
        varied = [] if points is None else [str(name) for name in points if ":" not in str(name)]
        self.check(scenarios, varied)
        return Design(self.study.trees(scenarios), self.ledger, points)

    def check(self, scenarios: Sequence[str], varied: Sequence[str] = ()) -> None:
        """Announce what overrides do to these scenarios.

        Raises as `override_effects.checked` does.
        """
        for note in override_effects.checked(self.study, scenarios, self.ledger, varied):
            self.announce(note)

    def drawn(
        self, names: Sequence[str], draws: int, sampling: Sampling, seed: int | None = None
    ) -> pd.DataFrame:
        """So many draws of the assumptions, at once: columns `assume:ID`, one row a draw.

        They come from the declared distributions, or are whole particles of the calibration. The
        seed is that of the study unless another is given.
        """
        seed, found = self.chosen.seed if seed is None else seed, self.calibration
        if found is None:
            return assumed(names, self.ledger, uniforms(sampling, draws, len(names), seed))
        self.announce(f"{draws:,} draws of whole societies of it, {found.worth}")
        uniform = uniforms(sampling, draws, len(names) + 1, seed)
        return joint(names, self.ledger, found.particles, found.weights, uniform)

    def gather(self, plan: Plan, values: Values) -> None:
        """Add what runs measure of the whole place, freed hours with it; all is kept in full.

        RunError runs are left out. Raises RunsFailed if all failed, Interrupted, RunError.
        """
        with self._store() as store:
            done = self._execute(plan, store, "full")
            reading = Reading(store, "measures", done, "full", freed=True, by=RUN_ORDER)
            columns: dict[Shape, Places] = {}
            for run in self._noted(reading):
                if run.shape not in columns:
                    columns[run.shape] = values.columns(run.shape.outcomes)
                whole = run.values[run.shape.whole]
                values.add(run.scenario, run.replication, columns[run.shape], whole)

    def rows(self, plan: Plan, frame: Frame, only: Collection[str] | None = None) -> pd.DataFrame:
        """Rows of measures or series in full, or of some measures. Raises as `gather` does."""
        with self._store() as store:
            done = self._execute(plan, store, "full")
            return Reading(store, frame, done, "full", only=only).frame()

    def totals(self, plan: Plan) -> pd.DataFrame:
        """Measures of the whole place alone, freed hours with them. Raises as `gather` does."""
        with self._store() as store:
            done = self._execute(plan, store, "totals")
            for _ in self._noted(Reading(store, "measures", done, "totals", by=RUN_ORDER)):
                pass
            return Reading(store, "measures", done, "totals", freed=True).frame()

    def values(
        self, plan: Plan, outcomes: Sequence[Outcome], *, gaps: bool = False, key: str = "outcomes"
    ) -> pd.DataFrame:
        """One row a run, one column an outcome (its word), by scenario, point and replication.

        Freed hours are against the baseline of the same point and replication. Memory is eight
        bytes a value, whatever the runs hold. Failed runs are an error unless `gaps` are allowed:
        raises RunsFailed, Interrupted, RunError; InputError for an unknown outcome, named by its
        `key`.
        """
        self.refuse_unmeasured(plan.settings(plan.scenarios[0]), outcomes, key)
        read = dict.fromkeys(one for one in outcomes if one.measure != FREED)
        if any(one.measure == FREED for one in outcomes):
            read |= dict.fromkeys(Outcome(HOURS, activity) for activity in BURDEN)
        with self._store() as store:
            done = self._execute(plan, store, "totals")
            if self.failures and not gaps:
                raise RunsFailed(self.failures, plan.runs)
            found = _read(store, done, list(read))
        for one in outcomes:
            if one.measure == FREED:
                found[str(one)] = _freed(found)
        return found[[str(one) for one in outcomes]]

    def refuse_unmeasured(self, settings: Settings, outcomes: Iterable[Outcome], key: str) -> None:
        """Raises InputError for an outcome that such a society does not measure, before any run."""
        refuse_unknown(outcomes, self._units(settings), key)

    def units(self, plan: Plan, outcomes: Sequence[Outcome]) -> list[str]:
        """Units of the outcomes, in the model's words; freed hours are hours."""
        found = self._units(plan.settings(plan.scenarios[0]))
        return [found[Outcome(HOURS) if one.measure == FREED else one] for one in outcomes]

    def _units(self, settings: Settings) -> dict[Outcome, str]:
        """The unit of everything that such a society measures."""
        if not self._measured:
            compiled()
            rows = GovernanceModel(settings, rng=1).measures(by_community=False)
            columns = (rows[name].astype(str) for name in ("measure", "group", "unit"))
            self._measured = {Outcome(*pair): unit for *pair, unit in zip(*columns, strict=True)}
        return self._measured

    def stream(
        self, plan: Plan, frame: Frame, detail: Detail, by: Sequence[str]
    ) -> Callable[[Path], None]:
        """What writes rows of runs that are done as Parquet, a few runs at a time, into a file.

        Measures have freed hours with them. `by` is the order of runs. RunError ones are left out.
        """

        def write(path: Path) -> None:
            done = plan.without({run.key for run, _ in self.failures})
            with self._store() as store:
                freed = frame == "measures"
                Reading(store, frame, done, detail, freed=freed, by=by).write(path)

        return write

    def leave(
        self,
        plan: Plan,
        frames: Mapping[str, Table],
        draw: Callable[[Results, Path], object] | None = None,
        **told: Any,
    ) -> Results:
        """Write the output folder: its frames, its figures, what `draw` adds, and the manifest.

        A frame's name ends in .csv or .parquet; `told` goes into the manifest. What is returned
        reads large frames from the folder when they are asked for.
        """
        story = manifest(self.study, plan, self.ledger, self._runs, self.calibration)
        story["environments"] = environments(self._origins.values())
        story["wall_seconds"] = round(time.perf_counter() - self._start, 3)
        story["failed"] = [_line(run, fault) for run, fault in self.failures]
        same = [name for name, one in self._equal.items() if one]
        if same:
            notes = [without_effect.reasons(plan, name, BASELINE) for name in same]
            story["without_effect"] = notes
            for note in notes:
                say(note)
        story |= told
        written: list[Frames] = []

        def fill(aside: Path) -> None:
            written.append(write_frames(frames, aside))
            results = Results(self.output.folder, written[0], story)
            write_figures(results, aside)
            if draw is not None:
                draw(results, aside)
            write_manifest(story, aside)

        self.output.write(fill)
        return Results(self.output.folder, written[0].at(self.output.folder), story)

    def announce(self, note: str) -> None:
        """Tell the user something as soon as runs begin: until then a word may still be off."""
        self._notes.append(note)

    def _hire(self) -> Workforce:
        chosen = self.chosen
        return workforce(chosen.executor.name, chosen.processes, chosen.executor.address)

    def _store(self) -> Store:
        return Store(Path(self.chosen.store))

    def _execute(self, plan: Plan, store: Store, detail: Detail) -> Plan:
        """The plan of those runs that are in the store when it is done."""
        for path, note in unreached_notes(plan.design):
            if path not in self._unreached:
                self._unreached.add(path)
                self._notes.append(note)
        begins()
        while self._notes:
            say(self._notes.pop(0))
        found: Executed = execute(plan, store, self._hire, detail, self.chosen.timeout)
        self._runs["planned"] += plan.runs
        self._runs["computed"] += found.computed
        self._runs["reused"] += found.reused
        self.failures += found.failures
        lost = {run.key for run, _ in found.failures}
        if lost and lost.issuperset(plan.table["key"]):
            raise RunsFailed(found.failures, plan.runs)
        done = plan.without(lost)
        self._look_at_origins(store, done, detail)
        return done

    def _look_at_origins(self, store: Store, done: Plan, detail: Detail) -> None:
        """Keep under which environment each run was made; say it where that is not ours."""
        known = {made for made, _ in self._origins.values()} | {environment()}
        rows = store.origins(set(done.table["key"]), detail).to_pydict()
        self._origins |= {
            key: (intern(made), when)
            for key, made, when in zip(*(rows[name] for name in ORIGIN), strict=True)
        }
        for made, runs in Counter(rows["environment"]).items():
            if made not in known:
                told = f"of {done.runs:,} runs were made under other versions"
                say(f"{runs:,} {told}: {differences(made)}; store=NAME computes all here")

    def _noted(self, runs: Iterable[Finished]) -> Iterator[Finished]:
        """The same runs; in the end it is noted which scenarios are equal to the baseline."""
        equal = without_effect.Equal(BASELINE)
        for run in runs:
            equal.add(run.scenario, (run.point, run.replication), run.plain)
            yield run
        for scenario, same in equal.found.items():
            self._equal[scenario] = same and self._equal.get(scenario, True)


def _refuse_unwritable(store: Path) -> None:
    """Raises InputError where finished runs could not be kept."""
    try:
        folders.probe(store)
    except OSError as error:
        raise InputError("store", store, f"cannot be written: {error.strerror}") from None


def _read(store: Store, plan: Plan, wanted: list[Outcome]) -> pd.DataFrame:
    """Values of the wanted outcomes, filled in as runs come by."""
    index = pd.MultiIndex.from_frame(plan.table[CASE])
    place = {case: row for row, case in enumerate(index)}
    column = {(one.measure, one.group): number for number, one in enumerate(wanted)}
    found = np.full((len(place), len(wanted)), np.nan)
    reading = Reading(store, "measures", plan, "totals", only={one.measure for one in wanted})
    for run in reading:
        row = found[place[run.scenario, run.point, run.replication]]
        for (measure, group, _), value in zip(run.shape.outcomes, run.values, strict=True):
            if (number := column.get((measure, group))) is not None:
                row[number] = value
    return pd.DataFrame(found, index, [str(one) for one in wanted]).sort_index()


def _freed(found: pd.DataFrame) -> pd.Series:
    """Hours less than in the baseline, upward and chasing, at the same point and replication."""
    parts = [str(Outcome(HOURS, activity)) for activity in BURDEN]
    burden = found[parts].sum(axis=1, min_count=len(parts))
    baseline = burden.xs(BASELINE, level="scenario")
    index: Any = found.index
    same = baseline.reindex(index.droplevel("scenario"))
    return pd.Series(same.to_numpy() - burden.to_numpy(), found.index)


def _line(run: Run, fault: Failure) -> str:
    return (
        f"scenario {run.scenario}, point {run.point}, replication {run.replication}, "
        f"run seed {run.seed}: {fault.error}"
    )
