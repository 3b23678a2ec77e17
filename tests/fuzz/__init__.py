"""Whatever is said, and whatever lies in the files: done right, or refused in a line."""
