"""The experiment `compare`: scenarios against the baseline under common random numbers.

By default over plausible societies, a few replications in each. In the reference society alone
replications are a fixed number, or go on until intervals are as narrow as wanted (`precision`).
"""

from __future__ import annotations

from pathlib import Path
from statistics import median_low
from typing import Any

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import outcome
from experiments.config.study import Study
from experiments.costs.costs import Costs
from experiments.designs.replications import Replications
from experiments.kinds.compare.city import city_frames, streets_run, territories
from experiments.kinds.compare.communities import community_frames
from experiments.kinds.compare.community_groups import group_frames
from experiments.kinds.compare.dependence import dependence_frames
from experiments.kinds.compare.looks import enough
from experiments.kinds.compare.options import CompareOptions
from experiments.kinds.compare.report.page import report
from experiments.laboratory import RUN_ORDER, Laboratory, RunsFailed
from experiments.reporting import pdf
from experiments.reporting.community_names import with_names
from experiments.reporting.frames import Table
from experiments.reporting.results import Results
from experiments.runs.coverage import covered
from experiments.runs.plan import Plan
from experiments.runs.storage.claim import releasing_claims
from experiments.runs.storage.rows import FRAMES
from experiments.statistics.fairness import fairness, fairness_over_societies
from experiments.statistics.net_freed import net_freed, net_freed_over_societies
from experiments.statistics.over_societies import over_societies
from experiments.statistics.paired_differences import compared
from experiments.statistics.workforce import changed_workforce


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `measures`, `series` and `comparison`, and the output folder with report and figures.

    With `precision` all intervals of `comparison` have the level of the last look, those of other
    outcomes too: they share its runs, and whether to stop was decided on these. Raises InputError
    or SettingsError for an invalid argument, RunsFailed where the model fails.
    """
    laboratory = Laboratory(study, CompareOptions)
    chosen = laboratory.chosen
    chosen.refuse_contradictions()
    design = laboratory.design(chosen.scenarios)
    replications = Replications(laboratory, design)
    primary = dict.fromkeys(outcome(name) for name in chosen.primary)
    replications.refuse_unmeasured(primary, "primary")
    costs = Costs.of(laboratory, replications.plan) if chosen.costs else None
    level, record = enough(replications, chosen)
    if BASELINE not in replications.values.scenarios:
        raise RunsFailed(laboratory.failures, replications.plan.runs)
    frames: dict[str, Table] = {
        f"{frame}.parquet": laboratory.stream(replications.plan, frame, "full", RUN_ORDER)
        for frame in FRAMES
    }
    matched, days = replications.matched(), design.settings(next(iter(design))).horizon_days
    if chosen.over_societies:
        frames["comparison.csv"] = over_societies(matched)
        frames["freed.csv"] = net_freed_over_societies(matched, days)
        frames |= dependence_frames(laboratory, design, matched)
        by_group = fairness_over_societies(matched)
    else:
        seed = chosen.seed if chosen.interval == "bca" else None
        frames["comparison.csv"] = compared(
            matched, primary=primary, level=level, bootstrap_seed=seed
        )
        frames["freed.csv"] = net_freed(matched, level, days)
        by_group = fairness(matched, level)
        record["primary"] = [str(outcome) for outcome in primary]
        record["interval"] = {"method": chosen.interval, "level": level}
    if costs is not None:
        frames |= costs.frames(matched, replications.plan)
        record["prices"] = costs.record()
    if not (workforce := changed_workforce(matched)).empty:
        frames["workers.csv"] = workforce
    if not by_group.empty:
        frames["fairness.csv"] = by_group
    frames |= community_frames(laboratory, replications.plan)
    frames |= group_frames(laboratory, replications.plan)
    frames |= city_frames(laboratory, replications.plan)
    if not (reached := covered(replications.plan)).empty:
        place = replications.plan.settings(BASELINE).territory
        frames["covered.csv"] = with_names(reached, place)
    record |= _size(replications.plan)

    def write_report(results: Results, folder: Path) -> None:
        """Write report.html, and report.pdf where that is asked for."""
        page = folder / "report.html"
        page.write_text(report(results, folder, chosen.author or ""), encoding="utf-8")
        if chosen.pdf:
            pdf.write(page, folder / "report.pdf")

    return laboratory.write_results(replications.plan, frames, write_report, **record)


def _size(plan: Plan) -> dict[str, Any]:
    """Entries of the manifest: least, median and most heads of societies; streets of a sample."""
    places = list(territories(plan).values())
    sizes = {}
    for name in ("workers", "residents"):
        heads = sorted(getattr(place, name) for place in places)
        sizes[name] = [heads[0], median_low(heads), heads[-1]]
    return {"sizes": sizes, "streets": streets_run(places[0])}
