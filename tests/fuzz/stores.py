"""A small experiment, its store, and what may befall the files of that."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
from hypothesis import strategies as st

from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory
from experiments.runs.plan import Plan, plan
from experiments.runs.run import Record, perform
from experiments.runs.storage.database import NAME
from experiments.runs.storage.store import Store
from tests.fuzz.files import damaged
from tests.fuzz.studies import changed, study

KEPT = "kept"
REPLICATIONS = 3
Files = Mapping[str, bytes]
Frames = tuple[pd.DataFrame, pd.DataFrame]


def laboratory() -> Laboratory[CompareOptions]:
    """The laboratory of the experiment, with its store where we are."""
    return Laboratory(changed(study("compare"), "store", KEPT), CompareOptions)


@cache
def planned() -> Plan:
    """A baseline and one table, three replications."""
    return plan(laboratory().design(["one_table"]), REPLICATIONS, 1)


@cache
def records() -> tuple[Record, ...]:
    """What the runs give."""
    found = perform([planned().job(run, "full") for run in planned()])
    return tuple(one for one in found if isinstance(one, Record))


def resumed() -> tuple[Frames, int]:
    """Frames of the experiment, from the store as it lies, and how many runs that lacked."""
    mine = laboratory()
    frames = mine.rows(planned(), "measures"), laboratory().rows(planned(), "series")
    return frames, mine._execution.counts["computed"]


def same(found: Frames, other: Frames) -> bool:
    """To the bit."""
    return all(
        one.equals(two) and one["value"].to_numpy().tobytes() == two["value"].to_numpy().tobytes()
        for one, two in zip(found, other, strict=True)
    )


def ended(folder: Path) -> Files:
    """Files of a store of all runs."""
    with Store(folder) as store:
        store.add(records()[:4])
        store.add(records()[4:])
    return lying(folder)


class Killed(Exception):
    """Stands for the death of a writer."""


def killed(folder: Path) -> Files:
    """Files of a store whose writer was killed while it wrote the runs after the first four."""
    with Store(folder) as store, contextlib.suppress(Killed):
        store.add(records()[:4])
        database = store._database.runs.database
        database.query("PRAGMA cache_size=1")
        with database.transaction():
            database.query("UPDATE runs SET seconds = -1.0, checksum = zeroblob(16)")
            for _ in range(4):
                big = "INSERT INTO shared VALUES (randomblob(16), 0, randomblob(20000))"
                database.query(big)
            found = lying(folder)
            raise Killed
    assert len(found[f"{NAME}-journal"]) > 1000
    return found


def lying(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@dataclass(frozen=True, slots=True)
class Harm:
    """Files that are different (None: gone) and things of others that lie there as well."""

    changed: Mapping[str, bytes | None]
    strange: Mapping[str, bytes | None]
    """None stands for a folder."""

    def befall(self, files: Files, folder: Path) -> None:
        """Let the folder hold these files, harmed, and nothing else."""
        for path in folder.iterdir():
            path.rmdir() if path.is_dir() else path.unlink()
        for name, data in {**files, **self.changed}.items():
            if data is not None:
                (folder / name).write_bytes(data)
        for name, data in self.strange.items():
            if data is None:
                (folder / name).mkdir()
            else:
                (folder / name).write_bytes(data)


@st.composite
def harms(draw: st.DrawFn, files: Files) -> Harm:
    """One to three files are cut, changed, gone, or are others; strangers may lie beside them."""
    names = sorted(name for name in files if name != ".lock")
    hit = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    changed = {name: draw(_instead(files, name)) for name in hit}
    strange = draw(st.lists(st.sampled_from(STRANGERS), max_size=2, unique=True))
    return Harm(changed, {name: draw(_strange(files)) for name in strange})


def _instead(files: Files, name: str) -> st.SearchStrategy[bytes | None]:
    other = [files[one] for one in sorted(files) if one != name]
    return st.one_of(
        damaged(files[name]), damaged(files[name]), damaged(files[name]),
        st.none(), st.just(b""), st.sampled_from(other), st.binary(max_size=40),
    )  # fmt: skip


STRANGERS = (
    f"{NAME}.1.damaged", f".{NAME}.saved", f".{NAME}.abcd1234", "saved", "copy", "runs.4.sqlite",
    "mine.parquet", f"{'2' * 32}.2.runs.parquet", f"{'3' * 32}.journal", "notes.txt", f"mine{NAME}",
)  # fmt: skip
"""Names of files of others, some of them as ours are called."""


def _strange(files: Files) -> st.SearchStrategy[bytes | None]:
    theirs = st.sampled_from([files[one] for one in sorted(files)])
    lines = st.sampled_from((b"", b"\n", b"{}\n", b"00000000 \n", b"x 1\n" * 3))
    return st.one_of(st.none(), theirs, theirs.flatmap(damaged), lines, st.binary(max_size=20))
