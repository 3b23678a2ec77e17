"""The compiled kernels, reduced to queues and a network that are solved, do as theory says."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import integrate, stats

from experiments.cli import answer
from experiments.config import catalogue
from experiments.config.options import ExecutorOptions
from experiments.kinds.verify.experiment import refuse_too_short, verify
from experiments.kinds.verify.options import VerifyOptions
from experiments.kinds.verify.oracles import ALL, ORACLES, STANDARD, Oracle, closed_network, select
from experiments.kinds.verify.oracles.abandonment import Abandonment
from experiments.kinds.verify.oracles.closed_network import Network
from experiments.kinds.verify.oracles.little import PROMISES, SERVICES, Little
from experiments.kinds.verify.oracles.mg1 import Mg1
from experiments.kinds.verify.oracles.mmc import Mmc, erlang_c
from experiments.kinds.verify.oracles.oracle import Observation, Span
from experiments.kinds.verify.oracles.priorities import Priorities
from experiments.kinds.verify.oracles.priority_waits import CustomerClass, waiting_time_tail
from experiments.kinds.verify.oracles.queue import COMMUNITIES, IssueTimes
from experiments.kinds.verify.oracles.repeats import Repeats
from experiments.kinds.verify.oracles.service import Service, Shape
from experiments.kinds.verify.oracles.tandem import STATIONS, Tandem, relative_to_theory
from experiments.kinds.verify.oracles.verdicts import AGREES, DIFFERS, FAMILY_LEVEL, verdicts
from experiments.statistics.multiplicity import holm
from sim.enums import TICKS_PER_MINUTE, Kind
from sim.settings.nested import Tree
from tests.long import LONG, long_test
from tests.mutants.copy import Copy
from tests.mutants.mutant import mutants
from tests.queue_simulation import DAY, Array, simulate

EVERY = tuple(one for ones in STANDARD.values() for one in ones)
LIGHT = (
    Mmc(servers=2, load=0.5),
    Mg1(service="deterministic", load=0.5),
    Priorities(servers=2, load=0.5, classes=2),
    Little(servers=2, load=0.5),
    Tandem(population=6.0),
    Abandonment(servers=1),
    Repeats(),
)
"""One of each kind that settles within days, so that a table of them is cheap."""
DOUBT = 0.01
"""A right level is called wrong in one of a hundred sets of seeds; the seeds are fixed."""


def table(oracles: Sequence[Oracle], replications: int, span: Span, seed: int = 1) -> pd.DataFrame:
    """Verdicts on oracles, run in this process."""
    refuse_too_short(oracles, span)
    asked = VerifyOptions(
        output="unused",
        seed=seed,
        executor=ExecutorOptions(name="serial"),
        replications=replications,
        **span._asdict(),
    )
    return verify(oracles, asked)


@pytest.mark.parametrize(
    ("servers", "load", "wait"), [(1, 0.8, 4.0), (3, 0.8, 1.07865), (10, 0.9, 0.66873)]
)
def test_theory_of_mmc_is_erlangs(servers: int, load: float, wait: float) -> None:
    assert Mmc(servers=servers, load=load).theory()["mean wait"] == pytest.approx(wait, abs=1e-5)
    assert erlang_c(1, load) == pytest.approx(load)


def test_theory_of_mg1_is_that_of_mm1_and_half_of_it_without_spread() -> None:
    waits = {
        service: Mg1(service=service, cv=2.0, load=0.6).theory()["mean wait"]
        for service in ("exponential", "deterministic", "lognormal")
    }
    assert waits["exponential"] == pytest.approx(Mmc(servers=1, load=0.6).theory()["mean wait"])
    assert waits["deterministic"] == pytest.approx(waits["exponential"] / 2)
    assert waits["lognormal"] == pytest.approx(waits["exponential"] * 5 / 2)


@pytest.mark.parametrize("oracle", [*STANDARD["priorities"], Priorities(servers=4, classes=5)])
def test_priorities_only_redistribute_what_waits_in_all(oracle: Priorities) -> None:
    """Kleinrock's conservation law: waits, weighted by load, sum to those without classes."""
    theory = oracle.theory()
    delayed = theory["share that waits"]
    waits = [wait for quantity, wait in theory.items() if quantity.startswith("mean wait")]
    assert waits == sorted(waits)
    without = (
        delayed
        * oracle.mean_residual_service
        / (oracle.servers * oracle.minutes * (1 - oracle.load))
    )
    assert np.mean(waits) == pytest.approx(without)


def second_moment(classes: Sequence[CustomerClass], number: int) -> float:
    """Of the wait of a class with priorities, from moments of service.

    Takacs' for a single class, else from Conway, Maxwell and Miller 1967, equation 8-6.
    """
    thirds = {"exponential": 6.0, "deterministic": 1.0}
    third = sum(one.rate * one.service.minutes**3 * thirds[one.service.shape] for one in classes)
    squares = [one.rate * one.service.second_moment for one in classes]
    before = 1.0 - sum(one.load for one in classes[:number])
    with_own = 1.0 - sum(one.load for one in classes[: number + 1])
    found = third / (3.0 * before**2 * with_own)
    found += sum(squares) * sum(squares[: number + 1]) / (2.0 * before**2 * with_own**2)
    return found + sum(squares) * sum(squares[:number]) / (2.0 * before**3 * with_own)


@pytest.mark.parametrize("shape", ["exponential", "deterministic"])
@pytest.mark.parametrize(("loads", "number"), [((0.6,), 0), ((0.3, 0.3), 0), ((0.3, 0.3), 1)])
def test_the_law_of_waiting_has_the_moments_of_closed_formulas(
    shape: Shape, loads: tuple[float, ...], number: int
) -> None:
    classes = [CustomerClass(load / 2.0, Service(2.0, shape)) for load in loads]
    minutes = np.geomspace(1e-3, 150.0, 300)
    tail = np.array([waiting_time_tail(one, classes, number) for one in minutes])
    square = integrate.simpson(2.0 * minutes**2 * tail, x=np.log(minutes))
    assert square == pytest.approx(second_moment(classes, number), rel=1e-3)


def test_the_law_of_waiting_is_erlangs_and_crommelins() -> None:
    exponential = [CustomerClass(0.08, Service(10.0))]
    assert waiting_time_tail(20.0, exponential, 0) == pytest.approx(0.8 * math.exp(-0.4), abs=1e-7)
    deterministic = [CustomerClass(0.8, Service(1.0, "deterministic"))]
    terms = [(0.8 * (k - 2.5)) ** k / math.factorial(k) * math.exp(2.0 - 0.8 * k) for k in range(3)]
    assert waiting_time_tail(2.5, deterministic, 0) == pytest.approx(
        1.0 - 0.2 * sum(terms), abs=1e-5
    )


ORDERS = {1: AGREES, -1: DIFFERS}
"""First come, first served; and the last to come first."""
SIMULATED = Span(20, 250)


def arrived(rng: np.random.Generator, rate: float) -> Array:
    """Moments of Poisson arrivals, so many a day, in minutes."""
    return np.sort(rng.uniform(0.0, SIMULATED.days * DAY, rng.poisson(rate * SIMULATED.days)))


def measured(came: Array) -> npt.NDArray[np.bool_]:
    return came >= SIMULATED.warmup_days * DAY


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "oracle",
    [
        Priorities(servers=3, load=0.8),
        Priorities(servers=1, load=0.8, service="lognormal"),
        Priorities(servers=1, load=0.7, service="deterministic"),
    ],
    ids=lambda one: one.name,
)
def test_shares_that_wait_long_tell_the_order_within_a_class(
    oracle: Priorities, order: int
) -> None:
    """Apart from the model; what a class waits on average does not depend on it."""
    found: dict[tuple[str, str], list[Observation]] = {}
    theory = oracle.theory()
    for seed in range(12):
        rng = np.random.default_rng([seed, 7])
        each = [arrived(rng, rate) for rate in oracle.rates]
        came = np.concatenate(each)
        kind = np.repeat(np.arange(oracle.classes), [len(one) for one in each])
        service = np.concatenate(
            [drawn(rng, one, len(came_)) for one, came_ in zip(oracle.services, each, strict=True)]
        )
        turn = np.argsort(came)
        came, kind, service = came[turn], kind[turn], service[turn]
        waits = simulate(came, service, oracle.servers, kind * 1e9 + order * came).begun - came
        for number, long in enumerate(oracle.mean_wait_of_delayed):
            ones = waits[(kind == number) & measured(came)]
            name = f"share that waits long, class {number + 1}"
            one = Observation(float((ones > long).sum()), theory[name] * len(ones), len(ones))
            found.setdefault((oracle.name, name), []).append(one)
    assert set(verdicts(found)["verdict"]) == {ORDERS[order]}


def drawn(rng: np.random.Generator, service: Service, count: int) -> Array:
    """Times of service."""
    if service.shape == "deterministic":
        return np.full(count, service.minutes)
    if service.shape == "exponential":
        return rng.exponential(service.minutes, count)
    sigma = math.sqrt(math.log(1.0 + service.cv**2))
    return rng.lognormal(math.log(service.minutes) - sigma**2 / 2.0, sigma, count)


@pytest.mark.parametrize("order", ORDERS)
def test_pairs_that_wait_together_tell_the_order_of_a_kind(order: int) -> None:
    oracle = Little()
    sums = []
    for seed in range(12):
        times = [
            simulated_issue_times(
                oracle, np.random.default_rng([seed, community]), community, order
            )
            for community in range(COMMUNITIES)
        ]
        whole = IssueTimes(*(np.concatenate(part) for part in zip(*times, strict=True)))
        sums.append(oracle.pairs(whole, SIMULATED))
    found = {(oracle.name, "pairs waiting together"): sums}
    assert list(verdicts(found)["verdict"]) == [ORDERS[order]]


def simulated_issue_times(
    oracle: Little, rng: np.random.Generator, community: int, order: int
) -> IssueTimes:
    """Kinds of issues that grow more pressing as they wait, or less."""
    each = [arrived(rng, rate) for rate in oracle.rates.values()]
    came = np.concatenate(each)
    kind = np.repeat(np.array(list(oracle.rates)), [len(one) for one in each])
    service = np.concatenate(
        [drawn(rng, SERVICES[of], len(one)) for of, one in zip(oracle.rates, each, strict=True)]
    )
    promise = np.array([PROMISES[Kind(one)] for one in kind]) * DAY
    turn = np.argsort(came)
    came, kind, service, promise = came[turn], kind[turn], service[turn], promise[turn]
    done = simulate(came, service, oracle.servers, order * came + promise)
    moments = [(one * TICKS_PER_MINUTE).astype(np.int64) for one in (came, done.begun, done.ended)]
    return IssueTimes(np.full(len(came), community), kind, *moments)


@pytest.mark.parametrize("order", ORDERS)
def test_abandonment_distinguishes_orders_of_service(order: int) -> None:
    oracle = Abandonment()
    found: dict[tuple[str, str], list[Observation]] = {}
    theory = oracle.theory()
    for seed in range(24):
        rng = np.random.default_rng([seed, 3])
        came = arrived(rng, oracle.rate)
        service = rng.exponential(60.0, len(came))
        days = np.where(rng.random(len(came)) < oracle.hasty, 1, 2)
        leaves = (came // DAY + days) * DAY
        begun = simulate(came, service, oracle.servers, order * came, leaves).begun
        inside = measured(came) & (came < (SIMULATED.days - 3) * DAY)
        seen = {
            "abandonment share": np.isnan(begun),
            "share started on a later day": begun // DAY > came // DAY,
        }
        for name, true in seen.items():
            one = Observation(
                float(true[inside].sum()), theory[name] * inside.sum(), float(inside.sum())
            )
            found.setdefault((oracle.name, name), []).append(one)
    assert set(verdicts(found)["verdict"]) == {ORDERS[order]}


@pytest.mark.parametrize("order", ORDERS)
def test_repeat_contacts_distinguish_orders_of_service(order: int) -> None:
    oracle = Repeats()
    found: dict[tuple[str, str], list[Observation]] = {}
    theory = oracle.theory()
    for seed in range(24):
        rng = np.random.default_rng([seed, 5])
        came = arrived(rng, oracle.rate)
        service = rng.exponential(24.0, len(came))
        leaves = (came // DAY + 2) * DAY
        kept = oracle.again, oracle.minutes, seed
        done = simulate(came, service, 1, order * came, leaves, *kept)
        inside = measured(came) & (came < (SIMULATED.days - 3) * DAY)
        first = SIMULATED.warmup_days * DAY
        asked = sum(first <= morning for morning in done.asked_again)
        lost, all_ = float(np.isnan(done.begun[inside]).sum()), float(inside.sum())
        given_up = Observation(lost, theory["abandonment share"] * all_, all_)
        days = float(SIMULATED.horizon_days - 1)
        again = Observation(asked, theory["repeat contacts"] * days, days)
        found.setdefault((oracle.name, "abandonment share"), []).append(given_up)
        found.setdefault((oracle.name, "repeat contacts"), []).append(again)
    assert ORDERS[order] in set(verdicts(found)["verdict"])
    assert order < 0 or set(verdicts(found)["verdict"]) == {AGREES}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("oracle", "issues"), [(STANDARD["tandem"][0], 10), (STANDARD["tandem"][1], 12)]
)
def test_late_visits_tell_the_order_of_the_network(oracle: Tandem, issues: int, order: int) -> None:
    """Whom a station takes, first or last come, in a network of issues moved one by one."""
    days = 400
    expected = closed_network.means(oracle.network, issues)
    found: dict[tuple[str, str], list[Observation]] = {}
    for seed in range(16):
        late = network_late(oracle.network, issues, days, order, seed)
        for number, (name, of) in zip(late, STATIONS.values(), strict=True):
            if oracle.often_late(of):
                one = relative_to_theory(number, getattr(expected, of), days)
                found.setdefault((oracle.name, name), []).append(one)
    assert set(verdicts(found)["verdict"]) == {ORDERS[order]}


def network_late(
    network: Network, issues: int, days: int, order: int, seed: int
) -> tuple[int, int]:
    """Visits to workers and department that last for more than closed_network.LATE days."""
    rng = np.random.default_rng([seed, 11])
    waiting = [(0, one) for one in range(issues)]
    answer: list[int] = []
    department: list[tuple[int, int]] = []
    done: list[int] = []
    late = [0, 0]
    for day in range(-30, days):
        came = [one for one in answer if rng.random() < network.answered]
        answer = [one for one in answer if one not in came]
        waiting.sort(key=lambda one: (order * one[0], one[1]))
        asked, waiting = waiting[: network.asks], waiting[network.asks :]
        answer += [one for _, one in asked]
        taken = [one for one in came if rng.random() < network.accepted]
        waiting += [(day, one) for one in [*done, *(one for one in came if one not in taken)]]
        department += [(day, one) for one in taken]
        department.sort(key=lambda one: (order * one[0], one[1]))
        served, department = department[: network.jobs], department[network.jobs :]
        done = [one for _, one in served]
        if day >= 0:
            for place, line in enumerate((waiting, department)):
                late[place] += sum(since == day - closed_network.LATE for since, _ in line)
    return late[0], late[1]


@pytest.mark.parametrize("issues", [1, 7])
def test_the_network_has_product_form_where_nobody_queues(issues: int) -> None:
    network = Network(asks=issues, jobs=issues, answered=0.3, accepted=0.6)
    visits, wait = 1 / network.accepted, 1 / network.answered
    each = issues / (visits * (1 + wait) + 1)
    assert closed_network.means(network, issues)[:4] == pytest.approx(
        (each * visits, 0, each * visits, each)
    )


@pytest.mark.parametrize("network", [Network(4, 2, 0.5, 0.6), Network(1, 1, 0.9, 0.3)])
def test_what_goes_into_a_station_of_the_network_comes_out(network: Network) -> None:
    found = closed_network.means(network, 9)
    assert closed_network.transition_matrix(network, 9).sum(axis=1) == pytest.approx(1.0)
    assert closed_network.stationary_distribution(network, 9).sum() == pytest.approx(1.0)
    assert found.asked * network.accepted == pytest.approx(found.done)


def test_the_department_sets_the_pace_of_a_network_that_is_crowded() -> None:
    crowded = closed_network.means(Network(asks=8, jobs=1, answered=0.5, accepted=0.6), 30)
    assert crowded.done == pytest.approx(1.0)
    assert crowded.at_department > 20


@pytest.mark.parametrize("name", [ALL, *ORACLES])
def test_the_config_shows_every_parameter_of_an_oracle(name: str) -> None:
    shown = catalogue.read(catalogue.folder() / "oracle" / f"{name}.yaml")
    parameters = {"servers", "load"} if name == ALL else set(ORACLES[name].model_fields)
    assert shown == {"name": name, **dict.fromkeys(parameters)}
    assert catalogue.options("oracle") == tuple(sorted([ALL, *ORACLES]))
    assert select(shown) == (EVERY if name == ALL else STANDARD[name])


def test_no_two_oracles_share_a_seed() -> None:
    asked = VerifyOptions(output="unused", replications=30)
    seeds = [seed for place in range(len(EVERY)) for seed in asked.seeds(place)]
    assert len(set(seeds)) == len(seeds)


def test_late_issues_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle, span = Mg1(service="exponential", load=0.8), Span(40, 20)
    usual = oracle.observe(3, span)
    monkeypatch.setattr("experiments.kinds.verify.oracles.queue.TAIL_DAYS", 1)
    assert oracle.observe(3, span) == usual


REFUSED = {
    "oracle=mm": "did you mean mmc?",
    "oracle.servers=3": "oracle=mmc",
    "oracle=mmc oracle.servers=0": "greater than or equal to 1",
    "oracle=mmc oracle.load=1.5": "less than 1",
    "oracle=mmc oracle.load=much": "number",
    "oracle=mmc oracle.load=0.99": "to forget that it began empty",
    "oracle=mmc oracle.servers=10 oracle.load=0.1": "hardly anybody waits",
    "oracle=mg1 oracle.service=gamma": "lognormal",
    "oracle=mg1 oracle.cv=0": "greater than 0",
    "oracle=priorities oracle.servers=2 oracle.service=deterministic": "exponential",
    "oracle=priorities oracle.classes=1": "greater than or equal to 2",
    "oracle=mmc oracle.callers=3": "boolean",
    "oracle=abandonment oracle.load=3": "less than or equal to 2",
    "oracle=abandonment oracle.hasty=1": "less than or equal to 0.99",
    "oracle=repeats oracle.again=1 oracle.minutes=60": "could fill a day",
    "oracle=repeats oracle.load=0.5": "hardly anybody waits",
    "oracle=tandem oracle.servers=1": "greater than or equal to 2",
    "oracle=tandem oracle.jobs=half": "integer",
    "replications=1": "greater than or equal to 2",
    "warmup_days=1": "to forget that it began empty",
    "horizon_days=0": "greater than or equal to 1",
    "horizon_days=5000": "at most 2000",
    "levers.one_table.on=true": "a society of their own",
}


@pytest.mark.parametrize("words", REFUSED)
def test_refuses_in_one_line_what_makes_no_oracle(
    words: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=verify", *words.split()]) == 2
    out, line = capsys.readouterr()
    assert out == ""
    assert line.count("\n") == 1
    assert REFUSED[words] in line
    assert list(here.iterdir()) == []


def test_the_kernels_do_as_theory_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["experiment=verify", "executor=serial", "replications=12", "horizon_days=120"]
    assert answer(words) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "12 seeds for each oracle (from seed=1), 120 days after 250 days of warm-up" in told
    rows = pd.read_csv(here / "outputs" / "verify" / "verify.csv")
    assert list(rows["oracle"].unique()) == [oracle.name for oracle in EVERY]
    assert set(rows["verdict"]) == {AGREES}
    assert (rows["ci_low"] <= rows["theory"]).all()
    assert (rows["theory"] <= rows["ci_high"]).all()
    width = (rows["ci_high"] - rows["ci_low"]) / rows["theory"]
    assert width[rows["quantity"] == "mean wait"].median() < 0.3
    assert width[rows["quantity"] == "share that waits"].max() < 0.1
    story = json.loads((here / "outputs" / "verify" / "manifest.json").read_text())
    assert story["warmup_days"] == 250
    assert len(story["oracles"]["M/M/3 at 0.8"]["seeds"]) == 12


@pytest.mark.parametrize("word", ["servers=5", "load=0.6"])
def test_an_oracle_of_ones_own(word: str, here: Path) -> None:
    quick = ["executor=serial", "replications=6", "horizon_days=40"]
    assert answer(["experiment=verify", "oracle=mmc", f"oracle.{word}", *quick]) == 0
    rows = pd.read_csv(here / "outputs" / "verify" / "verify.csv")
    assert set(rows["oracle"]) == {"M/M/5 at 0.8" if "servers" in word else "M/M/1 at 0.6"}


def test_theory_of_a_wrong_load_differs_and_fails(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def misled(servers: int, load: float) -> float:
        return erlang_c(servers, load + 0.04)

    monkeypatch.setattr("experiments.kinds.verify.oracles.mmc.erlang_c", misled)
    words = ["experiment=verify", "oracle=mmc", "executor=serial", "replications=12"]
    assert answer(words) == 1
    assert "quantities differ from theory" in capsys.readouterr().err
    rows = pd.read_csv(here / "outputs" / "verify" / "verify.csv")
    outside = (rows["theory"] < rows["ci_low"]) | (rows["theory"] > rows["ci_high"])
    assert outside.any()
    assert (rows.loc[outside, "verdict"] == DIFFERS).all()


class Busier(Mmc):
    """A twentieth more callers than theory is told."""

    @property
    def rate(self) -> float:
        return super().rate * 1.05


class Steadier(Mg1):
    """Service of less spread than theory is told."""

    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        return Mg1(service="deterministic", load=self.load).issue_kinds(days)


class Levelled(Priorities):
    """Classes of one promise: first come, first served."""

    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        return {kind: {**tree, "promise": 1.0} for kind, tree in super().issue_kinds(days).items()}


class Returning(Little):
    """Issues that relapse: out of hand for days that their lives count."""

    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        return {kind: {**tree, "relapse": 0.02} for kind, tree in super().issue_kinds(days).items()}


class Patient(Abandonment):
    """Residents who wait a day longer than theory is told."""

    def tree(self, days: int) -> Tree:
        tree = super().tree(days)
        tree["rules"]["patience"]["giveup_factor"] = 2
        return tree


class Talkative(Repeats):
    """Residents who ask again a fifth more often than theory is told."""

    def tree(self, days: int) -> Tree:
        tree = super().tree(days)
        tree["rules"]["patience"]["repeat_chance"] *= 1.2
        return tree


class Slower(Tandem):
    """A department that gives a tenth less of its hours than theory is told."""

    def tree(self, days: int) -> Tree:
        tree = super().tree(days)
        tree["departments"]["response_share"] = 0.9
        return tree


@pytest.mark.parametrize(
    "oracle",
    [
        Busier(servers=1),
        Steadier(service="exponential"),
        Levelled(servers=3),
        Returning(),
        Slower(),
        Patient(),
        Talkative(),
    ],
    ids=lambda oracle: type(oracle).__name__,
)
def test_a_society_that_is_not_as_theory_has_it_differs(oracle: Oracle) -> None:
    assert DIFFERS in set(table([oracle], 16, Span(60, 160))["verdict"])


VERIFY = "from experiments.cli import main; main()"
WORDS = ("experiment=verify", "executor=serial")
ORDERED_BY: dict[str, tuple[Oracle, ...]] = {
    "issues of residents": (
        STANDARD["mmc"][1],
        *STANDARD["mg1"],
        *STANDARD["priorities"],
        *STANDARD["little"],
        STANDARD["tandem"][1],
        *STANDARD["abandonment"],
        *STANDARD["repeats"],
    ),
    "callers": (STANDARD["mmc"][0], STANDARD["priorities"][0]),
}
"""Oracles that a kernel fails which serves the last of these first."""


def assert_level(tables: Sequence[pd.DataFrame]) -> None:
    """Tables fail as often as they should; p-values of quantities left to chance are uniform."""
    failed = sum(bool((one["verdict"] == DIFFERS).any()) for one in tables)
    told = f"{failed} of {len(tables)} tables fail"
    assert stats.binomtest(failed, len(tables), FAMILY_LEVEL).pvalue > DOUBT, told
    values = np.array([one["p"] for one in tables])
    values = values[:, ~np.isnan(values).all(axis=0)]
    uniform = np.array([stats.kstest(column, "uniform").pvalue for column in values.T])
    assert holm(uniform).min() > DOUBT, uniform


def test_a_right_kernel_fails_as_often_as_the_level_says() -> None:
    tables = 60 if LONG else 20
    assert_level([table(LIGHT, 6, Span(20, 40), seed) for seed in range(tables)])


@long_test("kernels are compiled anew")
@pytest.mark.parametrize("breaks", ["issues of residents", "callers"])
def test_kernels_that_serve_the_last_first_differ(breaks: str, tmp_path: Path) -> None:
    """The model itself with one sign turned, in a copy; which oracles see it is known before."""
    (mutant,) = (one for one in mutants() if one.breaks.startswith(f"of {breaks}"))
    copy = Copy(tmp_path)
    done = copy.run_broken(mutant, ["-c", VERIFY, *WORDS])
    assert done.returncode == 1, done.stdout + done.stderr
    rows = pd.read_csv(copy.root / "outputs" / "verify" / "verify.csv")
    differ = set(rows.loc[rows["verdict"] == DIFFERS, "oracle"])
    assert {one.name for one in ORDERED_BY[breaks]} <= differ


@long_test("200 whole tables, 14,400 runs")
def test_the_standard_table_fails_as_often_as_the_level_says() -> None:
    assert_level([table(EVERY, 8, Span(60, 120), seed) for seed in range(200)])
