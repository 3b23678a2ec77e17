"""Compiled rules of a day, one file for each phase; they read like `sim/ODD.md`."""
