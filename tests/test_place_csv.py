"""Tables of communities as spreadsheets write them, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.config.place_csv import TableError, read

ENGLISH = "name,type,residents,workers\nNorth,old_estate,5200,12\nSouth,village,1400,5\n"
CHINESE = "社区名称,社区类型,常住人口（人）,社区工作者\n北门,老旧小区,5200,12\n南村,村,1400,5\n"


def written(folder: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "communities.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH.replace(",", ";"), "utf-8"),
        (ENGLISH.replace(",", "\t"), "utf-16"),
        (ENGLISH.replace("\n", "\r\n"), "utf-8"),
        (ENGLISH.replace("old_estate", "Old Estate").replace("name", " Name "), "utf-8"),
        (ENGLISH.replace("5200", '"5,200"').replace("1400", "1400.0"), "utf-8"),
        (f"Communities of the county,,,\n{ENGLISH},,,\n", "utf-8"),
        (ENGLISH + ",,,\n\n", "utf-8"),
        ("no,name,type,residents,workers,remarks\n1,North,old,5200,12,x\n2,South,village,1400,5,\n",
         "utf-8"),
    ],
    ids=[
        "commas", "with a mark", "semicolons", "tabs", "Windows", "as typed", "thousands", "title",
        "empty rows", "numbered and with remarks",
    ],
)  # fmt: skip
def test_tables_are_read_as_spreadsheets_write_them(
    tmp_path: Path, text: str, encoding: str
) -> None:
    table = read(written(tmp_path, text, encoding))
    assert table.columns == {
        "name": ("North", "South"),
        "type": ("old_estate", "village"),
        "residents": (5200, 1400),
        "workers": (12, 5),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_chinese_headers_and_types_are_read(tmp_path: Path, encoding: str) -> None:
    table = read(written(tmp_path, CHINESE, encoding))
    assert table.texts("name") == ("北门", "南村")
    assert table.texts("type") == ("old_estate", "village")
    assert table.numbers("residents") == (5200, 1400)
    assert table.numbers("workers") == (12, 5)
    assert table.numbers("boards") == ()


def test_empty_cells_are_kept_where_the_evidence_can_fill_them(tmp_path: Path) -> None:
    table = read(written(tmp_path, "name,type,merchants\nA,,20\nB,mixed,\n"))
    assert table.texts("type") == (None, "mixed")
    assert table.numbers("merchants") == (20, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,residnts\nA,3\n", "column residnts: unknown column; did you mean residents?"),
        ("name,Typ\nA,mixed\n", "column Typ: unknown column; did you mean type?"),
        ("name,residents\nA,-3\n", "row 2, residents: -3: at least 0"),
        ("name,workers\nA,3\nB,0\n", "row 3, workers: 0: at least 1"),
        ("name,residents\nA,many\n", "row 2, residents: many: should be a whole number"),
        ("name,residents\nA,520人\n", "row 2, residents: 520人: should be a whole number"),
        ("name,residents\nA,5.5\n", "row 2, residents: 5.5: should be a whole number"),
        ("name,residents\nA,nan\n", "row 2, residents: nan: should be a whole number"),
        ("name,residents\nA,3\n\nA,4\n", "name: there are two communities called A"),
        ("name,residents\nA,3\nB,\n", "row 3, residents: is empty; fill in every row"),
        ("name,residents\nA,3\n,4\n", "row 3, name: is empty; give each community its name"),
        ("name,residents\n", "has no rows below its header"),
        ("", "row 1: should name columns"),
        ("North 5200\nSouth 1400\n", "row 1: should name columns"),
        ("name,type\nA,castle\n", "row 2, type: castle: should be one of old_estate, commercial"),
        ("name,residents\nA,3\nTotal,3\n", "row 3: looks like a row of totals; leave it out"),
        ("name,residents\nA,3\n合 计,3\n", "row 3: looks like a row of totals; leave it out"),
        ("name,residents\nA,3,9\n", "row 2: 9 is under no header"),
        ("name,residents,population\nA,3,3\n", "there is another column of residents"),
        (b"PK\x03\x04rest", "is a workbook, not CSV; save it as CSV in your spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "is a workbook, not CSV"),
        (b"name\0\1", "is not text"),
        (
            "name;residents\nA;5.000\n",
            "row 2, residents: 5.000: write a whole number without a point",
        ),
        ("name\nA\u200b\u202eB\n", "should be a text without control characters"),
        (f"name\n{'x' * 200_000}\n", "is no CSV: field larger than field limit"),
        ("name,residents\nMálaga,3\n".encode("latin-1"), "is neither UTF-8 nor GBK"),
    ],
)
def test_one_line_says_what_is_wrong_and_where(
    tmp_path: Path, text: str | bytes, says: str
) -> None:
    with pytest.raises(TableError) as refused:
        read(written(tmp_path, text))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_rows_of_two_encodings_are_refused(tmp_path: Path) -> None:
    rows = "社区,常住人口\n北门,5200\n".encode() + "南村,1400\n".encode("gbk")
    with pytest.raises(TableError, match="row 1 is UTF-8 and others are not"):
        read(written(tmp_path, rows))
