"""What readers see: tables, figures, pages, and the files of an output folder."""
