"""The benchmark runs, and compares equal work; how long it takes is not tested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import memory, queues
from tests.bench.page import BEGIN, END, PAGE, written
from tests.bench.row import TINY, Measured, Missing, Row, Size
from tests.bench.rows import ROWS
from tests.bench.table import measure_all
from tests.long import long_test

KEYS = [
    "kernel_ms", "run_totals_ms", "short_run_ms", "not_kernel_share", "district_us", "linearity",
    "city_seconds", "city_peak_mib", "compile_cpu_s", "default_seconds", "plan_10000_s", "help_s",
    "twin_ratio", "simpy_ratio", "c_ratio",
]  # fmt: skip
IN_PROCESS = ("kernel_ms", "run_totals_ms", "district_us", "linearity", "plan_10000_s")
PEERS = ("twin_ratio", "simpy_ratio", "c_ratio")


def row(key: str) -> Row:
    (found,) = (one for one in ROWS if one.key == key)
    return found


@pytest.mark.parametrize("key", IN_PROCESS)
def test_rows_of_this_process_measure_a_tiny_society(key: str) -> None:
    assert row(key).measure(TINY).value > 0


@pytest.mark.parametrize("key", PEERS)
def test_twin_simpy_and_c_do_the_work_of_the_kernels(key: str) -> None:
    """Each row asserts that the results are equal."""
    try:
        assert row(key).measure(TINY).value > 0
    except Missing as reason:
        pytest.skip(str(reason))


def test_a_customer_less_is_another_queue() -> None:
    waits = queues.waits_of_kernels(TINY.queue_days)[0]
    assert len(waits) > 100
    assert queues.summary(waits) != queues.summary(waits[:-1])
    assert queues.summary(waits) != queues.summary([*waits[1:], waits[0]])


@long_test("ten seconds for a tool of developers")
def test_parts_of_a_laboratory_are_told_by_its_workers() -> None:
    share = row("not_kernel_share").measure(TINY)
    assert 0 < share.value < 1
    assert all(share.detail[part] > 0 for part in ("set-up", "kernels", "measures", "all"))


def test_the_file_has_every_key(tmp_path: Path) -> None:
    def missing(size: Size) -> Measured:
        raise Missing("not here")

    def broken(size: Size) -> Measured:
        raise ValueError("wrong")

    rows = [
        row("kernel_ms")._replace(measure=lambda size: Measured(12.3456, "a note")),
        row("city_seconds")._replace(measure=missing),
        row("help_s")._replace(measure=broken),
    ]
    file = tmp_path / "outputs" / "bench.json"
    measure_all(rows, TINY, file)
    found = json.loads(file.read_text("utf-8"))
    assert [key for key in found if key not in ("notes", "details", "about")] == KEYS
    assert found["kernel_ms"] == 12.35
    assert found["city_seconds"] is None
    assert found["notes"]["city_seconds"] == "not here"
    assert found["notes"]["help_s"] == "failed: ValueError: wrong"


def test_the_page_takes_the_figures_between_its_marks() -> None:
    page = PAGE.read_text("utf-8")
    about = {"date": "", "python": "", "numba": "", "cores": 2, "load": 0.0}
    found = dict.fromkeys(KEYS, 70.0) | {"notes": {"kernel_ms": "a note"}, "about": about}
    new = written(page, found)
    assert "| `kernel_ms` |" in new.partition(BEGIN)[2].partition(END)[0]
    assert "- `kernel_ms`: a note." in new
    assert written(new, found) == new
    assert new.partition(BEGIN)[0] == page.partition(BEGIN)[0]
    assert new.partition(END)[2] == page.partition(END)[2]


def test_memory_that_each_run_keeps_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = iter(range(100, 200, 3))
    monkeypatch.setattr(memory, "EVERY", 1)
    monkeypatch.setattr(memory, "resident", lambda: float(next(looks)))
    assert memory.growth(6, TINY, shown=3) == pytest.approx(3.0)
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["3", "runs", "106", "MiB"],
        ["6", "runs", "115", "MiB"],
    ]
