"""What the settings say of each kind of issue."""

from __future__ import annotations

from dataclasses import dataclass

from sim.enums import YEAR_DAYS, Kind, Work
from sim.settings import Settings
from sim.streams import exponential, lognormal

WORKS = {
    Kind.INQUIRY: Work.INQUIRY,
    Kind.CERTIFICATE: Work.CERTIFICATE,
    Kind.DISPUTE: Work.MEDIATION,
}
CALLED = (Kind.INQUIRY, Kind.CERTIFICATE)
"""Kinds for which residents call at the counter."""


@dataclass(frozen=True)
class KindRules:
    """A kind; rate is a day and resident, a1 and a2 are the shares beyond the community."""

    kind: Kind
    work: Work
    rate: float
    minutes: float
    cv: float
    promise: float
    effort_shape: str
    hidden: float
    a1: float
    a2: float
    departments: float
    relapse: float
    seen: float
    powers: list[int]

    def effort(self, u: float) -> float:
        """Minutes of own work."""
        if self.effort_shape == "deterministic":
            return self.minutes
        if self.effort_shape == "exponential":
            return float(exponential(u, self.minutes))
        return float(lognormal(u, self.minutes, self.cv))


def read_kinds(settings: Settings) -> list[KindRules]:
    """All kinds in order."""
    names, scale = list(settings.departments.answering), settings.issues.beyond_scale
    kinds = []
    for kind, (_, rules) in zip(Kind, settings.issues.kinds, strict=True):
        a2 = min(1.0, getattr(rules, "level2", 0.0) * scale)
        a1 = min(getattr(rules, "level1", 0.0) * scale, 1.0 - a2)
        kinds.append(
            KindRules(
                kind,
                WORKS.get(kind, Work.ISSUE),
                settings.issues.rate_scale * rules.rate / 1000.0 / YEAR_DAYS,
                rules.minutes,
                rules.cv,
                rules.promise,
                rules.effort_shape,
                getattr(rules, "hidden", 0.0),
                a1,
                a2,
                getattr(rules, "departments", 1.0),
                getattr(rules, "relapse", 0.0),
                getattr(rules, "seen", 0.0),
                [names.index(name) for name in getattr(rules, "powers", ())],
            )
        )
    return kinds
