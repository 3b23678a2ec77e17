"""Which assumptions an outcome depends on (Morris, Sobol')."""
