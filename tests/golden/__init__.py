"""Digests of runs, which change only with an entry in CHANGELOG.md: `python -m tests.golden`."""
