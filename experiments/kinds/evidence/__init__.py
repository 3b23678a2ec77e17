"""The evidence of every setting, and the catalogue of levers."""
