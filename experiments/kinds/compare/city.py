"""A city in all: what its districts add up to in a year, for whoever decides for the whole."""

from __future__ import annotations

from experiments.config.catalogue import BASELINE
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory
from experiments.reporting import labels
from experiments.reporting.frames import Table
from experiments.reporting.labels import three_digits
from experiments.reporting.page import paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Column, filled
from experiments.runs.plan import Plan
from experiments.statistics.city_totals import MEASURES, city_totals


def city_frames(laboratory: Laboratory[CompareOptions], plan: Plan) -> dict[str, Table]:
    """The table `city.csv`; of a city of several districts alone."""
    settings = plan.settings(BASELINE)
    if settings.territory.districts == 1:
        return {}
    rows = laboratory.stored_rows(plan, MEASURES)
    table = city_totals(rows, settings.territory, settings.horizon_days)
    return {} if table.empty else {"city.csv": table}


LABELS = {
    "upward_work": "upward work and chasing, if all were delivered",
    "street_offices": "hours of street offices for communities",
    "residents_asked": "residents' hours, asked and surveyed",
    "issues_reported": "issues reported",
    "issues_solved": "issues solved for good",
    "issues_open": "issues open at the end",
}


def section(results: Results) -> list[str]:
    """The city in all, as a part of the report; nothing where there is no such table."""
    if "city" not in results.frames:
        return []
    columns = [
        Column(""), Column("scenario"), Column("in the whole city", "number"),
        Column("error", "number"), Column("unit"), Column("against the baseline", "number"),
        Column("error of it", "number"),
    ]  # fmt: skip
    shown = [
        [
            LABELS[row["total"]],
            labels.spelled(row["scenario"]),
            three_digits(row["value"]),
            three_digits(row["error"]),
            row["unit"],
            "" if row["scenario"] == BASELINE else three_digits(row["change"]),
            "" if row["scenario"] == BASELINE else three_digits(row["change_error"]),
        ]
        for row in results.frames["city"].to_dict("records")
    ]
    territory = next(iter(results.manifest["settings"].values()))["territory"]
    share = territory.get("sampled", 1.0)
    how = (
        f"A sample of {share:.0%} of the streets and towns of each district was run, and raised to "
        "all communities. Errors are of the sample alone: one standard error, from the "
        "spread between districts."
        if share < 1
        else "All streets were run, so that there is no error of a sample."
    )
    note = (
        f"{how} Of upward work the change is what is freed, at equal delivery. A person-year is "
        "2,000 paid hours. city.csv has these numbers in full."
    )
    return ["<h2>In the whole city</h2>", filled(columns, shown).html(), paragraph(note, "quiet")]
