"""A comparison in Chinese: no sentence of its terminal output or of its tables is in English."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from experiments import Results, load
from experiments.cli import answer
from experiments.kinds.compare import summary, years
from experiments.kinds.compare.lines import Cell, Headline, headline_lines
from experiments.kinds.compare.notes import SPENT_LESS, notes
from experiments.language import breadth, joined, use
from experiments.reporting import society_notes
from experiments.runs.progress import Progress
from experiments.statistics.paired_differences import BURDEN

THREE_WORDS = re.compile(r"[A-Za-z][a-z'’-]+(?:[ ,;:()]+[A-Za-z][a-z'’-]*){2,}")
"""A run of English: no id, path, setting or symbol has spaces between words."""
COMMAND = re.compile(r"`[^`]*`|unburden experiment=\S+")
HIDDEN = re.compile(
    r"<style>.*?</style>|<details class=\"aside\">.*?</details>|<pre>.*?</pre>", re.DOTALL
)
"""Tables of the evidence, whose reasons are in English, and commands."""
SHORT = ("horizon_days=20", "warmup_days=5", "executor=serial", "lang=zh")
PLACE = """name: 某镇
communities: 社区.csv
forms_a_week: {value: 18, source: 两个社区的日志}
boards: 30
department_staff: {police: 5, urban management: 8}
"""
TABLE = "社区名称,类型,常住人口,户数,工作人员\n北门里,老旧小区,400,160,3\n柳村,村,500,200,4\n"
EVIDENCE = """sources:
  - {id: diary, title: 两个社区的日志, issuer: 作者, date: '2025-05', dated: printed}
facts:
  - {id: diary_workers, value: 20, unit: workers, subject: 两个社区, meaning: 记日志的社工,
     source: diary, place: 第 1 页, as_printed: 20 人, role: baseline, grade: exact}
"""


def english(text: str) -> list[str]:
    """Runs of three or more English words."""
    return THREE_WORDS.findall(COMMAND.sub("", text))


@pytest.mark.parametrize(
    "words",
    [
        (
            "societies=2", "replications=2", "costs=true", "rules.procedures.on=true",
            "scenarios=[one_table,recruitment]", "levers.one_table.coverage=0.5",
            "territory=某镇.yaml", "evidence=日志.yaml", "obligations.boards=28",
        ),
        ("societies=2", "replications=1", "scenarios=[one_table]", "territory=某镇.yaml"),
        (
            "societies=reference", "replications=3", "costs=true", "territory=某镇.yaml",
            "scenarios=[one_table,signboard_removal,recruitment]", "levers.one_table.coverage=0.5",
        ),
        ("societies=reference", "replications=1", "scenarios=[baseline]", "territory=community"),
    ],
)  # fmt: skip
def test_a_comparison_in_chinese_has_no_sentence_in_english(
    words: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "社区.csv").write_text(TABLE, "utf-8")
    (here / "某镇.yaml").write_text(PLACE, "utf-8")
    (here / "日志.yaml").write_text(EVIDENCE, "utf-8")
    assert answer([*words, *SHORT, "output=结果"]) == 0
    shown = capsys.readouterr()
    assert english(shown.out) == []
    assert max(map(breadth, shown.out.splitlines())) <= 140
    page = (here / "结果" / "report.html").read_text("utf-8")
    assert english(unescape(re.sub("<[^>]+>", "\n", HIDDEN.sub("", page)))) == []
    with use("en"):
        told = " ".join(notes(load(here / "结果")))
    assert len(english(told)) > 3, "or the pattern finds nothing"


def test_tables_have_room_for_labels_where_cells_are_wide(compared: Results) -> None:
    """Units in Chinese make cells wide: there are then fewer scenarios beside the baseline."""
    wide = Cell("10.0%", "+10.0 ±10.0 个百分点")
    line = headline_lines()[0]
    head = Headline(("baseline", *"abcdef"), {line: [wide] * 7}, {}, {line: line.label})
    parts = list(summary._beside(head, [1, 2, 3, 4, 5, 6], 6, 132))
    assert [column for part in parts for column in part if column] == [1, 2, 3, 4, 5, 6]
    assert len(parts) > 1
    assert all(summary._left(head, part, 132) >= summary.NARROWEST for part in parts)


def test_lines_of_the_tables_have_labels_in_chinese() -> None:
    with use("zh"):
        for line in (*headline_lines(), *years.MORE):
            assert re.search("[\u4e00-\u9fff]", line.label), line.label


def test_the_activities_of_time_spent_less_are_those_of_the_note() -> None:
    *first, last = BURDEN
    assert f"Time spent less: on {', '.join(first)} and {last} departments." == SPENT_LESS


def test_parts_are_joined_as_the_language_does() -> None:
    parts = ["一", "", "二"]
    assert [joined(parts), joined(parts, "statements")] == ["一, 二", "一; 二"]
    with use("zh"):
        assert [joined(parts), joined(parts, "statements")] == ["一、二", "一；二"]
        assert [joined(parts, "clauses"), joined(parts, "sentences")] == ["一，二", "一二"]


def test_verdicts_of_a_manifest_are_told_in_the_language_in_use() -> None:
    here = {
        "judged": 3, "plausible": 1, "outside": {"patrols": 2}, "meanings": {"patrols": "patrols"},
        "rural": False, "sentence": "",
    }  # fmt: skip
    used = {"file": "a.parquet", "changed": ["model", "evidence"], "left_out": 2, "stale": ""}
    assert society_notes.plausible(here) == (
        "The societies were found plausible before; within all bands here: 1 of 3 baselines; "
        "outside a band (patrols: 2)"
    )
    with use("zh"):
        assert society_notes.plausible(here) == (
            "这些模拟社会此前判为可信；在此地，3 个基线中有 1 个在全部可信范围之内；"
            "超出可信范围（巡查：2）"
        )
        assert society_notes.stale(used).startswith("a.parquet 由另一版本的模型和依据生成")
    older = {"judged": 3, "plausible": 1, "outside": {"patrols": 2}, "sentence": "as it was"}
    assert society_notes.plausible(older) == "as it was"


def test_the_progress_bar_is_in_the_language_in_use() -> None:
    with use("zh"), Progress(20, done=3) as progress:
        progress._bar.start_t -= 10.0
        progress.advance(0)
        first = progress._bar.format_dict["bar_format"]
        progress.advance(5)
        later = progress._bar.format_dict
    assert "已完成 {n:,} 次运行，共 {total:,} 次" in first
    assert "尚无法估计" in first
    assert "剩余 {remaining}" in later["bar_format"]
