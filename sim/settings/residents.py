"""Settings of residents."""

from __future__ import annotations

from sim.parameters import Group, NotNegative, Share, assume


class Residents(Group):
    """Trust of residents, their reporting, and the time they spend."""

    trust_start: Share = assume("trust_start")
    trust_gain: Share = assume("trust_gain")
    trust_loss: NotNegative = assume("trust_loss")
    reporting_elasticity: NotNegative = assume("reporting_elasticity", le=10)
    contact_share: Share = assume("resident_contact_share")
    certificate_trips: NotNegative = assume("certificate_trips")
    trip_minutes: NotNegative = assume("trip_minutes")
