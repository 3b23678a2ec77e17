"""Compiled rules of a day, one file for each phase; they read like `sim/ODD.md`.

The folder for compiled code is named after the model's version, because Numba does not notice that
a function called by a cached one has changed.
"""

from numba import config

from sim.version import compiled_cache

config.CACHE_DIR = str(compiled_cache())
