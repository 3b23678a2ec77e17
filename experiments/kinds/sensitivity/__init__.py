"""Which assumptions an outcome depends on over their declared ranges (Morris, Sobol')."""
