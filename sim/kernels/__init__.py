"""Compiled kernels of the model's rules; each file names its sections of `sim/ODD.md`."""
