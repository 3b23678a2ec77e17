"""Levers, in the order in which they are applied."""

from sim.levers.base import Lever, Place
from sim.levers.escalation_rights import EscalationRights
from sim.levers.one_table import OneTable
from sim.levers.signboard_removal import SignboardRemoval
from sim.parameters import Group


class Levers(Group):
    """One field for each lever; a later one sees what an earlier one did."""

    signboard_removal: SignboardRemoval
    one_table: OneTable
    escalation_rights: EscalationRights


__all__ = ["Lever", "Levers", "Place"]
