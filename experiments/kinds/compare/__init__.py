"""Scenarios compared with the baseline, replication by replication under the same seeds."""
