"""The life of one matter, read off the events of a run."""
