"""Questions of one page each, run as `python -m experiments.studies.<name>`."""
