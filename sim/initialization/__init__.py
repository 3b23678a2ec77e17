"""Builds a place before its first day: communities, people, obligations, departments."""
