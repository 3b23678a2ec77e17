"""Plots of tidy frames, and figures of users."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.config import own_figures
from experiments.config.errors import InputError
from experiments.config.own_figures import FigureError, figure
from experiments.reporting import plots
from experiments.reporting.figures import write_figures
from experiments.reporting.results import Results
from sim.measures.activities import UPWARD


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What a test registers is forgotten after it."""
    yield
    for name in own_figures.names():
        own_figures.forget(*name.split("."))


def test_changes_are_those_of_the_frame(compared: Results) -> None:
    rows = compared.comparison
    made = plots.changes(rows, ["trust", "hours_per_worker_week.forms"], ["one_table"])
    assert [axes.get_title(loc="left") for axes in made.axes] == ["trust of residents", "forms"]
    assert made.get_suptitle() == "change against the baseline; dot: mean; bar: 95 % interval"
    (mark,) = [line for line in made.axes[1].lines if line.get_marker() == "o"]
    chosen = rows.query("scenario == 'one_table' and measure == 'hours_per_worker_week'")
    change = chosen[chosen["group"] == "forms"]["difference"]
    assert list(mark.get_xdata()) == list(change)  # type: ignore[arg-type]


def test_bars_add_up_to_the_week(compared: Results) -> None:
    rows = compared.measures
    made = plots.hours(rows, ["one_table"])
    whole = rows[rows["measure"].eq("hours_per_worker_week") & rows["community"].isna()]
    mean = whole[whole["scenario"].eq("one_table") & whole["group"].ne("all")]
    ends = [bar.get_x() + bar.get_width() for bar in made.axes[0].patches]  # type: ignore[attr-defined]
    assert max(ends) == pytest.approx(mean.groupby("group")["value"].mean().sum())
    assert set(UPWARD) <= {*mean["group"]}


def test_a_series_is_the_mean_of_its_runs(compared: Results) -> None:
    rows = compared.series
    made = plots.series(rows, "issues_closed", scenarios=["baseline"], cumulative=True)
    (line,) = made.axes[0].lines
    chosen = rows[rows["measure"].eq("issues_closed") & rows["scenario"].eq("baseline")]
    total = chosen.groupby("replication")["value"].sum().mean()
    assert float(line.get_ydata()[-1]) == pytest.approx(total)  # type: ignore[index, arg-type]
    assert made.axes[0].get_title(loc="left") == "issues closed, so far"


def test_what_is_not_in_a_frame_is_said_in_one_line(compared: Results) -> None:
    with pytest.raises(InputError, match="outcomes=trus: not in the frame; did you mean trust"):
        plots.changes(compared.comparison, ["trus"])
    with pytest.raises(InputError, match="scenarios=one: not in the frame"):
        plots.hours(compared.measures, ["one"])
    with pytest.raises(InputError, match="measure=backlo: not in the frame; did you mean backlog"):
        plots.series(compared.series, "backlo")
    with pytest.raises(InputError, match="lacks the column scenario"):
        plots.hours(pd.DataFrame({"value": [1.0]}))


@pytest.mark.usefixtures("forgotten")
def test_a_figure_of_a_user_that_fails_is_left_out(
    compared: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    @figure(experiment="compare")
    def broken(results: Results) -> Figure:
        raise ZeroDivisionError("nothing to divide by")

    @figure(experiment="compare")
    def no_figure(results: Results) -> Figure:
        return 3  # type: ignore[return-value]

    @figure(experiment="compare")
    def sound(results: Results) -> Figure:
        return plots.series(results.series, "backlog")

    written = {path.stem for path in write_figures(compared, tmp_path)}
    assert "sound" in written
    assert not written & {"broken", "no_figure"}
    error = capsys.readouterr().err
    assert "figure broken cannot be made and is left out: ZeroDivisionError: nothing to" in error
    assert "figure no_figure cannot be made and is left out" in error
    assert compared.plot.sound().axes  # type: ignore[union-attr]


@pytest.mark.usefixtures("forgotten")
def test_a_figure_is_of_an_experiment_that_there_is() -> None:
    with pytest.raises(FigureError, match="no such experiment; did you mean compare"):
        figure(experiment="compar")
