"""Scenarios over draws of all assumptions at once: how far effects spread."""
