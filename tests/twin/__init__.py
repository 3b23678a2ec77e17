"""The plain twin: the rules of sim/ODD.md in Mesa objects and loops, to be read and to be equal."""

from tests.twin.model import TwinModel

__all__ = ["TwinModel"]
