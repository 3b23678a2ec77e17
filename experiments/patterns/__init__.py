"""What baselines and documents say an outcome is: bands, targets, and verdicts on runs."""
