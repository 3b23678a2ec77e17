"""The stock of obligations at the end, and what moved it."""

from __future__ import annotations

from sim.enums import Count
from sim.measures.measure import ALL, Groups, Measure, Values
from sim.measures.observation import Observation

PER_COMMUNITY = "obligations per community"
MOVED: dict[str, tuple[Count, str]] = {
    "set": (Count.OBLIGATIONS_SET, "set formally"),
    "refused": (Count.OBLIGATIONS_REFUSED, "refused by gate or review"),
    "beside_the_gate": (Count.OBLIGATIONS_BESIDE, "leaking around the gate"),
    "withdrawn": (Count.OBLIGATIONS_WITHDRAWN, "withdrawn"),
    "sent_down_again": (Count.OBLIGATIONS_SENT_DOWN, "sent down again"),
}
"""What is counted, and its label, by group."""
STOCK: Groups = {
    ALL: "",
    "unlisted": "unlisted",
    "boards": "boards on the wall",
    "leaks": "leaks of the gate",
}


def _stock(seen: Observation) -> Values:
    count = seen.sums.communities
    return {
        ALL: float(seen.sums.obligations) / count,
        "unlisted": float(seen.sums.unlisted_obligations) / count,
        "boards": float(seen.sums.boards) / count,
        "leaks": float(seen.sums.leaks) / count,
    }


def _growth(seen: Observation) -> Values:
    """Until the window begins the stock is the declared one."""
    before = seen.settings.obligations.kinds
    now = float(seen.sums.obligations) / seen.sums.communities
    return {ALL: (now - before) / seen.years}


def _moved(seen: Observation) -> Values:
    count = seen.sums.communities
    return {group: float(seen.counts[number]) / count for group, (number, _) in MOVED.items()}


def _groups(seen: Observation) -> Values:
    return {ALL: seen.sums.groups / seen.sums.communities}


MEASURES = (
    Measure(
        name="obligations",
        label="obligations",
        unit=PER_COMMUNITY,
        definition="active obligations on the last evening; unlisted are those of them not listed "
        "on the day after it, boards are boards on the wall, leaks what the gate refused and is "
        "asked all the same (no obligations); over communities",
        by_year=tuple(STOCK),
        values=_stock,
        groups=STOCK,
    ),
    Measure(
        name="obligations_growth",
        label="growth of obligations",
        unit="obligations per community and year",
        definition="active obligations on the last evening less the declared ones, over years",
        values=_growth,
    ),
    Measure(
        name="obligations_moved",
        label="changes of obligations",
        unit=PER_COMMUNITY,
        definition="obligations set formally, refused by gate or review, of these leaking around "
        "the gate, withdrawn, sent down again in the window; over communities",
        by_year=tuple(MOVED),
        values=_moved,
        groups={group: label for group, (_, label) in MOVED.items()},
        grouped="obligations {group}",
    ),
    Measure(
        name="work_groups",
        label="work groups",
        unit="groups per community",
        definition="work groups at the end (section 7.12), over communities",
        values=_groups,
        better=-1,
    ),
)
