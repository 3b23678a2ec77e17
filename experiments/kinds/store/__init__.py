"""Lists, checks and removes stored runs."""
