"""Finished runs on disk, and folders of results."""
