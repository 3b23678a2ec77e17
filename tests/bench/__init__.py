"""Timings, apart from the timed tests; `make bench` prints them."""
