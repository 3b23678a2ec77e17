"""Rows that are measured in this process: kernels, whole runs, places of many sizes, plans."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from sim.settings import Settings
from tests.bench.row import FULL, Measured, Missing, Size
from tests.bench.society import clocked, kernels, of_communities, street, typical, whole

MS, US = 1e3, 1e6


def kernel_ms(size: Size) -> Measured:
    """Kernels of the street: all days, growth of arrays included."""
    settings = street(size)
    value = MS * typical(lambda: kernels(settings), size.rounds)
    days = settings.horizon_days + settings.warmup_days
    each = 1e3 * value / days / size.communities
    return Measured(value, f"growth of arrays included; {each:.1f} us a community-day")


def run_totals_ms(size: Size) -> Measured:
    """A whole run of the street with the measures of the whole place."""
    settings = street(size)
    return Measured(MS * typical(lambda: whole(settings), size.rounds))


def community_day_us(settings: Settings, rounds: int) -> float:
    """Kernel microseconds a community-day."""
    days = settings.horizon_days + settings.warmup_days
    seconds = typical(lambda: kernels(settings), rounds)
    return US * seconds / days / settings.territory.communities


def district_us(size: Size) -> Measured:
    """The district, of 64 communities."""
    from experiments.config.compose import compose
    from sim.evidence import Ledger

    if size.communities != Settings().territory.communities:
        return Measured(community_day_us(of_communities(size.ladder[-1], size), size.rounds))
    days = (f"horizon_days={size.horizon_days}", f"warmup_days={size.warmup_days}")
    study = compose("experiment=compare", "territory=district", *days)
    (settings,) = study.scenarios([], Ledger.load()).values()
    return Measured(community_day_us(settings, size.rounds))


def linearity(size: Size) -> Measured:
    """Time of a community-day in the most expensive of several places, over that in one alone."""
    each = {
        count: community_day_us(of_communities(count, size), size.rounds if count < 64 else 1)
        for count in size.ladder
    }
    value = max(each.values()) / each[size.ladder[0]]
    listed = ", ".join(f"{count}: {us:.1f}" for count, us in each.items())
    return Measured(value, f"us by communities: {listed}", each)


def plan_10000_s(size: Size) -> Measured:
    """Planning runs at 10,000 distinct points over all assumptions, or in proportion."""
    from experiments.config.compose import compose
    from experiments.designs.active_parameters import ranged
    from experiments.kinds.uncertainty.options import UncertaintyOptions
    from experiments.laboratory import Laboratory
    from experiments.runs.plan import Plan, plan

    with TemporaryDirectory() as folder:
        places = (f"store={folder}/store", f"output={folder}/output")
        draws = ("societies=declared", f"draws={size.points}")
        study = compose("experiment=uncertainty", *draws, *places)
        laboratory = Laboratory(study, UncertaintyOptions)
        names = ranged(laboratory.chosen.assumptions, laboratory.ledger)

        def planned() -> Plan:
            points = laboratory.draw_assumptions(names, size.points, "latin")
            design = laboratory.design((), points)
            return plan(design, 1, 1, seed_by_point=True, skip_impossible=True)

        seconds, runs = clocked(planned)
    if not runs.runs:
        raise Missing("no point is feasible")
    note = f"{len(names)} assumptions, {runs.runs:,} of {size.points:,} points feasible"
    return Measured(seconds * FULL.points / size.points, note)
