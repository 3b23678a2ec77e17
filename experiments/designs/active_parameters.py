"""Active assumptions: those that the settings of some scenario depend on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from experiments.config.errors import InputError, did_you_mean
from experiments.reporting.provenance import used
from sim.evidence import Ledger, formula
from sim.settings import Settings
from sim.settings.variants import ASSUMPTION

KEY = "assumptions"


def active(
    settings: Mapping[str, Settings], ledger: Ledger, wanted: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Assumptions to vary together, in the order of the ledger: all active ones, or those wanted.

    An assumption is active if a setting that runs read uses it, directly or through formulas. Of a
    structure that is varied itself, runs have all choices. A derived one that is varied itself no
    longer follows its formula, so that none is active through it. Raises InputError for one asked
    that has no range, or is not active.
    """
    varied = set(ranged(wanted, ledger))
    reached: set[str] = set()
    columns = [f"{ASSUMPTION}{name}" for name in varied]
    left = [name.partition(":")[2] for name in used(settings, columns)]
    while left:
        name = left.pop()
        if name in ledger.assumptions and name not in reached:
            reached.add(name)
            text = ledger.assumptions[name].formula
            left += formula.names(text) if text and name not in varied else []
    for name in wanted or ():
        if name not in reached:
            among = ", ".join(settings)
            raise InputError(KEY, name, f"changes nothing in {among}: no setting there uses it")
    return tuple(name for name in ledger.ranged if name in varied & reached)


def ranged(wanted: Sequence[str] | None, ledger: Ledger) -> tuple[str, ...]:
    """The wanted assumptions, or all with a range. Raises InputError for one without a range."""
    for name in wanted or ():
        if name not in ledger.ranged:
            close = did_you_mean(name, ledger.ranged)
            listed = "experiment=evidence evidence.grade=assumed lists them"
            listed = "experiment=evidence evidence.grade=assumed lists them"
            allowed = f"no assumption with a range{close}; {listed}"
            raise InputError(KEY, name, allowed)
    return tuple(dict.fromkeys(wanted or ledger.ranged))
