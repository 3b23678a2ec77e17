"""Random arguments and files: each is done right, or refused in one line."""
