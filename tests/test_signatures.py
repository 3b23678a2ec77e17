"""Functions of the experiments have the options of the command line as parameters."""

from __future__ import annotations

import inspect
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import experiments
import unburden
from experiments import api, signatures
from experiments.cli import answer
from experiments.config import help_page, kinds
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.options import Options, experiment_fields


def test_the_stub_is_as_the_options_make_it() -> None:
    """`python -m experiments.signatures` writes it."""
    assert signatures.STUB.read_text("utf-8") == signatures.stub()


@pytest.mark.parametrize("name", kinds.names())
def test_a_function_has_a_parameter_for_every_option(name: str) -> None:
    function = getattr(api, name)
    parameters = inspect.signature(function).parameters
    kind = kinds.options(name)
    for key, field in (Options.model_fields | experiment_fields(kind)).items():
        hidden = kind.model_fields[key].exclude
        assert (signatures.parameter_name(key) in parameters) != bool(hidden), key
        assert hidden or field.description, key
    assert {"territory", "settings", "horizon_days"} < set(parameters)


@pytest.mark.parametrize("name", kinds.names())
def test_defaults_are_those_of_the_command_line(name: str) -> None:
    study = compose(f"experiment={name}")
    everything = {**study.options, **study.society}
    for key, parameter in inspect.signature(getattr(api, name)).parameters.items():
        there, default = everything.get(key), parameter.default
        if default is inspect.Parameter.empty or key in ("territory", "settings", "levers"):
            continue
        if isinstance(there, Mapping) and isinstance(default, str):
            there = there["name"]
        elif isinstance(there, Mapping):
            there = {name: value for name, value in there.items() if value is not None}
        assert (list(default) if isinstance(default, tuple) else default) == there, key


@pytest.mark.parametrize("name", kinds.names())
def test_help_says_what_it_asks_takes_and_returns(name: str) -> None:
    text = inspect.getdoc(getattr(unburden, name)) or ""
    assert text.startswith(kinds.purpose(name))
    for table, meaning in kinds.tables(name).items():
        assert f".{table}\n" in text
        assert meaning.split()[0] in text
    for key, field in experiment_fields(kinds.options(name)).items():
        assert f"\n{signatures.parameter_name(key)} : " in text
        assert str(field.description).split()[-1] in text


def test_names_are_listed_once() -> None:
    assert set(kinds.names()) == set(api.__all__)
    others = {"Results", "evaluate", "load", "plausible", "quantiles", "ranges"}
    assert {*api.__all__, *others} == set(experiments.__all__)
    assert set(experiments.__all__) < set(unburden.__all__)
    assert pickle.loads(pickle.dumps(unburden.compare)) is experiments.compare is api.compare


def test_an_option_that_python_has_a_word_for_ends_in_an_underscore() -> None:
    with pytest.raises(InputError, match="from=nowhere: "):
        unburden.export(from_="nowhere")
    with pytest.raises(InputError, match="from_=nowhere: unknown key"):
        unburden.export("from_=nowhere")


def test_settings_are_taken_once() -> None:
    with pytest.raises(InputError, match="seed=2: is given twice"):
        unburden.compare(settings={"seed": 1}, seed=2)
    with pytest.raises(InputError, match=r"levers\.one_table\.covrage=0\.5: unknown key"):
        unburden.compare(settings={"levers.one_table.covrage": 0.5})


def assert_loads_none(script: str, slow: Sequence[str]) -> None:
    """A script in a process of its own, which imports sys, has loaded none of these in the end."""
    code = f"{script}print([name for name in {slow!r} if name in sys.modules])\n"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "[]\n", done.stderr


def test_signatures_load_neither_the_model_nor_matplotlib() -> None:
    script = (
        "import inspect, sys, unburden\n"
        "for name in unburden.__all__:\n"
        "    if name.islower() and name not in ('__version__', 'plots'):\n"
        "        inspect.signature(getattr(unburden, name))\n"
    )
    slow = ("numba", "mesa", "matplotlib", "hydra", "sim.kernels", "experiments.laboratory")
    assert_loads_none(script, slow)


def test_help_of_an_experiment_lists_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["experiment=trace", "--help"]) == 0
    text = capsys.readouterr().out
    assert kinds.purpose("trace") in text
    for key, field in experiment_fields(kinds.options("trace")).items():
        assert f"\n{key}=" in text
        assert str(field.description).split()[-1] in text


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_and_version_load_neither_hydra_nor_numpy(arguments: list[str]) -> None:
    script = (
        "import sys\n"
        "from experiments.cli import answer\n"
        f"assert answer({arguments}) == 0\n"
        "slow = ('numpy', 'pandas', 'pyarrow', 'hydra', 'omegaconf', 'numba')\n"
        "print([name for name in slow if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.endswith("\n[]\n"), done.stderr


@pytest.mark.parametrize(
    "word",
    [
        "replicatoins=3", "replications=0", "territory.communities=two", "scenarios=[one_tabel]",
        "experiment=sensitivity levels=0", "experiment=trace scenarios=[one_tabel]",
    ],
)  # fmt: skip
def test_what_is_invalid_is_refused_before_the_model_is_loaded(word: str) -> None:
    script = f"import sys\nfrom experiments.cli import answer\nassert answer({word.split()}) == 2\n"
    slow = ("numba", "mesa", "matplotlib", "scipy.stats", "experiments.laboratory")
    assert_loads_none(script, slow)


def test_names_of_experiments_stand_apart_from_their_purposes() -> None:
    """The longest name too."""
    for line in help_page.purposes().splitlines():
        assert re.fullmatch(r"  [a-z_]+ {2,}[A-Z].*", line), line


def test_the_help_page_is_the_one_that_hydra_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["--help"]) == 0
    ours = capsys.readouterr().out
    assert answer(["--help", "territory=community"]) == 0
    assert capsys.readouterr().out == ours
