"""Societies whose baseline is plausible, found by history matching: the ensemble."""
