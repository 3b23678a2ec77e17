"""The life of one issue, and a day of every worker of a community."""
