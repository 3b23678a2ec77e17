"""The experiment `compare`: scenarios against the baseline under common random numbers.

What it needs is imported when it runs, so that reading results does not load the model.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.reports.results import Results, write_manifest

if TYPE_CHECKING:
    from experiments.words.study import Study


def compare(*words: str, **chosen: Any) -> Results:
    """Compare scenarios, as `unburden experiment=compare` does, and return what it found.

    `words` are those of the command line; `chosen` sets keys by name, dotted ones by unpacking:
    `compare("territory=community", replications=4, **{"levers.one_table.coverage": 0.5})`.
    Raises Refusal or SettingsError where a word is off, RunsFailed where the model fails.
    """
    from experiments.words.compose import compose, spelled

    return run(compose("experiment=compare", *words, *spelled(chosen)))


def main(study: Study) -> None:
    """Run the study and print its table."""
    from experiments.reports.table import print_comparison

    print_comparison(run(study))


def run(study: Study) -> Results:
    """Plan, execute and compare; leaves the output folder. Raises as `compare` does."""
    from experiments.reports.manifest import manifest
    from experiments.reports.output import Output
    from experiments.runs import laboratory
    from experiments.runs.plan import plan
    from experiments.statistics import pairs
    from experiments.words import choices
    from experiments.words.catalogue import BASELINE
    from sim.evidence import Ledger

    start = time.perf_counter()
    chosen = choices.read(choices.CompareChoices, study.choices)
    ledger = Ledger.load()
    settings = study.scenarios(chosen.scenarios, ledger)
    runs = plan(settings, chosen.replications, chosen.seed)
    output = Output(Path(chosen.output))
    measures, series, outcome = laboratory.frames(runs, chosen)
    measures = laboratory.joined(measures, pairs.freed(measures, BASELINE))
    comparison = pairs.comparison(measures, BASELINE)
    story = manifest(study, settings, ledger, runs, outcome, time.perf_counter() - start)
    results = Results(output.folder, measures, series, comparison, story)
    output.write(lambda aside: save(results, aside))
    return results


def save(results: Results, folder: Path) -> None:
    """Write frames, figures, report and manifest into an empty folder."""
    from experiments.figures.comparison import draw
    from experiments.reports.report import report

    results.measures.to_parquet(folder / "measures.parquet", index=False, compression="zstd")
    results.series.to_parquet(folder / "series.parquet", index=False, compression="zstd")
    results.comparison.to_csv(folder / "comparison.csv", index=False)
    figures = draw(results, folder / "figures")
    (folder / "report.html").write_text(report(results, figures), encoding="utf-8")
    write_manifest(results.manifest, folder)
