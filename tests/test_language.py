"""Output in Chinese: the catalogue is whole and of today, and a language changes texts alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from matplotlib.ft2font import FT2Font

import unburden
from experiments import Results, texts
from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.outcomes import Outcome
from experiments.language import VARIABLE, _, breadth, counted, now, plural, use, wrapped
from experiments.language.wrapping import CLOSING
from experiments.reporting import fonts, labels
from experiments.reporting.meanings import UNITS, meaning, unit, unit_in_words
from experiments.reporting.table import Column, Table
from experiments.runs.storage.identity import identity
from sim.evidence import Assumption, Fact
from sim.levers import registry
from sim.measures.registry import MEASURES
from sim.settings import default_ledger

(FOLDER,) = texts.folders()
PLACEHOLDER = re.compile(r"\{[\w.:,%]*\}")
HAN = re.compile(r"[\u4e00-\u9fff]")
SYMBOLS = {
    "AUC", "S1", "ST", "p", "p (Holm)", "p\n(Holm)", "q", "μ", "μ*", "{group}",
    "{weight} x {outcome} ({unit})", "n {n}",
    "±{width} for {outcome}",
}  # fmt: skip
"""Texts that are the same in Chinese."""
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
TERMS = {
    r"[Cc]ommunity workers?\b": "社区工作者",
    r"\bgrid workers?\b": "网格员",
    r"\bheads?\b(?!, before| is multiplied)": "书记",
    r"[Mm]icro-grid": "微网格",
    r"[Ww]histle": "吹哨",
    r"\b[Bb]oards?\b": "牌子",
    r"\bobligations?\b(?! down)": "填报任务",
    r"[Tt]races\b": "留痕",
    r"[Uu]nplanned request": "临时任务",
    r"[Ff]alse closure|[Cc]losed on paper|[Cc]losing on paper": "假办结",
    r"[Vv]ulnerable": "重点人群",
    r"[Ll]isted household|household on the list": "走访名单",
    r"[Jj]oint-response group": "联动处置群",
    r"[Jj]oint session": "联合调解",
    r"[Pp]artner unit": "共建单位",
    r"[Ss]tationed cadre": "下派干部",
    r"[Ff]irst secretar": "第一书记",
    r"[Pp]roperty firm": "物业公司",
    r"[Dd]ispatch platform": "派单平台",
    r"[Ss]elf-check": "自检",
    r"[Oo]vertime": "加班",
    r"[Pp]aid time": "在岗时间",
    r"[Hh]azards?\b": "隐患",
    r"[Ii]ncidents?\b": "突发事件",
    r"[Dd]isputes?\b": "纠纷",
    r"[Ii]nquir": "咨询",
    r"[Cc]ertificates?\b": "证明",
    r"[Mm]erchants?\b": "商户",
    r"[Ss]treet.order issue": "街面秩序问题",
    r"\bone table\b(?! by)": "一张表",
    r"[Aa]ppraisal": "考核",
    r"[Oo]ld figures": "旧数据",
}
"""Terms of the documents and the glossary, and the one translation that meanings have of each."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalogue as its file and the sources of today give it."""
    return texts.renewed(FOLDER / "unburden.po")


def pairs(catalog: Catalog) -> Iterator[tuple[Message, list[str], list[str]]]:
    """Messages with their texts and their translations."""
    for message in catalog:
        if message.id:
            given = [message.id] if isinstance(message.id, str) else list(message.id)
            made = (
                [message.string] if isinstance(message.string, str) else list(message.string or ())
            )
            yield message, given, made


def test_every_text_has_a_translation(catalog: Catalog) -> None:
    assert texts.untranslated(catalog) == []
    for _message, given, made in pairs(catalog):
        in_words = re.search("[a-z]", PLACEHOLDER.sub("", given[0]))
        if in_words and given[0] not in SYMBOLS:
            assert all(map(HAN.search, made)), given


def test_placeholders_are_the_same_on_both_sides(catalog: Catalog) -> None:
    for _message, given, made in pairs(catalog):
        for text in made:
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(given[-1])), given


def test_a_percent_sign_stands_apart_from_its_number_in_english(catalog: Catalog) -> None:
    close = re.compile(r"[\d}]%|:\.\d%\}")
    for _message, given, _made in pairs(catalog):
        assert not [text for text in given if close.search(text)]


def test_the_files_of_the_catalogue_are_what_the_sources_give(
    catalog: Catalog, tmp_path: Path
) -> None:
    """Where this fails, `python -m experiments.texts` writes them."""
    texts.write(catalog, tmp_path)
    for name in ("unburden.po", "unburden.mo"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_font_of_the_package_has_all_chinese_characters_of_the_catalogue(
    catalog: Catalog,
) -> None:
    held = FT2Font(str(fonts.FILE)).get_charmap()
    used = {
        each for _message, _given, made in pairs(catalog) for each in HAN.findall("".join(made))
    }
    assert [each for each in sorted(used) if ord(each) not in held] == []


def test_meanings_of_the_evidence_keep_their_numbers_and_have_one_word_for_one_thing() -> None:
    ledger = default_ledger()
    entries: list[Fact | Assumption] = [*ledger.facts.values(), *ledger.assumptions.values()]
    assert len(entries) > 800
    with use("zh"):
        shown = {entry.meaning: meaning(entry.meaning) for entry in entries}
    for text, chinese in shown.items():
        assert sorted(NUMBER.findall(text)) == sorted(NUMBER.findall(chinese)), (text, chinese)
        for term, translation in TERMS.items():
            if re.search(term, text):
                assert translation in chinese, (term, text, chinese)
    assert len({*shown.values()}) == len(shown)
    for term in TERMS:
        assert any(re.search(term, text) for text in shown), term


def test_rows_of_the_evidence_are_shown_in_the_language_in_use() -> None:
    rows = default_ledger().table()
    for row in rows:
        assert meaning(row["meaning"]) == row["meaning"]
        assert unit(row["unit"]) == row["unit"]
    with use("zh"):
        shown = {row["id"]: meaning(row["meaning"]) for row in rows}
        assert all(map(HAN.search, shown.values()))
        assert shown["wanghailou_reporting_time_cut"] == (
            "河北区望海楼社区：填报各类平台和报表所用时间减少的比例。"
        )
        assert shown["structure_returns"] == (
            "部门对派来的问题可以退单的次数。0 endless, 1 limited, 2 designated。"
        )
        assert unit("issues/1000_residents/year") == "件/千名居民/年"
        assert unit("my_own_unit") == "my_own_unit"
        own = "Two communities: Hours of all diaries together."
        assert meaning(own) == own


def test_the_evidence_is_listed_in_chinese_and_left_in_english(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = {}
    for language in ("zh", "en"):
        words = ["experiment=evidence", f"lang={language}", f"output={language}"]
        about = ["evidence.about=议事厅会议"] if language == "zh" else []
        assert answer([*words, "evidence.id=hall_minutes"]) == 0
        assert ("一场议事厅会议的时长。" in capsys.readouterr().out) == (language == "zh")
        assert answer([*words, *about, "overwrite=true"]) == 0
        capsys.readouterr()
        page = (here / language / "evidence.html").read_text("utf-8")
        assert ("一场议事厅会议的时长。" in page) == (language == "zh")
        assert ("Length of a hall session." in page) == (language == "en")
        left[language] = (here / language / "evidence.csv").read_text("utf-8").splitlines()
    assert 1 < len(left["zh"]) < len(left["en"])
    assert {*left["zh"]} <= {*left["en"]}


def test_texts_are_collected_from_calls_in_the_code() -> None:
    found = texts.messages()
    assert {"working day", "rank\ncorrelation", "Other upward work, hours a year"} <= found
    assert "" not in found


def test_labels_in_english_are_those_of_the_model() -> None:
    for name, measure in MEASURES.items():
        for group in (*measure.groups, "all", "year_2", "some_department"):
            assert Outcome(name, group).label == measure.label_of(group)


def test_labels_are_shown_in_the_language_in_use() -> None:
    with use("zh"):
        assert Outcome("days_to_resolution_median", "own_powers.year_2").label == (
            "到解决的中位天数：社区自办，第 2 年"
        )
        assert labels.spelled("one_table") == "一张表"
        assert labels.spelled("one_table(coverage=0.5)") == "一张表 (coverage=0.5)"
        assert labels.spelled("my_own_lever") == "my own lever"
        assert labels.ACTIVITIES["traces"] == "留痕"
        assert labels.shown_in("share of forms due") == (
            100.0, "%", "占应报报表的百分比", "个百分点",
        )  # fmt: skip
    assert labels.spelled("one_table") == "one table"


def test_a_name_of_a_user_is_shown_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where it is a word that the catalogue has, or a lever of a file of the user's own."""
    with use("zh"):
        for name in ("forms", "open", "减负", "head office"):
            assert labels.spelled(name) == labels.spelling(name).shown() == name
        assert labels.spelled("forms(coverage=0.5)") == "forms (coverage=0.5)"
        for name in ("baseline", "one_table", "heavy_rain", "burden_package"):
            assert HAN.search(labels.spelled(name))
            assert labels.spelling(name).shown() == labels.spelled(name)
        monkeypatch.setattr(registry, "sources", lambda: {"one_table": "digest"})
        assert labels.spelled("one_table") == "one table"


def test_a_unit_whose_word_is_a_label_elsewhere_is_shown_as_a_unit() -> None:
    ledger = default_ledger()
    entries: list[Fact | Assumption] = [*ledger.facts.values(), *ledger.assumptions.values()]
    used = {entry.unit for entry in entries}
    assert {*UNITS} <= used
    with use("zh"):
        assert unit("rounds") == unit_in_words("rounds") == "轮"
        assert _("rounds") == "摸排"
        assert all(unit(name) != _(name) for name in UNITS)
    assert unit("rounds") == "rounds"


def test_counts_have_a_plural_in_english() -> None:
    assert [counted(n, "society", "societies") for n in (1, 2000)] == [
        "1 society", "2,000 societies",
    ]  # fmt: skip
    assert plural("{n} run failed", "{n} runs failed", 1).format(n=1) == "1 run failed"


def test_the_innermost_language_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert now() == "en"
    monkeypatch.setenv(VARIABLE, "zh")
    assert now() == "zh"
    with unburden.language("en"):
        assert _("baseline") == "baseline"
        with unburden.language("zh"):
            assert _("baseline") == "基线"
        assert now() == "en"
    with pytest.raises(ValueError, match="'fr' is none of en, zh"), unburden.language("fr"):
        pass


@pytest.mark.parametrize(
    "arguments", [["lang=fr"], ["lang=fr", "--help"], ["experiment=levers", "lang=fr", "--help"]]
)
def test_an_unknown_language_is_refused(
    arguments: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(arguments) == 2
    assert capsys.readouterr().err == "unburden: lang=fr: should be 'en' or 'zh'\n"


def test_an_unknown_language_of_the_environment_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "fr")
    assert answer(["--help"]) == 2
    assert capsys.readouterr().err == "unburden: UNBURDEN_LANG=fr: should be en or zh\n"
    with pytest.raises(ValueError, match="UNBURDEN_LANG=fr"):
        unburden.compare()


@pytest.mark.parametrize(
    ("variable", "arguments", "line"),
    [
        ("", ["lang=zh", "--help"], "实验（写 experiment=名称；默认为 compare）"),
        ("zh", ["--help"], "实验（写 experiment=名称；默认为 compare）"),
        (
            "zh",
            ["lang=en", "--help"],
            "Experiments (write experiment=NAME; compare is the default)",
        ),
        ("", ["experiment=sweep", "lang=zh", "--help"], "选项和默认值（写 键=值）"),
        ("zh", ["experiment=sweep", "--help"], "选项和默认值（写 键=值）"),
    ],
)
def test_help_is_in_the_language_that_is_asked_for(
    variable: str,
    arguments: list[str],
    line: str,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, variable)
    assert answer(arguments) == 0
    shown = capsys.readouterr().out.splitlines()
    assert line in shown
    assert max(map(breadth, shown)) <= 120


def test_the_language_is_no_part_of_what_a_command_is() -> None:
    assert identity(compose("lang=zh")) == identity(compose()) == identity(compose("lang=en"))


def test_docstrings_are_in_english_in_any_language() -> None:
    from experiments.signatures import docstring

    english = docstring("levers")
    with use("zh"):
        assert docstring("levers") == english


def test_tables_have_titles_in_the_language_and_csv_has_them_as_they_are_written() -> None:
    table = Table([Column("scenario"), Column("value", "number")])
    table.section("Departments")
    table.add("x", 1.0)
    with use("zh"):
        assert '<th class="text">情景</th>' in table.html()
        assert ">职能部门</th>" in table.html()
        assert table.csv() == "section,scenario,value\nDepartments,x,1\n"
    assert ">scenario</th>" in table.html()


@pytest.mark.parametrize("width", [8, 13, 30])
def test_lines_of_chinese_are_as_wide_as_two_columns_a_character(width: int) -> None:
    text = "每项措施的运行次数，各措施用同一组种子（null：1 次，societies 为 20 次）。"
    lines = wrapped(text, width, "- ", "  ")
    assert max(map(breadth, lines)) <= max(width, breadth("  （societies"))
    assert "".join("".join(lines).split()) == "-" + "".join(text.split())
    assert not any(line.strip()[0] in CLOSING for line in lines)
    assert wrapped("only plain words", 9) == ["only", "plain", "words"]


def test_a_line_does_not_end_between_a_number_and_its_sign() -> None:
    assert wrapped("in about 95 % of these", 11) == ["in about", "95 % of", "these"]
    assert wrapped("day of 8 h; q < 0.05", 8) == ["day of", "8 h;", "q < 0.05"]
    assert wrapped("约有占全部 95 % 的社会", 13)[1].startswith("95 %")


def test_loaded_results_are_plotted_in_the_language_in_use(compared: Results) -> None:
    with unburden.language("zh"):
        figure = compared.plot.where_the_hours_go()
    panels = figure.axes  # type: ignore[union-attr]
    assert [axes.get_title(loc="left") for axes in panels] == ["减牌子", "一张表"]
    names = [text.get_text() for text in panels[0].get_yticklabels()]
    assert {"报表", "留痕", "对上工作和催办"} <= {*names}


def test_a_run_in_chinese_leaves_the_tables_of_one_in_english(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With names in Chinese of everything that a user names."""
    (here / "社区.csv").write_text(
        "社区名称,类型,常住人口,户数,工作人员,挂牌\n"
        "北门里,老旧小区,400,160,3,9\n"
        "鑫馨家园,混合,500,200,4,8\n",
        "utf-8",
    )
    (here / "本街道.yaml").write_text("name: 某街道\ncommunities: 社区.csv\n", "utf-8")
    (here / "减负.yaml").write_text("levers: {signboard_removal: {on: true}}\n", "utf-8")
    words = [
        "territory=本街道.yaml", "scenarios=[one_table,减负.yaml]", "societies=reference",
        "replications=2", "horizon_days=20", "warmup_days=5", "executor=serial", "output=结果",
    ]  # fmt: skip
    left = {}
    for language, baseline in (("zh", "基线"), ("en", "baseline")):
        assert answer([*words, f"lang={language}"]) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        assert baseline in shown.out
        assert ("基线" in shown.out) == (language == "zh")
        page = (here / "结果" / "report.html").read_text("utf-8")
        assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in page
        left[language] = {
            path.name: path.read_bytes()
            for path in (here / "结果").iterdir()
            if path.suffix in (".csv", ".parquet")
        }
        assert (here / "结果" / "figures" / "where_the_hours_go.png").is_file()
    assert [*here.glob("结果*")] == [here / "结果"]
    assert left["zh"] == left["en"]
    assert len(left["zh"]) > 8
