"""The laboratory: plans runs of the model, fans them out, stores, compares and draws them."""

from experiments.notebook import compare
from experiments.reports.results import Results, load

__all__ = ["Results", "compare", "load"]
