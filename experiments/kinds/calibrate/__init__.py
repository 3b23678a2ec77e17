"""Assumptions confronted with documented outcomes: history matching, then weighted draws."""
