"""One experiment in hand: its words are read, its plans are run, and what it found is left.

Every kind of experiment goes the same way: open a laboratory, plan, ask it for frames or values,
and let it leave the output folder with a manifest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from experiments.executors import Workforce, workforce
from experiments.executors.execute import Executed, execute
from experiments.reports.manifest import manifest
from experiments.reports.results import Results, write_frames, write_manifest
from experiments.reports.stream import stream
from experiments.reports.tidy import joined, tidy
from experiments.runs.design import Design
from experiments.runs.plan import Plan
from experiments.runs.run import Detail, Failure, Run
from experiments.statistics.pairs import BURDEN, freed
from experiments.storage.output import Output
from experiments.storage.part import Frame
from experiments.storage.store import Store
from experiments.words import calibration, choices
from experiments.words.catalogue import BASELINE
from experiments.words.choices import Choices
from experiments.words.counts import counted
from experiments.words.notice import say
from experiments.words.outcomes import ALL, FREED, Outcome, refuse_unknown
from experiments.words.refusal import Failed
from experiments.words.study import Study
from sim import GovernanceModel, Settings

Kind = TypeVar("Kind", bound=Choices)
CASE = ["scenario", "point", "replication"]
HOURS = "hours_per_worker_week"


class RunsFailed(Failed):
    """Runs that did not finish, without which there is no answer; the others are in the store."""

    def __init__(self, failures: Sequence[tuple[Run, Failure]], planned: int) -> None:
        self.failures = tuple(failures)
        lines = [_line(run, fault) for run, fault in failures[:10]]
        told = [
            f"{len(failures):,} of {counted(planned, 'run')} failed, the others are kept",
            *lines,
        ]
        super().__init__("\n".join([*told, failures[0][1].trace.rstrip()]).rstrip())


class Laboratory(Generic[Kind]):
    """Choices, evidence, output folder and store of one study; the clock runs from the start.

    Raises Refusal if a word is off or the output folder cannot be written.
    """

    def __init__(self, study: Study, kind: type[Kind]) -> None:
        self._start = time.perf_counter()
        self.study = study
        self.chosen = choices.read(kind, study.choices)
        self.ledger, self.calibration = calibration.opened(self.chosen.calibration)
        self._notes = [] if self.calibration is None else [self.calibration.told]
        self.output = Output(Path(self.chosen.output))
        self._runs = {"planned": 0, "computed": 0, "reused": 0}
        self._measured: set[Outcome] | None = None
        self.failures: list[tuple[Run, Failure]] = []

    def design(self, scenarios: Sequence[str], points: pd.DataFrame | None = None) -> Design:
        """The baseline and scenarios by their names, at the points."""
        return Design(self.study.trees(scenarios), self.ledger, points)

    def frames(self, plan: Plan) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Measures (whole and by community, freed hours with them) and daily series of all runs.

        Failed runs are left out. Raises RunsFailed if all failed, Interrupted, Failed.
        """
        with self._store() as store:
            done = self._execute(plan, store, "full")
            measures = tidy(store, "measures", done, "full")
            series = tidy(store, "series", done, "full").drop(columns="seed")
        return self._with_freed(measures), series

    def rows(self, plan: Plan, frame: Frame, only: Collection[str]) -> pd.DataFrame:
        """Rows of these measures alone, of measures or series in full. Raises as `frames` does."""
        with self._store() as store:
            return tidy(store, frame, self._execute(plan, store, "full"), "full", only)

    def totals(self, plan: Plan) -> pd.DataFrame:
        """Measures of the whole place alone, freed hours with them. Raises as `frames` does."""
        with self._store() as store:
            done = self._execute(plan, store, "totals")
            measures = tidy(store, "measures", done, "totals")
        return self._with_freed(measures)

    def values(
        self, plan: Plan, outcomes: Sequence[Outcome], *, gaps: bool = False, key: str = "outcomes"
    ) -> pd.DataFrame:
        """One row a run, one column an outcome (its word), by scenario, point and replication.

        Freed hours are against the baseline of the same point and replication. Memory is eight
        bytes a value, whatever the runs hold. Failed runs are an error unless `gaps` are allowed:
        raises RunsFailed, Interrupted, Failed; Refusal for an unknown outcome, named by its `key`.
        """
        self.refuse_unmeasured(plan.settings(plan.scenarios[0]), outcomes, key)
        read = dict.fromkeys(one for one in outcomes if one.measure != FREED)
        if any(one.measure == FREED for one in outcomes):
            read |= dict.fromkeys(Outcome(HOURS, activity) for activity in BURDEN)
        with self._store() as store:
            done = self._execute(plan, store, "totals")
            if self.failures and not gaps:
                raise RunsFailed(self.failures, len(plan))
            found = _read(store, done, list(read))
        for one in outcomes:
            if one.measure == FREED:
                found[str(one)] = _freed(found)
        return found[[str(one) for one in outcomes]]

    def refuse_unmeasured(self, settings: Settings, outcomes: Iterable[Outcome], key: str) -> None:
        """Raises Refusal for an outcome that such a society does not measure, before any run."""
        if self._measured is None:
            rows = GovernanceModel(settings).measures(by_community=False)
            pairs = zip(rows["measure"], rows["group"], strict=True)
            self._measured = {Outcome(*pair) for pair in pairs}
        refuse_unknown(outcomes, self._measured, key)

    def units(self, plan: Plan, outcomes: Sequence[Outcome]) -> list[str]:
        """Units of the outcomes, in the model's words, read off runs that are done."""
        with self._store() as store:
            table = next(iter(store.rows("measures", set(plan.table["key"]), "totals")))
        rows = table.select(["measure", "group", "unit"]).to_pylist()
        found = {(row["measure"], row["group"]): str(row["unit"]) for row in rows}
        return [found[(HOURS, ALL) if one.measure == FREED else one] for one in outcomes]

    def stream(self, plan: Plan, path: Path) -> None:
        """Write as Parquet what `totals` would give, a few points at a time, of runs that are done.

        Rows go by point, scenario, replication, measure and group. Failed runs are left out.
        """
        with self._store() as store:
            stream(store, plan.without({run.key for run, _ in self.failures}), path)

    def leave(
        self,
        plan: Plan,
        frames: Mapping[str, pd.DataFrame],
        draw: Callable[[Results, Path], object] | None = None,
        **told: Any,
    ) -> Results:
        """Write the output folder: a file for each frame, what `draw` adds, and the manifest.

        A frame's name ends in .csv or .parquet; `told` goes into the manifest.
        """
        story = manifest(self.study, plan, self.ledger, self._runs, self.calibration)
        story["wall_seconds"] = round(time.perf_counter() - self._start, 3)
        story["failed"] = [_line(run, fault) for run, fault in self.failures]
        story |= told
        named = {Path(name).stem: frame for name, frame in frames.items()}
        results = Results(self.output.folder, named, story)

        def fill(aside: Path) -> None:
            write_frames(frames, aside)
            if draw is not None:
                draw(results, aside)
            write_manifest(story, aside)

        self.output.write(fill)
        return results

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
        while self._notes:
            say(self._notes.pop(0))
        found: Executed = execute(plan, store, self._hire, detail)
        self._runs["planned"] += len(plan)
        self._runs["computed"] += found.computed
        self._runs["reused"] += found.reused
        self.failures += found.failures
        lost = {run.key for run, _ in found.failures}
        if lost and lost.issuperset(plan.table["key"]):
            raise RunsFailed(found.failures, len(plan))
        store.fold()
        return plan.without(lost)

    def _with_freed(self, measures: pd.DataFrame) -> pd.DataFrame:
        if BASELINE not in set(measures["scenario"]):
            return measures
        return joined(measures, freed(measures, BASELINE))


def _read(store: Store, plan: Plan, wanted: list[Outcome]) -> pd.DataFrame:
    """Values of the wanted outcomes, filled in as row groups come by."""
    place = {name: row for row, name in enumerate(dict.fromkeys(plan.table["key"]))}
    column = {(one.measure, one.group): number for number, one in enumerate(wanted)}
    found = np.full((len(place), len(wanted)), np.nan)
    measures = pa.array(sorted({one.measure for one in wanted}), pa.string())
    for table in store.rows("measures", place, "totals"):
        table = table.filter(pc.is_null(table["community"]))
        table = table.filter(pc.is_in(table["measure"], value_set=measures))
        columns = [table[name].to_pylist() for name in ("key", "measure", "group", "value")]
        for name, measure, group, value in zip(*columns, strict=True):
            if (measure, group) in column:
                found[place[name], column[measure, group]] = value
    index = pd.MultiIndex.from_frame(plan.table[CASE])
    rows_of = [place[name] for name in plan.table["key"]]
    return pd.DataFrame(found[rows_of], index, [str(one) for one in wanted]).sort_index()


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
