"""Which sets of levers are best for an effort, and which have least regret."""
