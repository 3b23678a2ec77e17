"""What comes of words: an exit code, what is printed, and what was planned where all went well."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.runs.design import Design
from experiments.runs.plan import Plan, _possible
from experiments.runs.storage.lock import NAME as LOCK
from sim import GovernanceModel, Settings
from sim.streams import run_seed

LONGEST = 4000
MOST_CASES = 500
"""Societies, or replications, of a plan beyond which planning is broken off."""
REFUSED = re.compile(r"unburden: (.*=.*: .+|.* is not key=value.+)\n")
"""Key, value, what is allowed; and no second line."""


class Planned(BaseException):
    """Stands for the runs of a plan, or for whatever else takes its time."""

    def __init__(self, plan: Plan | None = None) -> None:
        super().__init__()
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is None where only runs were left to be done."""

    code: int | None
    out: str
    err: str
    plan: Plan | None = None


def asked(words: Sequence[str]) -> Answer:
    """What the command answers."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code, plan = answer(words), None
        except Planned as found:
            code, plan = None, found.plan
    return Answer(code, out.getvalue(), err.getvalue(), plan)


def polite(words: Sequence[str]) -> Answer:
    """The answer, which is no failure of ours, tells a refusal in a line, and leaves no litter."""
    before = lying()
    given = asked(words)
    assert "Traceback" not in given.err, given.err
    assert given.code in (0, 2, None), given
    if given.code == 2:
        assert REFUSED.fullmatch(given.err), given.err
        assert len(given.err) < LONGEST, given.err
        assert given.err[:-1].isprintable(), given.err
        assert given.out == "" or any(word.startswith("--info") for word in words)
    if given.code != 0:
        assert lying() == before
    return given


def lying() -> set[str]:
    """What lies where we are, however deep; a store that was opened has its lock."""
    return {str(path) for path in Path().rglob("*") if path.name != LOCK}


@cache
def measured(by_community: bool) -> pd.DataFrame:
    """What a small society measures before its first day."""
    small = {"communities": 1, "workers": 4, "residents": 100}
    return GovernanceModel(Settings(territory=small), rng=1).measures(by_community=by_community)


@contextlib.contextmanager
def planning_only() -> Iterator[None]:
    """All is as it is, up to where runs would begin."""

    def execute(plan: Plan, *_: Any) -> NoReturn:
        raise Planned(plan)

    def begin(*_: Any) -> NoReturn:
        raise Planned

    def possible(design: Design, skip: bool, wanted: Any) -> Any:
        if len(design.points) * len(design.scenarios) > MOST_CASES:
            raise Planned
        return _possible(design, skip, wanted)

    def seeded(seed: int, replication: int) -> int:
        if replication > MOST_CASES:
            raise Planned
        return run_seed(seed, replication)

    class Measured:
        """A society of a community has the measures of any, and is there at once."""

        def __init__(self, _: Settings, run_seed: int) -> None:
            pass

        def measures(self, by_community: bool) -> pd.DataFrame:
            return measured(by_community)

    stops: dict[str, Callable[..., Any]] = {
        "experiments.runs.execution.execute": execute,
        "experiments.runs.plan._possible": possible,
        "experiments.runs.plan.run_seed": seeded,
        "experiments.laboratory.Society": Measured,
        "experiments.kinds.calibrate.experiment.pool": begin,
        "experiments.kinds.trace.experiment._run": begin,
        "experiments.kinds.verify.experiment.verify": begin,
    }
    with pytest.MonkeyPatch.context() as patched:
        for name, stop in stops.items():
            patched.setattr(name, stop)
        yield
