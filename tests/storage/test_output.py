"""The output folder: there whole or not at all, synced, and nobody's work is replaced by it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from experiments import compare, load, store
from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.errors import InputError, RunError
from experiments.reporting.frames import write_frames
from experiments.reporting.results import write_manifest
from experiments.runs.storage import claim, inventory
from experiments.runs.storage.checksum import checksum
from experiments.runs.storage.exchange import exchange
from experiments.runs.storage.identity import identity
from experiments.runs.storage.inventory import IDENTITY, MAKER
from experiments.runs.storage.output import Output
from tests.storage.processes import ENVIRONMENT

FRAME = pd.DataFrame({"value": range(3)})


def filled(mine: str, names: Sequence[str] = ("rows.csv",)) -> Callable[[Path], None]:
    """What a command of this identity writes: tables, a figure, a report."""

    def fill(folder: Path) -> None:
        write_frames({name: FRAME.assign(mine=mine) for name in names}, folder)
        (folder / "figures").mkdir()
        (folder / "figures" / "one.png").write_bytes(b"\x89PNG")
        (folder / "report.html").write_text(mine)
        write_manifest({"maker": MAKER, IDENTITY: mine}, folder)

    return fill


def wrote(folder: Path, mine: str, *, overwrite: bool = False) -> None:
    """A command of this identity leaves its results, and gives its claim up."""
    with claim.releasing_claims():
        Output(folder, mine, overwrite=overwrite).write(filled(mine))


def litter(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_write_that_breaks_down_leaves_the_old_folder_and_no_litter(here: Path) -> None:
    wrote(here / "out", "one")
    before = inventory.checksums(here / "out")

    def break_down(folder: Path) -> None:
        (folder / "rows.parquet").write_text("half")
        raise OSError("disk full")

    with (
        claim.releasing_claims(),
        pytest.raises(RunError, match="disk full; finished runs are kept"),
    ):
        Output(here / "out", "one").write(break_down)
    assert [path.name for path in here.iterdir()] == ["out"]
    assert inventory.checksums(here / "out") == before


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_folder_is_replaced_whole(
    here: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanges:
        monkeypatch.setattr(
            "experiments.runs.storage.atomic_write.exchange", lambda one, other: False
        )
    wrote(here / "out", "one")
    with claim.releasing_claims():
        Output(here / "out", "one").write(filled("one", ["other.parquet"]))
    assert list(load(here / "out").frames) == ["other"]
    assert [path.name for path in here.iterdir()] == ["out"]


def test_a_kill_between_two_renames_is_put_back_by_the_next_command(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(here / "out", "one")
    script = (
        "import os\n"
        "from pathlib import Path\n"
        "from experiments.runs.storage import atomic_write\n"
        "from experiments.runs.storage.output import Output\n"
        "from tests.storage.test_output import filled\n"
        "atomic_write.exchange = lambda one, other: False\n"
        "rename = Path.rename\n"
        "def die(self, other):\n"
        "    found = rename(self, other)\n"
        "    os._exit(9)\n"
        "Path.rename = die\n"
        "Output(Path('out'), 'one').write(filled('one', ['other.parquet']))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], env=ENVIRONMENT).returncode == 9
    assert not (here / "out").exists()
    with claim.releasing_claims():
        Output(here / "out", "one")
    assert list(load(here / "out").frames) == ["rows"]
    assert litter(here) == []


def test_everything_is_synced_before_it_is_in_place_and_the_place_after(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(here / "deep" / "out", "one")
    order: list[str] = []
    fsync = os.fsync

    def synced(file: int) -> None:
        order.append(str(Path(f"/proc/self/fd/{file}").readlink()))
        fsync(file)

    def exchanged(one: Path, other: Path) -> bool:
        order.append("exchange")
        return exchange(one, other)

    output = Output(here / "deep" / "out", "one")
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr("experiments.runs.storage.atomic_write.exchange", exchanged)
    output.write(filled("one"))
    before = [name.partition(".unburden/new")[2] for name in order[: order.index("exchange")]]
    left = inventory.stamps(here / "deep" / "out")
    assert {f"/{name}" for name in left} | {"/figures", ""} == set(before)
    assert before[-1] == ""
    assert order[order.index("exchange") + 1 :] == [str(here / "deep")]


def test_names_that_lead_to_a_new_folder_are_synced_too(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = Output(here / "far" / "off" / "out", "one")
    order: list[str] = []
    fsync = os.fsync

    def synced(file: int) -> None:
        order.append(str(Path(f"/proc/self/fd/{file}").readlink()))
        fsync(file)

    monkeypatch.setattr(os, "fsync", synced)
    output.write(filled("one"))
    assert {str(here / "far" / "off"), str(here / "far"), str(here)} <= set(order)


CHANGES: dict[str, Callable[[Path], object]] = {
    "notes.txt": lambda out: (out / "notes.txt").write_text("mine"),
    "figures/mine.png": lambda out: (out / "figures" / "mine.png").write_bytes(b"\x89PNG"),
    "deep/notes.txt": lambda out: (
        (out / "figures").rename(out / "deep"),
        (out / "deep" / "notes.txt").write_text("mine"),
    ),
    "rows.csv": lambda out: (out / "rows.csv").write_text("mine"),
    "report.html": lambda out: (out / "report.html").write_text("mine"),
    "link": lambda out: (out / "link").symlink_to(out),
    "linked": lambda out: (out / "linked").symlink_to("nowhere"),
    "manifest.json": lambda out: (out / "manifest.json").write_text('{"maker": "unburden"}'),
}


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize("name", CHANGES)
def test_files_that_a_user_added_or_changed_are_kept(
    here: Path, name: str, overwrite: bool
) -> None:
    out = here / "out"
    wrote(out, "one")
    CHANGES[name](out)
    before = {path: checksum(out / path) for path in inventory.stamps(out)}
    with pytest.raises(InputError, match=r"output=.*: .*; (?:move that|name another)") as refused:
        wrote(out, "one", overwrite=overwrite)
    assert name in str(refused.value) or name == "manifest.json"
    assert {path: checksum(out / path) for path in inventory.stamps(out)} == before
    assert litter(here) == []


def test_files_added_during_the_run_are_kept(here: Path) -> None:
    wrote(here / "out", "one")

    def fill(folder: Path) -> None:
        filled("one")(folder)
        (here / "out" / "notes.txt").write_text("mine")

    with (
        claim.releasing_claims(),
        pytest.raises(InputError, match=r"holds notes\.txt, which unburden did no"),
    ):
        Output(here / "out", "one").write(fill)
    assert (here / "out" / "notes.txt").read_text() == "mine"
    assert litter(here) == []


def test_files_added_just_before_the_replacement_are_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(here / "out", "one")

    def exchanged(one: Path, other: Path) -> bool:
        if not (one / "notes.txt").exists():
            (other / "notes.txt").write_text("mine")
        return exchange(one, other)

    monkeypatch.setattr("experiments.runs.storage.atomic_write.exchange", exchanged)
    with claim.releasing_claims(), pytest.raises(InputError, match=r"holds notes\.txt"):
        Output(here / "out", "one").write(filled("one", ["other.csv"]))
    assert (here / "out" / "notes.txt").read_text() == "mine"
    assert (here / "out" / "rows.csv").exists()
    assert litter(here) == []


@pytest.mark.parametrize("name", sorted(inventory.IGNORED_FILES))
def test_hidden_files_of_file_managers_do_not_block_a_replacement(here: Path, name: str) -> None:
    wrote(here / "out", "one")
    (here / "out" / name).write_bytes(b"icons")
    wrote(here / "out", "one")
    assert not (here / "out" / name).exists()


def test_a_linked_output_is_written_where_it_leads_and_stays_a_link(here: Path) -> None:
    (here / "disk").mkdir()
    (here / "link").symlink_to(here / "disk" / "out")
    for _ in range(2):
        wrote(here / "link", "one")
        assert (here / "link").is_symlink()
        assert list(load(here / "disk" / "out").frames) == ["rows"]
    assert [path.name for path in (here / "disk").iterdir()] == ["out"]
    assert sorted(path.name for path in here.iterdir()) == ["disk", "link"]


def test_results_of_another_command_are_replaced_only_when_asked(here: Path) -> None:
    wrote(here / "out", "one")
    told = "holds the results of another command; name another output, or overwrite=true"
    with pytest.raises(InputError, match=told):
        wrote(here / "out", "two")
    assert set(load(here / "out").rows["mine"]) == {"one"}
    wrote(here / "out", "two", overwrite=True)
    assert set(load(here / "out").rows["mine"]) == {"two"}


def test_results_are_read_whole_while_they_are_replaced(here: Path) -> None:
    wrote(here / "out", "one")
    read: list[set[str]] = []
    over = threading.Event()

    def replace() -> None:
        while not over.is_set():
            for mine in ("two", "one"):
                wrote(here / "out", mine, overwrite=True)

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        end = time.monotonic() + 60
        while (len(read) < 50 or {"two"} not in read) and time.monotonic() < end:
            results = load(here / "out")
            try:
                rows = results.rows
            except InputError:  # replaced between loading and reading: refused, never mixed
                continue
            assert set(rows["mine"]) == {results.manifest[IDENTITY]}
            read.append(set(rows["mine"]))
    finally:
        over.set()
        writer.join()
    assert {"one"} in read
    assert {"two"} in read


def test_an_empty_folder_is_taken(here: Path) -> None:
    (here / "out").mkdir()
    wrote(here / "out", "one")
    assert load(here / "out").rows.equals(FRAME.assign(mine="one"))


def test_a_folder_of_an_earlier_version_stays(here: Path) -> None:
    wrote(here / "out", "one")
    write_manifest({"maker": MAKER}, here / "out")
    with pytest.raises(InputError, match="was left by an earlier version"):
        wrote(here / "out", "one")


def test_commands_of_one_identity_share_a_claim_and_release_it(here: Path) -> None:
    out = here / "far" / "out"
    with claim.releasing_claims():
        held = [Output(out, "one"), Output(out, "one")]
        with pytest.raises(InputError, match="another command is about to leave its results"):
            Output(out, "two")
        assert litter(here / "far") == [f".out{claim.SUFFIX}"]
        held.clear()
        assert list(here.iterdir()) == []
        held.append(Output(out, "two"))
    assert list(here.iterdir()) == []
    wrote(out, "two")


def test_many_commands_that_start_at_once_get_a_folder_each(here: Path) -> None:
    script = (
        "import sys\n"
        "from experiments.runs.storage import claim\n"
        "from experiments.runs.storage.output import Output\n"
        "from experiments.config.options import Options\n"
        "from experiments.config.study import Study\n"
        "from experiments.runs.storage.identity import identity\n"
        "from tests.storage.test_output import filled\n"
        "study = Study('compare', {}, {'seed': int(sys.argv[1])})\n"
        "print(flush=True)\n"
        "input()\n"
        "with claim.releasing_claims():\n"
        "    output = Output.of(study, Options())\n"
        "    output.write(filled(identity(study)))\n"
        "    print(output.folder)\n"
    )
    seeds = [1, 1, 2, 3]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(seed)],
            env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for seed in seeds
    ]  # fmt: skip
    for one in started:
        assert one.stdout is not None
        one.stdout.readline()
    for one in started:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    folders = [one.communicate(timeout=60)[0].strip() for one in started]
    assert {one.returncode for one in started} == {0}
    of = {folder: {seed for seed, at in zip(seeds, folders, strict=True) if at == folder}
          for folder in folders}  # fmt: skip
    assert all(len(seeds) == 1 for seeds in of.values()), of
    assert litter(here / "outputs") == []
    assert sorted(path.name for path in (here / "outputs").iterdir()) == sorted(
        Path(folder).name for folder in of
    )


LISTING = ["experiment=evidence"]
"""An experiment that takes no runs."""


def test_a_second_command_takes_the_next_name_and_says_so(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = ": outputs/evidence holds the results of another command"
    again = ", where this command left them before"
    for entry, name, told in (
        ("overlap", "evidence", ""),
        ("household_size", "evidence-2", taken),
        ("log_apps", "evidence-3", taken),
        ("household_size", "evidence-2", again),
        ("overlap", "evidence", ""),
    ):
        assert answer([*LISTING, f"evidence.id={entry}"]) == 0
        out, err = capsys.readouterr()
        assert f"outputs/{name}/evidence.html" in out
        assert list(load(f"outputs/{name}").evidence["id"]) == [entry]
        assert err == (f"unburden: results are in outputs/{name}{told}\n" if told else "")
    assert sorted(path.name for path in (here / "outputs").iterdir()) == [
        "evidence", "evidence-2", "evidence-3",
    ]  # fmt: skip
    (here / "outputs" / "evidence" / "notes.txt").write_text("mine")
    assert answer([*LISTING, "evidence.id=overlap"]) == 0
    assert "outputs/evidence holds notes.txt, which unburden did not" in capsys.readouterr().err
    assert list(load("outputs/evidence-4").evidence["id"]) == ["overlap"]
    replacing = [*LISTING, "evidence.id=log_apps", "output=outputs/evidence", "overwrite=true"]
    assert answer(replacing) == 2
    assert "holds notes.txt" in capsys.readouterr().err
    (here / "outputs" / "evidence" / "notes.txt").unlink()
    assert answer(replacing) == 0
    assert "the results of another command were there, and are replaced" in capsys.readouterr().err
    assert list(load("outputs/evidence").evidence["id"]) == ["log_apps"]


def test_without_a_name_nothing_is_overwritten(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*LISTING, "evidence.id=overlap"]) == 0
    assert answer([*LISTING, "evidence.id=log_apps", "overwrite=true"]) == 2
    assert "overwrite=true: is for a folder that output= names" in capsys.readouterr().err
    assert list(load("outputs/evidence").evidence["id"]) == ["overlap"]


def test_a_named_folder_refuses_another_command_from_python_too(
    here: Path, alone: Sequence[str], warm: None
) -> None:
    first = compare(*alone, scenarios=["one_table"], replications=1, output="mine")
    with pytest.raises(InputError, match="overwrite=true replaces them"):
        compare(*alone, scenarios=["one_table"], replications=2, output="mine")
    assert load("mine").manifest["replications"] == 1
    again = compare(*alone, scenarios=["one_table"], replications=2, output="mine", overwrite=True)
    assert again.folder == first.folder
    assert load("mine").manifest["replications"] == 2


def test_looks_at_a_store_share_a_folder(here: Path) -> None:
    (here / "results").mkdir()
    plain = [str(store(check=checked).folder) for checked in (True, False, True)]
    assert plain == ["outputs/store"] * 3


def test_a_comparison_says_where_it_is(
    here: Path, alone: Sequence[str], warm: None, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*alone, "scenarios=[one_table]", "replications=1"]
    for seed, folder in ((1, "outputs/compare"), (2, "outputs/compare-2")):
        assert answer([*words, f"seed={seed}"]) == 0
        assert f"{folder}/report.html" in capsys.readouterr().out
        assert load(folder).manifest["seed"] == seed


def test_whatever_results_depend_on_makes_another_command(here: Path) -> None:
    scenario, points = here / "mine.yaml", here / "points.csv"
    scenario.write_text("departments: {hours_scale: 0.5}")
    points.write_text("overlap\n0.5\n")
    words = ("experiment=sweep", "scenarios=[mine.yaml]", "points_file=points.csv")
    plain = identity(compose(*words))
    for same in ("executor=serial", "workers=2", "timeout=9", "store=x", "output=x", "seed=1"):
        assert identity(compose(*words, same)) == plain, same
    found = {plain}
    for other in ("seed=2", "replications=3", "obligations.overlap=0.3", "territory=community"):
        found.add(identity(compose(*words, other)))
    points.write_text("overlap\n0.6\n")
    found.add(identity(compose(*words)))
    scenario.write_text("departments: {hours_scale: 0.6}")
    found.add(identity(compose(*words)))
    assert len(found) == 7


def test_studies_of_one_command_line_get_numbered_folders(here: Path) -> None:
    several = ["-m", "evidence.id=overlap,log_apps"]
    assert answer([*LISTING, *several]) == 0
    assert answer([*LISTING, *several, "seed=2"]) == 0
    names = ("evidence,evidence.id=overlap", "evidence,evidence.id=log_apps")
    assert {path.name for path in (here / "outputs").iterdir()} == {
        *names, *(name.replace("evidence,", "evidence-2,", 1) for name in names),
    }  # fmt: skip
    assert answer([*LISTING, *several, "seed=3", "output=outputs/evidence"]) == 2
    for name in names:
        assert "seed=3" not in load(here / "outputs" / name).manifest["command"]
