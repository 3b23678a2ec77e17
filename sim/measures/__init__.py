"""The measures of a run: a specification each, in a file a theme; `registry` has them all."""
