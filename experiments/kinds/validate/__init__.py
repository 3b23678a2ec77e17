"""Documented outcomes and directions, each met or missed by rules laid down beforehand."""
