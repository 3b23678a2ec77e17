"""Which assumptions move an outcome most: Morris screening and Sobol' indices."""
