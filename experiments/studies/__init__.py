"""Case studies, each run by `python -m experiments.studies.NAME`."""

from __future__ import annotations

import sys

from unburden import signals

# Python has "-m" in the place of the command's name until it finds the module to run: signals are
# handled before that module imports what takes seconds.
if sys.argv[:1] == ["-m"]:
    signals.take_over()
