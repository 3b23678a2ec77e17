"""Which issue is followed: one by its number, or the one with most events of its kind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.config.errors import InputError, did_you_mean
from sim.enums import Kind
from sim.society import Society

ISSUE_KINDS = ("departments", "dispute", "incident", "whistle", "relapse", "given_up", "longest")
"""Names of kinds of issues; each picks the issue of its kind with most events."""


def known(issue: str) -> None:
    """Raises InputError for an argument that is neither a number nor one of ISSUE_KINDS."""
    if issue not in ISSUE_KINDS and not issue.isdecimal():
        allowed = f"an issue's number, or one of {', '.join(ISSUE_KINDS)}"
        raise InputError("issue", issue, allowed + did_you_mean(issue, ISSUE_KINDS))


def find_issue(issue: str, models: Mapping[str, Society]) -> int:
    """Number of the requested issue, in the first model that has it.

    Models are searched in turn, so that kinds which occur only under a reform are available.
    Raises InputError if no model has such an issue.
    """
    for model in models.values():
        issues = _issues(model, every=issue.isdecimal())
        if issue.isdecimal():
            chosen = issues[issues["entity"] == int(issue)]
        else:
            chosen = issues[_of_kind(issue, issues)]
        if len(chosen):
            events = model.events()["issue"].value_counts()
            counts = chosen["entity"].map(events).fillna(0)
            if issue == "longest":
                counts = chosen["ended"] - chosen["reported"]
            return int(chosen["entity"].to_numpy()[int(np.nanargmax(counts.to_numpy()))])
    traced = int(next(iter(models.values())).state.clock["traced"][0])
    allowed = f"no such issue in community {traced} within the horizon"
    if issue.isdecimal() and int(issue) >> 44 != traced:
        allowed += f"; its number says community {int(issue) >> 44}"
    raise InputError("issue", issue, allowed)


def _issues(model: Society, every: bool) -> pd.DataFrame:
    """Issues of the traced community; unless every one, those reported and not at the counter."""
    issues = model.outcomes()
    traced = issues["community"] == int(model.state.clock["traced"][0])
    usual = (issues["kind"] > Kind.CERTIFICATE) & issues["reported"].notna()
    return issues[traced & (usual | every)]


def _of_kind(kind: str, issues: pd.DataFrame) -> pd.Series[bool]:
    return {
        "departments": issues["level"] == 2,
        "dispute": issues["kind"] == Kind.DISPUTE,
        "incident": issues["incident"],
        "whistle": issues["whistled"],
        "relapse": issues["returned"],
        "given_up": issues["given_up"],
        "longest": issues["ended"].notna(),
    }[kind]
