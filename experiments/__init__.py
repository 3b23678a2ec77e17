"""The laboratory: plans runs of the model, fans them out, stores, compares and draws them."""

from experiments.compare import compare
from experiments.results import Results, load

__all__ = ["Results", "compare", "load"]
