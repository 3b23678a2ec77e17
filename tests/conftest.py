"""A place small enough to run in a test, and one comparison of it that many tests read."""

from __future__ import annotations

import gc
import os
import signal
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments import Results, compare, load
from experiments.config import kinds, own_code
from experiments.laboratory import Laboratory
from experiments.reporting import figures, style
from experiments.reporting.tidy import Reading
from experiments.runs.compilation import compiled
from sim.evidence.ledger import Ledger
from tests.long import LONG

TINY = (
    "territory.communities=2",
    "territory.workers=8",
    "territory.residents=1000",
    "horizon_days=10",
    "warmup_days=5",
    "executor=serial",
)


FIRST = (
    "test_executors.py", "test_processes.py", "test_worker_deaths.py", "test_calibrate.py",
    "test_twin.py", "test_readme.py", "test_own_code.py",
)  # fmt: skip
"""Files that take longest. `--dist loadfile` gives a file to one worker: a long one must not be
the last, while the other worker waits."""


# What is imported and collected stays to the end. Looking through all of it for garbage, again and
# again, was a sixth of the time of the tests.
gc.disable()


def pytest_collection_finish() -> None:
    """From now on garbage is looked for, among what the tests make.

    Seldom among what is old: adjusting p values takes all that is frozen back among it.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest files first; all others keep their order."""
    items.sort(key=lambda item: item.path.name not in FIRST)


DRAWN = (
    "test_compare_figures", "test_fairness", "test_figures", "test_language", "test_net_freed",
    "test_places", "test_plots", "test_readme", "test_results",
)  # fmt: skip
"""Files whose comparisons leave all figures drawn."""
USUAL = {*kinds.figures("compare")} - {"yuan"}
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
"""A white picture."""


# Ignored where the tests are started in the background; processes would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def tiny() -> tuple[str, ...]:
    """Words that make a study small."""
    return TINY


@pytest.fixture(scope="session")
def alone() -> tuple[str, ...]:
    """Words that make a comparison small: of the reference society alone."""
    return *TINY, "societies=reference"


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two scenarios against the baseline, three replications, in a folder `outputs/compare`."""
    folder: Path = tmp_path_factory.mktemp("compared")
    return compare(
        *TINY,
        societies="reference",
        scenarios=["signboard_removal", "one_table"],
        replications=3,
        output=folder / "outputs" / "compare",
        store=folder / "results",
    )


@pytest.fixture(scope="session")
def over(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two scenarios in three societies, two replications each, long enough for mean days."""
    folder: Path = tmp_path_factory.mktemp("over")
    return compare(
        *(word for word in TINY if not word.startswith("horizon")),
        horizon_days=130,
        scenarios=["signboard_removal", "one_table"],
        societies=3,
        output=folder / "outputs" / "compare",
        store=folder / "results",
    )


@pytest.fixture(scope="session", autouse=True)
def frames_come_back_as_they_were() -> Iterator[None]:
    """Whatever experiment a test runs: what `load` reads is what it found, types included.

    What went into a file run by run is read from the store again, all at once.
    """
    write_results, write = Laboratory.write_results, Reading.write
    streamed: dict[str, pd.DataFrame] = {}

    def writing(self: Reading, path: Path) -> None:
        write(self, path)
        streamed[path.stem] = self.frame()

    def checked(self: Any, plan: Any, frames: Any, *more: Any, **entries: Any) -> Results:
        streamed.clear()
        results = write_results(self, plan, frames, *more, **entries)
        expected = {Path(name).stem: frame for name, frame in frames.items()} | streamed
        again = load(results.folder)
        assert set(expected) == {*results.frames} - {"place"} <= set(again.frames)
        for name, frame in expected.items():
            for read in (again.frames[name], results.frames[name]):
                pd.testing.assert_frame_equal(read, frame, check_exact=True, obj=name)
        return results

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Laboratory, "write_results", checked)
        patched.setattr(Reading, "write", writing)
        yield


@pytest.fixture(scope="module", autouse=True)
def only_plotted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Usual figures of comparisons are plotted, and drawn where tests look at them.

    To draw them is a third of a small comparison, and a hundred tests that compare look at its
    numbers alone. They are drawn in the files of DRAWN, in comparisons of the whole session
    (`compared`, `over`), by commands in processes of their own, and always in the long test.
    """
    if LONG or request.path.stem in DRAWN:
        yield
        return
    save = style.save

    def plotted(figure: Figure, path: Path) -> None:
        if path.stem in USUAL:
            path.write_bytes(PIXEL)
        else:
            save(figure, path)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(figures, "save", plotted)
        yield


@pytest.fixture(scope="session")
def warm() -> None:
    """The model is compiled, so that no message says that it is being compiled."""
    compiled()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def texts() -> dict[str, bytes]:
    """The source documents by id; skips where they are not at hand."""
    folder = Path(
        os.environ.get("UNBURDEN_SOURCES", Path(__file__).parents[2] / "shared" / "seeds")
    )
    found = {path.name[:3]: path.read_bytes() for path in folder.glob("*.txt")}
    if not Ledger.load().sources.keys() <= found.keys():
        pytest.skip(f"takes the source documents: UNBURDEN_SOURCES, else {folder}")
    return found


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What a test registers is forgotten after it."""
    files, finders = {*own_code._FILES}, [*sys.meta_path]
    before = {*own_code._registered()}
    yield
    own_code._forget({*own_code._registered()} - before)
    for path in {*own_code._FILES} - files:
        sys.modules.pop(own_code._FILES.pop(path))
    sys.modules.pop("beside_it", None)
    sys.meta_path[:] = finders
