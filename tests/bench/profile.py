"""`python -m tests.bench.profile [street | laboratory]`: where the time of a run goes.

A street by set-up, phases of its days, growth of arrays and measures; a comparison of street runs,
with two workers, by kernels, set-up, measures and the rest. Without a name both.
"""

from __future__ import annotations

import sys
from statistics import median

from tests.bench import phases
from tests.bench.commands import laboratory
from tests.bench.row import FULL, Size


def street_by_phase(size: Size) -> None:
    """Print milliseconds of the parts of a street, medians; shares are of its days.

    What begins with `work:` is a part of `run_day: work`; the rest of days are growth of arrays,
    levers, and what the phases leave out. Looks at the clock are taken off everywhere.
    """
    names = phases.install()
    # The model is imported after the timed modules have taken their places.
    from sim.society import Society
    from tests.bench.society import clocked, street

    settings = street(size)
    Society(settings, 1).run()
    phases.spent(names)
    rounds: list[dict[str, float]] = []
    for _ in range(size.rounds):
        built, society = clocked(lambda: Society(settings, 1))
        ran, _ = clocked(society.run)
        parts, looks = phases.spent(names)
        ran -= looks
        rest = ran - sum(spent for name, spent in parts.items() if not name.startswith("work:"))
        measured, _ = clocked(lambda made=society: made.measures(by_community=False))  # type: ignore[misc]
        whole = {"set-up": built, "days": ran, "measures, totals": measured, "rest of days": rest}
        rounds.append(whole | parts)
    parts = {name: median(one[name] for one in rounds) for name in rounds[0]}
    days = f"{settings.warmup_days} + {settings.horizon_days} days"
    print(f"a street, {days}: ms of processor time, share of the days")
    for name, seconds in parts.items():
        share = "" if name in ("set-up", "measures, totals") else f"{seconds / parts['days']:7.0%}"
        print(f"  {name:32}{1e3 * seconds:8.1f}{share}")


def laboratory_by_part(size: Size) -> None:
    """Print milliseconds a run, and shares, of the parts of a comparison."""
    parts, all_ = laboratory(size)
    print(f"a comparison of {size.runs} street runs, 2 workers: ms of processor time a run, share")
    for name, seconds in {**parts, "rest": all_ - sum(parts.values()), "all": all_}.items():
        print(f"  {name:32}{1e3 * seconds / size.runs:8.1f}{seconds / all_:7.0%}")


PROFILES = {"street": street_by_phase, "laboratory": laboratory_by_part}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or PROFILES:
        PROFILES[chosen](FULL)
