"""Notes that explain the table of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.kinds.compare import society_notes
from experiments.kinds.compare.city import sample_notes
from experiments.kinds.compare.freed import no_split, refused
from experiments.kinds.compare.headline import headline, levels
from experiments.kinds.compare.society_notes import DAYS, FULL, LONG_ENOUGH
from experiments.kinds.compare.years import growth
from experiments.language import _, counted, joined, marked
from experiments.reporting.interval_notes import intervals, shortly
from experiments.reporting.provenance import GRADES, tally
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.statistics.multiplicity import ALPHA, PRIMARY
from sim.enums import RESTRICTED_DAYS
from sim.measures import own
from sim.measures.measure import TOO_SHORT
from sim.measures.registry import MEASURES

SPENT_LESS = marked(
    "Time spent less: on forms, traces, inspections, meetings and chasing departments."
)
"""The activities of BURDEN."""
BY_GRADE = {
    GRADES["derived"]: marked("{n} derived from facts"),
    GRADES["literature"]: marked("{n} from the literature"),
    "assumed": marked("{n} assumed"),
    GRADES["override"]: marked("{n} set by you"),
}
"""Numbers by what they come from, but for facts."""


def notes(results: Results) -> tuple[str, ...]:
    """The short notes below the table, those on these results included."""
    manifest = results.manifest
    if societies(results):
        return (
            *society_notes.short(results),
            *sample_notes(manifest),
            *_not_split(results),
            *_place(results),
            *growth(results),
            *_procedures(manifest),
            used_evidence(manifest),
        )
    alone = len(manifest["scenarios"]) == 1
    return (
        _reading(manifest, alone),
        *sample_notes(manifest),
        *_too_short(results),
        *([] if alone else _short_of_comparisons(results)),
        *of_one_society(results),
        *growth(results),
        *_procedures(manifest),
        used_evidence(manifest),
    )


def background(results: Results) -> tuple[str, ...]:
    """What the report says beyond the short notes: definitions, methods, tests."""
    manifest = results.manifest
    definitions: tuple[str, ...] = (
        _(
            "Days of departments are of issues that need their powers. The promise is the days set "
            "for each kind of issue. Come back: within 40 days of the first closing."
        ),
        _(
            "* counting at most the first 60 days of each issue, solved or not: {watched} "
            "('{missing}': no run has it). A median is lacking where half was not solved by the "
            "end. As runs that lack one of these have the longest waits, there is then no effect "
            "on it. 'n/N runs': in the others there was nothing to measure; 'n/N pairs': the "
            "change is over those replications in which both have it."
        ).format(watched=_watched(manifest), missing=_(TOO_SHORT)),
    )
    definitions += tuple(_own_measures(results))
    if len(manifest["scenarios"]) == 1:
        return definitions
    freed = joined(
        [
            _(SPENT_LESS),
            _(
                "A form that is not delivered takes less time as well, and frees none. The number "
                "of demands and the time of each are split by their means in both runs. The "
                "reform's own set-up is not taken off. It is spent once, in the first weeks, and "
                "is shown as its average over the horizon."
            ),
        ],
        "sentences",
    )
    if societies(results):
        return (*definitions, freed, *society_notes.methods(results))
    return (*definitions, freed, *intervals(results), *_families(results))


def _own_measures(results: Results) -> Iterator[str]:
    """What measures of the user count; of the model's own, ODD does."""
    for name in own.names():
        if (results.comparison["measure"] == name).any():
            measure = MEASURES[name]
            yield f"{measure.label[:1].upper()}{measure.label[1:]}: {measure.definition}."


def _reading(manifest: Mapping[str, Any], alone: bool) -> str:
    """What a cell holds, and what the marks mean."""
    if alone:
        return _(DAYS)
    change = _("Second line of a cell: change against the baseline; pt: percentage points.")
    if manifest["replications"] > 1:
        change = _(
            "Second line of a cell: change against the baseline (baseline: half of the interval); "
            "pt: percentage points."
        )
    marks = _("†: primary outcome, all others are exploratory.")
    return joined([change, marks, _(DAYS)], "sentences")


def _too_short(results: Results) -> list[str]:
    """What to do where a mean or median of days is lacking."""
    cells = [cell for row in headline(results).cells.values() for cell in row]
    if not any(cell.level == _(TOO_SHORT) or cell.incomplete for cell in cells):
        return []
    return [
        _(
            "'{missing}', 'no mean in' and 'no median in' n of N runs: issues were not followed "
            "for long enough; take horizon_days={days} or more."
        ).format(missing=_(TOO_SHORT), days=LONG_ENOUGH)
    ]


def _short_of_comparisons(results: Results) -> list[str]:
    """Hours freed and intervals, a note each."""
    full = _("Freed at equal delivery: as if every form were delivered with true figures.")
    return [
        joined([_(SPENT_LESS), full], "sentences"),
        *_not_split(results),
        *shortly(results),
    ]


def _not_split(results: Results) -> list[str]:
    """That hours freed are not split, where the window is too short for it."""
    return [no_split()] if refused(results) else []


def used_evidence(manifest: Mapping[str, Any]) -> str:
    """How many numbers the results use, by what they come from."""
    grades = tally(manifest["evidence"], manifest["overrides"])
    parts = [
        counted(count, "fact") if name == "facts" else _(BY_GRADE[name]).format(n=f"{count:,}")
        for name, count in grades.items()
    ]
    own = manifest.get("evidence_file")
    file = "" if own is None else f" evidence={own['file']}"
    return _("The results use {numbers}: {grades}. `{command}` lists them.").format(
        numbers=counted(sum(grades.values()), "number"),
        grades=joined(parts),
        command=f"unburden experiment=evidence{file}",
    )


def assumed(manifest: Mapping[str, Any]) -> dict[str, str]:
    """How many numbers are assumed, and how many there are in all."""
    grades = tally(manifest["evidence"], manifest["overrides"])
    wanted = grades.get(GRADES["assumed"], 0)
    return {"assumed": f"{wanted:,}", "n": f"{sum(grades.values()):,}"}


def _procedures(manifest: Mapping[str, Any]) -> list[str]:
    """That what procedures ask for is assumed, where they are on."""
    if not any(each["rules"]["procedures"]["on"] for each in manifest["settings"].values()):
        return []
    return [
        _(
            "Procedures upward: how many there are, their steps, work and waits are assumed; no "
            "document counts them. What is freed of them is in proportion to that load."
        )
    ]


def _watched(manifest: Mapping[str, Any]) -> str:
    """Which runs have a restricted mean."""
    settings = next(iter(manifest["settings"].values()))
    if settings["horizon_days"] > RESTRICTED_DAYS:
        return _("it has a value unless no such issue was followed for so long")
    return _("a horizon of {days} is too short for it unless all were solved").format(
        days=counted(settings["horizon_days"], "day")
    )


def _families(results: Results) -> list[str]:
    """Which outcomes were declared primary, and how tests were corrected for their number."""
    rows = results.comparison
    notes = []
    tested = rows[rows["p_holm"].notna() | rows["q_fdr"].notna()]
    if len(tested):
        first = tested[tested["family"] == PRIMARY]
        others = tested[tested["family"] != PRIMARY]
        notes.append(
            _(
                "† Primary outcomes, declared before the runs: p_holm in comparison.csv is "
                "corrected over all scenarios and primary outcomes ({primary}, {low_p} with p "
                "below {alpha}). All other measures are exploratory: q_fdr bounds the share of "
                "false findings (Benjamini and Yekutieli, {others}, {low_q} with q below {alpha}). "
                "Intervals are not corrected."
            ).format(
                primary=counted(len(first), "test"),
                low_p=int((first["p_holm"] < ALPHA).sum()),
                others=counted(len(others), "test"),
                low_q=int((others["q_fdr"] < ALPHA).sum()),
                alpha=ALPHA,
            )
        )
    runs = results.manifest["replications"]
    if runs > 1 and ((rows["replications"] > 0) & (rows["differing"] == 0)).any():
        most = 100 * (1 - ALPHA ** (1 / runs))
        notes.append(
            _(
                "'no difference': in none of the pairs, so that there is no spread to make an "
                "interval or a p-value of; of {pairs} it can be said that with 95 % confidence at "
                "most {most} % of all pairs differ."
            ).format(pairs=counted(runs, "pair"), most=f"{most:.0f}")
        )
    return notes


def of_one_society(results: Results) -> list[str]:
    """Where departments' times are not reliable."""
    means = levels(results)[0]
    full = [
        name
        for (name, *row), load in means.items()
        if row == ["department_load", "busiest"] and load > FULL
    ]
    return [*society_notes.full_departments(full), *_place(results)]


def _place(results: Results) -> list[str]:
    """That departments of one community are not those of a street."""
    place = next(iter(results.manifest["settings"].values()))["territory"]
    if place["communities"] > 1:
        return []
    note = (
        _(
            "One village has 1/{n} of each department's day: departments' times are not comparable "
            "with a street's."
        )
        if place["villages"]
        else _(
            "One community has 1/{n} of each department's day: departments' times are not "
            "comparable with a street's."
        )
    )
    return [note.format(n=place["district_communities"])]
