"""Finished runs on disk: journals of writers, folded into parts."""
