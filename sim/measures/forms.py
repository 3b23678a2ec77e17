"""Measures of forms: due, late, never delivered, patched, sent back."""

from __future__ import annotations

from collections.abc import Callable

from sim.enums import Count
from sim.measures.measure import ALL, Key, Line, Measure, Section, Values, share
from sim.measures.observation import Observation

OF_DUE, PER_DUE = "share of forms due", "per form due"


def _of_due(count: Count) -> Callable[[Observation], Values]:
    """A count over forms due."""
    return lambda seen: {ALL: share(float(seen.counts[count]), float(seen.counts[Count.FORMS_DUE]))}


MEASURES = (
    Measure(
        name="forms_due",
        label="forms due",
        unit="forms",
        total_by="communities",
        definition="editions of active obligations that fall due in the window",
        by_year=(ALL,),
        values=lambda seen: {ALL: float(seen.counts[Count.FORMS_DUE])},
    ),
    Measure(
        name="forms_late_share",
        label="forms delivered late",
        unit=OF_DUE,
        definition="of these, those delivered after day of falling due + L",
        by_year=(ALL,),
        values=_of_due(Count.FORMS_LATE),
        lines=(Line(Section.WORKERS, 8, "forms delivered late"),),
    ),
    Measure(
        name="forms_missed_share",
        label="forms never delivered",
        unit=OF_DUE,
        definition="of these, those not delivered before the next edition fell due",
        by_year=(ALL,),
        values=_of_due(Count.FORMS_MISSED),
        better=-1,
        lines=(Line(Section.WORKERS, 6, "forms never delivered"),),
        key=(Key(8),),
    ),
    Measure(
        name="forms_patched_share",
        label="forms with patchwork",
        unit=OF_DUE,
        definition="of these, those in which old figures were filled in in the window",
        by_year=(ALL,),
        values=_of_due(Count.FORMS_PATCHED),
        lines=(Line(Section.WORKERS, 7, "forms filled in from old figures"),),
    ),
    Measure(
        name="forms_reminded_share",
        label="forms reminded of",
        unit=OF_DUE,
        definition="of these, those of which somebody above reminds in the window",
        values=_of_due(Count.FORMS_REMINDED),
    ),
    Measure(
        name="criticisms_per_form_due",
        label="written criticisms",
        unit=PER_DUE,
        definition="criticisms in the window, each for one or more forms that were not delivered, "
        "whenever these fell due, over forms due",
        digits=3,
        values=_of_due(Count.FORMS_CRITICISED),
    ),
    Measure(
        name="send_backs_per_form_due",
        label="forms sent back",
        unit=PER_DUE,
        definition="forms sent back in the window, whenever they fell due, over forms due",
        digits=3,
        values=_of_due(Count.FORMS_SENT_BACK),
    ),
)
