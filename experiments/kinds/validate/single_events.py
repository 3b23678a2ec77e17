"""Numbers that documents tell of one occasion: nothing to fit, and yet something to hold against.

A run answers with what such occasions come to on the whole. One that went well was told because it
did, so that a model whose middle is slower need not be wrong; one that cannot come near it is.
"""

from __future__ import annotations

from experiments.config.outcomes import Outcome
from experiments.designs.targets import (
    ASSUMED,
    DISPUTE,
    FORM,
    HELD_BACK,
    PRESCRIBED,
    TARGETS,
    UNUSED,
    Target,
)

MEDIAN = "days_to_resolution_median"
MINUTES = "burden_hours_per_worker_week"
OCCASIONS = (
    Target(
        "mediation_rounds", HELD_BACK, "fact:dongsheng_mediation_rounds",
        "rounds of mediation with a joint-response group, joint ones included", DISPUTE,
        "one dispute, settled in its second round; here the mean over all that are reported, most "
        "of which need no street",
        Outcome("mediation", "rounds"), "joint_response", per=DISPUTE, kind=ASSUMED,
        plus=(Outcome("mediation", "joint_sessions"),), over=Outcome("issues_raised", "dispute"),
    ),
    Target(
        "joint_delay", HELD_BACK, "fact:dongsheng_escalation_delay",
        "what street offices take beyond a community's own try, with a joint-response group",
        "days",
        "one dispute, from the call to the joint round; here the median of issues of street "
        "offices less that of own powers, where half of them are solved at all",
        Outcome(MEDIAN, "street_powers"), "joint_response", kind=PRESCRIBED,
        minus=(Outcome(MEDIAN, "own_powers"),),
    ),
    Target(
        "form_minutes", HELD_BACK, "fact:wanghailou_entry_to_table_minutes",
        "minutes at the desk with one table and data cockpit", FORM,
        "one worker back from one visit, entry and table; here the mean over forms, which hold "
        "many more records. The minutes of a table are put in, those of reading and typing not",
        Outcome(MINUTES, "read"), "wanghailou after", per=FORM,
        plus=tuple(Outcome(MINUTES, part) for part in ("type", "retype", "compile")),
        over=Outcome("forms_due"),
    ),
)  # fmt: skip
"""A case is one of those of targets, or a scenario."""


def untestable() -> dict[str, str]:
    """Facts told as reached that nothing is held against, and why."""
    checked = {one.evidence.removeprefix("fact:") for one in (*TARGETS, *OCCASIONS)}
    return {name: why for why, names in UNUSED.items() for name in names if name not in checked}
