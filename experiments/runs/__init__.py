"""Runs of the model: planned (`plan.py`), computed (`execution.py`), stored (`storage/`)."""
