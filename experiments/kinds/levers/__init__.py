"""Every lever and shock alone, in one table."""
