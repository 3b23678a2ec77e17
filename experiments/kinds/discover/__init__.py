"""Where a scenario fails, by assumptions or observables (PRIM)."""
