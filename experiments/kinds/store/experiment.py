"""The experiment `store`: what lies in the store, whether it is sound, and what may go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config import options
from experiments.config.errors import InputError, RunError
from experiments.config.files import is_folder
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.kinds.compare.summary import console
from experiments.kinds.store.options import StoreOptions
from experiments.reporting.frames import write_frames
from experiments.reporting.manifest import head
from experiments.reporting.results import Results, write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.environment import differences, environment
from experiments.runs.run import Record, perform
from experiments.runs.storage.claim import given_up
from experiments.runs.storage.contents import contents, damaged, duration, remove_all
from experiments.runs.storage.output import Output
from experiments.runs.storage.rows import FRAMES
from experiments.runs.storage.store import Store
from sim.version import model_version

MEGABYTE = 1_000_000


def main(study: Study) -> Results:
    """List the store, after checking and pruning it where that is asked for.

    Raises RunError if it was damaged.
    """
    results = run(study)
    report = results.manifest["store"]
    _print(results.store, report)
    if not report["sound"]:
        raise RunError(f"{report['folder']} was damaged; lost runs are computed again when needed")
    if report["differ"]:
        others = counted(len(report["differ"]), "run gives", "runs give")
        raise RunError(
            f"{others} other results here than {report['folder']} has: "
            f"{'; '.join(report['differ'][:10])}"
        )
    return results


@given_up()
def run(study: Study) -> Results:
    """The frame `store`: a row for each model, detail and environment; and the output folder.

    Raises InputError if there is no store, or others have open what is to be pruned.
    """
    study.refuse_overrides()
    chosen = options.read(StoreOptions, study.options)
    folder = Path(chosen.store)
    if not is_folder(folder):
        raise InputError("store", folder, "no such folder: nothing has been run here yet")
    output = Output.of(study, chosen)
    begins()
    if chosen.prune in ("all", "damaged"):
        _remove(folder, chosen.prune)
    with Store(folder) as store:
        sound = store.check() if chosen.check else True
        before = len(store)
        if chosen.prune == "old_models" and not store.keep_model(model_version()):
            raise _in_use(folder, chosen.prune)
        rerun, differ = _differing(store, chosen.rerun)
        found = contents(store)
        removed = before - len(store)
    told = {name: value for name, value in asdict(found).items() if name != "runs"}
    told |= {"folder": str(folder), "sound": sound, "checked": chosen.check}
    told |= {"rerun": rerun, "differ": differ, "pruned": chosen.prune, "removed": removed}
    results = Results(output.folder, {"store": found.runs}, head(study) | {"store": told})

    def fill(aside: Path) -> None:
        write_frames({"store.csv": found.runs}, aside)
        write_manifest(results.manifest, aside)

    output.write(fill)
    return results


def _differing(store: Store, most: int) -> tuple[int, list[str]]:
    """Do so many stored runs of this model again: how many, and which of them give other bits.

    A run that fails now is among these. Each is named with the versions under which it was made.
    """
    done, found = 0, []
    for job in store.jobs(model_version(), most):
        done += 1
        (again,) = perform([job])
        same = isinstance(again, Record) and all(
            _same(list(store.rows(frame, [job.key], job.detail)), getattr(again, frame))
            for frame in FRAMES
        )
        if not same:
            (made,) = store.origins([job.key], job.detail)["environment"].to_pylist()
            found.append(f"run {job.key}, made under {differences(made) or 'the same versions'}")
    return done, found


def _same(stored: list[pa.Table], again: bytes) -> bool:
    """Whether a frame is the same to the bit."""
    if not stored or not again:
        return not stored and not again
    one, other = (
        pa.concat_tables(stored).drop_columns(["key"]),
        pa.ipc.open_stream(again).read_all(),
    )
    bits = [table["value"].to_numpy().tobytes() for table in (one, other)]
    return bits[0] == bits[1] and bool(one.equals(other))


def _remove(folder: Path, what: str) -> None:
    """Remove the store, or what was set aside; neither is opened."""
    try:
        if what == "all" and not remove_all(folder):
            raise _in_use(folder, what)
        for path in damaged(folder) if what == "damaged" else ():
            path.unlink()
    except OSError as error:
        raise InputError("prune", what, f"{folder} cannot be written: {error.strerror}") from None


def _in_use(folder: Path, what: str) -> InputError:
    return InputError("prune", what, f"another experiment has {folder} open; try again later")


def _print(runs: pd.DataFrame, told: Mapping[str, Any]) -> None:
    to = console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("model")
    table.add_column("made under")
    table.add_column("kept")
    for name in ("runs", "societies", "seeds", "computing time"):
        table.add_column(name, justify="right")
    table.add_column("last made")
    rows: list[Any] = runs.to_dict("records")
    for row in rows:
        here = " (this one)" if row["model"] == model_version() else ""
        counts = (f"{row[name]:,}" for name in ("runs", "societies", "seeds"))
        table.add_row(
            f"{row['model']}{here}", _made_under(row), row["detail"], *counts,
            duration(row["hours"]), row["last"][: len("2026-11-29")],
        )  # fmt: skip
    to.print(table if len(runs) else Text("no runs"))
    size = f"{told['bytes'] / MEGABYTE:,.1f} MB"
    words = [f"{told['folder']}: {size}"]
    if told["other_formats"]:
        others = "in another format of the store, of another version (not read)"
        words.append(f"{counted(told['other_formats'], 'file')} {others}")
    if told["damaged"]:
        words.append(
            f"{counted(told['damaged'], 'file')} set aside as damaged (prune=damaged removes them)"
        )
    if told["checked"]:
        words.append("every run was checked")
    if told["rerun"]:
        words.append(f"{counted(told['rerun'], 'run')} done again: {_judged(told['differ'])}")
    if told["pruned"]:
        words.append(_pruned(told["pruned"], told["removed"]))
    to.print(Text(", ".join(words), style="dim"))
    to.print(
        Text(
            "made under: the versions and processor that differ from those of this process. "
            "kept: totals of the whole place, or full with communities and days; societies: "
            "different settings. prune=old_models removes runs of other versions of the model.",
            style="dim",
        )
    )


def _judged(differ: list[str]) -> str:
    return f"{len(differ):,} differ" if differ else "all equal to the bit"


def _pruned(what: str, removed: int) -> str:
    gone = {"all": "the store was emptied", "damaged": "files that were set aside are removed"}
    return gone.get(what, f"{counted(removed, 'run')} of other versions removed")


def _made_under(row: Mapping[str, Any]) -> str:
    """What of a row's environment differs from that of this process."""
    here = json.loads(environment())
    there = {name: row[name] if isinstance(row.get(name), str) else "unknown" for name in here}
    other = [f"{name} {there[name]}" for name, value in here.items() if there[name] != value]
    return ", ".join(other) or "as here"
