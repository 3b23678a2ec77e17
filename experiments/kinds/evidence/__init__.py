"""The evidence behind every setting, and the catalogue of levers."""
