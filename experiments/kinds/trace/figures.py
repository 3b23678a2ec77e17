"""The figures of `trace`: a day of the workers, and the life of the issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from experiments.kinds.trace import gantt, texts, timeline
from experiments.kinds.trace.issue_table import lives_of
from experiments.language import _, joined
from experiments.reporting.footing import model
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results


def day_of_workers(results: Results) -> Figure:
    """A Gantt chart of every worker on the day, a panel a scenario."""
    manifest, rows = results.manifest, results.segments
    days = {name: rows[rows["scenario"] == name] for name in manifest["scenarios"]}
    names = dict(enumerate(map(texts.worker, manifest["workers"])))
    return gantt.chart(days, names, manifest["day"], _note(results))


def life_of_the_issue(results: Results) -> Figure:
    """A time line of the issue, a row a scenario."""
    manifest = results.manifest
    title = _("Issue {number}: {description}").format(
        number=manifest["issue"], description=description(manifest)
    )
    last = manifest["horizon_days"] + 1.0
    return timeline.chart(lives_of(results), manifest["departments"], last, title, _note(results))


def _note(results: Results) -> str:
    manifest = results.manifest
    run = _("{community}, seed {seed}, replication 0, the same random numbers in every scenario")
    run = run.format(community=community(manifest), seed=manifest["seed"])
    return joined([run, model(results)], "statements")


def description(manifest: Mapping[str, Any]) -> str:
    """What the issue is."""
    return text(manifest, "description")


def community(manifest: Mapping[str, Any]) -> str:
    """The community that is traced: its name, or its number where it has none."""
    number = manifest["community"]
    named = manifest.get("community_name", f"community {number}")
    if named == f"community {number}":
        return _("community {number}").format(number=number)
    return str(named)


FIGURES = {"day": day_of_workers, "issue": life_of_the_issue}
