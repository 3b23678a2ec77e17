"""Residents' issues, as levers see them: how many arise, and who deals with them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import Habitat, Kind
from sim.facade.base import Base
from sim.settings import Settings
from sim.state import State


class IssueSide(Base):
    """What arises in communities."""

    def __init__(self, settings: Settings, state: State) -> None:
        super().__init__(settings, state)
        self._unkept = [settings.rules.types.no_property_estates] * self.communities

    def scale_issues(self, communities: Sequence[int], kind: Kind, factor: float) -> None:
        """Multiply the rate at which issues of a kind arise."""
        self.state.issue_rates["rate"][list(communities), kind] *= factor

    def share_issues(self, communities: Sequence[int], kind: Kind, share: float) -> None:
        """Let others take on a share of the community's own issues of a kind."""
        for community in communities:
            rates = self.state.issue_rates[community, kind]
            rates["taken"] = 1.0 - (1.0 - rates["taken"]) * (1.0 - share)

    def surge(self, communities: Sequence[int], kind: Kind, factor: float, days: int) -> None:
        """Multiply the rate at which issues of a kind arise for some days from today."""
        for community in communities:
            rates = self.state.issue_rates[community, kind]
            rates["surge"], rates["surge_end"] = factor, self.day + days

    def find_property_firms(self, community: int, share: float) -> None:
        """Find property firms for a share of an old community's estates that have none."""
        rule = self.settings.rules.types
        if not rule.on or self.state.communities[community]["habitat"] != Habitat.OLD:
            return
        before = self._unkept[community]
        after = before * (1.0 - share)
        self._unkept[community] = after
        rates = self.state.issue_rates[community, Kind.FACILITY]
        more, own = rule.no_property_facility - 1.0, rule.no_property_own_share
        if 1.0 + before * more > 0.0:
            rates["rate"] = float(rates["rate"]) * (1.0 + after * more) / (1.0 + before * more)
        if before * own < 1.0:
            rates["level1"] = float(rates["level1"]) * (1.0 - after * own) / (1.0 - before * own)
