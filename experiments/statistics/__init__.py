"""Statistics as pure functions on arrays, each file named after its method."""
