"""Digests of runs that may change only by name: `python -m tests.golden` writes them anew."""
