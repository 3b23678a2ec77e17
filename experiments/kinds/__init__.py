"""The experiments, one file each: `main(study)` runs it and prints what it found."""
