"""Levers, in the order in which they are applied."""

from sim.levers.admission_gate import AdmissionGate
from sim.levers.base import Lever, Place
from sim.levers.department_evaluation import DepartmentEvaluation
from sim.levers.escalation_rights import EscalationRights
from sim.levers.monitoring import Monitoring
from sim.levers.one_table import OneTable
from sim.levers.signboard_removal import SignboardRemoval
from sim.parameters import Group


class Levers(Group):
    """One field for each lever; a later one sees what an earlier one did."""

    signboard_removal: SignboardRemoval
    one_table: OneTable
    escalation_rights: EscalationRights
    department_evaluation: DepartmentEvaluation
    admission_gate: AdmissionGate
    monitoring: Monitoring


__all__ = ["Lever", "Levers", "Place"]
