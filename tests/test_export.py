"""Tables of results for Excel, Stata and R: nothing is lost, changed or computed."""

from __future__ import annotations

import io
import sys
import warnings
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import Results, evidence, export, load
from experiments.cli import answer
from experiments.config import kinds
from experiments.config.errors import InputError
from experiments.kinds.export import stata, workbook
from experiments.kinds.export.codebook import described
from experiments.kinds.export.columns import columns
from experiments.reporting.frames import write_frames
from experiments.reporting.results import write_manifest

AWKWARD = pd.DataFrame({
    "seed": [2**63 - 1, 7, 2**53 + 1],
    "society": pd.array([1, None, 3], "Int32"),
    "value": [0.1, float("-inf"), float("nan")],
    "in": [True, False, True],
    "perhaps": [True, None, False],
    "group": ["=1+1", None, "北京 –1"],
    "text": ["@a", "-b", "c\td"],
    "days_to_resolution_restricted_mean.own_powers": [1.0, 2.0, 3.0],
    "days_to_resolution_restricted_mean.needs_departments": [4.0, 5.0, 6.0],
    "nothing": [None, None, None],
    "whole": [3, -1, 10**16],
})  # fmt: skip
OPENED = pytest.mark.skipif(find_spec("openpyxl") is None, reason="takes the extra export")


@pytest.fixture
def awkward(tmp_path: Path) -> Path:
    """A folder of results with everything that a program may not like."""
    return made(tmp_path, {"awkward.csv": AWKWARD, "other.parquet": AWKWARD[["value"]]})


def made(tmp_path: Path, frames: dict[str, pd.DataFrame]) -> Path:
    """A folder of results with these tables."""
    folder = tmp_path / "outputs" / "mine"
    folder.mkdir(parents=True)
    write_frames(frames, folder)
    head = {"maker": "unburden", "experiment": "compare", "command": "unburden"}
    versions = {"model": "0" * 16}
    write_manifest(head | {"created": "2026-01-02T03:04:05Z", "versions": versions}, folder)
    return folder


def left(folder: Path, table: pd.DataFrame) -> Path:
    """A folder of results with one table."""
    folder.mkdir()
    write_frames({"one.parquet": table}, folder)
    head = {"maker": "unburden", "experiment": "compare", "command": "unburden"}
    versions = {"model": "0" * 16}
    write_manifest(head | {"created": "2026-01-02T03:04:05Z", "versions": versions}, folder)
    return folder


def exported(folder: Path, kind: Any, **more: Any) -> Path:
    place: Path = export(from_=folder, format=kind, **more).folder
    return place


def test_csv_has_every_digit_and_computes_nothing(awkward: Path) -> None:
    folder = exported(awkward, "csv")
    assert folder.resolve() == awkward.with_name("mine-csv").resolve()
    table = pd.read_csv(folder / "awkward.csv", dtype={"seed": str, "group": str, "text": str})
    assert table["seed"].tolist() == [str(seed) for seed in AWKWARD["seed"]]
    assert table["group"].tolist()[::2] == ["'=1+1", "北京 –1"]
    assert table["text"].str[0].tolist() == ["'", "'", "c"]
    assert table["society"].isna().tolist() == [False, True, False]
    assert table["value"].tolist()[:2] == [0.1, -np.inf]
    assert {path.name for path in folder.iterdir()} == {
        "awkward.csv", "other.csv", "codebook.csv", "manifest.json",
    }  # fmt: skip


def test_stata_reads_names_labels_and_missing_values(awkward: Path) -> None:
    folder = exported(awkward, "dta")
    opened: Any = pd.read_stata(folder / "awkward.dta", iterator=True)
    with opened as reader:
        table, labels = reader.read(), reader.variable_labels()
        assert reader.data_label == "unburden compare: awkward"
        assert reader.time_stamp == "02 Jan 2026 03:04"
    book = pd.read_csv(folder / "codebook.csv").dropna(subset="column")
    book = book[book["table"] == "awkward"].set_index("column")
    names = {str(column): str(name) for column, name in book["name"].items()}
    assert list(table.columns) == list(names.values())
    assert all(len(name) <= 32 and name.isidentifier() for name in table)
    assert len(set(table)) == len(table.columns)
    assert names["in"] == "_in"
    assert table["seed"].tolist() == [str(seed) for seed in AWKWARD["seed"]]
    assert table["whole"].tolist()[2] == str(10**16)
    assert table["society"].isna().tolist() == [False, True, False]
    assert table["value"].isna().tolist() == [False, True, True]
    assert table["value"][0] == 0.1
    assert table["_in"].tolist() == ["yes", "no", "yes"]
    assert table["group"].tolist() == ["=1+1", "", "北京 –1"]
    long = [name for name in names if name.startswith("days_to")]
    assert [table[names[name]].tolist() for name in long] == [[1, 2, 3], [4, 5, 6]]
    assert labels["seed"] == described("compare", "awkward", "seed")[0]
    assert labels[names[long[0]]] == "time until solved, own powers (days)"
    assert book["infinite"]["value"] == 1


def test_files_of_stata_are_counted_while_they_are_written(
    awkward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", terminal)
    folder = exported(awkward, "dta")
    files = len([*folder.glob("*.dta")])
    assert f"0 of {files} tables" in terminal.getvalue()


def test_names_of_stata_keep_their_beginning_and_their_end() -> None:
    long = "days_to_resolution_restricted_mean.needs_departments"
    given = stata.names([long, f"{long}_low", f"{long}_high", "acts on", "1st", "str12", "with"])
    assert list(given.values()) == [
        "days_to_resolut_eeds_departments",
        "days_to_resolut__departments_low",
        "days_to_resolut_departments_high",
        "acts_on", "_1st", "_str12", "_with",
    ]  # fmt: skip
    twins = stata.names([f"{'a' * 20}{each}{'b' * 20}" for each in "xyz"])
    assert len(set(twins.values())) == 3
    assert all(len(name) == 32 for name in twins.values())


def test_equal_results_give_equal_files_of_stata(awkward: Path, tmp_path: Path) -> None:
    first, second = (exported(awkward, "dta", output=tmp_path / name) for name in "ab")
    for path in first.glob("*.dta"):
        assert path.read_bytes() == (second / path.name).read_bytes()


@OPENED
def test_excel_has_a_sheet_a_table_and_computes_nothing(awkward: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(exported(awkward, "xlsx") / "compare.xlsx")
    assert book.sheetnames == ["awkward", "other", "codebook"]
    sheet = book["awkward"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == list(AWKWARD)
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    rows = [dict(zip(AWKWARD, (cell.value for cell in row), strict=True)) for row in sheet]
    rows = rows[1:]
    assert [row["seed"] for row in rows] == [str(seed) for seed in AWKWARD["seed"]]
    assert [row["society"] for row in rows] == [1, None, 3]
    assert [row["value"] for row in rows] == [0.1, "-inf", None]
    assert [row["in"] for row in rows] == [True, False, True]
    assert [row["perhaps"] for row in rows] == [True, None, False]
    assert [row["group"] for row in rows] == ["=1+1", None, "北京 –1"]
    assert [row["whole"] for row in rows] == ["3", "-1", str(10**16)]
    assert sheet["F2"].quotePrefix
    assert "unburden" in book.properties.description


@OPENED
@pytest.mark.parametrize("suffix", ["csv", "dta", "xlsx"])
def test_numbers_are_exported_to_the_last_bit(tmp_path: Path, suffix: str) -> None:
    values = [0.1 + 0.2, 1 / 3, 1e-300 / 3, -1e22 / 7, 2.0, np.nextafter(1.0, 2.0)]
    table = pd.DataFrame({"value": values})
    folder = exported(made(tmp_path, {"exact.parquet": table}), suffix)
    if suffix == "csv":
        read = pd.read_csv(folder / "exact.csv", float_precision="round_trip")
    elif suffix == "dta":
        read = pd.read_stata(folder / "exact.dta")
    else:
        read = pd.read_excel(folder / "compare.xlsx", "exact")
    assert read["value"].tolist() == values


@OPENED
def test_a_table_too_large_for_a_sheet_is_written_as_csv(
    awkward: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    results = export(from_=awkward, format="xlsx")
    kinds.show(results)
    said = capsys.readouterr().err
    assert "table awkward has 3 rows, and a sheet 2 at most: it is in awkward.csv" in said
    assert len(pd.read_csv(results.folder / "awkward.csv")) == 3
    assert openpyxl.load_workbook(results.folder / "compare.xlsx").sheetnames == ["codebook"]


def test_a_table_too_large_for_stata_is_written_as_csv(
    awkward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stata, "MOST_ROWS", 2)
    folder = exported(awkward, "dta")
    assert (folder / "awkward.csv").is_file()
    assert not list(folder.glob("*.dta"))


def test_long_texts_reach_stata(tmp_path: Path) -> None:
    words = columns(pd.DataFrame({"why": ["a" * 5000, "b"]}))
    stata.write(tmp_path / "long.dta", words, {}, "long", datetime(2026, 1, 2))
    assert pd.read_stata(tmp_path / "long.dta")["why"].str.len().tolist() == [5000, 1]


def test_one_table_goes_into_a_folder_of_its_own(compared: Results, tmp_path: Path) -> None:
    folder = exported(compared.folder, "csv", table="comparison", output=tmp_path / "one")
    assert (folder / "comparison.csv").is_file()
    assert not (folder / "measures.csv").exists()
    same = (compared.folder / "comparison.csv").read_bytes()
    assert (folder / "comparison.csv").read_bytes() == same
    alone = exported(compared.folder, "csv", table="comparison")
    assert alone.name == "compare-comparison-csv"


def test_every_column_of_a_comparison_is_described(compared: Results, over: Results) -> None:
    for results in (compared, over):
        book = export(from_=results.folder, format="csv", overwrite=True).codebook
        assert set(book["table"]) == set(results.frames)
        assert (book["meaning"].str.len() > 0).all()
        counts = book[book["column"].isna()].set_index("table")["rows"]
        assert counts["measures"] == len(results.measures)


def test_tables_of_experiments_are_the_same_in_every_format(tmp_path: Path) -> None:
    listed = evidence(output=tmp_path / "evidence")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        folder = exported(listed.folder, "dta")
    read = pd.read_stata(folder / "levers.dta")
    assert read["what"].tolist() == listed.levers["what"].tolist()
    assert "acts_on" in read


@pytest.mark.parametrize("kind", ["csv", "dta"])
def test_copies_are_not_results(awkward: Path, kind: str) -> None:
    folder = exported(awkward, kind)
    with pytest.raises(InputError, match="holds copies for other programs"):
        load(folder)
    with pytest.raises(InputError, match=r"from=.*holds copies for other programs; .*mine is read"):
        export(from_=folder)


def test_what_is_no_sound_folder_is_said_in_one_line(awkward: Path, tmp_path: Path) -> None:
    def refused(folder: Path | None, **more: Any) -> str:
        with pytest.raises(InputError) as error:
            export(from_=folder, output=tmp_path / "out", **more)
        assert "\n" not in str(error.value)
        assert not (tmp_path / "out").exists()
        return str(error.value)

    assert "from=null: should be the output folder of an experiment" in refused(None)
    assert "holds no manifest.json of an experiment" in refused(tmp_path)
    assert "holds no manifest.json of an experiment" in refused(tmp_path / "nowhere")
    assert "table=awkwrd: no such table" in refused(awkward, table="awkwrd")
    assert "did you mean awkward?" in refused(awkward, table="awkwrd")
    (awkward / "other.parquet").write_bytes(b"damaged")
    assert "other.parquet is not as the experiment left it" in refused(awkward)
    (awkward / "other.parquet").unlink()
    assert "other.parquet is not as the experiment left it" in refused(awkward)


def test_results_of_an_earlier_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    AWKWARD.to_csv(tmp_path / "old" / "awkward.csv")
    write_manifest({"maker": "unburden", "experiment": "compare"}, tmp_path / "old")
    with pytest.raises(InputError, match="an earlier version left awkward"):
        export(from_=tmp_path / "old")


def test_results_are_not_replaced_by_their_copies(awkward: Path, tmp_path: Path) -> None:
    for place in (awkward, awkward / "xlsx"):
        with pytest.raises(InputError, match="is in the folder of the results; name another"):
            export(from_=awkward, output=place, overwrite=True)
    first = exported(awkward, "csv")
    assert exported(awkward, "csv") == first
    assert exported(awkward, "dta", output=tmp_path / "one") == tmp_path / "one"
    with pytest.raises(InputError, match="holds the results of another command"):
        exported(awkward, "csv", output=tmp_path / "one")
    load(awkward)


def test_excel_without_its_package_names_the_command(
    awkward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from experiments.runs.executors import availability

    monkeypatch.setattr(availability, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"format=xlsx: needs openpyxl, .*pip install .*export"):
        export(from_=awkward, format="xlsx")


def test_the_command_line_says_from(awkward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["experiment=export", f"from={awkward}", "format=dta"]) == 0
    said = capsys.readouterr()
    assert "awkward.dta" in said.out
    assert "2 infinite numbers, which Stata does not have" in said.err
    assert answer(["experiment=export", "from=nowhere"]) == 2
    said = capsys.readouterr()
    (line,) = said.err.strip().splitlines()
    assert line == "unburden: from=nowhere: holds no manifest.json of an experiment"


@OPENED
def test_characters_that_a_sheet_cannot_hold_become_spaces(tmp_path: Path) -> None:
    import openpyxl

    texts = ["a\x01b", "全角　空格", "two\nlines", "tab\tbed"]
    sheets = {"a:b/c" + "d" * 40: columns(pd.DataFrame({"text": texts}))}
    workbook.write(tmp_path / "one.xlsx", sheets, "title", "about")
    (sheet,) = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert [row[0].value for row in sheet][1:] == ["a b", "全角　空格", "two\nlines", "tab\tbed"]
    assert sheet.title == "a_b_c" + "d" * 26


@pytest.mark.parametrize("kind", ["csv", pytest.param("xlsx", marks=OPENED), "dta"])
@pytest.mark.parametrize("rows", [0, 2])
def test_columns_without_a_value_are_written(rows: int, kind: Any, tmp_path: Path) -> None:
    types = ("Int64", "float64", "boolean", "object")
    nothing = pd.DataFrame({each: pd.Series([None] * rows, dtype=each) for each in types})
    book = export(from_=left(tmp_path / "mine", nothing), format=kind).codebook
    assert book["missing"].tolist()[1:] == [rows] * 4


@OPENED
def test_numbers_of_a_sheet_have_every_digit(tmp_path: Path) -> None:
    import openpyxl

    numbers = np.random.default_rng(1).normal(size=200) * 10.0 ** np.arange(-100, 100)
    sheets = {"one": columns(pd.DataFrame({"x": numbers}))}
    workbook.write(tmp_path / "one.xlsx", sheets, "title", "about")
    (sheet,) = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert [row[0].value for row in sheet][1:] == numbers.tolist()
    assert {row[0].data_type for row in sheet} == {"s", "n"}


@OPENED
def test_no_text_of_a_sheet_damages_it_or_becomes_an_error(tmp_path: Path) -> None:
    import openpyxl

    texts = ["#N/A", "#1", "a\ufffeb", "\uffff", "a\r=1"]
    sheets = {"one": columns(pd.DataFrame({"text": texts}))}
    workbook.write(tmp_path / "one.xlsx", sheets, "title", "about")
    (sheet,) = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert [row[0].value for row in sheet][1:] == ["#N/A", "#1", "a b", " ", "a =1"]
    assert {row[0].data_type for row in sheet} == {"s"}


def test_numbers_that_stata_does_not_have_are_written_as_csv(tmp_path: Path) -> None:
    most = float.fromhex("0x1.fffffffffffffp+1022")
    assert not stata.fits(columns(pd.DataFrame({"x": [most, -most, np.inf, np.nan]})))
    results = export(from_=left(tmp_path / "mine", pd.DataFrame({"x": [1e308]})), format="dta")
    assert pd.read_csv(results.folder / "one.csv")["x"].tolist() == [1e308]
    assert "beyond 9.0e+307" in results.manifest["instead"]["one"]
