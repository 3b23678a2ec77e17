"""The measures of a run: one file a theme, from the arrays of a place to tidy rows."""
