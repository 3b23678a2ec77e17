"""The experiment `uncertainty`: every scenario over all assumptions at once, noise included."""

from __future__ import annotations

from experiments.config.outcomes import outcome
from experiments.config.study import Study
from experiments.designs import assumption_sample
from experiments.kinds.uncertainty.options import UncertaintyOptions
from experiments.laboratory import Laboratory
from experiments.reporting.recorded_texts import recorded
from experiments.reporting.results import Results
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics import sample_summary


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `uncertainty`, `pairwise`, `leaders`, `draws`, `points`, and the output folder.

    Raises as `assumption_sample.sample` does.
    """
    laboratory = Laboratory(study, UncertaintyOptions)
    outcomes = list(dict.fromkeys(outcome(name) for name in laboratory.chosen.outcomes))
    drawn = assumption_sample.sample(laboratory, outcomes, "outcomes")
    frames = {
        "uncertainty.csv": sample_summary.quantiles(drawn.values, outcomes),
        "pairwise.csv": sample_summary.pairwise(drawn.values, outcomes),
        "leaders.csv": assumption_sample.with_evidence(
            sample_summary.leaders(drawn.values, drawn.points, outcomes), laboratory.ledger
        ),
        "draws.parquet": assumption_sample.tidy(drawn.values, outcomes),
        "points.parquet": drawn.points.reset_index(),
    }
    return laboratory.write_results(
        drawn.plan, frames, outcomes=list(map(str, outcomes)), draws=drawn.counts,
        **recorded(**drawn.phrases),
        units=laboratory.units(drawn.plan, outcomes),
    )  # fmt: skip
