"""The experiment `store`: what lies in the store, whether it is sound, and what may go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.reports.frames import write_frames
from experiments.reports.manifest import head
from experiments.reports.results import Results, write_manifest
from experiments.reports.table import console
from experiments.runs.environment import environment
from experiments.runs.rehearsal import begins
from experiments.storage.contents import contents, damaged
from experiments.storage.output import Output
from experiments.storage.store import Store
from experiments.words import choices
from experiments.words.choices import Choices
from experiments.words.counts import counted
from experiments.words.refusal import Failed, Refusal
from experiments.words.study import Study
from sim.version import model_version

MEGABYTE = 1_000_000


class StoreChoices(Choices):
    """Whether every byte of the store is to be checked, and what is to be removed from it."""

    check: bool = False
    prune: Literal["old_models", "damaged", "all"] | None = None
    timeout: None = None


def main(study: Study) -> Results:
    """List the store, after checking and pruning it where that is asked for.

    Raises Failed if a part of it was damaged.
    """
    results = run(study)
    told = results.manifest["store"]
    _print(results.store, told)
    if told["broken"]:
        raise Failed(
            f"{told['broken']} of the parts of {told['folder']} were damaged and are set aside; "
            "their runs are computed again when they are needed"
        )
    return results


def run(study: Study) -> Results:
    """The frame `store`: a row for each model, detail and environment; and the output folder.

    Raises Refusal if there is no store, or others have open what is to be pruned.
    """
    study.refuse_overrides()
    chosen = choices.read(StoreChoices, study.choices)
    folder = Path(chosen.store)
    if not folder.is_dir():
        raise Refusal("store", folder, "no such folder: nothing has been run here yet")
    output = Output(Path(chosen.output))
    begins()
    with Store(folder) as store:
        broken = sum(not store.sound(part) for part in store.parts()) if chosen.check else 0
        if chosen.prune is not None:
            _prune(store, chosen.prune)
        found = contents(store)
    told = {name: value for name, value in asdict(found).items() if name != "runs"}
    told |= {"folder": str(folder), "broken": broken, "checked": chosen.check}
    results = Results(output.folder, {"store": found.runs}, head(study) | {"store": told})

    def fill(aside: Path) -> None:
        write_frames({"store.csv": found.runs}, aside)
        write_manifest(results.manifest, aside)

    output.write(fill)
    return results


def _prune(store: Store, what: str) -> None:
    """Remove runs of other versions of the model, or all, or the files that were set aside."""
    if what == "damaged":
        for path in damaged(store.folder):
            path.unlink()
        return
    drop: set[str] = set()
    for part in store.parts():
        runs = part.table("key", "model").to_pandas()
        old = runs["model"] != model_version()
        drop.update(runs.loc[old | (what == "all"), "key"])
    if not store.merge(drop):
        raise Refusal("prune", what, f"another experiment has {store.folder} open; try again later")


def _print(runs: pd.DataFrame, told: Mapping[str, Any]) -> None:
    to = console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("model")
    table.add_column("made under")
    table.add_column("kept")
    for name in ("runs", "societies", "seeds", "hours of computing"):
        table.add_column(name, justify="right")
    table.add_column("last made")
    rows: list[Any] = runs.to_dict("records")
    for row in rows:
        here = " (this one)" if row["model"] == model_version() else ""
        counts = (f"{row[name]:,}" for name in ("runs", "societies", "seeds"))
        table.add_row(
            f"{row['model']}{here}", _made_under(row), row["detail"], *counts,
            f"{row['hours']:,.3g}", row["last"][: len("2026-11-29")],
        )  # fmt: skip
    to.print(table if len(runs) else Text("no runs"))
    size = f"{told['bytes'] / MEGABYTE:,.1f} MB"
    words = [f"{told['folder']}: {counted(told['parts'], 'part')}, {size}"]
    if told["journals"]:
        words.append(f"{counted(told['journals'], 'journal')} of running experiments")
    if told["other_formats"]:
        others = "in another format of the store, of another version (not read)"
        words.append(f"{counted(told['other_formats'], 'part')} {others}")
    if told["damaged"]:
        words.append(
            f"{counted(told['damaged'], 'file')} set aside as damaged (prune=damaged removes them)"
        )
    if told["checked"]:
        words.append("every byte was checked")
    to.print(Text(", ".join(words), style="dim"))
    to.print(
        Text(
            "made under: the versions and processor that differ from those of this process. "
            "kept: totals of the whole place, or full with communities and days; societies: "
            "different settings. prune=old_models removes runs of other versions of the model.",
            style="dim",
        )
    )


def _made_under(row: Mapping[str, Any]) -> str:
    """What of a row's environment differs from that of this process."""
    here = json.loads(environment())
    other = [f"{name} {row[name]}" for name, value in here.items() if row.get(name) != value]
    return ", ".join(other) or "as here"
