"""The experiment `store`: list, check and remove stored runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from experiments.config import options
from experiments.config.catalogue import is_folder
from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.kinds.store.options import StoreOptions
from experiments.reporting.frames import write_frames
from experiments.reporting.manifest import head
from experiments.reporting.results import Results, write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.environment import differences
from experiments.runs.run import Record, perform
from experiments.runs.storage.claim import releasing_claims
from experiments.runs.storage.contents import contents, damaged, remove_all
from experiments.runs.storage.output import Output
from experiments.runs.storage.rows import FRAMES
from experiments.runs.storage.store import Store
from sim.version import model_version


@releasing_claims()
def run(study: Study) -> Results:
    """The frame `store`: a row for each model, detail and environment; and the output folder.

    Raises InputError if there is no store, or if another experiment has open what is to be removed.
    """
    study.reject_overrides()
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
        stored = contents(store)
        removed = before - len(store)
    report = {name: value for name, value in asdict(stored).items() if name != "runs"}
    report |= {"folder": str(folder), "sound": sound, "checked": chosen.check}
    report |= {"rerun": rerun, "differ": differ, "pruned": chosen.prune, "removed": removed}
    results = Results(output.folder, {"store": stored.runs}, head(study) | {"store": report})

    def fill(folder: Path) -> None:
        write_frames({"store.csv": stored.runs}, folder)
        write_manifest(results.manifest, folder)

    output.write(fill)
    return results


def _differing(store: Store, most: int) -> tuple[int, list[str]]:
    """Repeat so many stored runs of this model: how many were repeated, and which differ in a bit.

    A run that fails now differs. Each is named with the versions under which it was made.
    """
    done, differ = 0, []
    for job in store.jobs(model_version(), most):
        done += 1
        (again,) = perform([job])
        same = isinstance(again, Record) and all(
            _same(list(store.rows(frame, [job.key], job.detail)), getattr(again, frame))
            for frame in FRAMES
        )
        if not same:
            (made,) = store.origins([job.key], job.detail)["environment"].to_pylist()
            differ.append(f"run {job.key}, made under {differences(made) or 'the same versions'}")
    return done, differ


def _same(stored: list[pa.Table], again: bytes) -> bool:
    """Whether a frame is the same to the bit."""
    if not stored or not again:
        return not stored and not again
    first, second = (
        pa.concat_tables(stored).drop_columns(["key"]),
        pa.ipc.open_stream(again).read_all(),
    )
    bits = [table["value"].to_numpy().tobytes() for table in (first, second)]
    return bits[0] == bits[1] and bool(first.equals(second))


def _remove(folder: Path, what: str) -> None:
    """Remove the store or its damaged files, without opening either."""
    try:
        if what == "all" and not remove_all(folder):
            raise _in_use(folder, what)
        for path in damaged(folder) if what == "damaged" else ():
            path.unlink()
    except OSError as error:
        raise InputError("prune", what, f"{folder} cannot be written: {error.strerror}") from None


def _in_use(folder: Path, what: str) -> InputError:
    return InputError("prune", what, f"another experiment has {folder} open; try again later")
