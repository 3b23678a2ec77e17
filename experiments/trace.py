"""The experiment `trace`: one matter through every hand, and a day of every worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments import choices, gantt, labels, lives
from experiments.choices import TraceChoices
from experiments.manifest import head
from experiments.output import Output
from experiments.refusal import Refusal
from experiments.results import write_manifest
from experiments.study import Study
from experiments.table import console
from sim import GovernanceModel
from sim.evidence import Ledger
from sim.settings import Settings
from sim.streams import run_seed


def main(study: Study) -> None:
    """Run the baseline and the scenarios with one community traced; print, and leave a folder."""
    chosen = choices.read(TraceChoices, study.choices)
    settings = study.scenarios(chosen.scenarios, Ledger.load())
    _refuse(chosen, next(iter(settings.values())))
    output = Output(Path(chosen.output))
    models = {name: _run(one, chosen) for name, one in settings.items()}
    issue = lives.pick(chosen.issue, models)
    told = {name: lives.life(model, issue) for name, model in models.items()}
    days = {name: _day(model, chosen.day) for name, model in models.items()}
    first = next(iter(models.values()))
    names = {worker: lives.name(first, worker) for worker in _workers(first)}

    def fill(aside: Path) -> None:
        _together(told).to_csv(aside / "issue.csv", index=False)
        _together(days).to_csv(aside / "segments.csv", index=False)
        (aside / "figures").mkdir()
        gantt.draw(days, names, chosen.day, aside / "figures" / "day.png")
        write_manifest(head(study) | {"issue": issue}, aside)

    output.write(fill)
    for name, model in models.items():
        _print(name, model, issue, told[name])
    _print_hours(days)
    files = {"life": "issue.csv", "day": "segments.csv", "figure": "figures/day.png"}
    for word, file in files.items():
        console().print(f"{word:<7} {output.folder / file}", soft_wrap=True, highlight=False)


def _refuse(chosen: TraceChoices, settings: Settings) -> None:
    if chosen.day > settings.horizon_days:
        raise Refusal("day", chosen.day, f"1 to horizon_days, which is {settings.horizon_days}")
    if chosen.community >= settings.territory.communities:
        last = settings.territory.communities - 1
        raise Refusal("community", chosen.community, f"0 to {last}: the place has no more")


def _run(settings: Settings, chosen: TraceChoices) -> GovernanceModel:
    model = GovernanceModel(settings, run_seed(chosen.seed, 0), traced=chosen.community)
    model.run()
    return model


def _workers(model: GovernanceModel) -> range:
    traced = int(model.state.clock["traced"][0])
    return range(int(model.state.communities["workers"][traced]))


def _day(model: GovernanceModel, day: int) -> pd.DataFrame:
    """Stretches of one day of the horizon, counted from 1."""
    stretches = model.segments()
    today = model.settings.warmup_days + day - 1
    return stretches[stretches["day"] == today].drop(columns="day").reset_index(drop=True)


def _together(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([frame.assign(scenario=name) for name, frame in frames.items()])


def _print(scenario: str, model: GovernanceModel, issue: int, life: pd.DataFrame) -> None:
    to = console()
    to.print(Text(f"\n{labels.scenario(scenario)}: matter {issue}", style="bold"))
    if life.empty:
        to.print("It never arose here.")
        return
    to.print(Text(lives.portrait(model, issue), style="dim"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for title in ("day", "clock", "days since reported", "what happens", "who"):
        table.add_column(title, justify="left" if title in ("what happens", "who") else "right")
    reported = life.loc[life["happening"] == "reported"]
    since = None if reported.empty else reported.iloc[0]
    records: list[Any] = life.to_dict("records")
    for row in records:
        waited = ""
        if since is not None:
            days = row["day"] - since["day"] + (row["minute"] - since["minute"]) / 480
            waited = f"{days:.1f}" if days >= 0 else ""
        table.add_row(str(row["day"]), row["clock"], waited, row["words"], row["who"])
    to.print(table)
    if reported.empty:
        to.print("It stays hidden until the end of the horizon.")


def _print_hours(days: dict[str, pd.DataFrame]) -> None:
    """Hours of all workers on the drawn day, by activity."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), title="the drawn day, hours")
    table.add_column("")
    sums = {}
    for name, frame in days.items():
        table.add_column(labels.scenario(name), justify="right")
        lengths = (frame["end"] - frame["start"]).groupby(frame["activity"]).sum() / 60
        sums[name] = lengths
    for activity, words in labels.ACTIVITIES.items():
        cells = [float(one.get(activity, 0.0)) for one in sums.values()]
        if any(cells):
            table.add_row(words, *(f"{cell:.1f}" for cell in cells))
    table.add_row("all, overtime included", *(f"{one.sum():.1f}" for one in sums.values()))
    console().print(table)
