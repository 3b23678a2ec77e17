"""What has been run and is kept in the store."""
