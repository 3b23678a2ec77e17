"""Designs that experiments share: samples of assumptions, sets of levers, documented cases."""
