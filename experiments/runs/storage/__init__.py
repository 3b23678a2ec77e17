"""The store of finished runs, and output folders that are complete or absent."""
