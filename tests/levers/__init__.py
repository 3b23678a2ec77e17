"""What each reform and each shock does, on places small enough to work out by hand."""
