"""What each lever contributes to a package: alone, last, Shapley value."""
