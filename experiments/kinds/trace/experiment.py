"""The experiment `trace`: one issue through every hand, and a day of every worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config import calibration, options, override_effects
from experiments.config.errors import InputError
from experiments.config.messages import say
from experiments.config.study import Study
from experiments.kinds.compare.summary import console, print_places
from experiments.kinds.trace import candidates, gantt, lives, timeline
from experiments.kinds.trace.options import TraceOptions
from experiments.kinds.trace.portraits import portrait
from experiments.kinds.trace.reach import unreached
from experiments.reporting import labels
from experiments.reporting.frames import write_frames
from experiments.reporting.manifest import head
from experiments.reporting.results import write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.storage.output import Output
from sim import GovernanceModel
from sim.settings import Settings
from sim.streams import run_seed
from sim.version import model_version

LEFT_COLUMNS = ("what happens", "who")
COLUMNS = (
    "scenario",
    "day",
    "minute",
    "happening",
    "worker",
    "department",
    "since",
    "words",
    "who",
)


def main(study: Study) -> None:
    """Run the baseline and the scenarios with one community traced; print, and leave a folder."""
    chosen = options.read(TraceOptions, study.options)
    ledger, _ = calibration.opened(chosen.calibration)
    notes = override_effects.checked(study, chosen.scenarios, ledger)
    settings = study.scenarios(chosen.scenarios, ledger)
    candidates.known(chosen.issue)
    for one in settings.values():
        _refuse(chosen, one)
    output = Output.of(study, chosen)
    begins()
    for note in notes:
        say(note)
    models = {name: _run(one, chosen) for name, one in settings.items()}
    issue = candidates.pick(chosen.issue, models)
    stretches = {name: model.segments() for name, model in models.items()}
    where = next(name for name, model in models.items() if (model.events()["issue"] == issue).any())
    traits = portrait(settings[where], run_seed(chosen.seed, 0), issue)
    told = {name: lives.life(one, stretches[name], issue, traits) for name, one in models.items()}
    days = {name: _day(model, stretches[name], chosen.day) for name, model in models.items()}
    first = next(iter(models.values()))
    names = {worker: lives.name(first, worker) for worker in _workers(first)}
    what = traits.words(settings[where].departments.answering)
    note = (
        f"community {chosen.community}, seed {chosen.seed}, replication 0, the same random numbers "
        f"in every scenario; unburden, model {model_version()}"
    )

    def fill(aside: Path) -> None:
        life, segments = _lives(told, first.settings), _together(days)
        write_frames({"issue.csv": life, "segments.csv": segments}, aside)
        figures = aside / "figures"
        figures.mkdir()
        gantt.draw(days, names, chosen.day, note, figures / "day.png")
        title = f"Issue {issue}: {what}"
        timeline.draw(told, first.settings, title, note, figures / "issue.png")
        write_manifest(head(study) | {"issue": issue}, aside)

    output.write(fill)
    console().print(Text(f"\nmatter {issue}: {what}", style="bold"))
    baseline = next(iter(told.values()))
    for name, rows in told.items():
        same = rows == baseline and name != next(iter(told))
        _print(name, rows, settings[name], same, unreached(models[name], chosen.community))
    _print_hours(days)
    files = {"life": "issue.csv", "day": "segments.csv", "figures": "figures"}
    print_places(output.folder, files)


def _refuse(chosen: TraceOptions, settings: Settings) -> None:
    if chosen.day > settings.horizon_days:
        raise InputError("day", chosen.day, f"1 to horizon_days, which is {settings.horizon_days}")
    if chosen.community >= settings.territory.communities:
        last = settings.territory.communities - 1
        raise InputError("community", chosen.community, f"0 to {last}: the place has no more")


def _run(settings: Settings, chosen: TraceOptions) -> GovernanceModel:
    model = GovernanceModel(settings, run_seed(chosen.seed, 0), traced=chosen.community)
    model.run()
    return model


def _workers(model: GovernanceModel) -> range:
    traced = int(model.state.clock["traced"][0])
    return range(int(model.state.communities["workers"][traced]))


def _day(model: GovernanceModel, stretches: pd.DataFrame, day: int) -> pd.DataFrame:
    """Stretches of one day of the horizon, counted from 1."""
    today = stretches[stretches["day"] == model.settings.warmup_days + day - 1]
    return today.assign(day=day).reset_index(drop=True)


def _together(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [frame.assign(scenario=name) for name, frame in frames.items()]
    together = pd.concat(parts, ignore_index=True)
    return together[["scenario", *together.columns.drop("scenario")]]


def _lives(told: Mapping[str, Sequence[lives.Row]], settings: Settings) -> pd.DataFrame:
    """One row a happening; workers by their number in the community, departments by name."""
    rows = [{"scenario": name, **row._asdict()} for name, life in told.items() for row in life]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"worker": "Int64"})
    offices = dict(enumerate(settings.departments.answering))
    frame["department"] = frame["department"].map(offices)
    frame["minute"] = frame["minute"].round(3)
    frame["since"] = frame["since"].round(3)
    return frame.rename(columns={"since": "days_since_report"})


def _print(
    scenario: str,
    rows: Sequence[lives.Row],
    settings: Settings,
    same: bool,
    out_of_reach: Sequence[str],
) -> None:
    to = console()
    last = settings.horizon_days + 1.0
    ending = timeline.summary(rows, last).replace("\n", " ") if rows else "never arises"
    to.print(Text.assemble((f"\n{labels.spelled(scenario)}", "bold"), f": {ending}"))
    for lever in out_of_reach:
        to.print(Text(f"{labels.spelled(lever)} does not reach this community", style="dim"))
    if not rows:
        to.print("It never arises here: nothing to tell.")
        return
    if same:
        to.print("Its life is the same as in the baseline.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for title in ("day", "into the working day", "days since report", *LEFT_COLUMNS):
        table.add_column(title, justify="left" if title in LEFT_COLUMNS else "right")
    for row in lives.shown(rows):
        since = "" if row.since is None else f"{row.since:.1f}"
        table.add_row(str(row.day), lives.clock(row.minute), since, row.words, row.who)
    to.print(table)
    if rows[0].day < 1:
        to.print(Text("days before 1 are the warm-up, before reforms begin", style="dim"))
    if all(row.happening != "reported" for row in rows):
        to.print("It stays hidden until the end of the horizon.")


def _print_hours(days: Mapping[str, pd.DataFrame]) -> None:
    """Hours of all workers on the drawn day, by activity."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), title="the drawn day, hours")
    table.add_column("")
    sums = {}
    for name, frame in days.items():
        table.add_column(labels.spelled(name), justify="right")
        lengths = (frame["end"] - frame["start"]).groupby(frame["activity"]).sum() / 60
        sums[name] = lengths
    for activity, words in labels.ACTIVITIES.items():
        cells = [float(one.get(activity, 0.0)) for one in sums.values()]
        if any(cells):
            table.add_row(words, *(f"{cell:.1f}" for cell in cells))
    table.add_row("all, overtime included", *(f"{one.sum():.1f}" for one in sums.values()))
    console().print(table)
