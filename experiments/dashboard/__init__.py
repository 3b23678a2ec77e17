"""The dashboard: a place in the browser, day by day, with levers and without, in a few societies.

`unburden dashboard` serves it to this machine alone. Runs are those of the experiment `compare`:
the same societies, seeds and bits.
"""
