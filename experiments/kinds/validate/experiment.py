"""The experiment `validate`: the model compared with what documents report, misses included.

Every fact reported as reached is compared with runs, or listed with the reason why no run answers
to it; reported directions are looked for as well. Runs are made in plausible societies, each under
a seed of its own, and replicated in the reference society. Nothing is fitted here. Checks of what
societies were chosen by are kept apart from those that are held out.
"""

from __future__ import annotations

from pathlib import Path

from experiments.config.study import Study
from experiments.designs import assumption_sample
from experiments.kinds.validate.checks import KEY, Validation
from experiments.kinds.validate.tables import Found, validation, years
from experiments.reporting.recorded_texts import recorded
from experiments.reporting.results import Results
from experiments.runs.storage.claim import releasing_claims


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `validation` (a row a check, or a fact without one), `years`, `draws`, `points`.

    There is no frame `years` where the horizon has less than two.

    Raises as `assumption_sample.sample` does, and InputError for an unknown check.
    """
    from experiments.kinds.validate.page import validation_page

    laboratory = Validation(study)
    drawn = assumption_sample.sample(laboratory, laboratory.outcomes, KEY)
    repeated = laboratory.repeat()
    settings = {name: drawn.plan.settings(name) for name in drawn.plan.scenarios}

    def found(year: int | None = None) -> Found:
        predicted, again = (
            laboratory.answers(values, settings, year) for values in (drawn.values, repeated)
        )
        return Found(drawn.values, predicted, again)

    whole = found()
    frames = {"validation.csv": validation(laboratory, whole)}
    if laboratory.years:
        by_year = {year: found(year) for year in laboratory.years}
        frames["years.csv"] = years(laboratory, by_year)
    frames["draws.parquet"] = whole.predicted.reset_index()
    frames["points.parquet"] = drawn.points.reset_index()

    def write_page(results: Results, folder: Path) -> None:
        page = validation_page(results, folder)
        (folder / "validation.html").write_text(page, encoding="utf-8")

    return laboratory.write_results(
        drawn.plan, frames, write_page, draws=drawn.counts,
        repeated=laboratory.chosen.replications, **recorded(sample=drawn.phrases["sample"]),
    )  # fmt: skip
