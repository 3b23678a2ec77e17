"""From the command line, or a call of Python, to a study with typed options."""
