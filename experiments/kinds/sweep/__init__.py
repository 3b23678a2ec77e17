"""Scenarios at every point of a design over settings and assumptions."""
