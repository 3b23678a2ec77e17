"""Builds a place: people, obligations, powers, standing time, and room for what grows."""
