"""Evidence of a user is laid over that of the package, checked as strictly; results name it."""

from __future__ import annotations

import copy
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import unburden
from experiments.cli import answer
from experiments.config import evidence_file
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.evidence_file import notes
from experiments.config.override_effects import in_every_society
from experiments.config.societies import shipped
from experiments.config.societies_file import read, write
from experiments.runs.design import Design
from experiments.runs.storage.identity import identity
from sim.evidence import Assumption, EvidenceError, Ledger, quantile
from sim.evidence.entries import level
from sim.evidence.own import read as read_own
from sim.evidence.printed import numbers
from sim.settings import default_ledger
from sim.settings.nested import leaves

CHECKOUT = Path(__file__).parents[1]
EXAMPLE = CHECKOUT / "examples" / "evidence" / "diary_week.yaml"
Row = dict[str, Any]
SOURCE: Row = {"id": "diary-1", "title": "A diary", "issuer": "We", "date": "2025-05",
               "dated": "printed"}  # fmt: skip
FACT: Row = {
    "id": "hours_met", "value": 62, "unit": "hours", "subject": "A place", "meaning": "Hours.",
    "source": "diary-1", "place": "table 1", "as_printed": "62 h", "role": "baseline",
    "grade": "exact",
}  # fmt: skip
REPLACING: Row = {
    "id": "visit_minutes", "value": 18, "low": 12, "high": 25, "distribution": "triangular",
    "unit": "minutes/visit", "meaning": "Minutes.", "why": "Seen.", "grade": "assumed",
}  # fmt: skip
DERIVED: Row = {
    "id": "meeting_minutes", "formula": "hours_met * 3", "unit": "minutes/worker/week",
    "meaning": "Minutes.", "why": "It follows.", "grade": "derived",
}  # fmt: skip
TEXT = "In the week they met for 62 h; 18 minutes a visit, 近30块牌子.\n"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger.load()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(**sections: Any) -> Row:
    usual = {"sources": [SOURCE], "facts": [FACT], "assumptions": [REPLACING, DERIVED]}
    return copy.deepcopy({**usual, **sections})


def written(folder: Path, content: Any, name: str = "my_facts.yaml") -> str:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / name).write_text(text, encoding="utf-8")
    return name


def changed(row: Row, **keys: Any) -> Row:
    return {key: value for key, value in {**row, **keys}.items() if value is not None}


def test_an_assumption_takes_the_place_of_the_packages_and_what_follows_it_follows(
    here: Path, ledger: Ledger
) -> None:
    own = read_own(Path(written(here, tree())), ledger)
    laid = ledger.overlaid(own)
    assert laid.value("assume:meeting_minutes") == 186
    assert laid.value("assume:visit_minutes") == 18
    assert laid.assumptions["visit_minutes"].high == 25
    assert "meeting_minutes" not in laid.ranged
    assert laid.value("fact:hours_met") == 62
    assert set(own.replaced) == {"visit_minutes", "meeting_minutes"}
    assert laid.file("hours_met") == "my_facts.yaml"
    assert laid.file("overlap") == "seeds/assumptions/reporting.yaml"
    others = set(ledger.assumptions) - set(own.replaced)
    assert {name: laid.value(f"assume:{name}") for name in others} == {
        name: ledger.value(f"assume:{name}") for name in others
    }
    assert ledger.value("assume:visit_minutes") == 20


def test_assumptions_of_the_package_that_follow_a_replaced_one_follow_the_new(
    here: Path, ledger: Ledger
) -> None:
    red = changed(REPLACING, id="colour_red", value=0.1, low=0.05, high=0.15, unit="share")
    own = read_own(Path(written(here, tree(assumptions=[red]))), ledger)
    assert ledger.value("assume:colour_blue") == pytest.approx(0.7)
    assert ledger.overlaid(own).value("assume:colour_blue") == pytest.approx(0.65)


BROKEN: dict[str, tuple[Any, str]] = {
    "no mapping": ([1], "must be a mapping with the keys sources, facts, assumptions, units"),
    "no entries": ({"units": {}}, "has no facts and no assumptions"),
    "an unknown key": (tree(fact=[]), "fact: unknown key; allowed: .*; did you mean facts?"),
    "a mapping in place of a list": (tree(facts=FACT), "facts: must be a list of entries"),
    "a tag": ("facts: !!python/object:os.system x\n", "tags are not read, and no code is ever run"),
    "a key twice": ("facts: []\nfacts: []\n", "facts: given twice"),
    "a fact of the package": (
        tree(facts=[changed(FACT, id="tiedonglu_communities")]),
        "tiedonglu_communities: id: the package has a fact of this id, and facts stay",
    ),
    "an assumption on a fact of the package": (
        tree(assumptions=[changed(REPLACING, id="tiedonglu_communities")]),
        "tiedonglu_communities: id: the package has a fact of this id",
    ),
    "a fact in place of an assumption": (
        tree(facts=[changed(FACT, id="overlap")]),
        "overlap: id: the package has an assumption of this id, which an assumption alone",
    ),
    "a document of the package": (
        tree(sources=[changed(SOURCE, id="002")]),
        "002: id: the package has a document of this id",
    ),
    "an id twice": (tree(facts=[FACT, FACT]), "hours_met: id: given twice"),
    "another unit": (
        tree(assumptions=[changed(REPLACING, unit="minutes")]),
        "visit_minutes: unit: must be minutes/visit, as in the assumption that it replaces",
    ),
    "an unknown unit": (
        tree(facts=[changed(FACT, unit="ours")]),
        "hours_met: unit: 'ours' is not in the units of the package or of this file; near: hours",
    ),
    "a unit of the package": (
        tree(units={"hours": "Hours"}),
        "hours: units: the package has this unit already",
    ),
    "a choice without its names": (
        tree(assumptions=[changed(REPLACING, id="structure_returns", unit="choice", value=1,
                                  low=0, high=2, distribution="integer")]),
        r"structure_returns: names: must be \[endless, limited, designated\]",
    ),
    "a fraction of what is counted": (
        tree(assumptions=[changed(REPLACING, id="core_items", unit="items")]),
        "core_items: distribution: must be integer, as in the assumption that it replaces",
    ),
    "an unknown document": (
        tree(facts=[changed(FACT, source="dairy-1")]),
        "hours_met: source: 'dairy-1' is not in sources; did you mean diary-1?",
    ),
    "an unknown document of an assumption": (
        tree(assumptions=[changed(REPLACING, sources=["dairy-1@12"])]),
        "visit_minutes: sources: 'dairy-1@12' is not in sources",
    ),
    "neither place nor offset": (
        tree(facts=[changed(FACT, place=None)]),
        "hours_met: offset: missing",
    ),
    "an offset without a text": (
        tree(facts=[changed(FACT, place=None, offset=3)]),
        "hours_met: offset: is for a text, and the source diary-1 has no file; give place",
    ),
    "a checksum without a text": (
        tree(sources=[changed(SOURCE, sha256="0" * 64)]),
        "diary-1: sha256: is the checksum of a file; there is none under file",
    ),
    "another number than is printed": (
        tree(facts=[changed(FACT, value=63)]),
        "hours_met: value: 63 is not what '62 h' says, and no reading says how",
    ),
    "a number where text is printed": (
        tree(facts=[changed(FACT, as_printed=62)]),
        "hours_met: as_printed: must be text, not the number 62; write it in quotes",
    ),
    "a date in words": (
        tree(sources=[changed(SOURCE, date="May 2025")]),
        "diary-1: date: must be a year, a month or a day, such as '2025'",
    ),
    "an empty range": (
        tree(assumptions=[changed(REPLACING, low=30)]),
        "visit_minutes: high: the range 30 to 25 is empty",
    ),
    "a value outside its range": (
        tree(assumptions=[changed(REPLACING, value=30)]),
        "visit_minutes: value: 30 is outside 12 to 25",
    ),
    "a formula outside its range": (
        tree(assumptions=[changed(DERIVED, low=1, high=9, distribution="uniform")]),
        "meeting_minutes: value: 186 is outside 1 to 9",
    ),
    "a range that a setting does not allow": (
        tree(assumptions=[changed(REPLACING, id="overlap", unit="share", value=0.5, low=0.2,
                                  high=1.4)]),
        "overlap: high: 1.4 is not for obligations.overlap: should be less than or equal to 1",
    ),
    "a formula that a setting does not allow": (
        tree(assumptions=[changed(DERIVED, formula="0 - hours_met")]),
        "meeting_minutes: formula: -62 is not for workday.meeting_minutes: should be greater",
    ),
    "a fraction by a formula of what is counted": (
        tree(assumptions=[changed(DERIVED, id="core_items", unit="items",
                                  formula="hours_met / 4")]),
        "core_items: formula: 15.5 is not for obligations.core_items: should be a whole number",
    ),
    "code in a formula": (
        tree(assumptions=[changed(DERIVED, formula="open('x')")]),
        "meeting_minutes: formula: \"open\\('x'\\)\" is not allowed",
    ),
    "an unknown name in a formula": (
        tree(assumptions=[changed(DERIVED, formula="hours_mett * 3")]),
        "meeting_minutes: formula: 'hours_mett' is unknown; near: hours_met",
    ),
    "a circle": (
        tree(assumptions=[DERIVED | {"formula": "meeting_minutes * 1"}]),
        "meeting_minutes: formula: goes in a circle",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_fault_is_one_line_that_names_entry_and_key(here: Path, case: str) -> None:
    content, line = BROKEN[case]
    file = written(here, content)
    with pytest.raises(InputError, match=rf"^evidence={re.escape(file)}: {line}") as caught:
        evidence_file.read("compare", {"evidence": file})
    assert "\n" not in str(caught.value)


def test_a_check_says_all_faults_and_everything_else_the_first(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [
        changed(FACT, unit="ours", value=63),
        changed(FACT, id="other", as_printed=62),
    ]
    low = changed(REPLACING, value=5, unit="minutes")
    file = written(here, tree(facts=wrong, assumptions=[low, changed(DERIVED, formula="x * 3")]))
    assert answer(["experiment=evidence", f"evidence.check={file}"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[2:4] for line in lines] == [
        ["other", "as_printed"], ["hours_met", "value"], ["hours_met", "unit"],
        ["visit_minutes", "value"], ["visit_minutes", "unit"], ["meeting_minutes", "formula"],
    ]  # fmt: skip
    assert answer([f"evidence={file}"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (here / "outputs").exists()


def test_a_check_lists_entries_with_what_they_replace_and_what_uses_them(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = changed(REPLACING, id="mine")
    file = written(here, tree(assumptions=[REPLACING, DERIVED, mine]))
    assert answer(["experiment=evidence", f"evidence.check={file}"]) == 0
    assert "1 fact and 3 assumptions, 2 in place of the package's" in capsys.readouterr().out
    rows = pd.read_csv("outputs/evidence/evidence.csv").set_index("id")
    assert set(rows.index) == {"hours_met", "visit_minutes", "meeting_minutes", "mine"}
    assert rows.loc["visit_minutes", "replaces"] == "20, 10 to 45 loguniform"
    assert rows.loc["hours_met", "used"] == "formula of meeting_minutes"
    assert rows["used"].isna()["mine"]
    written(here, tree())
    assert answer(["experiment=evidence", f"evidence.check={file}"]) == 0
    assert [path.name for path in (here / "outputs").iterdir()] == ["evidence"]
    page = (here / "outputs/evidence/evidence.html").read_text(encoding="utf-8")
    assert "Your own evidence" in page
    assert "186 = hours_met * 3" in page


@pytest.mark.parametrize("word", ["evidence=my_facts.yaml", "evidence.file=my_facts.yaml"])
def test_all_evidence_is_listed_with_that_of_the_user(here: Path, word: str) -> None:
    written(here, tree())
    assert answer(["experiment=evidence", word]) == 0
    rows = pd.read_csv("outputs/evidence/evidence.csv").set_index("id")
    assert rows.loc["meeting_minutes", "value"] == 186
    assert rows.loc["meeting_minutes", "file"] == "my_facts.yaml"
    assert "overlap" in rows.index


def test_a_text_is_read_at_the_offset_and_by_its_checksum(here: Path, ledger: Ledger) -> None:
    (here / "diary.txt").write_text(TEXT, encoding="utf-8")
    source = changed(SOURCE, file="diary.txt")
    fact = changed(FACT, place=None, offset=TEXT.index("62 h"))
    file = Path(written(here, tree(sources=[source], facts=[fact])))
    assert ledger.overlaid(read_own(file, ledger)).value("assume:meeting_minutes") == 186
    for rows, line in (
        (
            {"facts": [{**fact, "offset": 3}]},
            "offset: .* stands there, not '62 h'; it stands at 25",
        ),
        ({"facts": [changed(FACT)]}, "hours_met: offset: missing"),
        ({"sources": [{**source, "sha256": "0" * 64}]}, "sha256: diary.txt has another: "),
        ({"sources": [{**source, "file": "none.txt"}]}, "file: none.txt: cannot be read: No such"),
    ):
        written(here, tree(**{"sources": [source], "facts": [fact], **rows}))
        with pytest.raises(EvidenceError, match=line):
            read_own(file, ledger)


@pytest.mark.parametrize(
    ("expression", "number"),
    [("62 h", 62), ("1,250", 1250), ("0,5 h", 0.5), ("12.5 %", 0.125), ("近30块", 30),
     ("近 6 万名", 60000), ("3‰", 0.003), ("两", 2)],
)  # fmt: skip
def test_numbers_are_read_as_they_are_printed(expression: str, number: float) -> None:
    assert number in numbers(expression)


def test_a_value_lies_at_the_quantile_that_gives_it(ledger: Ledger) -> None:
    for name in ledger.ranged:
        entry, mode = ledger.assumptions[name], ledger.value(f"assume:{name}")
        for at in (0.001, 0.3, 0.5, 0.77, 0.999):
            value = quantile(entry, mode, at)
            again = quantile(entry, mode, level(entry, mode, value))
            assert again == pytest.approx(value, rel=1e-9), name
            if entry.distribution != "integer":
                assert level(entry, mode, value) == pytest.approx(at, abs=1e-9), name


def test_each_society_keeps_its_quantile_and_all_else(here: Path, ledger: Ledger) -> None:
    whole = changed(REPLACING, id="span_weekly", value=4, low=3, high=6, distribution="integer",
                    unit="days")  # fmt: skip
    own = read_own(Path(written(here, tree(assumptions=[REPLACING, DERIVED, whole]))), ledger)
    before, laid = read(shipped(), ledger), ledger.overlaid(own)
    now = read(shipped(), laid)
    assert now.stale == before.stale
    assert "assume:meeting_minutes" not in now.points
    same = [
        name for name in now.points if name not in ("assume:visit_minutes", "assume:span_weekly")
    ]
    pd.testing.assert_frame_equal(now.points[same], before.points[same])
    old, new = before.points["assume:visit_minutes"], now.points["assume:visit_minutes"]
    at = np.log(old / 10) / np.log(4.5)
    below = 12 + np.sqrt(at * 13 * 6)
    expected = np.where(at < 6 / 13, below, 25 - np.sqrt((1 - at) * 13 * 7))
    np.testing.assert_allclose(new, expected)
    spans = now.points["assume:span_weekly"]
    assert spans.dtype == np.int64
    assert spans.between(3, 6).all()
    assert (spans.rank() - before.points["assume:span_weekly"].rank()).abs().max() < len(spans)
    assert before.points["assume:span_weekly"].corr(spans, method="spearman") > 0.9


def test_only_the_value_of_an_assumption_changes_no_society(here: Path, ledger: Ledger) -> None:
    entry = ledger.assumptions["overlap"]
    other = {**REPLACING, **entry.model_dump(exclude_none=True), "value": 0.6, "names": []}
    own = read_own(Path(written(here, tree(assumptions=[other]))), ledger)
    now = read(shipped(), ledger.overlaid(own))
    pd.testing.assert_frame_equal(now.points, read(shipped(), ledger).points)


def test_societies_made_with_own_evidence_are_read_with_it_alone(
    here: Path, ledger: Ledger
) -> None:
    laid = ledger.overlaid(read_own(Path(written(here, tree())), ledger))
    points = pd.DataFrame({"assume:visit_minutes": [12.5, 20.0], "assume:overlap": [0.3, 0.4]})
    origin = {"seed": 1, "command": "unburden", "territory": "street", "waves": []}
    write(here / "mine.parquet", points, pd.DataFrame(index=range(2)), origin, laid)
    found = read(here / "mine.parquet", laid)
    assert found.points["assume:visit_minutes"].tolist() == [12.5, 20.0]
    assert found.stale is None
    with pytest.raises(InputError, match=r"it took evidence=my_facts\.yaml, which has to"):
        read(here / "mine.parquet", ledger)


def test_lines_say_what_is_replaced_and_what_nothing_uses(here: Path) -> None:
    new = changed(REPLACING, id="new_one")
    drawn = changed(REPLACING, id="drawn_one")
    formula = changed(DERIVED, id="chat_minutes", formula="drawn_one * 2")
    file = written(here, tree(assumptions=[REPLACING, new, drawn, formula]))
    study = compose(f"evidence={file}")
    settings = study.scenarios([], study.ledger)
    assert notes(study.ledger, settings, study.overrides, None) == [
        "my_facts.yaml replaces 2 assumptions",
        "my_facts.yaml: nothing uses new_one",
    ]
    assert notes(study.ledger, settings, study.overrides, object()) == [
        "my_facts.yaml replaces 2 assumptions; each society keeps its quantile, except that "
        "chat_minutes follows a formula",
        "my_facts.yaml: nothing uses new_one",
        "my_facts.yaml: drawn_one at the declared value in every society: the societies have no "
        "values of it",
    ]
    study = compose(f"evidence={file}", "workday.visit_minutes=15")
    assert in_every_society(study, ()) == [
        "workday.visit_minutes=15 holds in every society, in place of its assumption "
        "visit_minutes, which my_facts.yaml replaces"
    ]
    settings = study.scenarios([], study.ledger)
    assert "visit_minutes" not in " ".join(notes(study.ledger, settings, study.overrides, None)[1:])


def test_a_setting_takes_own_evidence_by_its_name(here: Path) -> None:
    file = written(here, tree())
    study = compose(f"evidence={file}", "workday.visit_minutes='${fact:hours_met}'")
    assert study.scenarios([], study.ledger)["baseline"].workday.visit_minutes == 62


def test_a_study_keeps_the_evidence_that_it_read(here: Path) -> None:
    file = written(here, tree())
    study = compose(f"evidence={file}")
    written(here, tree(assumptions=[changed(REPLACING, value=14), DERIVED]))
    assert study.ledger.value("assume:visit_minutes") == 18
    again = compose(f"evidence={file}")
    assert again.ledger.value("assume:visit_minutes") == 14
    assert identity(study) != identity(again) != identity(compose())


@pytest.mark.parametrize("experiment", ["store", "verify"])
def test_what_runs_no_model_of_a_place_takes_no_evidence(here: Path, experiment: str) -> None:
    written(here, tree())
    assert answer([f"experiment={experiment}", "evidence=my_facts.yaml"]) == 2


def test_the_example_changes_its_three_settings_in_each_society_and_no_other() -> None:
    paths = {f"workday.{name}" for name in ("meeting_minutes", "chat_minutes", "visit_minutes")}
    values = []
    for words in ((), (f"evidence={EXAMPLE}",)):
        study = compose(*words)
        points = read(shipped(), study.ledger).first(4).points
        design = Design(study.trees(["one_table"]), study.ledger, points)
        values.append([dict(leaves(design.settings(case).model_dump())) for case in design])
    for before, now in zip(*values, strict=True):
        assert {path for path in now if now[path] != before[path]} == paths
        assert 140 < now["workday.meeting_minutes"] < 240
        assert now["workday.chat_minutes"] == 82.5
        assert 12 < now["workday.visit_minutes"] < 25


def test_results_name_the_file_and_say_what_it_replaced(here: Path) -> None:
    now = unburden.compare(
        "territory=community", scenarios="one_table", societies=4, replications=1,
        horizon_days=20, warmup_days=2, executor="serial", evidence=EXAMPLE,
    )  # fmt: skip
    assert now.manifest["settings"]["baseline"]["workday"]["chat_minutes"] == 82.5
    moved = {"meeting_minutes", "chat_minutes", "visit_minutes"}
    rows = now.manifest["evidence"]
    assert {row["id"] for row in rows if row["file"] == str(EXAMPLE)} == moved
    assert all(row["file"].startswith("seeds/") for row in rows if row["id"] not in moved)
    recorded = now.manifest["evidence_file"]
    assert recorded["file"] == str(EXAMPLE)
    assert recorded["sha256"] == sha256(EXAMPLE.read_bytes()).hexdigest()
    assert {row["id"] for row in recorded["replaced"]} == moved
    report = (now.folder / "report.html").read_text(encoding="utf-8")
    assert "Your own evidence" in report
    assert "In each society the new value is the same quantile" in report
    assert "186 = diary_meeting_hours * 60 / diary_workers" in report
    assert "diary-2025, sheet Totals, row 4" in report


def test_the_template_is_sound_and_has_all_that_it_needs(here: Path) -> None:
    (template,) = (CHECKOUT / "experiments" / "templates" / "evidence").iterdir()
    assert template.name == "{name}.yaml.txt"
    text = template.read_text(encoding="utf-8")
    assert "MADE UP" in text
    text = text.replace("{{name}}", "ours").replace("{{label}}", "Ours")
    assert "{{" not in text
    own = evidence_file.read("compare", {"evidence": written(here, text)})
    assert own is not None
    assert set(own.replaced) == {"meeting_minutes", "visit_minutes"}


def test_the_example_is_sound() -> None:
    own = evidence_file.read("compare", {"evidence": str(EXAMPLE)})
    assert own is not None
    assert "MADE UP" in EXAMPLE.read_text(encoding="utf-8")
    entry = default_ledger().overlaid(own).assumptions["visit_minutes"]
    assert isinstance(entry, Assumption)
    before = own.replaced["visit_minutes"]
    ends = before.low, entry.low, entry.high, before.high
    assert sorted(end for end in ends if end is not None) == [*ends]
