"""What an experiment leaves: folder, manifest, tables, pages."""
