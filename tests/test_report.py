"""The report of a comparison: verdicts, the answer in sentences, its parts, what it may load."""

from __future__ import annotations

import os
import re
from html import unescape
from math import nan
from pathlib import Path
from typing import Any

import pytest

from experiments import Results, load
from experiments.cli import answer
from experiments.config.outcomes import FREED, Outcome
from experiments.kinds.compare.flow_figure import LESS_OVERTIME, MORE_OVERTIME, Flow
from experiments.kinds.compare.report import answers as module_of_answers
from experiments.kinds.compare.report import parties
from experiments.kinds.compare.report.answer import HOURS_FREED, OF_DEPARTMENTS, OWN, Answer
from experiments.kinds.compare.report.answers import answers
from experiments.kinds.compare.report.phrases import amount, change, listed, share
from experiments.kinds.compare.report.problems import problems
from experiments.kinds.compare.report.time import leading, time
from experiments.kinds.compare.report.uses import where
from experiments.kinds.compare.report.verdict import Effect, Verdict, effect
from experiments.language import use
from experiments.language.phrase import joining, phrase, read
from experiments.reporting import pdf
from experiments.reporting.page import fold, heading, page, paragraph
from experiments.reporting.recorded_texts import merged, recorded, text, texts
from experiments.statistics.net_freed import LEAST_DAYS

SOCIETIES = 20


def hours(middle: float, helped: float = 0.0, hurt: float = 0.0, **more: Any) -> Effect:
    """Hours freed over societies."""
    usual: dict[str, Any] = {
        "outcome": HOURS_FREED, "unit": "hours per worker-week", "middle": middle,
        "low": middle - 1, "high": middle + 1, "least": 0.25, "helped": helped, "hurt": hurt,
        "lacking": 0, "differing": SOCIETIES, "societies": SOCIETIES,
    }  # fmt: skip
    return Effect(**usual | more)


def days(middle: float, helped: float, hurt: float, one: Outcome = OWN, **more: Any) -> Effect:
    return hours(middle, helped, hurt, outcome=one, unit="days", least=0.5, **more)


def alone(middle: float, low: float, high: float, **more: Any) -> Effect:
    """Hours freed in the one reference society."""
    return hours(middle, nan, nan, low=low, high=high, societies=0, **more)


@pytest.mark.parametrize(
    ("helped", "hurt", "expected"),
    [
        (1.0, 0.0, Verdict.BETTER),
        (0.9, 0.1, Verdict.MOSTLY_BETTER),
        (0.5, 0.2, Verdict.MOSTLY_BETTER),
        (0.5, 0.25, Verdict.MIXED),
        (0.3, 0.3, Verdict.MIXED),
        (0.3, 0.05, Verdict.SOMETIMES_BETTER),
        (0.05, 0.05, Verdict.SMALL),
    ],
)
def test_the_verdict_follows_the_shares_of_societies_in_both_directions(
    helped: float, hurt: float, expected: Verdict
) -> None:
    reversed_ = {
        Verdict.BETTER: Verdict.WORSE, Verdict.MOSTLY_BETTER: Verdict.MOSTLY_WORSE,
        Verdict.SOMETIMES_BETTER: Verdict.SOMETIMES_WORSE,
    }  # fmt: skip
    assert hours(1.0, helped, hurt).verdict is expected
    assert hours(-1.0, hurt, helped).verdict is reversed_.get(expected, expected)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.5, 3.5, Verdict.BETTER),
        (-3.5, -0.5, Verdict.WORSE),
        (-0.5, 4.0, Verdict.UNCERTAIN),
        (-0.2, 0.2, Verdict.SMALL),
        (0.01, 0.2, Verdict.SMALL),
        (nan, nan, Verdict.UNCERTAIN),
    ],
)
def test_the_verdict_of_one_society_follows_the_interval(
    low: float, high: float, expected: Verdict
) -> None:
    middle = 0.0 if low != low else (low + high) / 2
    assert alone(middle, low, high).verdict is expected


def test_less_is_better_of_days() -> None:
    assert alone(-2.0, -3.0, -1.0, outcome=OWN, unit="days", least=0.5).verdict is Verdict.BETTER
    assert alone(2.0, 1.0, 3.0, outcome=OWN, unit="days", least=0.5).verdict is Verdict.WORSE


def test_no_run_that_differs_and_no_value_have_verdicts_of_their_own() -> None:
    assert hours(0.0, differing=0).verdict is Verdict.EQUAL
    assert hours(nan, lacking=3).verdict is Verdict.UNKNOWN


def test_an_effect_is_read_from_a_row_over_societies_and_of_one() -> None:
    over = {
        "unit": "days", "median": -1.0, "low": -2.0, "high": 0.0, "least": 0.5, "share_helped": 0.8,
        "share_hurt": 0.0, "lacking": 1, "differing": 9, "societies": 9,
    }  # fmt: skip
    assert effect(OWN, over).societies == 10
    one = {
        "unit": "hours per worker-week", "difference": 2.0, "ci_low": 1.0, "ci_high": 3.0,
        "baseline": 40.0, "lacking": 0, "differing": 5,
    }  # fmt: skip
    found = effect(Outcome(FREED), one)
    assert (found.middle, found.least, found.societies) == (2.0, 0.25, 0)
    assert found.verdict is Verdict.BETTER


GAIN = hours(6.6, 1.0, low=3.4, high=9.9)
SMALL = hours(0.1, 0.05)
LOSS = hours(-0.6, 0.0, 1.0, low=-0.9, high=-0.3)


@pytest.mark.parametrize(
    ("freed", "said"),
    [
        (
            {"one_table": GAIN},
            "With one table, 6.6 hours per worker and week are freed at equal delivery (5 to 95 % "
            "of societies: 3.4 to 9.9; a gain in all 20 societies).",
        ),
        (
            {"one_table": GAIN, "form_cuts": SMALL},
            "Most is freed with one table: 6.6 hours per worker and week at equal delivery (5 "
            "to 95 % of societies: 3.4 to 9.9; a gain in all 20 societies).",
        ),
        (
            {"one_table": hours(1.0, 0.6, 0.1)},
            "With one table, 1.0 hours per worker and week are freed at equal delivery (5 to 95 % "
            "of societies: 0.0 to 2.0; a gain in 60 % of 20 societies; a loss in 10 % of 20 "
            "societies).",
        ),
        (
            {"form_cuts": SMALL},
            "With form cuts, no time that matters is freed: +0.1 hours per worker and week (5 to "
            "95 % of societies: −0.9 to 1.1; a gain in 5 % of 20 societies).",
        ),
        (
            {"form_cuts": hours(0.0, differing=0, low=0.0, high=0.0), "white_list": SMALL},
            "No scenario frees time that matters: at most +0.1 hours per worker and week (white "
            "list).",
        ),
        (
            {"inspection_season": LOSS},
            "With inspection season, time is taken, not freed: −0.6 hours per worker and week (5 "
            "to 95 % of societies: −0.9 to −0.3; a gain in none of 20 societies; a loss in all 20 "
            "societies).",
        ),
        (
            {"inspection_season": LOSS, "heavy_rain": LOSS._replace(middle=-2.0)},
            "No scenario frees time. Nearest is inspection season: −0.6 hours",
        ),
        (
            {"one_table": hours(0.4, 0.4, 0.3), "form_cuts": SMALL},
            "It depends on the society whether time is freed with one table: +0.4 hours",
        ),
        (
            {"one_table": hours(0.4, 0.4, 0.05)},
            "With one table, time is freed in a part of societies alone: +0.4 hours",
        ),
        (
            {"one_table": hours(0.4, 0.4, 0.05), "form_cuts": SMALL},
            "No scenario frees time in most societies. Nearest is one table: +0.4 hours",
        ),
        (
            {"escalation_rights": hours(0.0, 0.0, 0.25)},
            "With escalation rights, time is taken in a part of societies: 0.0 hours",
        ),
        ({"one_table": hours(nan, lacking=20)}, "There is no answer: hours freed have no value."),
        (
            {"one_table": alone(2.0, 1.0, 3.0)},
            "With one table, 2.0 hours per worker and week are freed at equal delivery (95 % "
            "interval: 1.0 to 3.0).",
        ),
        (
            {"one_table": alone(2.0, -1.0, 5.0)},
            "Whether time is freed with one table cannot be distinguished from chance: +2.0 hours "
            "per worker and week (95 % interval: −1.0 to 5.0).",
        ),
        (
            {"one_table": alone(2.0, -1.0, 5.0), "form_cuts": alone(0.0, -0.1, 0.1)},
            "No scenario frees time that matters and can be distinguished from chance. Nearest is "
            "one table",
        ),
    ],
)
def test_the_sentence_on_time_follows_sign_interval_and_share(
    freed: dict[str, Effect], said: str
) -> None:
    assert time(freed, nan).lead.startswith(said)


def test_the_other_scenarios_are_named_by_what_they_do() -> None:
    freed = {
        "one_table": GAIN, "signboard_removal": hours(2.1, 1.0), "form_cuts": SMALL,
        "inspection_season": LOSS, "white_list": hours(0.2, 0.4, 0.0),
    }  # fmt: skip
    assert leading(freed) == "one_table"
    assert time(freed, 0.9).more == (
        "One table frees more than any other scenario in 90 % of 20 societies.",
        "Time is also freed with: signboard removal (+2.1).",
        "Time is freed in a part of societies alone with: white list (+0.2).",
        "No time that matters is freed with: form cuts (+0.1).",
    )
    assert time(freed, 0.9).lead.endswith("Time is taken with: inspection season (−0.6).")


def test_a_set_up_that_takes_more_than_is_freed_is_told_in_the_answer() -> None:
    said = "Its own set-up takes more in this window: 9.5 hours (mean)."
    assert time({"one_table": GAIN}, nan, None, 9.5).lead.endswith(said)
    assert "set-up" not in time({"one_table": GAIN}, nan, None, 0.5).lead
    assert "set-up" not in time({"one_table": SMALL}, nan, None, 9.5).lead


def test_a_median_that_matters_not_is_neither_a_gain_nor_a_loss() -> None:
    assert hours(0.2, 0.5, 0.0).verdict is Verdict.SOMETIMES_BETTER
    assert hours(-0.2, 0.0, 0.5).verdict is Verdict.SOMETIMES_WORSE
    assert hours(0.3, 0.5, 0.0).verdict is Verdict.MOSTLY_BETTER


def test_a_scenario_that_frees_in_most_societies_leads_before_a_larger_median() -> None:
    freed = {"one_table": hours(5.0, 0.5, 0.5), "signboard_removal": hours(2.0, 0.9, 0.0)}
    assert leading(freed) == "signboard_removal"


def test_the_sentence_on_where_time_goes_adds_up() -> None:
    flow = Flow(
        {"forms": 3.0, "traces of work": 1.0},
        {
            "visits to residents": 1.0, "counter": 0.5, "unused paid time, vacant places": 1.5,
            "set-up of the reform": 0.6, LESS_OVERTIME: 0.2, "Party work": 0.2,
        },
    )  # fmt: skip
    said = where("one_table", GAIN, flow)
    assert said.lead == (
        "With one table, 4.0 hours of a worker's week (means) change their use: 1.5 to work for "
        "residents, 1.5 to unused paid time, 0.6 to the set-up of the reform, 0.2 to less overtime "
        "and 0.2 to other work."
    )
    assert said.more == (
        "Most is taken from: forms (3.0) and traces of work (1.0).",
        "Most is added to: unused paid time, vacant places (1.5), visits to residents (1.0) and "
        "set-up of the reform (0.6).",
    )


def test_where_nothing_is_freed_there_is_little_to_go_elsewhere() -> None:
    assert where("form_cuts", SMALL, Flow({}, {})).lead == (
        "With form cuts there is little time that could go elsewhere."
    )


def test_time_that_is_taken_comes_from_overtime_or_residents_as_numbers_have_it() -> None:
    flow = Flow({"visits to residents": 0.4, MORE_OVERTIME: 0.2}, {"inspections": 0.6})
    said = where("inspection_season", LOSS, flow)
    assert "0.6 to other work" in said.lead
    assert said.more[0] == "Most is taken from: visits to residents (0.4) and more overtime (0.2)."


SOONER, LATER = days(-2.0, 0.9, 0.0), days(1.5, 0.0, 0.8)
SAME = days(0.1, 0.0, 0.05)


@pytest.mark.parametrize(
    ("effect_", "said"),
    [
        (SOONER, "Problems that need departments are solved sooner with one table (−2.0 days;"),
        (LATER, "Problems that need departments are solved later with one table (+1.5 days;"),
        (
            days(1.3, 0.25, 0.65),
            "With one table, it depends on the society whether problems that need departments are "
            "solved sooner (+1.3 days; 5 to 95 % of societies: 0.3 to 2.3; sooner in 25 %, later "
            "in 65 % of 20 societies).",
        ),
        (
            days(-0.6, 0.3, 0.0),
            "With one table, problems that need departments are solved sooner in a part of "
            "societies (−0.6 days;",
        ),
        (
            days(0.6, 0.0, 0.3),
            "With one table, problems that need departments are solved later in a part of "
            "societies (+0.6 days;",
        ),
        (SAME, "With one table, problems that need departments are solved as soon as before, to"),
        (
            days(nan, nan, nan, lacking=2),
            "With one table, there is no answer on problems that need departments: no value.",
        ),
        (
            alone(1.0, -1.0, 3.0, outcome=OWN, unit="days", least=0.5),
            "With one table, no change of problems that need departments can be "
            "distinguished from chance (+1.0 days; 95 % interval: −1.0 to 3.0).",
        ),
    ],
)
def test_the_sentence_on_problems_is_of_the_leading_scenario_whatever_it_does(
    effect_: Effect, said: str
) -> None:
    answer = problems({OF_DEPARTMENTS: {"one_table": effect_}}, "one_table")
    assert answer.lead.startswith(said)
    assert answer.more == ()


def test_every_other_scenario_is_named_by_what_becomes_of_problems() -> None:
    found = {
        "one_table": SAME, "form_cuts": SOONER, "white_list": LATER, "academy": days(0, 0.5, 0.5),
        "legal_staff": days(nan, nan, nan, lacking=3), "micro_grids": SAME,
    }  # fmt: skip
    assert problems({OWN: found}, "one_table").more == (
        "Problems that a community can solve itself, in days: sooner with form cuts (−2.0); later "
        "with white list (+1.5); sooner or later by society with academy (0.0); as soon as before "
        "with micro grids (+0.1); no value with legal staff (none).",
    )


def test_what_cannot_be_told_is_not_called_nothing() -> None:
    assert parties.texts({HOURS_FREED: alone(4.9, nan, nan)}, "one_table") == [
        "With one table, who gains and who pays cannot be told from these runs."
    ]


def test_who_gains_and_who_pays_is_said_apart_and_reversed_with_the_numbers() -> None:
    departments = Outcome("department_hours_per_week")
    work = hours(100.0, 0.0, 1.0, outcome=departments, unit="hours per week")
    assert parties.texts({HOURS_FREED: GAIN, departments: work}, "one_table") == [
        "With one table, these gain: workers (+6.6 hours per worker and week).",
        "With one table, these pay: departments (+100 hours per week).",
    ]
    turned = {
        HOURS_FREED: LOSS, departments: work._replace(middle=-100.0, helped=1.0, hurt=0.0),
    }  # fmt: skip
    assert parties.texts(turned, "one_table") == [
        "With one table, these gain: departments (−100 hours per week).",
        "With one table, these pay: workers (−0.6 hours per worker and week).",
    ]
    assert parties.texts({HOURS_FREED: SMALL}, "one_table") == [
        "With one table, nobody gains or pays an amount that matters in most societies."
    ]


def test_shares_and_lists_are_said_in_words() -> None:
    assert [share(part, 20) for part in (1.0, 0.45, 0.0)] == [
        "in all 20 societies", "in 45 % of 20 societies", "in none of 20 societies",
    ]  # fmt: skip
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefg")) == "a, b, c, d and 3 others"


BROWSER = """#!/bin/sh
for word in "$@"; do case "$word" in
  --print-to-pdf=*) printf '%s' '{written}' > "${{word#--print-to-pdf=}}";;
esac; done
exit {code}
"""


def stub(folder: Path, monkeypatch: pytest.MonkeyPatch, written: str, code: int = 0) -> None:
    """The only browser of the machine: a program that writes this, and ends with this code."""
    folder.mkdir()
    program = folder / "chromium"
    program.write_text(BROWSER.format(written=written, code=code))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


TINY = [
    "territory=community", "societies=2", "replications=1", "warmup_days=0", "horizon_days=10",
    "scenarios=[one_table]", "executor=serial",
]  # fmt: skip


def test_a_browser_prints_the_report_and_without_one_nothing_is_run(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stub(here / "bin", monkeypatch, "%PDF-1.7")
    assert answer([*TINY, "pdf=true", "author=Li Na", "output=out"]) == 0
    assert (here / "out" / "report.pdf").read_text() == "%PDF-1.7"
    assert "Li Na, 20" in (here / "out" / "report.html").read_text("utf-8")
    monkeypatch.setattr(pdf, "NAMES", ())
    monkeypatch.setattr(pdf, "PLACES", ())
    assert answer([*TINY, "pdf=true", "output=other"]) == 2
    assert "pdf=true: takes a Chromium, Chrome or Edge" in capsys.readouterr().err
    assert not (here / "other").exists()


@pytest.mark.parametrize(("written", "code"), [("%PDF-1.7", 3), ("no page", 0)])
def test_a_browser_that_fails_leaves_the_report_and_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    written: str, code: int,
) -> None:  # fmt: skip
    stub(tmp_path / "bin", monkeypatch, written, code)
    page = tmp_path / "report.html"
    page.write_text("<!doctype html>")
    pdf.write(page, tmp_path / "report.pdf")
    assert "report.pdf is left out: chromium could not print the report" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["report.html"]


def test_a_page_allows_no_script_and_no_address() -> None:
    text = page("a <title>", [paragraph("`unburden` & <b>")])
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in text
    assert "<p><code>unburden</code> &amp; &lt;b&gt;</p>" in text
    assert "a &lt;title&gt;" in text


def test_a_part_without_content_is_no_fold() -> None:
    assert fold(heading("All")) == ""
    assert fold(heading("All"), "<p>x</p>").startswith("<details><summary><h2>All</h2></summary>")


HANGS = """#!/bin/sh
for word in "$@"; do
  case "$word" in --user-data-dir=*) place="${word#--user-data-dir=}";; esac
done
(while true; do date > "$place/$(date +%N)"; done) &
sleep 60
"""


def test_a_browser_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stub(tmp_path / "bin", monkeypatch, "")
    (tmp_path / "bin" / "chromium").write_text(HANGS)
    monkeypatch.setattr(pdf, "SECONDS", 0.5)
    page_ = tmp_path / "report.html"
    page_.write_text("<!doctype html>")
    pdf.write(page_, tmp_path / "report.pdf")
    assert "it took longer than 0.5 seconds" in capsys.readouterr().err
    assert not (tmp_path / "report.pdf").exists()


def test_a_text_that_is_named_like_a_way_of_joining_is_shown() -> None:
    assert phrase("items").shown() == "items"
    assert joining([phrase("a"), phrase("b")]).shown() == "a, b"
    assert read(joining([phrase("a"), phrase("b")]).record()).shown() == "a, b"
    assert joining([]).shown() == ""


@pytest.mark.parametrize(
    "record",
    [
        {"text": "{x:>9999999999}", "values": {"x": "a"}},
        {"text": "{x.__class__}", "values": {"x": "a"}},
        {"text": "{y}", "values": {"x": "a"}},
        {"text": "{", "values": {"x": "a"}},
        {"text": "{x:d}", "values": {"x": "a"}},
        {"text": "plain", "values": [], "parts": 5, "count": "many"},
    ],
)
def test_a_text_of_a_file_that_was_changed_is_shown_as_it_is(record: dict[str, Any]) -> None:
    assert read(record).shown() == record["text"]


@pytest.mark.parametrize(
    ("whole", "year", "said"),
    [
        (GAIN, LOSS, "In the first year, however, time is taken: −0.6 hours per worker and week"),
        (LOSS, GAIN, "In the first year, however, time is freed: +6.6 hours per worker and week"),
        (SMALL, LOSS, "In the first year, however, time is taken: −0.6"),
        (SMALL, GAIN, "In the first year, however, time is freed: +6.6"),
        (GAIN, GAIN, ""),
        (LOSS, LOSS, ""),
        (SMALL, SMALL, ""),
        (GAIN, SMALL, ""),
        (GAIN, hours(-0.4, 0.3, 0.6), ""),
        (hours(0.3, 0.4), GAIN, ""),
        (hours(-0.3, 0.0, 0.4), GAIN, "In the first year, however, time is freed"),
        (hours(nan, lacking=3), GAIN, ""),
        (alone(0.3, -1.0, 1.6), alone(2.0, 1.0, 3.0), "In the first year, however, time is freed"),
        (alone(2.0, 1.0, 3.0), alone(-2.0, -3.0, -1.0), "In the first year, however, time is take"),
        (GAIN, None, ""),
    ],
)
def test_time_of_the_first_year_is_told_where_it_goes_the_other_way(
    whole: Effect, year: Effect | None, said: str
) -> None:
    years = None if year is None else {"one_table": year}
    lead = time({"one_table": whole}, nan, years).lead
    assert (said in lead) if said else ("first year" not in lead)
    others = time({"form_cuts": GAIN._replace(middle=50.0), "one_table": whole}, nan, years).more
    assert any("first year" in text for text in others) == bool(said)
    with use("zh"):
        assert ("第一年" in time({"one_table": whole}, nan, years).lead) == bool(said)


@pytest.mark.parametrize(
    ("whole", "year", "said"),
    [
        (SOONER, LATER, "In the first year, however, they are solved later (+1.5 days;"),
        (LATER, SOONER, "In the first year, however, they are solved sooner (−2.0 days;"),
        (SAME, LATER, "In the first year, however, they are solved later"),
        (SAME, SOONER, "In the first year, however, they are solved sooner"),
        (SOONER, SOONER, ""),
        (LATER, LATER, ""),
        (SAME, SAME, ""),
        (SOONER, SAME, ""),
        (LATER, SAME, ""),
        (days(0.1, 0.4, 0.4), LATER, "In the first year, however, they are solved later"),
    ],
)
def test_problems_of_the_first_year_are_told_where_they_go_the_other_way(
    whole: Effect, year: Effect, said: str
) -> None:
    years = {OWN: {"one_table": year}}
    lead = problems({OWN: {"one_table": whole}}, "one_table", years).lead
    assert (said in lead) if said else ("first year" not in lead)
    both = {"form_cuts": SAME, "one_table": whole}
    more = problems({OWN: both}, "form_cuts", years).more
    assert any("first year" in text for text in more) == bool(said)
    with use("zh"):
        lead = problems({OWN: {"one_table": whole}}, "one_table", years).lead
        assert ("第一年" in lead) == bool(said)


def test_of_few_societies_the_number_is_said_and_of_one_nothing() -> None:
    few = hours(1.0, 0.5, 0.25, societies=4, differing=4)
    said = time({"one_table": few._replace(hurt=0.0)}, nan).lead
    assert "a gain in 2 of 4 societies" in said
    assert share(1.0, 3) == "in all 3 societies"
    sides = days(-1.0, 0.5, 0.25, societies=4, differing=4)
    assert "sooner in 2, later in 1 of 4" in problems({OWN: {"a": sides}}, "a").lead
    for moved, words in ((3.0, "are freed"), (-3.0, "time is taken"), (0.1, "no time")):
        gain, loss = float(moved > 1), float(moved < -1)
        one = hours(moved, gain, loss, low=moved, high=moved, societies=1, differing=1)
        lead = time({"one_table": one}, nan).lead
        assert words in lead
        assert "%" not in lead
        assert "societ" not in lead
    one = days(-3.0, 1.0, 0.0, low=-3.0, high=-3.0, societies=1, differing=1)
    assert problems({OWN: {"a": one}}, "a").lead.endswith("solved sooner with a (−3.0 days).")
    assert parties.texts({OWN: one._replace(middle=0.0, helped=0.0)}, "a") == [
        "With a, nobody gains or pays an amount that matters."
    ]


QUOTED = re.compile(
    r"\[−?\d[^\]]*\]|‡|interval: |(helps|hurts) \d|5 to 95 %|\d %[^.]{0,9} societies"
)
"""An interval, or a share of societies."""


def text_of(page_: str) -> str:
    """What a reader sees of a page, without the evidence."""
    hidden = re.compile(
        r"<style>.*?</style>|<details class=\"aside\">.*?</details>|<pre>.*?</pre>", re.DOTALL
    )
    return unescape(re.sub("<[^>]+>", "\n", hidden.sub("", page_)))


@pytest.mark.parametrize("number", [1, 3])
def test_a_report_of_one_society_quotes_no_interval_and_no_share(
    number: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for word in TINY if not word.startswith(("societies", "horizon", "scenarios"))]
    words += ["territory.communities=3", "horizon_days=30", "costs=true"]
    words += ["scenarios=[one_table,signboard_removal]", "levers.one_table.coverage=0.5"]
    assert answer([*words, f"societies={number}", "output=out"]) == 0
    page_ = text_of((here / "out" / "report.html").read_text("utf-8"))
    printed = capsys.readouterr().out
    for shown in (page_, printed):
        assert bool(QUOTED.search(shown)) == (number > 1), QUOTED.findall(shown)
    assert ("Nothing can be said on how far they differ" in page_) == (number == 1)
    assert ("With 3 societies intervals are rough" in page_) == (number == 3)
    assert ("helps 3 of 3" in page_) == (number == 3)
    assert "100 % of" not in page_


def test_the_answer_refuses_hours_freed_where_the_table_does(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for horizon in (LEAST_DAYS - 1, LEAST_DAYS):
        words = [word for word in TINY if not word.startswith("horizon")]
        assert answer([*words, f"horizon_days={horizon}", "output=out", "overwrite=true"]) == 0
        refused = horizon < LEAST_DAYS
        results = load(here / "out")
        assert results.freed.empty == refused
        first, *others = answers(results)
        assert first.lead.startswith("There is no answer") == refused
        assert ("hours per worker and week" in first.lead) != refused
        assert any(other.question == "Where does the time go?" for other in others) != refused
        page_ = text_of((here / "out" / "report.html").read_text("utf-8"))
        glance = page_.partition("Scenarios at a glance")[2].partition("All results")[0]
        assert ("Freed at equal delivery" in glance) != refused
        gain = parties.sentences(results, "one_table")
        assert not refused or not any("workers (" in text for text in gain)
        assert first.lead.split()[0] in capsys.readouterr().out


def test_page_and_terminal_share_one_answer(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    real = module_of_answers._answers

    def counting(results: Results) -> list[Answer]:
        asked.append(str(results.folder))
        return real(results)

    monkeypatch.setattr(module_of_answers, "_answers", counting)
    assert answer([*TINY, "output=out"]) == 0
    assert len(asked) == 1
    lead = answers(load(here / "out"))[0].lead
    assert " ".join(lead.split()) in " ".join(capsys.readouterr().out.split())
    assert lead in text_of((here / "out" / "report.html").read_text("utf-8"))


def test_a_lever_that_reaches_nothing_is_told_in_the_language_in_use(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*TINY, "scenarios=[one_table,admission_gate]", "rules.rebound.on=false", "output=out"]
    words = [word for word in words if word != "scenarios=[one_table]"]
    for language, wanted in (
        ("en", "Scenario admission_gate: every measure equals the baseline's in all 2 runs; "
         "levers.admission_gate acts through rules.rebound, which is off"),
        ("zh", "情景 admission_gate：在全部 2 次运行中每项指标都与基线相等；"
         "levers.admission_gate 通过 rules.rebound 起作用，而该规则未开启"),
    ):  # fmt: skip
        assert answer([*words, f"lang={language}"]) == 0
        assert wanted in text_of((here / "out" / "report.html").read_text("utf-8"))
        (note,) = load(here / "out").manifest["without_effect"]
        assert note.startswith("scenario admission_gate: every measure equals")
        assert f"unburden: {note}" in capsys.readouterr().err


def test_large_numbers_in_sentences_have_no_decimals_of_either_sign() -> None:
    for size, said in ((99.94, "99.9"), (100.0, "100"), (36514.8, "36,515"), (0.04, "0.0")):
        assert change(hours(size)).lstrip("+") == said
        assert change(hours(-size)).lstrip("−") == said
        assert amount(-size, "hours per week").startswith(f"{said} ")


def test_texts_of_two_records_are_kept_beside_each_other() -> None:
    first = recorded(notes=[phrase("a"), phrase("b")])
    both = merged(first, {**recorded(sample=phrase("c")), "seed": 1})
    assert (texts(both, "notes"), text(both, "sample"), both["seed"]) == (["a", "b"], "c", 1)
    assert merged({"seed": 1}, {"runs": 2}) == {"seed": 1, "runs": 2}
