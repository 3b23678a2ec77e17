"""Steps that experiments share: designs of runs, samples of assumptions, documented outcomes."""
