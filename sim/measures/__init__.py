"""The measures of a run, one specification each, by theme; `registry` lists them all."""
