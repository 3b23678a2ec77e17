"""Societies: a file that is checked first, whose societies runs are made in, and the key for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments import load
from experiments.cli import answer
from experiments.config import options, societies
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome, outcome
from experiments.config.societies import shipped
from experiments.config.societies_file import read, write
from experiments.config.study import Study
from experiments.designs.assumption_sample import sample
from experiments.kinds.compare.options import CompareOptions
from experiments.kinds.portfolio.experiment import _points
from experiments.kinds.portfolio.options import PortfolioOptions
from experiments.kinds.uncertainty.options import UncertaintyOptions
from experiments.laboratory import Laboratory
from experiments.patterns import plausibility
from experiments.patterns.plausible_here import _record, plausible_here
from experiments.reporting.society_notes import OF_A_STREET, named, society_notes
from experiments.runs.design import Design
from experiments.runs.plan import Plan, plan
from experiments.runs.storage.identity import identity
from experiments.runs.storage.store import Store
from sim import Settings
from sim.evidence import Ledger
from sim.streams import run_seed

ORIGIN = {
    "seed": 1,
    "command": "unburden experiment=calibrate",
    "territory": "street",
    "waves": [{"draws": 300, "left": 0.2, "seconds": 60.0}],
}
DESK = outcome("reporting_desk")


def some(count: int = 4) -> pd.DataFrame:
    """Societies that differ in three assumptions, one of them whole."""
    steps = np.arange(count)
    return pd.DataFrame(
        {
            "assume:overlap": 0.3 + 0.4 * steps / count,
            "assume:log_apps": 3 + steps % 4,
            "assume:household_size": 2.4 + 0.2 * steps / count,
        }
    )


def recorded(count: int = 4) -> pd.DataFrame:
    return pd.DataFrame({"upward_share": np.linspace(0.4, 0.6, count), "days": np.full(count, 2.0)})


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger.load()


@pytest.fixture
def file(tmp_path: Path, ledger: Ledger) -> Path:
    path = tmp_path / "mine.parquet"
    write(path, some(), recorded(), ORIGIN, ledger)
    return path


def many(path: Path, ledger: Ledger, count: int = 24) -> Path:
    write(path, some(count), recorded(count), ORIGIN, ledger)
    return path


def test_what_is_written_is_read(file: Path, ledger: Ledger) -> None:
    found = read(file, ledger)
    pd.testing.assert_frame_equal(found.points.reset_index(drop=True), some())
    pd.testing.assert_frame_equal(found.patterns.reset_index(drop=True), recorded())
    assert found.points.index.name == "society"
    assert found.weights.tolist() == [0.25] * 4
    assert found.names == ("overlap", "log_apps", "household_size")
    assert (found.of, found.left_out, found.stale) == (4, 0, None)
    assert ORIGIN.items() <= dict(found.origin).items()
    assert found.summary == f"all 4 plausible societies ({file})"


def test_the_same_societies_are_the_same_bytes(tmp_path: Path, file: Path, ledger: Ledger) -> None:
    again = tmp_path / "again.parquet"
    write(again, some(), recorded(), ORIGIN, ledger)
    assert again.read_bytes() == file.read_bytes()


def test_the_ensemble_of_the_package_can_be_used(ledger: Ledger) -> None:
    found = read(shipped(), ledger)
    assert found.file == "seeds/societies/street.parquet"
    assert len(found) >= 40
    if found.stale is None:
        assert found.names == ledger.ranged


def test_the_first_ones_are_the_first_rows(file: Path, ledger: Ledger) -> None:
    found = read(file, ledger)
    first = found.first(3)
    assert first.points.index.tolist() == [0, 1, 2]
    assert first.weights.sum() == pytest.approx(1.0)
    assert first.summary.startswith("the first 3 of 4 plausible societies (")
    with pytest.raises(InputError, match="societies=5: 4 at most: so many are in"):
        found.first(5)


def test_halves_share_no_society(file: Path, ledger: Ledger) -> None:
    first, other = read(file, ledger).halves()
    assert [*first.points.index, *other.points.index] == [0, 2, 1, 3]


@cache
def today() -> dict[str, str]:
    """The stamp of a file that was written today."""
    return societies.stamp(Ledger.load())


def table(columns: Mapping[str, Any], **origin: Any) -> pa.Table:
    """A file of societies with other columns or another origin."""
    names = [name.removeprefix("assume:") for name in columns if name.startswith("assume:")]
    marked = {**ORIGIN, "format": 1, **today(), "names": names, **origin}
    return pa.table(dict(columns)).replace_schema_metadata({"unburden": json.dumps(marked)})


def marked(columns: Mapping[str, Any], text: str) -> pa.Table:
    return pa.table(dict(columns)).replace_schema_metadata({"unburden": text})


def usual(**other: Any) -> dict[str, Any]:
    columns = {"weight": [0.5, 0.5], "assume:overlap": [0.3, 0.4], "pattern:days": [1.0, 2.0]}
    return {name: value for name, value in {**columns, **other}.items() if value is not None}


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        (table(usual(**{"assume:overlap": [0.3, 7.0]})), "assume:overlap: 7.0 in row 1 is outside"),
        (table(usual(**{"assume:overlap": [0.3, np.nan]})), "assume:overlap: nan in row 1 is out"),
        (table(usual(**{"assume:overlap": [0.3, None]})), "assume:overlap: should be a column of"),
        (table(usual(**{"assume:overlap": ["a", "b"]})), "assume:overlap: should be a column of"),
        (table(usual(**{"assume:log_apps": [4.0, 5.5]})), "assume:log_apps: should be a column of"),
        (
            table(usual(**{"assume:overlapp": [0.3, 0.3]})),
            "assume:overlapp: no such assumption; di",
        ),
        (table(usual(**{"assume:cadence_yearly": [1.0, 1.0]})), "assume:cadence_yearly: no such"),
        (table(usual(weight=[1.0, -1.0])), "weight: -1.0 in row 1 should be a number above 0"),
        (table(usual(weight=[1.0, np.inf])), "weight: inf in row 1 should be a number above 0"),
        (table(usual(weight=[1.0, 2.0])), "weight: 2.0 in row 1 should be 1.0, as in row 0"),
        (table(usual(weight=None)), "should have a column weight and some rows"),
        (table(usual()).slice(0, 0), "should have a column weight and some rows"),
        (table(usual(**{"assume:overlap": None})), "should have a column assume:ID for each"),
        (table(usual(**{"pattern:days": [np.inf, 1.0]})), "pattern:days: inf in row 0 should be"),
        (table(usual(days=[1.0, 1.0])), "days: should be weight, assume:ID or pattern:NAME"),
        (table(usual(), names=["household_size"]), "names: should be the assumptions of the"),
        (table(usual(), format=2), "format 2: should be 1; unburden experiment=calibrate makes"),
        (table(usual(), seed=-1), "its metadata: seed: Input should be greater than or equal to 0"),
        (table(usual(), seed="1"), "its metadata: seed: Input should be a valid integer"),
        (table(usual(), waves=3), "its metadata: waves: Input should be a valid list"),
        (table(usual()).replace_schema_metadata({"unburden": "{"}), "its metadata are no JSON"),
        (table(usual()).replace_schema_metadata({"unburden": "[1]"}), "its metadata: Input should"),
        (table(usual(), more=np.nan), "its metadata are no JSON object"),
        (table(usual(), command="\ud800"), "its metadata are no JSON object"),
        (marked(usual(), '{"seed": 1e999}'), "its metadata are no JSON object"),
        (table(usual()).replace_schema_metadata({}), "no file of societies: unburden experiment="),
    ],
)
def test_a_file_that_is_off_is_refused_in_one_line(
    tmp_path: Path, ledger: Ledger, bad: pa.Table, line: str
) -> None:
    path = tmp_path / "bad.parquet"
    pq.write_table(bad, path)
    with pytest.raises(InputError) as refused:
        read(path, ledger)
    assert str(refused.value).startswith(f"societies={path}: {line}")
    assert "\n" not in str(refused.value)


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    good = table(usual())
    path = tmp_path / "bad.parquet"
    pq.write_table(good.append_column("assume:overlap", pa.array([0.3, 0.3])), path)
    with pytest.raises(InputError, match="assume:overlap: given twice"):
        read(path, ledger)


@pytest.mark.parametrize("data", [b"", b"import os; os.system('ls')", b"PAR1" * 9])
def test_bytes_that_are_no_table_are_refused(tmp_path: Path, ledger: Ledger, data: bytes) -> None:
    path = tmp_path / "bad.parquet"
    path.write_bytes(data)
    with pytest.raises(InputError, match="no Parquet table"):
        read(path, ledger)


def test_few_bytes_that_would_fill_the_memory_are_refused(tmp_path: Path, ledger: Ledger) -> None:
    path = tmp_path / "bomb.parquet"
    zeros = pa.DictionaryArray.from_arrays(pa.array(np.zeros(30_000_000, np.int8)), pa.array([0.5]))
    pq.write_table(pa.table({"weight": zeros, "assume:overlap": zeros}), path)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(InputError, match="more than 50,000,000 values"):
        read(path, ledger)


def test_a_missing_file_is_refused_before_any_run(
    here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*tiny, "societies=nowhere.parquet"]) == 2
    line = "societies=nowhere.parquet: cannot be read: No such file or directory"
    assert line in capsys.readouterr().err
    assert not (here / "outputs").exists()
    assert not (here / "results").exists()


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"model": "0"}, "model"),
        ({"evidence": "0"}, "evidence"),
        ({"model": "0", "patterns": "0"}, "model and patterns of plausibility"),
        (
            {"model": "0", "evidence": "0", "patterns": "0"},
            "model, evidence and patterns of plausibility",
        ),
    ],
)
def test_a_file_of_another_version_is_used_and_a_line_says_so(
    tmp_path: Path, ledger: Ledger, changed: dict[str, str], what: str
) -> None:
    path = tmp_path / "old.parquet"
    pq.write_table(table(usual(), **changed), path)
    found = read(path, ledger)
    assert found.stale == (
        f"{path} was made with another version of {what}; unburden experiment=calibrate makes a "
        "new one"
    )
    assert society_notes({"societies": found.record()}) == [f"{found.stale}."]


def test_where_evidence_is_another_what_no_longer_fits_is_left_out(
    tmp_path: Path, ledger: Ledger
) -> None:
    path = tmp_path / "old.parquet"
    columns = usual(**{"assume:overlap": [7.0, 0.4], "assume:gone": [1.0, 2.0]})
    pq.write_table(table(columns, evidence="0"), path)
    found = read(path, ledger)
    assert found.names == ("overlap",)
    assert found.points["assume:overlap"].to_dict() == {1: 0.4}
    assert (len(found), found.of, found.left_out) == (1, 1, 1)
    assert found.stale == (
        f"{path} was made with another version of evidence, and 1 society outside the ranges of "
        "today's evidence is left out; unburden experiment=calibrate makes a new one"
    )
    pq.write_table(table(usual(**{"assume:overlap": [7.0, 8.0]}), evidence="0"), path)
    with pytest.raises(InputError, match="none of its societies lies within the ranges"):
        read(path, ledger)


def test_every_point_is_at_every_society_and_a_varied_assumption_wins(
    file: Path, ledger: Ledger
) -> None:
    found = read(file, ledger).first(2)
    points = pd.DataFrame({"assume:overlap": [0.1, 0.9], "warmup_days": [0, 1]}, index=[3, 5])
    crossed = found.crossed(points)
    assert crossed.index.names == ["society", "point"]
    assert crossed.index.tolist() == [(0, 3), (0, 5), (1, 3), (1, 5)]
    assert crossed["assume:overlap"].tolist() == [0.1, 0.9, 0.1, 0.9]
    assert crossed["assume:log_apps"].tolist() == [3, 3, 4, 4]
    assert crossed["warmup_days"].tolist() == [0, 1, 0, 1]


def over(file: Path, points: pd.DataFrame | None = None) -> Plan:
    """Two scenarios, twice, at the societies of a file, or points at these."""
    ledger = Ledger.load()
    found = read(file, ledger)
    trees = Study("compare", {"horizon_days": 10, "warmup_days": 0}, {}).trees(["one_table"])
    at = found.points if points is None else found.crossed(points)
    return plan(Design(trees, ledger, at), 2, 1)


def test_all_scenarios_and_points_at_a_society_share_the_seed_of_its_replication(
    file: Path,
) -> None:
    plain = over(file)
    seeds = plain.table.groupby(["point", "replication"])["seed"].unique()
    assert plain.table["replication"].unique().tolist() == [0, 1]
    assert seeds.map(len).eq(1).all()
    assert plain.table["seed"].nunique() == 8
    crossed = over(file, pd.DataFrame({"warmup_days": [0, 1, 2]}))
    assert crossed.design.labels is not None
    society = crossed.table["point"].map(crossed.design.labels["society"])
    of_points = crossed.table["seed"].groupby([society, crossed.table["replication"]])
    assert of_points.unique().map(list).tolist() == seeds.map(list).tolist()
    assert of_points.size().eq(6).all()


def test_more_societies_or_replications_change_no_run(file: Path, ledger: Ledger) -> None:
    found = read(file, ledger)
    trees = Study("compare", {"horizon_days": 10, "warmup_days": 0}, {}).trees(["one_table"])
    few = plan(Design(trees, ledger, found.first(2).points), 1, 1).table
    more = over(file).table
    assert set(few["key"]) < set(more["key"])
    later = plan(Design(trees, ledger, found.points), 1, 1, first=1).table
    assert set(more["key"]) == set(later["key"]) | set(more[more["replication"] == 0]["key"])
    assert few["seed"].iloc[0] == run_seed(1, 0)


def laboratory(tiny: Sequence[str], *words: str) -> Laboratory[CompareOptions]:
    return Laboratory(compose("experiment=compare", *tiny, *words), CompareOptions)


def test_values_and_rows_say_in_which_society_they_were_measured(
    file: Path, here: Path, tiny: Sequence[str]
) -> None:
    opened = laboratory(tiny, f"societies={file}")
    assert opened.societies is not None
    runs = plan(opened.design(["one_table"]), 2, 1)
    values = opened.values(runs, [DESK])
    assert values.index.names == ["scenario", "society", "replication"]
    assert len(values) == 2 * 4 * 2
    assert values[str(DESK)].groupby("society").nunique().gt(1).all()
    rows = opened.totals(runs)
    loads = rows[(rows["measure"] == DESK.measure) & (rows["group"] == DESK.group)]
    assert "point" not in rows
    keys = ["scenario", "society", "replication"]
    pd.testing.assert_series_equal(
        loads.set_index(keys)["value"].sort_index(), values[str(DESK)],
        check_names=False, check_index_type=False,
    )  # fmt: skip
    crossed = opened.societies.crossed(pd.DataFrame({"levers.one_table.coverage": [0.0, 1.0]}))
    swept = plan(opened.design(["one_table"], crossed), 1, 1)
    at_points = opened.values(swept, [DESK])
    assert at_points.index.names == ["scenario", "society", "point", "replication"]
    one = at_points.xs(1, level="point").xs("one_table").droplevel("replication")
    same = values.xs("one_table").xs(0, level="replication")
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(same))
    assert {"society", "point"} <= set(opened.totals(swept))


def test_a_setting_of_the_user_holds_in_every_society_and_a_line_says_so(
    file: Path, here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    opened = laboratory(tiny, f"societies={file}", "obligations.overlap=0.05")
    runs = plan(opened.design(["one_table"]), 1, 1)
    overlaps = {runs.settings("baseline", number).obligations.overlap for number in range(4)}
    assert overlaps == {0.05}
    sizes = {runs.settings("baseline", n).territory.household_size for n in range(4)}
    assert len(sizes) == 4
    opened.values(runs, [DESK])
    printed = capsys.readouterr().err
    line = "obligations.overlap=0.05 holds in every society, in place of its assumption overlap"
    assert printed.count(line) == 1


@pytest.mark.parametrize(
    "value",
    ["ensembl", "declared", "street", "0", "-1", "1.5", "true", "null", "[2]", "a$b.parquet"],
)
def test_the_key_takes_what_it_says(value: str) -> None:
    study = compose(
        "experiment=compare", f"societies={value!r}" if "$" in value else f"societies={value}"
    )
    with pytest.raises(InputError) as refused:
        options.read(CompareOptions, study.options)
    line = str(refused.value)
    allowed = "should be ensemble, reference, a whole number from 1 on, or a file (.parquet)"
    assert line == f"societies={value.strip(chr(39))}: {allowed}"


@pytest.mark.parametrize("word", ["draws=40", "sampling=sobol", "assumptions=[overlap]", "keep={}"])
def test_options_of_draws_are_refused_where_none_are_made(
    word: str, tiny: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=uncertainty", *tiny, word]) == 2
    line = "is for draws of the declared ranges: with societies=declared alone"
    assert line in capsys.readouterr().err


def test_a_sample_takes_at_least_twenty_societies(
    file: Path, tiny: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=uncertainty", *tiny, f"societies={file}"]) == 2
    assert "too few (4), at least 20 are needed; or societies=declared" in capsys.readouterr().err


def test_a_sample_is_of_whole_societies_under_their_own_numbers(
    tmp_path: Path, ledger: Ledger, tiny: Sequence[str], here: Path
) -> None:
    path = many(tmp_path / "many.parquet", ledger)
    words = ("scenarios=[one_table]", f"societies={path}")
    opened = Laboratory(compose("experiment=uncertainty", *tiny, *words), UncertaintyOptions)
    drawn = sample(opened, [DESK], "outcomes")
    expected = some(24).rename(columns=lambda name: name.removeprefix("assume:"))
    pd.testing.assert_frame_equal(drawn.points, expected, check_names=False)
    assert drawn.counts["used"] == 24
    text = f"24 plausible societies ({path}), which differ in 3 assumptions that these runs read"
    assert drawn.description == text
    compared = Laboratory(compose(*tiny, *words), CompareOptions)
    runs = plan(compared.design(["one_table"]), 1, 1)
    assert set(drawn.plan.table["key"]) == set(runs.table["key"])


def test_a_sample_has_no_assumption_that_its_runs_do_not_read(
    tmp_path: Path, ledger: Ledger, tiny: Sequence[str], here: Path
) -> None:
    idle = some(24).assign(**{"assume:posts_after": 2.0})
    path = tmp_path / "idle.parquet"
    write(path, idle, pd.DataFrame(index=idle.index), ORIGIN, ledger)
    found = {}
    for scenario in ("one_table", "merged_counter"):
        words = (f"scenarios=[{scenario}]", f"societies={path}")
        opened = Laboratory(compose("experiment=uncertainty", *tiny, *words), UncertaintyOptions)
        found[scenario] = list(sample(opened, [DESK], "outcomes").points)
    assert "posts_after" not in found["one_table"]
    assert "posts_after" in found["merged_counter"]


def test_a_portfolio_is_searched_in_some_societies_and_rerun_in_others(
    tmp_path: Path, ledger: Ledger, tiny: Sequence[str], here: Path
) -> None:
    path = many(tmp_path / "many.parquet", ledger)
    study = compose("experiment=portfolio", *tiny, f"societies={path}")
    (first, _), (second, _) = _points(Laboratory(study, PortfolioOptions))
    assert (len(first), len(second)) == (12, 12)
    assert not set(first.index) & set(second.index)


def test_a_command_over_other_societies_is_another_command(file: Path, ledger: Ledger) -> None:
    study = compose("experiment=compare", f"societies={file}")
    before = identity(study)
    assert before != identity(compose("experiment=compare"))
    write(file, some(3), recorded(3), ORIGIN, ledger)
    assert identity(study) != before


def test_the_manifest_says_which_societies_they_were(
    file: Path, here: Path, tiny: Sequence[str]
) -> None:
    words = ("scenarios=[one_table]", "replications=1", f"societies={file}")
    assert answer([*tiny, *words]) == 0
    record = json.loads((here / "outputs" / "compare" / "manifest.json").read_text())["societies"]
    assert record["file"] == str(file)
    assert (record["societies"], record["of"], record["stale"]) == (4, 4, None)
    assert record["origin"]["command"] == "unburden experiment=calibrate"
    assert len(record["sha256"]) == 64


def test_baselines_are_judged_by_the_patterns_and_results_say_how_many_are_plausible(
    file: Path, here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("scenarios=[one_table]", "replications=2", f"societies={file}", "horizon_days=250")
    small = [word for word in tiny if not word.startswith("horizon_days=")]
    assert answer([*small, *words]) == 0
    results = load(here / "outputs" / "compare")
    told = results.manifest["plausible"]
    assert told["sentence"] in " ".join(capsys.readouterr().out.split())
    assert told["judged"] == 4
    rows = results.measures.query("scenario == 'baseline'")
    pairs = zip(rows["measure"], rows["group"], strict=True)
    rows = rows.assign(name=[str(Outcome(*pair)) for pair in pairs])
    keys = ["society", "replication"]
    frame = rows[rows["community"].isna()].pivot(index=keys, columns="name", values="value")
    frame = frame.join(plausibility.spreads(rows, keys))
    values = plausibility.values(frame, Settings.read(results.manifest["settings"]["baseline"]))
    verdicts = plausibility.verdicts(values.groupby("society").mean())
    assert len(verdicts.columns) > 10
    outside = (~verdicts).sum()
    assert told["outside"] == outside[outside > 0].to_dict()


def test_baselines_are_judged_beside_a_scenario_that_changes_nothing(
    file: Path, here: Path, tiny: Sequence[str]
) -> None:
    Path("nothing.yaml").write_text("describe: As it is.\n", encoding="utf-8")
    small = [word for word in tiny if not word.startswith("horizon_days=")]
    words = ("replications=1", f"societies={file}", "horizon_days=250")
    assert answer([*small, *words, "scenarios=[nothing.yaml]"]) == 0
    results = load(here / "outputs" / "compare")
    assert results.manifest["plausible"]["judged"] == 4
    assert len(results.measures.query("scenario == 'nothing'")) > 0


@pytest.mark.parametrize(
    ("verdicts", "says"),
    [([False, False], "0 of 2"), ([True, False], "1 of 2"), ([True], "1 of 1")],
)
def test_a_society_is_plausible_before_and_its_baseline_within_all_bands_here(
    verdicts: list[bool], says: str
) -> None:
    sentence = str(_record(pd.DataFrame({"own_days": verdicts}), rural=False)["sentence"])
    assert sentence.startswith("The societies were found plausible before; within all bands here: ")
    assert f"here: {says} baseline" in sentence
    assert sentence.count("plausible") == 1


def test_the_line_on_a_place_with_villages_says_that_the_bands_are_of_a_street(
    file: Path, tiny: Sequence[str]
) -> None:
    small = [word for word in tiny if not word.startswith("horizon_days=")]
    for villages, said in ((0, False), (1, True)):
        words = (f"territory.villages={villages}", f"societies={file}", "horizon_days=250")
        opened = laboratory(small, *words)
        runs = plan(opened.design(["one_table"]), 1, 1)
        opened.values(runs, [DESK])
        with Store(Path(opened.chosen.store)) as store:
            told = plausible_here(store, runs)
        assert told is not None
        assert told["sentence"].endswith(OF_A_STREET) == said


def test_a_short_run_is_not_judged(file: Path, here: Path, tiny: Sequence[str]) -> None:
    opened = laboratory(tiny, f"societies={file}")
    runs = plan(opened.design(["one_table"]), 1, 1)
    opened.values(runs, [DESK])
    with Store(Path(opened.chosen.store)) as store:
        told = plausible_here(store, runs)
    assert told is not None
    assert (told["judged"], told["sentence"]) == (
        0, "The societies were found plausible before; not judged here: it takes 250 days",
    )  # fmt: skip


def test_a_text_on_draws_speaks_of_societies_where_runs_were_made_in_these() -> None:
    text = "Draws that fail, drawn anew: a draw of the others."
    assert named(text, {"societies": None}) == text
    assert named(text, {}) == text
    plausible = named(text, {"societies": {"societies": 20}})
    assert plausible == "Societies that fail, drawn anew: a society of the others."
