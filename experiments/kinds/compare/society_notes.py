"""Notes that explain the table of a comparison over societies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.config.least_difference import ABSOLUTE, RELATIVE
from experiments.config.outcomes import Outcome
from experiments.kinds.compare.lines import by_society, headline_lines
from experiments.kinds.compare.years import table_lines
from experiments.language import _, counted, joined, marked
from experiments.reporting.labels import spelled
from experiments.reporting.results import Results
from experiments.reporting.society_cells import share_of
from experiments.reporting.society_notes import societies, society_notes
from sim.measures.measure import TOO_SHORT

FULL = 0.95
"""A department that uses more of its hours than this is taken for full."""
MOST_NAMED = 4
"""Scenarios that a warning names."""
LONG_ENOUGH = 120
"""Days of a horizon in which means of days are usually complete."""
FEWEST = 20
"""Societies from which 5 and 95 % are more than the outermost ones."""
DAYS = marked(
    "Days: working days from report to lasting solution; *: at most 60 of each issue count."
)
"""What the table counts as days."""
MORE = marked(
    "One society, with a test for chance: societies=reference. More of them: societies=N."
)


def short(results: Results) -> tuple[str, ...]:
    """How cells are read, which societies these are, and where departments are full."""
    number = societies(results)
    replications = results.manifest["replications"]
    alone = len(results.manifest["scenarios"]) == 1
    span = _(
        "the median of {societies} and [5 %, 95 %] of them, each the mean over {replications}"
    ).format(
        societies=counted(number, "plausible society", "plausible societies"),
        replications=counted(replications, "replication"),
    )
    if number == 1:
        span = _("the mean over {replications} in one plausible society").format(
            replications=counted(replications, "replication")
        )
    cell = _("A cell is {span}.").format(span=span)
    if not alone and number == 1:
        cell = _(
            "The first column has levels of the baseline, the others changes against it: {span}."
        ).format(span=span)
    elif not alone:
        cell = _(
            "The first column has levels of the baseline, the others changes against it: {span}. "
            "Helps, hurts: share of societies in which the change is better, or worse, by more "
            "than {hours} hours a week, {days} days, {points} percentage point (pt), or {share} % "
            "of other units."
        ).format(
            span=span,
            hours=f"{ABSOLUTE['hours per worker-week']:g}",
            days=f"{ABSOLUTE['days']:g}",
            points=f"{100 * ABSOLUTE['share']:g}",
            share=f"{100 * RELATIVE:g}",
        )
    return (
        joined([cell, _(DAYS)], "sentences"),
        *few(number),
        *cautions(results),
    )


def few(number: int) -> list[str]:
    """That so few societies say little, where they are few."""
    if number == 1:
        return [
            _("One society says nothing on the spread: take {least} or more.").format(least=FEWEST)
        ]
    if number >= FEWEST:
        return []
    return [
        _("With {societies} intervals are rough: take {least} or more.").format(
            societies=counted(number, "society", "societies"), least=FEWEST
        )
    ]


def cautions(results: Results) -> list[str]:
    """What these results are not sure of: plausibility, full departments, days without a value."""
    return [
        *society_notes(results.manifest),
        *_full(results),
        *_ceiling(results),
        *_lacking(results),
    ]


def methods(results: Results) -> list[str]:
    """What intervals, shares and parts of the variance are."""
    if societies(results) == 1:
        return [
            _(
                "A society is one value for every assumption that has a range; this one was run "
                "before: in the mean of two runs over three years it was within all bands of "
                "plausibility. Under other seeds it may be outside, mostly by little. Each "
                "scenario is compared with the baseline under the same seeds."
            ),
            _(MORE),
        ]
    these = counted(societies(results), "society", "societies")
    return [
        _(
            "A society is one value for every assumption that has a range; those used here were "
            "run before: in the mean of two runs over three years each was within all bands of "
            "plausibility. Under other seeds some are outside, most by little. Each scenario is "
            "compared with the baseline of the same society under the same seed. Medians and "
            "[5 %, 95 %] are over the means of {societies}. Chance is in them too, as each is a "
            "mean over few runs: comparison.csv has it as the standard deviation of one society's "
            "mean (chance)."
        ).format(societies=these),
        _(
            "share_helped in comparison.csv has a 95 % interval for the number of societies "
            "(Clopper and Pearson). Where a society lacks a mean or median of days, the row has no "
            "numbers: it is one of those with the longest waits."
        ),
        _(
            "The variance of the change of one run is that between societies plus that within "
            "them. The share between them comes from assumptions; its interval is that of the F "
            "ratio of a one-way layout with random effects, which takes both for normal."
        ),
        _(MORE),
    ]


def _full(results: Results) -> list[str]:
    """In how many societies a department is full."""
    line = next(
        line
        for line in headline_lines()
        if (line.measure, line.group) == ("department_load", "busiest")
    )
    shares = (by_society(results, line) > FULL).mean().reindex(results.manifest["scenarios"])
    ranked = shares[shares > 0].sort_values(ascending=False, kind="stable")
    if ranked.empty:
        return []
    number = societies(results)
    if number == 1:
        return full_departments([str(name) for name in shares.index[shares > 0]])
    named = joined(
        f"{spelled(str(name))} {share_of(share, number)}"
        for name, share in ranked[:MOST_NAMED].items()
    )
    if len(ranked) > MOST_NAMED:
        named = _("{scenarios} and others").format(scenarios=named)
    return [
        _(
            "Societies in which a department is full (over {share} % of its hours in use): "
            "{scenarios}. Its times depend on the horizon."
        ).format(share=f"{100 * FULL:g}", scenarios=named)
    ]


def full_departments(scenarios: Sequence[str]) -> list[str]:
    """That of one society a department is full, in these scenarios; nothing of none."""
    if not scenarios:
        return []
    where = joined(map(spelled, scenarios[:MOST_NAMED]))
    if len(scenarios) > MOST_NAMED:
        where = _("{scenarios} and others").format(scenarios=where)
    return [
        _(
            "At least one department is full ({where}): its queue grows, and its times depend "
            "on the horizon."
        ).format(where=where)
    ]


def _lacking(results: Results) -> list[str]:
    """Why rows of days have no numbers."""
    settings = next(iter(results.manifest["settings"].values()))
    if settings["horizon_days"] < LONG_ENOUGH:
        return [
            _(
                "'{missing}', 'no mean' and 'no median': issues were not followed for long enough; "
                "take horizon_days={days} or more."
            ).format(missing=_(TOO_SHORT), days=LONG_ENOUGH)
        ]
    shown = {line.outcome for line in table_lines(results) if line.outcome.censored}
    rows = results.comparison
    pairs = zip(rows["measure"], rows["group"], strict=True)
    among = np.array([Outcome(*pair) in shown for pair in pairs], bool)
    if not (rows["lacking"].to_numpy(np.float64)[among] > 0).any():
        return []
    if societies(results) == 1:
        return [
            _(
                "'No median' or 'no mean': half of the issues, or some that count, were not solved "
                "by the end. They have the longest waits, so there are no numbers on the others "
                "alone."
            )
        ]
    return [
        _(
            "'No median' or 'no mean' in some societies: there half of the issues, or some that "
            "count, were not solved by the end. They have the longest waits, so there are no "
            "numbers on the others alone."
        )
    ]


def _ceiling(results: Results) -> list[str]:
    """Baselines so slow that a restricted mean can hardly rise."""
    shares = results.comparison["at_ceiling"].to_numpy(np.float64)
    most, number = float(np.nanmax(shares, initial=0.0)), societies(results)
    if not most > 0:
        return []
    if societies(results) == 1:
        return [
            _(
                "Some mean days of the baseline are the most that count: no scenario can lengthen "
                "them (at_ceiling in comparison.csv)."
            )
        ]
    return [
        _(
            "Societies whose baseline is at the most days that count: up to {share}. No scenario "
            "can lengthen them there (at_ceiling in comparison.csv)."
        ).format(share=share_of(most, number))
    ]
