"""Loads that settings let expect, without a run: of workers, departments and street offices.

Each term is the mean of a rule of sim/ODD.md, whose section its docstring names. Queues have no
closed form. So what is demanded is taken as done, within a day where workers do it themselves, and
as if every community were the mean one. Four constants come from runs; `workers.py` has them.
Left out are turnover (off at first), what is filled in from old figures, redone or reminded of, and
villages' own rates of issues, visits, merchants and windows.
"""

from experiments.designs.expected_load.load import ExpectedLoad, expected_load

__all__ = ["ExpectedLoad", "expected_load"]
