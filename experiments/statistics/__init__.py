"""What is computed from measures of many runs."""
