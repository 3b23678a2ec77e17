"""Names of the quantities of oracles, in the language in use."""

from __future__ import annotations

from experiments.language import _, marked

NAMES = (
    marked("mean wait"), marked("share that waits"), marked("share that waits long"),
    marked("mean service"), marked("issues in system"), marked("issues in service"),
    marked("pairs waiting together"), marked("waiting for workers"), marked("at the department"),
    marked("workers' utilization"), marked("department's utilization"),
    marked("abandonment share"), marked("open at end of day"),
    marked("share started on a later day"), marked("repeat contacts"),
    marked("time for repeat contacts"), marked("late at the department"), marked("late at workers"),
)  # fmt: skip
"""All but their classes of priority."""
CLASS = ", class "


def quantity(name: str) -> str:
    """The name of a quantity in the table of data, in the language in use."""
    base, classed, number = name.partition(CLASS)
    if not classed:
        return _(base)
    return _("{quantity}, class {number}").format(quantity=_(base), number=number)
