"""Which matter is followed: one by its number, or the most eventful of its sort."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.config.errors import Refusal, nearest
from sim import GovernanceModel
from sim.enums import Kind

PICKS = ("departments", "dispute", "incident", "whistle", "relapse", "given_up", "longest")
"""Words that pick the matter of their sort to which most happened."""


def known(issue: str) -> None:
    """Raises Refusal for what is neither a number nor one of our words."""
    if issue not in PICKS and not issue.isdecimal():
        allowed = f"a matter's number, or one of {', '.join(PICKS)}"
        raise Refusal("issue", issue, allowed + nearest(issue, PICKS))


def pick(issue: str, models: Mapping[str, GovernanceModel]) -> int:
    """Number of the matter asked for, in the first model it is in. Raises Refusal if it is in none.

    A word looks through the models in turn, so that what only a reform brings is found there.
    """
    for model in models.values():
        matters = _matters(model, every=issue.isdecimal())
        if issue.isdecimal():
            chosen = matters[matters["entity"] == int(issue)]
        else:
            chosen = matters[_sort(issue, matters)]
        if len(chosen):
            told = model.events()["issue"].value_counts()
            counts = chosen["entity"].map(told).fillna(0)
            if issue == "longest":
                counts = chosen["ended"] - chosen["reported"]
            return int(chosen["entity"].to_numpy()[int(np.nanargmax(counts.to_numpy()))])
    traced = int(next(iter(models.values())).state.clock["traced"][0])
    allowed = f"no such matter in community {traced} within the horizon"
    if issue.isdecimal() and int(issue) >> 44 != traced:
        allowed += f"; its number says community {int(issue) >> 44}"
    raise Refusal("issue", issue, allowed)


def _matters(model: GovernanceModel, every: bool) -> pd.DataFrame:
    """Matters of the traced community; unless every one, those reported and not at the counter."""
    matters = model.outcomes()
    here = matters["community"] == int(model.state.clock["traced"][0])
    told = (matters["kind"] > Kind.CERTIFICATE) & matters["reported"].notna()
    return matters[here & (told | every)]


def _sort(word: str, matters: pd.DataFrame) -> pd.Series[bool]:
    return {
        "departments": matters["level"] == 2,
        "dispute": matters["kind"] == Kind.DISPUTE,
        "incident": matters["incident"],
        "whistle": matters["whistled"],
        "relapse": matters["returned"],
        "given_up": matters["given_up"],
        "longest": matters["ended"].notna(),
    }[word]
