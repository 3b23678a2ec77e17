"""Conditions under which a scenario fails, on assumptions or observables (PRIM)."""
