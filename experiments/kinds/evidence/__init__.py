"""Lists what each setting is based on, and the catalogue of levers."""
