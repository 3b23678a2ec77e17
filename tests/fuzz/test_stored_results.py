"""Whatever befalls stored results, an experiment ends as if they were whole, and names the harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import load
from experiments.config.errors import InputError
from experiments.reporting.frames import write_frames
from experiments.reporting.results import write_manifest
from experiments.runs.storage.database import NAME
from experiments.runs.storage.output import MAKER, MANIFEST, Output
from experiments.runs.storage.store import Store
from tests.fuzz.effort import cases
from tests.fuzz.files import damaged
from tests.fuzz.stores import (
    KEPT,
    Files,
    Frames,
    Harm,
    ended,
    harms,
    killed,
    lying,
    planned,
    resumed,
    same,
)
from tests.fuzz.values import TREES

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """What the experiment gives where nothing is stored."""
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(tmp_path_factory.mktemp("whole"))
        return resumed()[0]


@pytest.fixture(scope="module", params=[ended, killed], ids=["ended", "killed"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of its store."""
    make: Callable[[Path], Files] = request.param
    return make(tmp_path_factory.mktemp("made") / KEPT)


@cases(8)
@given(st.data())
def test_a_damaged_store_gives_the_same_results(
    here: Path, files: Files, whole: Frames, capsys: Capture, data: st.DataObject
) -> None:
    (here / KEPT).mkdir(exist_ok=True)
    harm = data.draw(harms(files))
    harm.befall(files, here / KEPT)
    capsys.readouterr()
    found, computed = resumed()
    assert same(found, whole)
    told = capsys.readouterr().err
    assert told.count("\n") == told.count("damaged and set aside") + told.count("another format")
    with Store(here / KEPT) as store:
        assert store.missing(planned().table["key"], "full") == set()
        assert capsys.readouterr().err == ""
        if not told and computed > lacking(files, harm):
            # A run that was passed over, since its key was changed, shows where all is looked at.
            assert not store.check()


def lacking(files: Files, harm: Harm) -> int:
    """How many runs may have to be computed without a line: all, if a file of the store is gone."""
    if not harm.changed.get(NAME, b"there") or f"{NAME}-journal" in harm.changed:
        return planned().runs
    return planned().runs - 4 if len(files[f"{NAME}-journal"]) else 0


@pytest.fixture(scope="module")
def left(whole: Frames, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of an output folder."""
    folder: Path = tmp_path_factory.mktemp("left")
    measures, series = whole
    tables = {"measures.parquet": measures[:40], "series.parquet": series[:40]}
    write_frames({**tables, "comparison.csv": measures[:9]}, folder)
    write_manifest({"maker": MAKER, "scenarios": ["baseline"], "x": [1, 0.1, None, "街道"]}, folder)
    return lying(folder)


@cases(63)
@given(st.data())
def test_a_damaged_output_folder_is_refused(here: Path, left: Files, data: st.DataObject) -> None:
    folder = here / "out"
    folder.mkdir(exist_ok=True)
    name = data.draw(st.sampled_from(sorted(left)))
    other = st.sampled_from([left[one] for one in sorted(left)])
    hurt = data.draw(st.one_of(damaged(left[name]), other, st.none(), TREES.map(spelled)))
    Harm({name: hurt}, {}).befall(left, folder)
    if name == MANIFEST and hurt is not None and meaning(hurt) == meaning(left[name]):
        load(folder)
    elif hurt != left[name]:
        with pytest.raises(
            InputError, match=r"as the experiment left it|holds no manifest"
        ) as refusal:
            load(folder)
        assert str(refusal.value).startswith(f"folder={folder}: ")
        assert name == MANIFEST or name in str(refusal.value)


@cases(38)
@given(st.one_of(TREES.map(lambda tree: spelled(tree)), st.binary(max_size=20)))
def test_a_folder_that_is_not_ours_is_never_replaced(here: Path, data: bytes) -> None:
    folder = here / "mine"
    folder.mkdir(exist_ok=True)
    (folder / MANIFEST).write_bytes(data)
    with pytest.raises(InputError, match="was not made by unburden"):
        Output(folder, "mine")
    assert lying(folder) == {MANIFEST: data}


def spelled(tree: Any) -> bytes:
    """A tree as JSON, with what JSON has not as Python spells it."""
    return json.dumps(tree).encode()


def meaning(data: bytes) -> Any:
    """What the bytes mean as JSON, nothing for those that are none."""
    try:
        return json.dumps(json.loads(data.decode()))
    except ValueError:
        return None
