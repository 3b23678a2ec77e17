"""From the command line to typed options: overrides, configs, and what is refused."""
