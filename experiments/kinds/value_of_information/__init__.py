"""Which assumptions to measure first, to decide which reform to begin with."""
