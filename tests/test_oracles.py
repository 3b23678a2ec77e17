"""The compiled kernels, reduced to queues and a network that are solved, do as theory says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.cli import answer
from experiments.kinds.verify import VerifyChoices, refuse_too_short, verify
from experiments.oracles import ALL, KINDS, STANDARD, Oracle, chain, chosen
from experiments.oracles.chain import Network
from experiments.oracles.little import Little
from experiments.oracles.mg1 import Mg1
from experiments.oracles.mmc import Mmc, erlang_c
from experiments.oracles.oracle import Span
from experiments.oracles.priorities import Priorities
from experiments.oracles.tandem import Tandem
from experiments.oracles.verdicts import AGREES, DIFFERS, FAMILY_LEVEL
from experiments.statistics.multiplicity import holm
from experiments.words import catalogue
from experiments.words.choices import ExecutorChoice
from experiments.words.trees import Tree
from sim.terms import Kind
from tests.long import LONG

EVERY = tuple(one for ones in STANDARD.values() for one in ones)
LIGHT = (
    Mmc(servers=2, load=0.5),
    Mg1(service="deterministic", load=0.5),
    Priorities(servers=2, load=0.5, classes=2),
    Little(servers=2, load=0.5),
    Tandem(population=6.0),
)
"""One of each kind that settles within days, so that a table of them is cheap."""
DOUBT = 0.01
"""A right level is called wrong in one of a hundred sets of seeds; the seeds are fixed."""


def table(oracles: Sequence[Oracle], replications: int, span: Span, seed: int = 1) -> pd.DataFrame:
    """Verdicts on oracles, run in this process."""
    refuse_too_short(oracles, span)
    asked = VerifyChoices(
        output="unused",
        seed=seed,
        executor=ExecutorChoice(name="serial"),
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
    *waits, delayed = oracle.theory().values()
    assert waits == sorted(waits)
    without = delayed * oracle.rest / (oracle.servers * oracle.minutes * (1 - oracle.load))
    assert np.mean(waits) == pytest.approx(without)


@pytest.mark.parametrize("matters", [1, 7])
def test_the_network_has_product_form_where_nobody_queues(matters: int) -> None:
    network = Network(asks=matters, jobs=matters, answered=0.3, accepted=0.6)
    visits, wait = 1 / network.accepted, 1 / network.answered
    each = matters / (visits * (1 + wait) + 1)
    assert chain.means(network, matters) == pytest.approx((each * visits, 0, each * visits, each))


@pytest.mark.parametrize("network", [Network(4, 2, 0.5, 0.6), Network(1, 1, 0.9, 0.3)])
def test_what_goes_into_a_station_of_the_network_comes_out(network: Network) -> None:
    found = chain.means(network, 9)
    assert chain.transitions(network, 9).sum(axis=1) == pytest.approx(1.0)
    assert chain.law(network, 9).sum() == pytest.approx(1.0)
    assert found.asked * network.accepted == pytest.approx(found.done)


def test_the_department_sets_the_pace_of_a_network_that_is_crowded() -> None:
    crowded = chain.means(Network(asks=8, jobs=1, answered=0.5, accepted=0.6), 30)
    assert crowded.done == pytest.approx(1.0)
    assert crowded.at_department > 20


@pytest.mark.parametrize("name", [ALL, *KINDS])
def test_the_config_shows_every_trait_of_an_oracle(name: str) -> None:
    shown = catalogue.read(catalogue.folder() / "oracle" / f"{name}.yaml")
    traits = {"servers", "load"} if name == ALL else set(KINDS[name].model_fields)
    assert shown == {"name": name, **dict.fromkeys(traits)}
    assert catalogue.options("oracle") == tuple(sorted([ALL, *KINDS]))
    assert chosen(shown) == (EVERY if name == ALL else STANDARD[name])


def test_no_two_oracles_share_a_seed() -> None:
    asked = VerifyChoices(output="unused", replications=30)
    seeds = [seed for place in range(len(EVERY)) for seed in asked.seeds(place)]
    assert len(set(seeds)) == len(seeds)


def test_late_matters_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle, span = Mg1(service="exponential", load=0.8), Span(40, 20)
    usual = oracle.observe(3, span)
    monkeypatch.setattr("experiments.oracles.queue.TAIL_DAYS", 1)
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
    assert "12 seeds for each oracle (from seed=1), 120 days after 60 days of warm-up" in told
    rows = pd.read_csv(here / "outputs" / "verify" / "verify.csv")
    assert list(rows["oracle"].unique()) == [oracle.name for oracle in EVERY]
    assert set(rows["verdict"]) == {AGREES}
    assert (rows["ci_low"] <= rows["theory"]).all()
    assert (rows["theory"] <= rows["ci_high"]).all()
    width = (rows["ci_high"] - rows["ci_low"]) / rows["theory"]
    assert width[rows["quantity"] == "mean wait"].median() < 0.3
    assert width[rows["quantity"] == "share that waits"].max() < 0.1
    story = json.loads((here / "outputs" / "verify" / "manifest.json").read_text())
    assert story["warmup_days"] == 60
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

    monkeypatch.setattr("experiments.oracles.mmc.erlang_c", misled)
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

    def kinds(self, days: int) -> dict[Kind, Tree]:
        return Mg1(service="deterministic", load=self.load).kinds(days)


class Levelled(Priorities):
    """Classes of one promise: first come, first served."""

    def kinds(self, days: int) -> dict[Kind, Tree]:
        return {kind: {**tree, "promise": 1.0} for kind, tree in super().kinds(days).items()}


class Returning(Little):
    """Matters that relapse: out of hand for days that their lives count."""

    def kinds(self, days: int) -> dict[Kind, Tree]:
        return {kind: {**tree, "relapse": 0.02} for kind, tree in super().kinds(days).items()}


class Slower(Tandem):
    """A department that gives a tenth less of its hours than theory is told."""

    def tree(self) -> Tree:
        tree = super().tree()
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
    ],
    ids=lambda oracle: type(oracle).__name__,
)
def test_a_society_that_is_not_as_theory_has_it_differs(oracle: Oracle) -> None:
    assert DIFFERS in set(table([oracle], 16, Span(60, 160))["verdict"])


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


@pytest.mark.skipif(not LONG, reason="200 whole tables, 14,400 runs; make test-long")
def test_the_standard_table_fails_as_often_as_the_level_says() -> None:
    assert_level([table(EVERY, 8, Span(60, 120), seed) for seed in range(200)])
