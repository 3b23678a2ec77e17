"""The experiment `compare`: scenarios against the baseline under common random numbers."""

from __future__ import annotations

from pathlib import Path

from experiments.figures.comparison import draw
from experiments.laboratory import Laboratory
from experiments.reports.report import report
from experiments.reports.results import Results
from experiments.reports.table import print_comparison
from experiments.runs.plan import plan
from experiments.statistics.pairs import comparison
from experiments.words.catalogue import BASELINE
from experiments.words.choices import CompareChoices
from experiments.words.study import Study


def main(study: Study) -> Results:
    """Run the study and print its table."""
    results = run(study)
    print_comparison(results)
    return results


def run(study: Study) -> Results:
    """Frames `measures`, `series` and `comparison`, and the output folder with report and figures.

    Raises Refusal or SettingsError where a word is off, RunsFailed where the model fails.
    """
    laboratory = Laboratory(study, CompareChoices)
    chosen = laboratory.chosen
    runs = plan(laboratory.design(chosen.scenarios), chosen.replications, chosen.seed)
    measures, series = laboratory.frames(runs)
    frames = {
        "measures.parquet": measures,
        "series.parquet": series,
        "comparison.csv": comparison(measures, BASELINE),
    }
    return laboratory.leave(runs, frames, _illustrate)


def _illustrate(results: Results, folder: Path) -> None:
    figures = draw(results, folder / "figures")
    (folder / "report.html").write_text(report(results, figures), encoding="utf-8")
