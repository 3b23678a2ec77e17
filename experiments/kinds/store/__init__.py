"""What has been run and is kept."""
