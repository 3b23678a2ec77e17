"""Where a scenario fails: boxes of assumptions or observables that hold the failures (PRIM)."""
