"""The least difference of an outcome that matters: smaller ones count as no change.

A share of societies in which a reform helps says little if a hundredth of a day counts as help. The
least differences are ours: about what a worker, a resident or a department would notice.
"""

from __future__ import annotations

ABSOLUTE = {
    "hours per worker-week": 0.25,
    "days": 0.5,
    "share": 0.01,
    "index 0-1": 0.01,
    "others minus vulnerable": 0.01,
}
"""By unit: a quarter of an hour a week, half a working day, one percentage point."""
RELATIVE = 0.02
"""Of all other units: this share of the baseline."""


def least_difference(unit: str, baseline: float) -> float:
    """The least difference that matters, in the unit of the outcome.

    Parameters: the unit as the measure names it, which for shares begins with `share`; the usual
    level of the baseline, on which it depends for units such as issues or yuan.
    """
    kind = "share" if unit.partition(" ")[0] == "share" else unit
    return ABSOLUTE.get(kind, RELATIVE * abs(baseline))
