"""Builds a place: people, obligations, powers, fixed time, and the capacity of its arrays."""
