"""Every table that the code makes, by the name in the mark of its page."""

from __future__ import annotations

from collections.abc import Callable

from tests.odd import (
    constants,
    evidence,
    levers,
    measures,
    parameters,
    phases,
    settings,
    state,
    streams,
    systems,
)

TABLES: dict[str, Callable[[], str]] = {
    "activities": measures.activities,
    "answering": settings.answering,
    "arrays": state.arrays,
    "catalogue": levers.catalogue,
    "cadences": settings.cadences,
    "constants": constants.constants,
    "day": phases.day,
    "entities": state.entities,
    "expectations": evidence.expectations,
    "grades": parameters.grades,
    "kinds": settings.kinds,
    "levers": levers.levers,
    "measures": measures.measures,
    "mediation": settings.mediation,
    "month": phases.month,
    "parameters": parameters.parameters,
    "parts": measures.parts,
    "plausible": evidence.plausible,
    "policies": levers.policies,
    "rules": settings.rules,
    "rules_off": settings.rules_off,
    "series": measures.series,
    "sources": evidence.sources,
    "state": state.state,
    "streams": streams.streams,
    "systems": systems.by_part,
    "systems_here": systems.counts,
    "targets": evidence.targets,
    "territories": settings.territories,
    "unused": evidence.unused,
}
