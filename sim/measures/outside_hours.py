"""Hours of others: street staff, residents, volunteers, merchants, members and partners."""

from __future__ import annotations

from sim.enums import MONTHS, YEAR_DAYS, Count, Work
from sim.measures.measure import ALL, Key, Line, Measure, Section, Values
from sim.measures.observation import HOUR_TICKS, Observation
from sim.measures.working_time import ASKING

GROUPS = {
    "street": "street staff",
    "residents": "residents asked and surveyed",
    "volunteers": "volunteers",
    "trips": "residents' trips for certificates",
    "others": "members and partners",
    "merchants": "merchants",
    ALL: "",
}


def _hours(seen: Observation) -> Values:
    """Residents are asked, surveyed, and sit in halls; their trips for certificates are apart."""
    counts, settings = seen.counts, seen.settings
    weeks, hall = seen.weeks, settings.rules.mediation
    street = float(counts[Count.STREET_TICKS]) / HOUR_TICKS / weeks
    asked = seen.ticks[[*ASKING, Work.SETUP]].sum()
    asked_hours = float(asked) * settings.residents.contact_share / HOUR_TICKS
    sitting = float(counts[Count.HALL_SESSIONS]) * hall.hall_residents * hall.hall_minutes / 60.0
    residents = (asked_hours + sitting) / weeks
    trips = float(counts[Count.TRIP_TICKS]) / HOUR_TICKS / weeks
    days = int(counts[Count.VOLUNTEER_DAYS])
    monthly_days = YEAR_DAYS / MONTHS
    volunteers = days * settings.rules.volunteers.volunteer_hours / monthly_days / weeks
    merchants = float(counts[Count.MERCHANT_TICKS]) / HOUR_TICKS / weeks
    others = float(counts[Count.OTHERS_TICKS]) / HOUR_TICKS / weeks
    whole = street + residents + trips + volunteers + merchants + others
    return {
        "street": street,
        "residents": residents,
        "volunteers": volunteers,
        "trips": trips,
        "others": others,
        "merchants": merchants,
        ALL: whole,
    }


MEASURES = (
    Measure(
        name="outside_hours",
        label="time of others",
        unit="hours per week",
        total_by="residents",
        definition="street is hours of street offices on what communities bring; residents is "
        "contact_share of asking and of surveys, and hall_residents x hall_minutes to each "
        "session in the hall; volunteers is volunteer_hours a month and active volunteer; trips, "
        "others and merchants as in section 12; all is the sum",
        values=_hours,
        groups=GROUPS,
        better=-1,
        digits=0,
        whole_only=True,
        lines=(
            Line(Section.OTHERS, 1, "residents, asked and surveyed", "residents"),
            Line(Section.OTHERS, 2, "street staff", "street"),
        ),
        key=(Key(7),),
    ),
)
