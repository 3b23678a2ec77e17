"""Runs of the model: planned as a table, executed, gathered as tidy frames."""
