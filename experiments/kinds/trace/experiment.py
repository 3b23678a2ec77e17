"""The experiment `trace`: the life of one issue, and a day of every worker."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config import evidence_file, options, override_effects
from experiments.config.errors import InputError, did_you_mean
from experiments.config.messages import say
from experiments.config.study import Study
from experiments.kinds.trace import candidates, lives
from experiments.kinds.trace.issue_table import issue_table
from experiments.kinds.trace.options import TraceOptions
from experiments.kinds.trace.portraits import portrait
from experiments.kinds.trace.reach import unreached
from experiments.reporting.community_names import name_of
from experiments.reporting.figures import write_figures
from experiments.reporting.frames import Frames, write_frames
from experiments.reporting.manifest import head
from experiments.reporting.recorded_texts import recorded
from experiments.reporting.results import Results, write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.progress import Progress
from experiments.runs.storage.claim import releasing_claims
from experiments.runs.storage.output import Output
from sim.settings import Settings, SettingsError
from sim.settings.territory import Territory
from sim.society import Society
from sim.streams import run_seed


@releasing_claims()
def run(study: Study) -> Results:
    """Run the baseline and the scenarios with one community traced.

    Leaves the frames `issue` and `segments`. Raises InputError or SettingsError for an invalid
    argument.
    """
    chosen = options.read(TraceOptions, study.options)
    ledger = study.ledger
    notes = override_effects.warnings(study, chosen.scenarios, ledger)
    settings = study.scenarios(chosen.scenarios, ledger)
    candidates.known(chosen.issue)
    for society in settings.values():
        _refuse(chosen, society)
    community = _community(chosen.community, next(iter(settings.values())).territory)
    output = Output.of(study, chosen)
    begins()
    for note in (*notes, *evidence_file.notes(ledger, settings, study.overrides, None)):
        say(note)
    with Progress(len(settings), compiling=True) as progress:
        progress.await_model()
        models = {name: _run(society, chosen.seed, community) for name, society in settings.items()}
    frames, record = _traced(models, settings, chosen, community)
    return _write_results(output, frames, head(study) | record)


def _traced(
    models: Mapping[str, Society],
    settings: Mapping[str, Settings],
    chosen: TraceOptions,
    community: int,
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The life of the issue and the day of workers as tables; what the manifest says of them."""
    issue = candidates.find_issue(chosen.issue, models)
    segments = {name: model.segments() for name, model in models.items()}
    where = next(name for name, model in models.items() if (model.events()["issue"] == issue).any())
    traits = portrait(settings[where], run_seed(chosen.seed, 0), issue)
    rows = {
        name: lives.life(model, segments[name], issue, traits) for name, model in models.items()
    }
    days = {name: _day(model, segments[name], chosen.day) for name, model in models.items()}
    first = next(iter(models.values()))
    departments = first.settings.departments.answering
    frames = {"issue.csv": issue_table(rows, departments), "segments.csv": _together(days)}
    return frames, {
        "scenarios": list(models),
        "issue": issue,
        **recorded(description=traits.description(settings[where].departments.answering)),
        "community": community,
        "community_name": name_of(first.settings.model_dump(), community),
        "day": chosen.day,
        "horizon_days": first.settings.horizon_days,
        "seed": chosen.seed,
        "workers": [lives.name(first, worker) for worker in _workers(first)],
        "departments": list(departments),
        "unreached": {name: unreached(model, community) for name, model in models.items()},
    }


def _write_results(output: Output, frames: Mapping[str, Any], manifest: dict[str, Any]) -> Results:
    """Write the output folder: tables, figures and the manifest."""
    written: list[Frames] = []

    def fill(folder: Path) -> None:
        written.append(write_frames(frames, folder))
        write_figures(Results(output.folder, written[0], manifest), folder)
        write_manifest(manifest, folder)

    output.write(fill)
    return Results(output.folder, written[0].at(output.folder), manifest)


def _refuse(chosen: TraceOptions, settings: Settings) -> None:
    """Raises InputError for a day that the society does not have; for a city."""
    if (number := settings.territory.districts) > 1:
        raise SettingsError("territory.districts", number, "a trace is of one district")
    if chosen.day > settings.horizon_days:
        raise InputError("day", chosen.day, f"1 to horizon_days, which is {settings.horizon_days}")


def _community(given: int | str, place: Territory) -> int:
    """The number of a community. Raises InputError for one that the place does not have."""
    if isinstance(given, int):
        if given >= place.communities:
            allowed = f"0 to {place.communities - 1}: the place has no more"
            raise InputError("community", given, allowed)
        return given
    if given not in place.each.names:
        allowed = f"no such community{did_you_mean(given, place.each.names)}"
        raise InputError("community", given, allowed)
    return place.each.names.index(given)


def _run(settings: Settings, seed: int, community: int) -> Society:
    model = Society(settings, run_seed(seed, 0), traced=community)
    model.run()
    return model


def _workers(model: Society) -> range:
    traced = int(model.state.clock["traced"][0])
    return range(int(model.state.communities["workers"][traced]))


def _day(model: Society, segments: pd.DataFrame, day: int) -> pd.DataFrame:
    """Segments of one day of the horizon, counted from 1."""
    today = segments[segments["day"] == model.settings.warmup_days + day - 1]
    return today.assign(day=day).reset_index(drop=True)


def _together(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [frame.assign(scenario=name) for name, frame in frames.items()]
    together = pd.concat(parts, ignore_index=True)
    return together[["scenario", *together.columns.drop("scenario")]]
