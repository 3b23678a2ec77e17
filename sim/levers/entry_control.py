"""Blockers in lifts and gate applications (智能阻车系统、闸机应用)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.parameters import Share, assume
from sim.terms import Kind


class EntryControl(Lever):
    """Electric bicycles stay out of lifts, and with them the fires they cause.

    A street names blockers in lifts, a patrol robot and terminals (002, Fuminlu), and a gate
    application lets 6,000 couriers pass (001, Binhai). Only for blockers does the text imply a
    mechanism; the others are named without one and change nothing here.
    """

    hazard_share: Share = assume("ebike_hazard_share")
    blocked_share: Share = assume("ebike_blocked_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_matters(communities, Kind.HAZARD, 1.0 - self.hazard_share * self.blocked_share)
