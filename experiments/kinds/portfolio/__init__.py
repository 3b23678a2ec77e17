"""Which sets of levers are non-dominated for an effort, and which have the least regret."""
