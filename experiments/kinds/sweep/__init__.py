"""Outcomes over values of any setting or assumption."""
