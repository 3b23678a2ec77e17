"""Trees of settings, as the command line writes them."""

from sim.settings.trees import Tree, grow, leaves, overlay, pick

__all__ = ["Tree", "grow", "leaves", "overlay", "pick"]
