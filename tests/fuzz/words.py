"""Words of the command line: right keys with any value, keys that are none, words that are none."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from experiments.config.catalogue import GROUPS, options
from experiments.config.schema import known_keys
from sim import Settings
from tests.fuzz.values import TEXTS

GARBLED = (
    "", "=", "==", "=1", "a", "a=", ".", "..=1", "a..b=1", ".a=1", "a.=1", "~seed", "~seed=1", "~",
    "+", "++", "+=1", "+seed=2", "++seed=2", "+a.b.c=1", "@", "a@b=1", "a@:b=1",
    "experiment@x=compare",
    "territory@=street", "territory/x=1", "levers=[one_table]", "levers=one_table", "+levers=x",
    "levers={}", "levers.one_table=null", "levers.one_table={}", "levers.one_table={coverage:2}",
    "shocks=heavy_rain", "hydra=x", "hydra.run.dir=x", "hydra/launcher=joblib", "+hydra.x=1",
    "hydra.job.chdir=true", "_target_=os.system", "a._target_=x", "+levers._args_=[1]", "_self_=1",
    "defaults=[]", "defaults=1", "+defaults=[x]", "society=1", "society.seed=1",
    "scenario=one_table",
    "+scenario=one_table", "scenario/one_table=1", "oracle=mmc", "oracle.servers=3", "-", "--",
    "-x",
    "--bogus", "--config-path=x", "--config-dir", "--config-name=x", "--config-dir=x",
    "--experimental-rerun=x",
    "---m", "-seed=1", "--seed=1", "--Help", "\x00", "\n", "seed\n=1", "街道=1",
    "seed =1", " seed=1", "seed= 1", "SEED=1", "seed:1", "'seed'=1", "\"seed=1\"",
    "seed=1 workers=2",
    "\udcff=1", "[seed]=1", "{seed}=1", "${seed}=1", "seed[0]=1", "scenarios[0]=one_table",
    "scenarios.0=one_table", "territory.workers.x=1", "seed.x=1",
)  # fmt: skip
FLAGS = (
    "-m", "--multirun", "--cfg", "-c", "--cfg=job", "--resolve", "--package", "-p", "--package=x",
    "--run", "-r", "--run=x", "--info", "--info=searchpath", "--shell-completion", "-sc", "--help",
    "--help=x", "--hydra-help", "--version", "job", "all", "x", "install=bash", "query=bash",
    "seed=1,2", "seed=1,nan", "seed=x", "territory=community,nowhere", "seed=", "seed=range(1,3)",
    "scenarios=[one_table],[x]", "hydra.sweep.dir=x", "hydra/launcher=x", "output=a,a",
    "output=a,b",
    "workers=choice(1,2)", "seed=glob(*)", "experiment=compare,trace", "'seed=1,2'",
)  # fmt: skip
"""Those of Hydra's that are let through, and what may come after them."""
SLOW = ("discover", "evidence", "portfolio", "validate")
NEEDS_RESULTS = ("export",)
"""It takes the results of another experiment; tests/test_export.py has its keys."""
EXPERIMENTS = (
    *4 * [one for one in options("experiment") if one not in (*SLOW, *NEEDS_RESULTS)],
    *SLOW,
)
"""Those that take long to plan are rarer."""


@cache
def keys(experiment: str) -> tuple[str, ...]:
    """Every key that the experiment has."""
    return tuple(dict.fromkeys(known_keys([f"experiment={experiment}"])))


def steering(experiment: str) -> tuple[str, ...]:
    """Those of its keys that are no settings of the society."""
    return tuple(
        key for key in keys(experiment) if key.partition(".")[0] not in Settings.model_fields
    )


@st.composite
def right_keys(draw: st.DrawFn, experiment: str) -> str:
    """Half of them steer the experiment, half are settings; none are groups of options."""
    own = draw(st.booleans())
    found = steering(experiment) if own else keys(experiment)
    return draw(st.sampled_from([key for key in found if key not in GROUPS]))


@st.composite
def wrong_keys(draw: st.DrawFn) -> str:
    """A key with a letter too many, too few or another, or with a part too many or too few."""
    key = draw(st.sampled_from(keys("compare")))
    place = draw(st.integers(0, len(key) - 1))
    letter = draw(st.sampled_from("abz_.0-A /@[街"))
    changed = (
        key[:place] + key[place + 1 :],
        key[:place] + letter + key[place:],
        key[:place] + letter + key[place + 1 :],
        f"{key}.x",
        key.rpartition(".")[0] or "x",
        key.upper(),
    )
    return draw(st.sampled_from(changed))


@st.composite
def spoken(draw: st.DrawFn, experiment: str) -> str:
    """A word that a user might mean."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(st.sampled_from(GARBLED))
    key = draw(wrong_keys() if kind < 3 else right_keys(experiment))
    key = draw(st.sampled_from(GROUPS)) if kind == 9 else key
    plus = draw(st.sampled_from(("", "", "", "", "+", "++", "~")))
    return f"{plus}{key}={draw(TEXTS)}"


MUTTERED: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(GARBLED),
    st.text(max_size=10),
    st.builds(
        "{}{}={}".format,
        st.sampled_from(("~", "hydra.", "_x_.", "@", "-", " ")),
        wrong_keys(),
        TEXTS,
    ),
    st.builds("{}={}".format, st.sampled_from(("seed", "territory.workers", "vary")), TEXTS),
)
"""Words most of which cannot be read."""
