"""Merchants' self-check at Jiubasan's size: worker rounds a week, before and after.

`python -m experiments.studies.jiubasan` writes a table to outputs/jiubasan. It makes 80 runs of a
community, under a minute. The document reports
rounds nearly every day at the peak, and once a week after (facts jiubasan_visits_before and
jiubasan_visits_after). The lever sets how often rounds are due. How many are walked depends on the
day, on training that comes first, and on what self-checks bring up.
"""

from __future__ import annotations

import pandas as pd

from experiments.designs.documented_places import jiubasan
from experiments.runs.plan import plan
from experiments.statistics.paired_differences import paired_row
from experiments.studies.command import command
from experiments.studies.grid import SEED, print_table, totals, values, write_folder
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import grow

REPLICATIONS = 20
LEVER = {"levers.merchant_selfcheck.on": True}
SHOWN = (
    ("rounds walked a week", "merchant_rounds", "all"),
    ("merchant checks, hours a worker-week", "hours_per_worker_week", "merchant_checks"),
    ("visits to residents, hours a worker-week", "hours_per_worker_week", "visits"),
    ("issues of merchants reported a year", "issues_raised", "merchant"),
    ("share of hidden issues found by others first", "early_discovery_share", "merchant"),
    ("hours of merchants a week", "outside_hours", "merchants"),
)


def main() -> None:
    """Run the four arms, and print them beside the document."""
    ledger = Ledger.load()
    peak = float(ledger.value("fact:jiubasan_visits_before"))
    usual = float(ledger.value("assume:merchant_rounds"))
    arms = {
        "before|peak": jiubasan(ledger, peak),
        "after|peak": jiubasan(ledger, peak) | LEVER,
        "before|usual": jiubasan(ledger, usual),
        "after|usual": jiubasan(ledger, usual) | LEVER,
    }
    settings = {name: Settings.read(grow(tree), ledger) for name, tree in arms.items()}
    measures = totals(plan(settings, REPLICATIONS, SEED))
    rows = []
    for label, measure, group in SHOWN:
        for which in ("peak", "usual"):
            before, after = (
                values(measures, f"{arm}|{which}", measure, group) for arm in ("before", "after")
            )
            change = paired_row(before, after)
            rows.append(
                {"what": label, "rounds due before": which, "before": before.mean(),
                 "after": after.mean(), "change": change["difference"],
                 "ci_low": change["ci_low"], "ci_high": change["ci_high"]}
            )  # fmt: skip
    table = pd.DataFrame(rows)
    folder = write_folder("jiubasan", {"jiubasan": table}, replications=REPLICATIONS)
    documented = float(ledger.value("fact:jiubasan_visits_after"))
    print_table(
        table,
        f"{REPLICATIONS} replications; the document: {peak:.0f} rounds a week at the peak, "
        f"{documented:.0f} after; {folder}",
    )


if __name__ == "__main__":
    command(main, __doc__)
