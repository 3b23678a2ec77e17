"""One run of the model as a function, and the ranges that other tools take from here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import Results
from experiments.config.errors import InputError
from sim.settings import SettingsError, default_ledger
from unburden import GovernanceModel, evaluate, plausible, quantiles, ranges
from unburden.worker import pack, run_packed

PLACE = (
    "territory.communities=2",
    "territory.workers=8",
    "territory.residents=1000",
    "horizon_days=10",
    "warmup_days=5",
)
FREED = "hours_freed_per_worker_week"
FORMS = "hours_per_worker_week.forms"


def one(values: Mapping[Any, Any], seed: int = 3, **more: Any) -> dict[str, float]:
    return evaluate(values, *PLACE, seed=seed, **more)


def test_values_are_those_of_an_experiment_with_the_same_run_seed(compared: Results) -> None:
    of_baseline = compared.measures.query("scenario == 'baseline' and community.isna()")
    rows = of_baseline[of_baseline["replication"] == 0]
    found = one({}, seed=int(rows["seed"].iloc[0]))
    names = zip(rows["measure"], rows["group"], rows["value"], strict=True)
    for measure, group, value in names:
        name = measure if group == "all" else f"{measure}.{group}"
        if name in found:
            assert found[name] == value or (math.isnan(found[name]) and pd.isna(value)), name
    assert found.keys() >= {FORMS, "satisfaction"}


def test_a_comparison_is_with_the_baseline_of_the_same_seed(compared: Results) -> None:
    rows = compared.measures.query(
        "scenario == 'one_table' and measure == @FREED and group == 'all' and community.isna()"
    )
    for seed, value in zip(rows["seed"], rows["value"], strict=True):
        assert one({}, seed=int(seed), scenario="one_table", measures=FREED) == {FREED: value}


def test_a_run_is_that_of_the_model_under_mesa() -> None:
    size: dict[str, Any] = {
        "territory.communities": 2,
        "territory.workers": 8,
        "territory.residents": 1000,
        "obligations.overlap": 0.3,
    }
    model = GovernanceModel(rng=5, horizon_days=10, warmup_days=5, **size)
    model.run()
    whole = model.measures(by_community=False).set_index(["measure", "group"])["value"]
    found = one({"obligations.overlap": 0.3}, seed=5, measures=[FORMS])
    assert found[FORMS] == whole["hours_per_worker_week", "forms"]


def test_assumptions_go_by_id_and_what_is_derived_follows() -> None:
    by_id = one({"overlap": 0.3})
    assert by_id == pytest.approx(one({"assume:overlap": 0.3}), rel=0, abs=0, nan_ok=True)
    assert by_id == pytest.approx(one({"obligations.overlap": 0.3}), rel=0, abs=0, nan_ok=True)
    assert by_id[FORMS] != one({"overlap": 0.7})[FORMS]


def test_levers_among_the_values_are_not_in_the_baseline() -> None:
    named = one({}, scenario="one_table", measures=[FREED])
    assert one({"levers.one_table.on": True}, measures=[FREED]) == named
    assert named[FREED] != 0
    assert one({}, measures=[FREED]) == {FREED: 0.0}


def test_numbers_of_other_tools_are_numbers() -> None:
    plain = one({"form_kinds": 80, "overlap": 0.5}, measures=FORMS)
    assert one({"form_kinds": 80.0, "overlap": np.float64(0.5)}, measures=FORMS) == plain
    assert one({"form_kinds": np.int64(80), "overlap": np.float32(0.5)}, measures=FORMS) == plain


def test_threads_and_processes_give_the_same_bits() -> None:
    points = [{"overlap": 0.2 + 0.1 * step} for step in range(6)]
    alone = [one(point, measures=[FREED, FORMS], scenario="one_table") for point in points]
    with ThreadPoolExecutor(4) as threads:
        jobs = [
            threads.submit(one, point, measures=[FREED, FORMS], scenario="one_table")
            for point in points
        ]
        assert [job.result() for job in jobs] == alone
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        packed = pack(evaluate, points[0], *PLACE, seed=3, scenario="one_table",
                      measures=[FREED, FORMS])  # fmt: skip
        assert processes.submit(run_packed, packed).result() == alone[0]


def test_a_scenario_file_is_read_anew_at_each_call(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    freed = []
    for lever in ("one_table", "signboard_removal"):
        file.write_text(f"levers: {{{lever}: {{on: true}}}}\n", encoding="utf-8")
        freed.append(one({}, scenario=file, measures=FREED)[FREED])
        assert freed[-1] == one({}, scenario=lever, measures=FREED)[FREED]
    assert freed[0] != freed[1]


@pytest.mark.parametrize(
    ("values", "more", "message"),
    [
        ({"overlp": 1}, {}, "values=overlp: no setting or assumption; did you mean overlap"),
        ({"overlap": "much"}, {}, "overlap=much: should be numbers"),
        ({"overlap": True}, {}, "overlap=true: should be numbers"),
        ({"form_kinds": 10**400}, {}, "should be whole numbers"),
        ({"overlap": 10**400}, {}, "should be numbers"),
        ({"form_kinds": 80.5}, {}, "form_kinds=80.5: should be whole numbers"),
        ({"overlap": float("nan")}, {}, "overlap=nan: should be numbers"),
        ({"overlap": 0.1, "assume:overlap": 0.2}, {}, "assume:overlap=0.2: is given twice"),
        (0.5, {}, "values=0.5: should be a mapping"),
        ({}, {"measures": "hours"}, "measures=hours: no such measure"),
        ({}, {"measures": 3}, "measures=3: should be a name or a list of names"),
        ({}, {"scenario": "one_tabel"}, "scenario=one_tabel: no such scenario; did you mean"),
        ({}, {"scenario": None}, "scenario=None: should be text or a path"),
        ({}, {"scenario": ["one_table"]}, "scenario=['one_table']: should be text or a path"),
        ({}, {"seed": -1}, "seed=-1: should be a whole number from 0 on"),
    ],
)
def test_what_is_invalid_is_said_in_one_line(
    values: Any, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError) as refused:
        evaluate(values, *PLACE, **more)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_arguments_of_experiments_are_refused() -> None:
    with pytest.raises(InputError, match="replications=3: is no setting of the model"):
        evaluate({}, "replications=3")
    with pytest.raises(SettingsError, match=r"obligations\.overlap"):
        one({"overlap": 2.0})


def test_ranges_are_those_of_the_evidence() -> None:
    ledger = default_ledger()
    table = ranges()
    assert tuple(table["id"]) == ledger.ranged
    assert (table["low"] < table["high"]).all()
    chosen = ranges(names=["old_form_share", "overlap"])
    assert chosen["id"].tolist() == ["old_form_share", "overlap"]
    entry = ledger.assumptions["overlap"]
    row = chosen.set_index("id").loc["overlap"]
    assert (row["low"], row["high"], row["value"]) == (entry.low, entry.high, entry.value)
    assert row["distribution"] == entry.distribution


def test_ranges_of_a_scenario_are_of_what_its_runs_read() -> None:
    table = set(ranges("territory=community", scenario="one_table")["id"])
    assert "pool_own_share" in table
    assert "pool_own_share" not in set(ranges(scenario="signboard_removal")["id"])
    with pytest.raises(InputError, match="pool_own_share: changes nothing"):
        ranges(scenario="signboard_removal", names="pool_own_share")
    with pytest.raises(InputError, match="no assumption with a range; did you mean overlap"):
        ranges(names=["overlp"])


def test_quantiles_have_the_declared_distributions() -> None:
    table = ranges(names=["overlap", "form_kinds"]).set_index("id")
    points = quantiles(["overlap", "form_kinds"], [[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]])
    assert points["overlap"].tolist() == [0.2, 0.5, 0.8]
    ends = [table["low"]["form_kinds"], table["high"]["form_kinds"]]
    assert points["form_kinds"].iloc[[0, 2]].tolist() == ends
    assert all(float(kinds).is_integer() for kinds in points["form_kinds"])
    one(points.to_dict("records")[1])
    for wrong in ([[0.5]], [[0.5, 1.5]], [0.5, 0.5]):
        with pytest.raises(InputError, match="uniforms="):
            quantiles(["overlap", "form_kinds"], wrong)


def test_a_plausible_society_is_that_of_experiments(over: Results) -> None:
    rows = over.measures.query(
        "scenario == 'one_table' and measure == @FREED and group == 'all' and community.isna()"
    )
    societies = plausible(3)
    assert societies.index.tolist() == sorted(set(rows["society"]))
    place = [text for text in PLACE if not text.startswith("horizon")]
    for society in societies.index:
        row = rows[(rows["society"] == society) & (rows["replication"] == 0)]
        found = evaluate(
            societies.loc[society].to_dict(), *place, "horizon_days=130",
            scenario="one_table", measures=FREED, seed=int(row["seed"].iloc[0]),
        )  # fmt: skip
        assert found[FREED] == row["value"].iloc[0]


def test_societies_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="societies=0: should be a whole number from 1 on"):
        plausible(0)
    with pytest.raises(InputError, match="at most"):
        plausible(100_000)
    with pytest.raises(InputError, match=r"nothing\.parquet"):
        plausible(file=tmp_path / "nothing.parquet")


DIARY = Path(__file__).parents[1] / "examples" / "evidence" / "diary_week.yaml"


def test_evidence_of_a_user_counts_here_as_in_experiments() -> None:
    own = f"evidence={DIARY}"
    (row,) = ranges(own, names=["meeting_minutes"]).to_dict("records")
    assert (row["low"], row["high"]) == (140, 240)
    assert quantiles("meeting_minutes", [0.0, 1.0], evidence=DIARY)["meeting_minutes"].tolist() == [
        140, 240,
    ]  # fmt: skip
    societies = plausible(3, evidence=DIARY)
    assert societies["meeting_minutes"].between(140, 240).all()
    assert not plausible(3)["meeting_minutes"].equals(societies["meeting_minutes"])
    meetings = "hours_per_worker_week.meetings"
    assert one({})[meetings] != evaluate({}, *PLACE, own, seed=3)[meetings]


@pytest.mark.parametrize("names", [1, b"overlap", [1], [None], [["overlap"]], {"overlap": 1}, []])
def test_names_that_are_none_are_refused(names: Any) -> None:
    calls: list[Any] = [lambda: ranges(names=names), lambda: quantiles(names, [0.5])]
    for asked in calls:
        with pytest.raises(InputError, match=r"^names=.*: should (be a name|name at least one)"):
            asked()


@pytest.mark.parametrize("uniforms", ["x", [[0.5], [0.5, 0.6]], [1j], {"a": 1}, object()])
def test_uniforms_that_are_no_numbers_are_refused(uniforms: Any) -> None:
    with pytest.raises(InputError, match=r"^uniforms=.*: should be an array of numbers"):
        quantiles("overlap", uniforms)


def test_paths_that_are_none_are_refused() -> None:
    wrong: Any = 5
    calls: list[Any] = [
        lambda: ranges(scenario=wrong),
        lambda: quantiles("overlap", [0.5], wrong),
        lambda: plausible(2, wrong),
        lambda: plausible(2, evidence=wrong),
    ]
    for asked in calls:
        with pytest.raises(InputError, match="=5: should be text or a path"):
            asked()
    with pytest.raises(InputError, match="cannot be read"):
        plausible(2, "a\0b.parquet")


def test_a_number_of_societies_may_be_of_numpy() -> None:
    pd.testing.assert_frame_equal(plausible(np.int64(2)), plausible(2))  # type: ignore[arg-type]
