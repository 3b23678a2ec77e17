"""Validation: verdicts by their rules, claims read off runs, and no fact that is told left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import Results, load, uncertainty, validate
from experiments.cli import answer
from experiments.config.catalogue import BASELINE
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.outcomes import FREED, Outcome
from experiments.designs.documented_cases import societies
from experiments.kinds.validate import checks
from experiments.kinds.validate import experiment as kind
from experiments.kinds.validate.patterns import PATTERNS, Pattern
from experiments.kinds.validate.single_events import SINGLE_EVENTS, untestable
from experiments.patterns.entries import EntryError, entries
from experiments.patterns.targets import TARGETS, Target, simulated
from experiments.runs.design import Case
from experiments.runs.storage.claim import releasing_claims
from experiments.statistics import verdicts
from experiments.statistics.paired_differences import BURDEN
from sim.evidence import Ledger
from sim.settings import Settings

INF, NAN = float("inf"), float("nan")
EVEN = np.linspace(0.0, 1.0, 101)
"""Societies with 5, 50 and 95 % at .05, .5 and .95."""
TWICE = np.array([0.4, 0.6])
TEXTS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.mark.parametrize(
    ("low", "high", "error", "word"),
    [
        (0.95, 0.95, 0.0, "met"),
        (0.9501, 0.9501, 0.0, "missed"),
        (0.9501, 0.9501, 0.001, "met"),
        (0.0499, 0.0499, 0.0, "missed"),
        (-1.0, 0.05, 0.0, "met"),
        (1.0, 2.0, 0.0, "missed"),
        (0.5, INF, 0.0, "bound met"),
        (0.501, INF, 0.0, "within reach"),
        (0.501, INF, 0.001, "bound met"),
        (0.95, INF, 0.0, "within reach"),
        (0.951, INF, 0.0, "missed"),
        (-INF, 0.5, 0.0, "bound met"),
        (-INF, 0.499, 0.0, "within reach"),
        (-INF, 0.049, 0.0, "missed"),
    ],
)
def test_a_number_is_met_between_two_percentiles_and_a_bound_by_the_median(
    low: float, high: float, error: float, word: str
) -> None:
    assert verdicts.number(EVEN, TWICE, low, high, error)["verdict"] == word


@pytest.mark.parametrize(
    ("up", "none", "down", "word"),
    [
        (19, 0, 1, "met"),
        (19, 1, 0, "met"),
        (94, 0, 6, "mostly"),
        (16, 0, 4, "mostly"),
        (79, 0, 21, "missed"),
        (15, 5, 0, "missed"),
        (0, 20, 0, "missed"),
        (19, 0, 0, "no answer"),
    ],
)
def test_a_direction_is_met_by_the_share_of_societies_that_go_it(
    up: int, none: int, down: int, word: str
) -> None:
    changes = np.array([2.0] * up + [0.0] * none + [-1.0] * down + [NAN] * 7)
    found = verdicts.direction(changes, TWICE, "up")
    assert found["verdict"] == word
    assert found["societies"] == up + none + down
    assert found["share"] == pytest.approx(up / (up + none + down))
    assert found["opposite"] == pytest.approx(down / (up + none + down))
    for name, count in {"share": up, "opposite": down}.items():
        exact = stats.binomtest(count, up + none + down).proportion_ci(0.95, "exact")
        ends = [found[f"{name}_low"], found[f"{name}_high"]]
        assert ends == pytest.approx([exact.low, exact.high])
    turned = verdicts.direction(-changes, TWICE, "down")
    assert [turned[name] for name in ("verdict", "share")] == [word, found["share"]]


def test_a_change_that_does_not_matter_is_neither_way() -> None:
    changes = np.array([0.5] * 60 + [0.25] * 30 + [-0.25] * 5 + [-0.5] * 5)
    found = verdicts.direction(changes, TWICE, "up", 0.25)
    assert (found["share"], found["opposite"], found["verdict"]) == (0.6, 0.05, "missed")
    assert verdicts.direction(changes, TWICE, "up")["verdict"] == "mostly"
    assert verdicts.direction(changes, TWICE, "down", 0.25)["share"] == 0.05


@pytest.mark.parametrize(
    ("low", "high", "place"),
    [
        (0.9, 0.9, 90.0), (0.2, INF, 20.0), (-INF, 0.7, 70.0), (0.3, 0.6, 50.0), (0.6, 0.9, 60.0),
        (-3.0, -2.0, 0.0), (2.0, 2.0, 100.0),
    ],
)  # fmt: skip
def test_a_percentile_is_the_share_of_societies_with_less(
    low: float, high: float, place: float
) -> None:
    found = verdicts.number(EVEN, TWICE, low, high, 0.05)
    assert found["percentile"] == pytest.approx(place, abs=1.0)
    for name, end, sign in (("percentile_low", low, -1), ("percentile_high", high, 1)):
        if np.isfinite(end):
            widened = stats.percentileofscore(EVEN, end + sign * 1.96 * 0.05)
            assert found[name] == pytest.approx(widened, abs=1.0)
        else:
            assert np.isnan(found[name])  # type: ignore[call-overload]


def test_societies_with_as_much_as_the_number_count_by_half() -> None:
    values = np.array([1.0] * 10 + [2.0] * 20 + [NAN])
    assert verdicts.percentile(values[:-1], 1.0) == pytest.approx(100 * 5 / 30)
    same = verdicts.number(np.ones(20), TWICE, 1.0, 1.0, 0.0)
    assert (same["percentile"], same["verdict"]) == (50.0, "met")
    assert np.isnan(verdicts.percentile(np.zeros(0), 1.0))


def test_a_number_without_enough_societies_has_no_verdict_and_says_how_many() -> None:
    few = np.append(EVEN[:19], [NAN] * 30)
    found = verdicts.number(few, TWICE, 0.1, 0.1, 0.0)
    assert (found["verdict"], found["societies"]) == ("no answer", 19)
    nothing = verdicts.number(np.array([NAN]), np.array([NAN]), 0.1, INF, 0.0)
    assert (nothing["verdict"], nothing["societies"]) == ("no answer", 0)
    assert np.isnan(nothing["percentile"])  # type: ignore[call-overload]
    assert np.isnan(nothing["width"])  # type: ignore[call-overload]
    assert nothing["reference_verdict"] == ""


def test_width_is_the_middle_of_societies_as_a_share_of_the_number() -> None:
    assert verdicts.number(EVEN, TWICE, 0.3, 0.3, 0.1)["width"] == pytest.approx(3.06)
    assert verdicts.number(EVEN, TWICE, 0.2, 0.4, 0.0)["width"] == pytest.approx(3.06)
    assert verdicts.number(EVEN, TWICE, 0.45, INF, 0.1)["width"] == pytest.approx(2.04)
    assert verdicts.number(EVEN, TWICE, 0.2, 0.4, 0.0)["share"] == pytest.approx(21 / 101)


def test_the_reference_society_is_judged_apart_from_the_others() -> None:
    repeated = np.array([1.0, 1.1, 1.2, NAN])
    half = stats.t.ppf(0.975, 2) * 0.1 / 3**0.5
    found = verdicts.number(EVEN, repeated, 1.0999 + half, INF, 0.0)
    assert (found["reference"], found["replications"]) == (pytest.approx(1.1), 3)
    assert found["reference_high"] == pytest.approx(1.1 + half)
    assert (found["reference_verdict"], found["verdict"]) == ("yes", "missed")
    assert verdicts.number(EVEN, repeated, 1.101 + half, INF, 0.0)["reference_verdict"] == "no"
    ways = {"up": "yes", "down": "no"}
    for way, word in ways.items():
        assert verdicts.direction(EVEN, repeated, way)["reference_verdict"] == word  # type: ignore[arg-type]
    both = np.array([-1.0, 2.0])
    assert verdicts.direction(EVEN, both, "up")["reference_verdict"] == "open"
    assert verdicts.direction(EVEN, np.array([1.0]), "up")["reference_verdict"] == ""
    assert verdicts.direction(EVEN, np.array([0.0, 0.0]), "up")["reference_verdict"] == "open"


def frame(**columns: dict[str, list[float]]) -> pd.DataFrame:
    """Values by outcome and case, one number a draw."""
    parts = {name: pd.DataFrame(by).rename_axis("point").unstack() for name, by in columns.items()}
    return pd.DataFrame(parts).rename_axis(["scenario", "point"])


CLAIM = Pattern(
    "toy", "a claim", (), "outcome", (Outcome("m"), Outcome("n")), "after", "up", "else", "number",
    "before",
)  # fmt: skip
VALUES = frame(
    m={"before": [1.0, 2.0, 3.0], "after": [4.0, NAN, 3.0], "start": [1.0, 1.0, 1.0]},
    n={"before": [0.0, 0.0, 0.1], "after": [1.0, 1.0, 0.1], "start": [0.0, 0.0, 0.0]},
    d={"before": [5.0, 5.0, 5.0], "after": [4.0, 4.0, 5.0], "start": [0.0, 0.0, 0.0]},
)


def answers(one: Pattern, values: pd.DataFrame = VALUES) -> list[float]:
    return [float(value) for value in one.changes(values)]


def test_an_answer_is_the_sum_in_one_case_less_that_in_the_other() -> None:
    assert answers(CLAIM) == pytest.approx([4.0, NAN, 0.0], nan_ok=True)
    assert answers(replace(CLAIM, against="")) == pytest.approx([5.0, NAN, 3.1], nan_ok=True)
    less = replace(CLAIM, outcomes=(Outcome("m"),), less=(Outcome("d"),))
    assert answers(less) == pytest.approx([4.0, NAN, 0.0], nan_ok=True)


def test_a_share_and_a_start_count_on_both_sides() -> None:
    half = replace(CLAIM, outcomes=(Outcome("m"),), share=0.5)
    assert answers(half) == pytest.approx([3.5, NAN, 1.5], nan_ok=True)
    since = replace(half, since=("start", "start"))
    assert answers(since) == pytest.approx([3.0, NAN, 1.0], nan_ok=True)


def test_societies_in_which_the_condition_does_not_hold_have_no_answer() -> None:
    found = answers(replace(CLAIM, outcomes=(Outcome("n"),), where=Outcome("d")))
    assert found == pytest.approx([1.0, 1.0, NAN], nan_ok=True)


def test_what_only_rounding_makes_is_no_change() -> None:
    values = frame(m={"before": [0.1 + 0.2], "after": [0.3]}, n={"before": [0.0], "after": [0.0]})
    assert answers(CLAIM, values) == [0.0]


def test_the_least_change_follows_the_unit_and_the_level_of_the_other_case() -> None:
    half = replace(CLAIM, share=0.5)
    assert CLAIM.least(VALUES) == pytest.approx(0.02 * 2.0)
    assert half.least(VALUES) == pytest.approx(0.01 * 2.0)
    assert replace(half, unit="hours per worker-week").least(VALUES) == 0.125
    alone = replace(CLAIM, against="", unit="days")
    assert alone.least(VALUES) == 0.5


def test_the_check_of_a_year_reads_that_year() -> None:
    (visits,) = (pattern for pattern in PATTERNS if pattern.name == "demand_own")
    second = visits.of_year(2)
    assert visits.yearly
    assert second.outcomes == (Outcome("issues_raised", "inquiry.year_2"),)
    where = Outcome("days_to_resolution_restricted_mean", "own_powers.year_2")
    assert second.where == where
    (desk,) = (target for target in TARGETS if target.name == "reporting_cut")
    assert desk.yearly
    assert desk.of_year(1).outcomes == (Outcome("reporting_desk", "year_1"),)
    asked = next(pattern for pattern in PATTERNS if pattern.name == "asked_once")
    assert not asked.yearly


def test_every_fact_told_as_reached_is_checked_or_has_a_reason_and_none_twice() -> None:
    reached = {name for name, fact in Ledger.load().facts.items() if fact.role == "target"}
    of_facts = [one.evidence for one in checks.NUMBERS if one.evidence.startswith("fact:")]
    checked = [name.removeprefix("fact:") for name in of_facts]
    told = [*checked, *untestable()]
    assert len(told) == len(set(told))
    assert set(told) & reached == reached
    assert set(untestable()) <= reached


def test_checks_have_names_of_their_own_and_say_where_they_are_told() -> None:
    names = [one.name for one in checks.NUMBERS] + [one.name for one in PATTERNS]
    assert len(names) == len(set(names))
    sources = Ledger.load().sources
    for one in PATTERNS:
        assert one.passages
        for source, offset, text in one.passages:
            assert source in sources
            assert ";" not in text
            (document, *_) = [*TEXTS.glob(f"{source}_*.txt"), None]
            if document is not None:
                assert 0 <= offset < len(document.read_text(encoding="utf-8"))


def test_the_cases_of_a_claim_are_different_societies_that_can_be() -> None:
    ledger = Ledger.load()
    names = {name for one in PATTERNS for name in one.cases} | {"joint_response"}
    trees = societies(sorted(names), ledger)
    read = {name: Settings.read(tree, ledger).canonical() for name, tree in trees.items()}
    for one in PATTERNS:
        assert not one.against or read[one.case] != read[one.against], one.name
    fading = next(one for one in PATTERNS if one.name == "freed_fades")
    for name, same in (("boards gone", "signboard_removal"), ("nothing", BASELINE)):
        year = Settings.read({**trees[same], "horizon_days": 250}, ledger)
        assert read[f"{name}, one year"] == year.canonical()
    assert set(fading.cases) <= set(trees)


def test_every_outcome_that_is_looked_at_is_measured(compared: Results) -> None:
    measures = compared.measures[["measure", "group"]].drop_duplicates()
    there = {Outcome(*pair) for pair in measures.itertuples(index=False, name=None)}
    for one in PATTERNS:
        assert set(one.read) <= there | {Outcome(FREED)}, one.name
    for number in checks.NUMBERS:
        assert set(number.outcomes) <= there, number.name


def test_freed_hours_are_looked_for_in_all_burdens() -> None:
    (fading,) = (pattern for pattern in PATTERNS if pattern.name == "freed_fades")
    assert fading.outcomes == tuple(Outcome("hours_per_worker_week", name) for name in BURDEN)


ENTRY = """
visits:
  claim: more visits
  passages: {002@12443: more time}
  kind: outcome
  outcomes: [hours_per_worker_week.visits]
  unit: hours
  case: one_table
  way: up
  opposite: no more visits
"""


def test_entries_are_read_from_yaml(tmp_path: Path) -> None:
    path = tmp_path / "patterns.yaml"
    path.write_text(ENTRY, encoding="utf-8")
    (pattern,) = entries(path, Pattern)
    assert pattern.name == "visits"
    assert pattern.passages[0].place == "002@12443"
    assert pattern.outcomes == (Outcome("hours_per_worker_week", "visits"),)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("way: up", "way: sideways", "visits: way: should be 'up' or 'down'"),
        ("way: up", "ways: up", "visits: way: is missing"),
        ("way: up", "way: up\n  wy: up", "visits: wy: unknown key"),
        ("way: up", "way: up\n  name: x", "visits: name: unknown key"),
        ("way: up", "way: up\n  share: '0.5'", "visits: share: should be a valid number"),
        ("[hours_per_worker_week.visits]", "[5]", "visits: outcomes.0: should be an outcome"),
        ("002@12443", "002", "visits: passages: 002 should be DOCUMENT@CHARACTER"),
        (ENTRY, "visits: 1", "visits: should be a mapping"),
        (ENTRY, "[visits]", "should be a mapping of entries by name"),
        ("way: up", "way: up\n  way: up", "way: given twice"),
    ],
)
def test_a_fault_of_an_entry_names_file_entry_and_key(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    path = tmp_path / "patterns.yaml"
    path.write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(EntryError) as refused:
        entries(path, Pattern)
    assert str(refused.value).startswith(f"patterns.yaml: {fault}")


def test_calibration_asks_for_one_outcome_of_each_target() -> None:
    assert all(one.outcomes == (one.outcome,) for one in TARGETS)


def test_single_events_are_read_off_whole_runs() -> None:
    place = {"communities": 1, "workers": 10, "residents": 4000}
    society = Settings(horizon_days=125, territory=place)
    minutes = "burden_hours_per_worker_week"
    rows = {
        "joint_response": {
            "mediation.rounds": 15.0, "mediation.joint_sessions": 5.0, "issues_raised.dispute": 20,
            "days_to_resolution_median.street_powers": 4.5,
            "days_to_resolution_median.own_powers": 1.5,
        },
        "wanghailou after": {
            **{f"{minutes}.{part}": 0.5 for part in ("read", "type", "retype", "compile")},
            "forms_due": 600.0,
        },
    }  # fmt: skip
    index = pd.MultiIndex.from_tuples([(name, 0) for name in rows], names=["scenario", "point"])
    values = pd.DataFrame(list(rows.values()), index)
    found = simulated(values, SINGLE_EVENTS, dict.fromkeys(rows, society)).loc[0]
    assert found["mediation_rounds"] == pytest.approx((15 + 5) * 4 * 0.5 / 20)
    assert found["joint_delay"] == 3.0
    assert found["form_minutes"] == pytest.approx(2.0 * 10 * 25 * 60 / 600)
    empty = values.assign(**{"issues_raised.dispute": 0.0})
    assert np.isnan(simulated(empty, SINGLE_EVENTS, dict.fromkeys(rows, society)).loc[0].iloc[0])


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("checks=[visits]", "checks=visits: no such check; there are reporting_cut, forms_due"),
        ("checks=[forms_due]", "checks=forms_due: asks for nothing but the baseline"),
        ("draws=19", "draws=19: should be greater than or equal to 20"),
        ("replications=1", "replications=1: should be greater than or equal to 2"),
        ("assumptions=[overlapp]", "assumptions=overlapp: no assumption with a range; did you"),
        ("keep={upward_share:[0.6,0.3]}", "keep.upward_share=[0.6, 0.3]: should be [low, high]"),
        ("scenarios=[one_table]", "scenarios="),
        ("societies=mine.parquet", "societies=mine.parquet: cannot be read"),
        ("societies=4", "societies=4: too few (4), at least 20 are needed"),
        ("draws=40", "draws=40: is for draws of the declared ranges"),
    ],
)
def test_words_that_are_off_are_refused_before_any_run(
    here: Path, tiny: Sequence[str], word: str, line: str
) -> None:
    of_draws = word.startswith(("assumptions=", "keep="))
    declared = ("societies=declared",) if of_draws else ()
    with pytest.raises(InputError) as refused:
        kind.run(compose("experiment=validate", *tiny, *declared, word))
    assert str(refused.value).startswith(line)
    assert not (here / "outputs").exists()
    assert not (here / "results").exists()


CHECKS = (
    "traces", "overtime", "boards_removed", "visits_after_boards", "signs_alone", "whistle_sooner",
    "burdens_return",
)  # fmt: skip
SMALL = (
    "societies=declared", "draws=24", "replications=3", "assumptions=[overlap,log_minutes]",
)  # fmt: skip
WORDS = (*SMALL, f"checks=[{','.join(CHECKS)}]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("validated")


@pytest.fixture(scope="module")
def validated(folder: Path, tiny: Sequence[str]) -> Results:
    return validate(*tiny, *WORDS, output=folder / "out", store=folder / "results")


def test_a_validation_has_a_row_for_every_requested_check(validated: Results) -> None:
    rows = validated.validation.set_index("check")
    assert sorted(rows.index) == sorted(CHECKS)
    assert (rows["of"] == 24).all()
    assert (rows["role"] == "held out").all()
    assert "years" not in validated.frames
    assert rows["kind"][["traces", "overtime", "boards_removed"]].to_list() == [
        "assumed", "outcome", "prescribed",
    ]  # fmt: skip
    assert rows["documents"]["boards_removed"].startswith("002@")
    assert rows["documents"]["traces"] == "literature"
    assert rows["low"]["overtime"] == 2.2
    assert np.isnan(rows["high"]["overtime"])
    assert rows["predicted_50"]["boards_removed"] == 23
    assert rows["share"]["burdens_return"] > 0
    read = load(validated.folder).validation
    pd.testing.assert_series_equal(read["verdict"], validated.validation["verdict"])


def test_a_check_without_an_answer_says_so(validated: Results) -> None:
    """Ten days are too short for a restricted mean but where all is solved: so in one draw."""
    row = validated.validation.set_index("check").loc["whistle_sooner"]
    assert (row["societies"], row["verdict"], row["reference_verdict"]) == (1, "no answer", "")
    page = (validated.folder / "validation.html").read_text(encoding="utf-8")
    assert "with the whistle departments&#x27; issues are solved sooner (23)" in page


def test_the_page_says_where_everything_is_told(validated: Results) -> None:
    page = (validated.folder / "validation.html").read_text(encoding="utf-8")
    for one in PATTERNS:
        if one.name in CHECKS:
            assert all(passage.place in page for passage in one.passages)
            assert one.opposite in page
            for outcome in one.outcomes:
                assert outcome.label in page
                assert "_" not in str(outcome) or str(outcome) not in page, "no ids for readers"
    assert escape(validated.manifest["command"]) in page
    for name in ("numbers", "directions"):
        assert (validated.folder / "figures" / f"{name}.png").stat().st_size > 10_000


def test_what_is_told_is_what_other_experiments_say_of_the_same_draws(
    validated: Results, folder: Path, tiny: Sequence[str]
) -> None:
    words = ("scenarios=[signboard_removal]", "outcomes=[hours_per_worker_week.visits]")
    same = uncertainty(
        *tiny,
        SMALL[0],
        SMALL[1],
        SMALL[3],
        *words,
        output=folder / "same",
        store=folder / "results",
    )
    assert same.manifest["runs"]["computed"] == 0
    told = validated.validation.set_index("check").loc["visits_after_boards"]
    row = same.uncertainty.set_index("scenario").loc["signboard_removal"]
    for quantile in ("05", "50", "95"):
        assert told[f"predicted_{quantile}"] == pytest.approx(row[f"difference_{quantile}"])
    changes = validated.draws["visits_after_boards"]
    assert told["least"] == 0.25
    assert told["share"] == pytest.approx((changes > 0.25).mean())


def test_asked_again_it_runs_nothing_and_says_the_same(
    validated: Results, folder: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    places = (f"output={folder / 'again'}", f"store={folder / 'results'}")
    assert answer(["experiment=validate", *tiny, *WORDS, *places]) == 0
    again = load(folder / "again")
    assert again.manifest["runs"]["computed"] == 0
    for name in ("validation.csv", "draws.parquet"):
        assert (again.folder / name).read_bytes() == (validated.folder / name).read_bytes()
    printed = capsys.readouterr().out
    assert "Numbers" in printed
    assert "the lever sets it" in printed
    assert "10.0 or less" in printed
    silent = "Without an answer in some of the 24 draws: with the whistle departments' issues"
    assert f"{silent} are solved sooner (23)" in " ".join(printed.split())


def test_draws_that_are_no_plausible_society_are_left_out(
    validated: Results, folder: Path, tiny: Sequence[str]
) -> None:
    limit = float(validated.draws["traces"].quantile(0.9))
    keep = f"keep={{hours_per_worker_week.traces:[null,{limit}]}}"
    results = validate(
        *tiny, *SMALL, "checks=[traces,boards_removed]", keep, output=folder / "kept",
        store=folder / "results",
    )  # fmt: skip
    assert results.manifest["draws"]["implausible"] == 24 - results.validation["of"][0]
    assert results.draws["traces"].max() <= limit
    roles = results.validation.set_index("check")["role"]
    assert roles.to_dict() == {"traces": "matched", "boards_removed": "held out"}


def opened(folder: Path, *words: str) -> checks.Validation:
    """A laboratory that nothing is run in."""
    places = (f"output={folder / 'out'}", f"store={folder / 'results'}")
    with releasing_claims():
        return checks.Validation(compose("experiment=validate", *places, *words))


def test_levels_by_which_societies_were_chosen_are_matched_and_effects_held_out(
    here: Path,
) -> None:
    laboratory = opened(here)
    every: list[Target | Pattern] = [*laboratory.numbers, *laboratory.patterns]
    matched = [check.name for check in every if laboratory.role(check) == "matched"]
    assert matched == ["forms_due", "traces", "disputes", "overtime", "alone_takes_longer"]
    declared = opened(here, "societies=declared")
    assert {declared.role(check) for check in every} == {"held out"}


def test_years_are_those_of_the_horizon_and_of_checks_without_a_length_of_their_own(
    here: Path,
) -> None:
    two = opened(here)
    assert list(two.years) == [1, 2]
    numbers, patterns = two.of_year(2)
    of_year: list[Target | Pattern] = [*numbers, *patterns]
    named = {check.name for check in of_year}
    assert {"reporting_cut", "hall_widens", "alone_takes_longer"} <= named
    assert not named & {"burdens_return", "freed_fades", "merchant_rounds"}
    assert Outcome("issues_raised", "dispute.year_2") in two.outcomes
    assert list(opened(here, "horizon_days=750").years) == [1, 2, 3]
    assert list(opened(here, "horizon_days=499").years) == []


def test_a_count_of_one_year_is_a_rate_of_that_year(here: Path) -> None:
    laboratory = opened(here, "checks=[disputes,hall_widens]")
    names = (BASELINE, "deliberation_hall")
    index = pd.MultiIndex.from_product([names, [0, 1]], names=["scenario", "point"])
    year = [300.0, 360.0, 240.0, 360.0]
    values = pd.DataFrame({"issues_raised.dispute.year_2": year}, index)
    settings = dict.fromkeys(names, laboratory.design(()).settings(Case(BASELINE)))
    found = laboratory.answers(values, settings, 2)
    residents = settings[BASELINE].territory.residents / 1000.0
    assert found["disputes"].to_list() == pytest.approx([300 / residents, 360 / residents])
    assert found["hall_widens"].to_list() == [-60.0, 0.0]
