"""Where freed time goes over several years, with and without rebound."""
