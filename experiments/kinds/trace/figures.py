"""The figures of `trace`: a day of the workers, and the life of the issue."""

from __future__ import annotations

from matplotlib.figure import Figure

from experiments.kinds.trace import gantt, timeline
from experiments.kinds.trace.issue_table import lives_of
from experiments.reporting.results import Results


def day_of_workers(results: Results) -> Figure:
    """A Gantt chart of every worker on the day, a panel a scenario."""
    manifest, rows = results.manifest, results.segments
    days = {name: rows[rows["scenario"] == name] for name in manifest["scenarios"]}
    names = dict(enumerate(manifest["workers"]))
    return gantt.chart(days, names, manifest["day"], _note(results))


def life_of_the_issue(results: Results) -> Figure:
    """A time line of the issue, a row a scenario."""
    manifest = results.manifest
    title = f"Issue {manifest['issue']}: {manifest['description']}"
    last = manifest["horizon_days"] + 1.0
    return timeline.chart(lives_of(results), manifest["departments"], last, title, _note(results))


def _note(results: Results) -> str:
    manifest = results.manifest
    name = manifest.get("community_name", f"community {manifest['community']}")
    return (
        f"{name}, seed {manifest['seed']}, replication 0, the same "
        f"random numbers in every scenario; unburden, model {manifest['versions']['model']}"
    )


FIGURES = {"day": day_of_workers, "issue": life_of_the_issue}
