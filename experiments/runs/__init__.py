"""Runs of the model: planned, computed, stored."""
