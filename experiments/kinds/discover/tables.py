"""The tables of scenario discovery: the results of all searches, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from experiments.kinds.discover.variables import Variable
from experiments.statistics.failures import Failures

HELD_OUT = [
    f"{name}_held_out{end}" for name in ("coverage", "density") for end in ("", "_low", "_high")
]
SUMMARY = [
    "draws", "fails", "share", "share_low", "share_high", "verdict", "restricted",
    "coverage_found", "density_found", "mass_found", *HELD_OUT, "mass_held_out", "fisher_p",
    "auc", "auc_low", "auc_high", "leader", "alone", "alone_low", "alone_high",
]  # fmt: skip
HEAD = ["scenario", "rules_over"]
Searches = Mapping[tuple[str, str], Failures]
"""By scenario and what rules are over."""


def tables(
    searches: Searches, variables: Mapping[str, Variable], gains: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Frames of all searches; `gains` has draws x scenarios."""
    summaries = pd.DataFrame([search.summary() for search in searches.values()])
    heads = pd.DataFrame(list(searches), columns=HEAD)
    values = gains.reset_index().melt("point", var_name="scenario", value_name="gain")
    boxes = _together({key: search.limits() for key, search in searches.items()})
    scores = _together({key: search.variables() for key, search in searches.items()})
    draws = _together({key: search.draws() for key, search in searches.items()})
    return {
        "discover.csv": pd.concat([heads, summaries.reindex(columns=SUMMARY)], axis=1),
        "boxes.csv": _with_evidence(boxes, variables),
        "variables.csv": _with_evidence(scores, variables),
        "trajectory.csv": _together({key: search.trajectory for key, search in searches.items()}),
        "draws.parquet": draws.merge(values, on=["scenario", "point"], how="left"),
    }


def _together(parts: Mapping[tuple[str, str], pd.DataFrame]) -> pd.DataFrame:
    """Frames of all searches as one, led by the scenario and the family of variables."""
    named = [part.assign(scenario=name, rules_over=over) for (name, over), part in parts.items()]
    whole = pd.concat([part for part in named if len(part)] or named[:1], ignore_index=True)
    return whole[[*HEAD, *whole.columns.drop(HEAD)]]


def _with_evidence(rows: pd.DataFrame, variables: Mapping[str, Variable]) -> pd.DataFrame:
    """Rows that have a `variable`, with its range, unit, evidence grade, meaning and scale."""
    entries = [variables[name] for name in rows["variable"]]
    columns = Variable._fields
    return rows.assign(**{name: [getattr(entry, name) for entry in entries] for name in columns})
