"""Scenarios compared with the baseline, in pairs of runs with the same seed."""
