"""Settings of residents."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.parameters import Group, NotNegative, SettingsError, Share, assume


class Residents(Group):
    """Trust of residents, and what follows from it."""

    trust_start: Share = assume("trust_start")
    trust_gain: Share = assume("trust_gain")
    trust_loss: NotNegative = assume("trust_loss")
    reporting_elasticity: NotNegative = assume("reporting_elasticity")
    contact_share: Share = assume("resident_contact_share")

    @model_validator(mode="after")
    def bounded(self) -> Self:
        if self.trust_loss * self.trust_gain > 1:
            raise SettingsError("trust_loss", self.trust_loss, "at most 1 when times trust_gain")
        return self
