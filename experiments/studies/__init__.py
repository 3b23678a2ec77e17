"""Case studies, each run by `python -m experiments.studies.NAME`."""
