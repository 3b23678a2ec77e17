"""The runs that an experiment needs, in the order of execution."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b

import pandas as pd

from experiments.runs.design import Case, Design
from experiments.runs.interrupts import Interrupts
from experiments.runs.progress import Progress
from experiments.runs.run import Detail, Job, Run
from sim.measures import own
from sim.settings import Settings, SettingsError
from sim.streams import run_seed
from sim.version import model_version

MOST_SOCIETIES = 1_000_000
"""Societies of which no two share a seed."""
PATIENCE = 2.0
"""Seconds before planning is shown."""
COLUMNS = ("key", "scenario", "point", "replication", "seed")


class Plan:
    """A table of runs over a design; `impossible` are the points that no settings allow.

    `table` has one row a run: key, scenario, point, replication, seed.
    """

    def __init__(self, design: Design, table: pd.DataFrame, impossible: tuple[int, ...]) -> None:
        self.design, self.table, self.impossible = design, table, impossible

    def __len__(self) -> int:
        return len(self.table)

    def __iter__(self) -> Iterator[Run]:
        return (Run(*row) for row in self.table.itertuples(index=False, name=None))

    @property
    def runs(self) -> int:
        """Number of different runs; equal societies under one seed share a run."""
        return int(self.table["key"].nunique())

    @property
    def scenarios(self) -> tuple[str, ...]:
        return self.design.scenarios

    @property
    def replications(self) -> int:
        """The number of replications; where each draw has a seed of its own, of draws."""
        return int(self.table["replication"].nunique())

    @property
    def seeds(self) -> list[int]:
        """Run seeds by replication; over societies, by replication and society."""
        return [int(seed) for seed in self.table["seed"].unique()]

    def settings(self, scenario: str, point: int | None = None) -> Settings:
        """The society of a scenario, at the first possible point unless another is named."""
        first = int(self.table["point"].iloc[0]) if point is None else point
        return self.design.settings(Case(scenario, first))

    def refuse_impossible(self) -> None:
        """Raises the SettingsError of the first impossible point, if there is one."""
        for point in self.impossible[:1]:
            for scenario in self.scenarios:
                self.design.settings(Case(scenario, point))

    def without(self, keys: Collection[str]) -> Plan:
        """The same plan without these runs."""
        kept = self.table[~self.table["key"].isin(keys)] if keys else self.table
        return Plan(self.design, kept, self.impossible)

    def job(self, run: Run, detail: Detail) -> Job:
        """A run with all that it needs."""
        settings = self.settings(run.scenario, run.point)
        return Job(run.key, run.seed, settings, detail, measures=own.registered())


def plan(
    design: Design | Mapping[str, Settings],
    replications: int,
    seed: int,
    *,
    first: int = 0,
    seed_by_point: bool = False,
    skip_impossible: bool = False,
    cases: Collection[Case] | None = None,
) -> Plan:
    """Every scenario at every point, or these cases, `replications` times from the `first` on.

    Seeds depend on the replication alone (common random numbers). Over societies they depend on
    society and replication, so that all scenarios and points at a society share them, and neither
    more societies nor more replications change them. With `seed_by_point` each point has a seed of
    its own. Runs go replication by replication over all cases, so that what is done is balanced at
    any time. Raises SettingsError for an infeasible point, unless such points are skipped;
    KeyboardInterrupt where the user stops it.
    """
    design = design if isinstance(design, Design) else Design.of(design)
    possible, impossible = _possible(design, skip_impossible, cases)
    model = model_version()
    societies = None if design.labels is None else design.labels["society"].to_dict()
    seed_by_point = seed_by_point and societies is None
    rows: list[tuple[str, str, int, int, int]] = []
    for turn in range(first, first + replications):
        for case, canonical in possible.items():
            replication = case.point * replications + turn if seed_by_point else turn
            own = replication
            if societies is not None:
                own = societies[case.point] + turn * MOST_SOCIETIES
            rng = run_seed(seed, own)
            rows.append((key_of(canonical, rng, model), *case, replication, rng))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    types = {"point": "int32", "replication": "int32", "seed": "int64"}
    return Plan(design, table.astype(types), impossible)


def key(canonical: str, seed: int, model: str) -> str:
    """The identity of a run: a hash of validated settings, run seed and model version."""
    return key_of(_digest(canonical), seed, model)


def _possible(
    design: Design, skip: bool, wanted: Collection[Case] | None
) -> tuple[dict[Case, bytes], tuple[int, ...]]:
    """Digests of the settings of cases, and points that are infeasible for some scenario."""
    digests: dict[Case, bytes] = {}
    impossible: dict[int, None] = {}
    total = len(design.points) * len(design.scenarios) if wanted is None else len(wanted)
    progress = Progress(total, unit="societies planned", delay=PATIENCE)
    with Interrupts() as interrupts, progress:
        for case in design:
            if wanted is not None and case not in wanted:
                continue
            try:
                digests[case] = _digest(design.settings(case).canonical())
            except SettingsError:
                if not skip:
                    raise
                impossible[case.point] = None
            progress.advance(1)
            interrupts.check()
    kept = {case: digest for case, digest in digests.items() if case.point not in impossible}
    return kept, tuple(impossible)


def _digest(canonical: str) -> bytes:
    return blake2b(canonical.encode(), digest_size=16).digest()


def key_of(digest: bytes, seed: int, model: str) -> str:
    """As `key`, from the digest of the settings."""
    return blake2b(b"%s %d %s" % (model.encode(), seed, digest), digest_size=16).hexdigest()
