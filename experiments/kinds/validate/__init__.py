"""Documented outcomes and directions, each met or missed."""
