"""What is not known: how much of the spread is assumptions, which matter, and what to measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.kinds.compare import dependence, society_notes
from experiments.kinds.compare.city import sample_notes
from experiments.kinds.compare.notes import of_one_society, used_evidence
from experiments.kinds.compare.report.answer import HOURS_FREED
from experiments.kinds.compare.society_cells import not_told_apart
from experiments.language import _, joined
from experiments.reporting.labels import signed, spelled
from experiments.reporting.meanings import meaning
from experiments.reporting.recorded_texts import texts
from experiments.reporting.results import Results
from experiments.reporting.society_cells import percent
from experiments.reporting.society_notes import societies
from experiments.reporting.without_effect import KEY


def paragraphs(results: Results, scenario: str) -> list[str]:
    """The paragraphs of the section.

    Parameters: results; the scenario that the answer leads with, empty without one.
    """
    if not societies(results):
        return [
            _(
                "These runs are of one society, with the declared value of every assumption. With "
                "other values that are as plausible the answer may be another: "
                "societies=ensemble compares over them."
            ),
            *sample_notes(results.manifest),
            *_without_effect(results),
            *of_one_society(results),
            used_evidence(results.manifest),
            _checks(),
        ]
    if societies(results) == 1:
        return [
            _(
                "These runs are of one society, with one value of every assumption. It is one of "
                "many that are as plausible, and in others the answer may be another. Nothing can "
                "be said on how far they differ: societies=40 compares over them."
            ),
            *sample_notes(results.manifest),
            *_without_effect(results),
            *society_notes.cautions(results),
            used_evidence(results.manifest),
            _checks(),
        ]
    return [
        *([_sources(results, scenario), _dependence(results, scenario)] if scenario else []),
        *sample_notes(results.manifest),
        *_without_effect(results),
        *society_notes.cautions(results),
        used_evidence(results.manifest),
        _checks(),
    ]


def _without_effect(results: Results) -> list[str]:
    """Which scenarios do not differ from the baseline, and why; sentences."""
    notes = texts(results.manifest, KEY) if KEY in results.manifest else []
    return [_("{note}.").format(note=f"{note[:1].upper()}{note[1:]}") for note in notes]


def _dependence(results: Results, scenario: str) -> str:
    """Which assumptions hours freed go with, or that there are too few societies to tell."""
    rows = dependence.depends(results)
    mine = rows[rows["scenario"] == scenario].to_dict("records")
    if not mine:
        return ""
    if pd.isna(mine[0]["assumption"]):
        return dependence.too_few(mine[0])
    named = [
        _("{meaning} ({change}; range {span})").format(
            meaning=meaning(str(row["meaning"])).rstrip(".。"),
            change=signed(row["correlation"], 2), span=dependence.span(row),
        )
        for row in mine
    ]  # fmt: skip
    return _(
        "Hours freed with {scenario} go with these assumptions, so measure them first (rank "
        "correlation over societies): {assumptions}."
    ).format(scenario=spelled(scenario), assumptions=joined(named, "statements"))


def _sources(results: Results, scenario: str) -> str:
    """How much of the spread of hours freed comes from assumptions."""
    if reason := not_told_apart(results):
        return reason
    rows: Any = results.comparison
    row = rows[
        (rows["measure"] == HOURS_FREED.measure)
        & (rows["group"] == HOURS_FREED.group)
        & (rows["scenario"] == scenario)
    ].iloc[0]
    part, low, high = (row[f"share_assumptions{end}"] for end in ("", "_low", "_high"))
    if not np.isfinite([part, low, high]).all():
        return _("How much of the spread over societies is chance cannot be told.")
    return _(
        "Of the variance of hours freed with {scenario}, {share} (95 % interval: {low} to {high}) "
        "is between societies. That part comes from assumptions: only measuring them narrows it. "
        "The rest is chance."
    ).format(scenario=spelled(scenario), share=percent(part), low=percent(low), high=percent(high))


def _checks() -> str:
    return _(
        "Two commands say more: experiment=validate lists the documented outcomes that the model "
        "meets and those that it misses; experiment=value_of_information ranks assumptions by what "
        "measuring them first is worth."
    )
