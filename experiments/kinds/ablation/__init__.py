"""What each lever contributes to a package: alone, last, in pairs, by its Shapley value."""
