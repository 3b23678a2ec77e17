"""Assumptions weighted by how well they agree with documented outcomes."""
