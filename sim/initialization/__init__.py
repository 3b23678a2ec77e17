"""Builds a place: people, duties, powers, standing time, and room for what grows."""
