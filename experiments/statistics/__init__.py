"""Statistics of measures over many runs, as functions of arrays."""
