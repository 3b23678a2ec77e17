"""The laboratory of one experiment: options, evidence, runs, and output folder.

Every kind of experiment goes the same way: open a laboratory, plan, ask it for frames or values,
and let it write the output folder with a manifest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import pandas as pd

from experiments.config import catalogue, evidence_file, override_effects
from experiments.config.catalogue import BASELINE
from experiments.config.factors import Sampling
from experiments.config.messages import counted, say
from experiments.config.options import Options
from experiments.config.outcomes import Outcome, check_known
from experiments.config.study import Study
from experiments.opening import Opening
from experiments.patterns.plausible_here import plausible_here
from experiments.reporting import place_table, without_effect
from experiments.reporting.figures import write_figures
from experiments.reporting.frames import Frames, Table, write_frames
from experiments.reporting.manifest import environments, manifest
from experiments.reporting.outcome_values import outcome_values
from experiments.reporting.recorded_texts import merged, recorded
from experiments.reporting.results import Results, write_manifest
from experiments.reporting.row_shape import Places, Shape
from experiments.reporting.tidy import Finished, Reading
from experiments.runs.compilation import compilation
from experiments.runs.design import Design
from experiments.runs.dry_run import rehearsing
from experiments.runs.execution import Execution, RunsFailed, failure_line
from experiments.runs.plan import Plan
from experiments.runs.points import assumed, uniforms
from experiments.runs.run import Detail, Failure, Run
from experiments.runs.storage.contents import other_formats
from experiments.runs.storage.rows import Frame
from experiments.statistics.matched_values import Values
from sim import Settings
from sim.districts import divided
from sim.measures.years import year_names
from sim.society import Society
from unburden.signals import held

__all__ = ["RUN_ORDER", "Kind", "Laboratory", "RunsFailed"]

Kind = TypeVar("Kind", bound=Options)
RUN_ORDER = ("replication", "point", "scenario")
"""The order in which runs are done, and lie in the store."""


class Laboratory(Generic[Kind]):
    """Options, evidence, output folder and store of one study; the clock runs from the start.

    Raises InputError if an argument is invalid, the output folder or the store cannot be written,
    or the executor is not installed.
    """

    def __init__(self, study: Study, kind: type[Kind]) -> None:
        self._start_time = time.perf_counter()
        self.study = study
        opened = Opening(study, kind)
        self.chosen, self.output = opened.chosen, opened.output
        self.ledger, self.societies = opened.ledger, opened.societies
        self._execution = Execution(self.chosen)
        self._announced: set[str] = set()
        self._descriptions: dict[str, str] = {}
        if not rehearsing():
            compilation.begin()
        if others := len(other_formats(Path(self.chosen.store))):
            why = "in another format, of another version: left as it is, and not read"
            self.announce(f"{self.chosen.store} has {counted(others, 'file')} {why}")
        self._units_of: dict[Outcome, str] = {}
        self._equal_to_baseline: dict[str, bool] = {}

    @property
    def failures(self) -> list[tuple[Run, Failure]]:
        """Runs that did not finish, and the reasons."""
        return self._execution.failures

    def design(self, scenarios: Sequence[str], points: pd.DataFrame | None = None) -> Design:
        """The baseline and scenarios by their names, at the points, else at the societies.

        Raises InputError where overrides leave a scenario nothing by which it is not the baseline.
        """
        varied = [] if points is None else [str(name) for name in points if ":" not in str(name)]
        self.check(scenarios, varied)
        if points is None and self.societies is not None:
            points = self.societies.points
        return Design(self.study.trees(scenarios), self.ledger, points)

    def check(self, scenarios: Sequence[str], varied: Sequence[str] = ()) -> None:
        """Report what overrides do to these scenarios, and note what they say of themselves.

        Raises as `override_effects.warnings` does.
        """
        self.report_overrides(override_effects.warnings(self.study, scenarios, self.ledger, varied))
        self._descriptions |= catalogue.descriptions(scenarios)

    def report_overrides(self, notes: Iterable[str]) -> None:
        """Announce notes on overrides, and which of these hold in every society."""
        societies = () if self.societies is None else self.societies.names
        own: list[str] = []
        if self.study.evidence is not None:
            scenarios = self.study.scenarios(getattr(self.chosen, "scenarios", ()), self.ledger)
            own = evidence_file.notes(self.ledger, scenarios, self.study.overrides, self.societies)
        for note in (*notes, *override_effects.in_every_society(self.study, societies), *own):
            self.announce(note)

    def draw_assumptions(
        self, names: Sequence[str], draws: int, sampling: Sampling, seed: int | None = None
    ) -> pd.DataFrame:
        """A sample of the assumptions from their ranges: columns `assume:ID`, one row a draw.

        The seed is that of the study unless another is given.
        """
        seed = self.chosen.seed if seed is None else seed
        return assumed(names, self.ledger, uniforms(sampling, draws, len(names), seed))

    def collect(self, plan: Plan, values: Values) -> None:
        """Add the measures of the whole place to `values`, comparisons with them.

        Runs are kept in full. Failed runs are left out. Raises RunsFailed if all failed,
        Interrupted, RunError.
        """
        with self._execution.store() as store:
            done = self._execution.execute(plan, store, "full")
            reading = Reading(store, "measures", done, "full", compared=True, by=RUN_ORDER)
            columns: dict[Shape, Places] = {}
            labels = plan.design.labels
            societies = {} if labels is None else labels["society"].to_dict()
            for run in self._noted(reading):
                if run.shape not in columns:
                    columns[run.shape] = values.columns(run.shape.outcomes)
                whole = run.values[run.shape.whole]
                society = societies.get(run.point, 0)
                values.add(run.scenario, run.replication, columns[run.shape], whole, society)

    def rows(self, plan: Plan, frame: Frame, only: Collection[str] | None = None) -> pd.DataFrame:
        """Rows of measures or series in full, or of some measures. Raises as `collect` does."""
        with self._execution.store() as store:
            done = self._execution.execute(plan, store, "full")
            return Reading(store, frame, done, "full", only=only).frame()

    def stored_rows(self, plan: Plan, only: Collection[str]) -> pd.DataFrame:
        """Rows of some measures in full, of runs that were done; failed ones are left out."""
        done = plan.without({run.key for run, _ in self.failures})
        with self._execution.store() as store:
            return Reading(store, "measures", done, "full", only=only).frame()

    def totals(self, plan: Plan) -> pd.DataFrame:
        """Measures of the whole place alone, comparisons with them. Raises as `collect` does."""
        with self._execution.store() as store:
            done = self._execution.execute(plan, store, "totals")
            for _ in self._noted(Reading(store, "measures", done, "totals", by=RUN_ORDER)):
                pass
            return Reading(store, "measures", done, "totals", compared=True).frame()

    def values(
        self, plan: Plan, outcomes: Sequence[Outcome], *, gaps: bool = False, key: str = "outcomes"
    ) -> pd.DataFrame:
        """One row a run, one column an outcome, by scenario, point and replication.

        Comparisons are with the baseline of the same point and replication. Memory is
        eight bytes a value, whatever the runs hold. Failed runs are an error unless `gaps` are
        allowed: raises RunsFailed, Interrupted, RunError; InputError for an unknown outcome, with
        `key` as the argument it came from.
        """
        self.refuse_unmeasured(plan.settings(plan.scenarios[0]), outcomes, key)
        with self._execution.store() as store:
            done = self._execution.execute(plan, store, "totals")
            if self.failures and not gaps:
                raise RunsFailed(self.failures, plan.runs)
            return outcome_values(store, done, outcomes)

    def refuse_unmeasured(self, settings: Settings, outcomes: Iterable[Outcome], key: str) -> None:
        """Raises InputError for an outcome that such a society does not measure, before any run."""
        check_known(outcomes, self._units(settings), key)

    def units(self, plan: Plan, outcomes: Sequence[Outcome]) -> list[str]:
        """Units of the outcomes, as the model names them; of comparisons those of their parts."""
        units = self._units(plan.settings(plan.scenarios[0]))
        return [units[(*outcome.parts, outcome)[0]] for outcome in outcomes]

    def _units(self, settings: Settings) -> dict[Outcome, str]:
        """The unit of everything that such a society measures."""
        if not self._units_of:
            compilation.await_measures()
            with held():  # an exception inside the compiler can end the process
                rows = Society(*divided(settings, 1)[-1]).measures(by_community=False)
            columns = (rows[name].astype(str) for name in ("measure", "group", "unit"))
            named = [*zip(*columns, strict=True), *year_names(settings)]
            self._units_of = {Outcome(*pair): unit for *pair, unit in named}
        return self._units_of

    def stream(
        self, plan: Plan, frame: Frame, detail: Detail, by: Sequence[str]
    ) -> Callable[[Path], None]:
        """A function that writes the rows of finished runs into a Parquet file, few runs at a time.

        Measures have comparisons with them. `by` is the order of runs. Failed ones are left out.
        """

        def write(path: Path) -> None:
            done = plan.without({run.key for run, _ in self.failures})
            with self._execution.store() as store:
                both = frame == "measures"
                Reading(store, frame, done, detail, compared=both, by=by).write(path)

        return write

    def write_results(
        self,
        plan: Plan,
        frames: Mapping[str, Table],
        write_more: Callable[[Results, Path], object] | None = None,
        **entries: Any,
    ) -> Results:
        """Write the output folder: frames, figures, the files of `write_more`, and the manifest.

        A frame's name ends in .csv or .parquet; `entries` are added to the manifest. The results
        that are returned read large frames from the folder on demand.
        """
        record = merged(self._manifest(plan), entries)
        if record["place"] is not None:
            frames = {**frames, "place.csv": place_table.frame(record["place"])}
        written: list[Frames] = []
        kept: dict[str, Any] = {}

        def fill(folder: Path) -> None:
            written.append(write_frames(frames, folder))
            results = Results(self.output.folder, written[0], record, kept)
            write_figures(results, folder)
            if write_more is not None:
                write_more(results, folder)
            write_manifest(record, folder)

        self.output.write(fill)
        return Results(self.output.folder, written[0].at(self.output.folder), record, kept)

    def _manifest(self, plan: Plan) -> dict[str, Any]:
        """The manifest of what was run; scenarios without effect are reported as well."""
        execution = self._execution
        record = manifest(self.study, plan, self.ledger, execution.counts, self.societies)
        record["descriptions"] = {
            name: text for name, text in self._descriptions.items() if name in plan.scenarios
        }
        record["environments"] = environments(execution.origins.values())
        record["wall_seconds"] = round(time.perf_counter() - self._start_time, 3)
        record["plausible"] = self.plausible(plan)
        with self._execution.store() as store:
            record["place"] = place_table.record(store, plan, self.study, self.ledger)
        record["failed"] = [failure_line(run, failure) for run, failure in self.failures]
        equal = [name for name, same in self._equal_to_baseline.items() if same]
        if equal:
            notes = [without_effect.reasons(plan, name, BASELINE) for name in equal]
            record |= recorded(**{without_effect.KEY: notes})
            for note in record[without_effect.KEY]:
                say(note)
        return record

    def plausible(self, plan: Plan) -> dict[str, Any] | None:
        """Verdicts on the baselines of a plan that was run, as `plausible_here` has them."""
        with self._execution.store() as store:
            return plausible_here(store, plan)

    def announce(self, note: str) -> None:
        """Print a message, once, as soon as runs begin; until then an argument may be invalid."""
        if note not in self._announced:
            self._announced.add(note)
            self._execution.notes.append(note)

    def _noted(self, runs: Iterable[Finished]) -> Iterator[Finished]:
        """The same runs; after the last it is known which scenarios are equal to the baseline."""
        equal = without_effect.Equal(BASELINE)
        for run in runs:
            equal.add(run.scenario, (run.point, run.replication), run.plain)
            yield run
        for scenario, same in equal.scenarios.items():
            self._equal_to_baseline[scenario] = same and self._equal_to_baseline.get(scenario, True)
