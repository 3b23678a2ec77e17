"""How rules are compiled: most are only called by other rules, a few from Python."""

from __future__ import annotations

from numba import njit

rule = njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""A rule that other rules call; it is compiled into them and cached with them."""

entry = njit(cache=True, nogil=True)
"""A rule that Python calls as well; its compiled code is kept on disk."""
