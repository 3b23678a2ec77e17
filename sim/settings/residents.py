"""Settings of residents."""

from __future__ import annotations

from sim.parameters import Group, NotNegative, Share, assume


class Residents(Group):
    """Trust of residents, their reporting, the time they spend, age and use of applications."""

    trust_start: Share = assume("trust_start")
    trust_gain: Share = assume("trust_gain")
    trust_loss: NotNegative = assume("trust_loss")
    reporting_elasticity: NotNegative = assume("reporting_elasticity", le=10)
    contact_share: Share = assume("resident_contact_share")
    certificate_trips: NotNegative = assume("certificate_trips")
    trip_minutes: NotNegative = assume("trip_minutes")
    elderly_share: Share = assume("elderly_share")
    elderly_listed: Share = assume("elderly_listed")
    elderly_old_estate: NotNegative = assume("elderly_old_estate")
    elderly_village: NotNegative = assume("elderly_village")
    elderly_users: Share = assume("elderly_users")
    younger_users: Share = assume("younger_users")
