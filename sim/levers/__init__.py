"""Levers, in the order in which they are applied."""

from sim.levers.academy import Academy
from sim.levers.admission_gate import AdmissionGate
from sim.levers.all_round_workers import AllRoundWorkers
from sim.levers.base import Lever, Place
from sim.levers.burden_review import BurdenReview
from sim.levers.certificate_cleanup import CertificateCleanup
from sim.levers.data_cockpit import DataCockpit
from sim.levers.data_exchange import DataExchange
from sim.levers.deliberation_hall import DeliberationHall
from sim.levers.department_evaluation import DepartmentEvaluation
from sim.levers.double_registration import DoubleRegistration
from sim.levers.duty_list import DutyList
from sim.levers.elderly_alarms import ElderlyAlarms
from sim.levers.elderly_menu import ElderlyMenu
from sim.levers.entry_control import EntryControl
from sim.levers.escalation_rights import EscalationRights
from sim.levers.flexible_staffing import FlexibleStaffing
from sim.levers.form_cuts import FormCuts
from sim.levers.inspection_control import InspectionControl
from sim.levers.joint_response import JointResponse
from sim.levers.legal_staff import LegalStaff
from sim.levers.merchant_selfcheck import MerchantSelfcheck
from sim.levers.merchants_federation import MerchantsFederation
from sim.levers.merged_counter import MergedCounter
from sim.levers.micro_grids import MicroGrids
from sim.levers.monitoring import Monitoring
from sim.levers.new_employment_stations import NewEmploymentStations
from sim.levers.one_table import OneTable
from sim.levers.partner_units import PartnerUnits
from sim.levers.patrol_cameras import PatrolCameras
from sim.levers.points_scheme import PointsScheme
from sim.levers.property_governance import PropertyGovernance
from sim.levers.recruitment import Recruitment
from sim.levers.resident_app import ResidentApp
from sim.levers.resident_funding import ResidentFunding
from sim.levers.secondment_control import SecondmentControl
from sim.levers.secretary_projects import SecretaryProjects
from sim.levers.service_extension import ServiceExtension
from sim.levers.signboard_removal import SignboardRemoval
from sim.levers.stationed_cadres import StationedCadres
from sim.levers.street_powers import StreetPowers
from sim.levers.supervision import Supervision
from sim.levers.task_return import TaskReturn
from sim.levers.tiered_visits import TieredVisits
from sim.levers.transparent_flow import TransparentFlow
from sim.levers.volunteer_drive import VolunteerDrive
from sim.parameters import Group


class Levers(Group):
    """One field for each lever; a later one sees what an earlier one did."""

    signboard_removal: SignboardRemoval
    one_table: OneTable
    escalation_rights: EscalationRights
    department_evaluation: DepartmentEvaluation
    admission_gate: AdmissionGate
    monitoring: Monitoring
    duty_list: DutyList
    certificate_cleanup: CertificateCleanup
    form_cuts: FormCuts
    inspection_control: InspectionControl
    task_return: TaskReturn
    merged_counter: MergedCounter
    secondment_control: SecondmentControl
    street_powers: StreetPowers
    flexible_staffing: FlexibleStaffing
    joint_response: JointResponse
    legal_staff: LegalStaff
    recruitment: Recruitment
    all_round_workers: AllRoundWorkers
    academy: Academy
    stationed_cadres: StationedCadres
    partner_units: PartnerUnits
    double_registration: DoubleRegistration
    secretary_projects: SecretaryProjects
    service_extension: ServiceExtension
    data_cockpit: DataCockpit
    data_exchange: DataExchange
    patrol_cameras: PatrolCameras
    merchant_selfcheck: MerchantSelfcheck
    resident_app: ResidentApp
    elderly_alarms: ElderlyAlarms
    entry_control: EntryControl
    micro_grids: MicroGrids
    deliberation_hall: DeliberationHall
    resident_funding: ResidentFunding
    merchants_federation: MerchantsFederation
    points_scheme: PointsScheme
    volunteer_drive: VolunteerDrive
    tiered_visits: TieredVisits
    elderly_menu: ElderlyMenu
    property_governance: PropertyGovernance
    new_employment_stations: NewEmploymentStations
    supervision: Supervision
    transparent_flow: TransparentFlow
    burden_review: BurdenReview


__all__ = ["Lever", "Levers", "Place"]
