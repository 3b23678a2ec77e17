"""Whether tests notice: lines of the model are broken one by one, `python -m tests.mutants`."""
