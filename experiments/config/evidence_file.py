"""Evidence of a user: the file that `evidence=FILE` names, read once a study."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from experiments.config import kinds
from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.config.options import path_text
from sim.evidence import Assumption, EvidenceError, Ledger, OwnEvidence, formula
from sim.evidence.entries import Faults, error_of, named
from sim.evidence.own import read as read_file
from sim.joint_bound import JointError
from sim.parameters import leaves
from sim.settings import Settings, SettingsError, default_ledger, nested
from sim.settings.nested import Tree, grow

EVIDENCE = "evidence"
FILE, CHECK = "file", "check"
"""Keys of the group that `experiment=evidence` has under this name."""
NAMED = 5
"""Entries that a line names."""


def file_of(experiment: str, options: Tree) -> tuple[str, str] | None:
    """The key of a study that names a file of evidence, and the file; None where none is named.

    Raises InputError where two keys do.
    """
    chosen = options.get(EVIDENCE)
    field = kinds.options(experiment).model_fields.get(EVIDENCE) if chosen else None
    if field is None or field.exclude:
        return None
    if isinstance(chosen, str):
        return EVIDENCE, chosen
    if not isinstance(chosen, Mapping):
        return None
    given = [(f"{EVIDENCE}.{key}", chosen[key]) for key in (FILE, CHECK) if chosen.get(key)]
    if len(given) > 1:
        allowed = f"names the file that is checked and laid over; leave {EVIDENCE}.{FILE} out"
        raise InputError(given[1][0], given[1][1], allowed)
    return next(((key, file) for key, file in given if isinstance(file, str)), None)


def read(experiment: str, options: Tree) -> OwnEvidence | None:
    """The evidence that options of a study name; None where they name none.

    Raises InputError for the first fault of the file; where it is to be checked, for all faults, in
    a line each.
    """
    if (chosen := file_of(experiment, options)) is None:
        return None
    key, file = chosen
    faults = Faults(collected=key == f"{EVIDENCE}.{CHECK}")
    try:
        own = read_file(Path(file), default_ledger(), faults)
        for error in setting_faults(own):
            faults.note(error)
        if not faults.lines:
            _check_formulas(default_ledger().overlaid(own, faults), own, faults)
    except EvidenceError as error:
        faults.lines.append(str(error))
    if faults.lines:
        first = f"{file}: "
        lines = [line.removeprefix(first).removeprefix("(file): ") for line in faults.lines]
        lines = [line.removeprefix("(none): ") for line in lines]
        raise InputError(key, file, lines[0], lines[1:])
    return own


def ledger_with(file: str | os.PathLike[str] | None) -> Ledger:
    """The evidence of the package, with that of a file laid over it. Raises as `read` does."""
    own = None if file is None else read("compare", {EVIDENCE: path_text(EVIDENCE, file)})
    return laid_over(default_ledger(), own)


@lru_cache(8)
def laid_over(shipped: Ledger, own: OwnEvidence | None) -> Ledger:
    """Evidence with that of a user laid over it."""
    return shipped if own is None else shipped.overlaid(own)


def setting_faults(own: OwnEvidence) -> Iterator[EvidenceError]:
    """An error for each value or end of a range that a setting which uses it does not allow."""
    for entry in own.assumptions:
        ends = {"value": entry.value, "low": entry.low, "high": entry.high}
        for key, number in ends.items():
            if number is not None and (fault := _refused(entry, number)) is not None:
                yield error_of(own.file, entry.id, key, fault)


def _check_formulas(ledger: Ledger, own: OwnEvidence, faults: Faults) -> None:
    """Report values by formulas that a setting which uses them does not allow."""
    for entry in own.assumptions if not faults.lines else ():
        if entry.formula is None:
            continue
        if (fault := _refused(entry, ledger.value(f"assume:{entry.id}"))) is not None:
            faults.add(own.file, entry.id, "formula", fault)


def _refused(entry: Assumption, number: int | float) -> str | None:
    """Why a setting that uses an assumption cannot have this number; None if all can."""
    for path, reference in leaves(Settings):
        if reference != f"assume:{entry.id}":
            continue
        try:
            Settings.read(grow({path: named(entry, number)}))
        except JointError:
            continue  # It depends on other settings, which a place may set.
        except SettingsError as error:
            return f"{number} is not for {error.path}: {error.allowed}"
    return None


def notes(
    ledger: Ledger, settings: Mapping[str, Settings], overrides: Tree, societies: object
) -> list[str]:
    """Lines on evidence of a user: what it replaces, and what of it nothing uses.

    Parameters
    ----------
    ledger
        The evidence with that of the user laid over it.
    settings
        Those of the scenarios of a study.
    overrides
        Settings that the user overrode; other lines say which assumptions these replace.
    societies
        Plausible societies, None for the reference society and for draws.
    """
    if (own := ledger.own) is None:
        return []
    usual = {path: reference for path, reference in leaves(Settings) if reference}
    overridden = {usual.get(path, "") for path, _ in nested.leaves(overrides)}
    lines = [_replacing(own, societies)] if own.replaced else []
    uses: dict[str, list[str]] = {}
    for path, reference in {row for each in settings.values() for row in each.sources.items()}:
        uses.setdefault(reference, []).append(path)
    from sim.purchases import price_uses  # It loads the model, which help and errors do without.

    for reference, paths in price_uses().items():
        uses.setdefault(reference, []).extend(paths)
    used = users(uses, ledger)
    unused = [entry.id for entry in own.assumptions if not used.get(entry.id)]
    if unused := [name for name in unused if f"assume:{name}" not in overridden]:
        lines.append(f"{own.name}: nothing uses {_some(unused)}")
    alone = [entry.id for entry in own.assumptions if _held(entry, own) and used.get(entry.id)]
    if societies is not None and alone:
        lines.append(
            f"{own.name}: {_some(alone)} at the declared value in every society: the societies "
            "have no values of it"
        )
    return lines


def _replacing(own: OwnEvidence, societies: object) -> str:
    line = f"{own.name} replaces {counted(len(own.replaced), 'assumption')}"
    if societies is None:
        return line
    now = {entry.id: entry for entry in own.assumptions}
    follow = [name for name in own.replaced if now[name].low is None]
    if len(follow) == len(own.replaced):
        return f"{line}; in each society {'it follows' if len(follow) == 1 else 'they follow'} " + (
            "its formula" if len(follow) == 1 else "their formulas"
        )
    but = f", except that {_some(follow)} follow{'s' * (len(follow) == 1)} a formula"
    return f"{line}; each society keeps its quantile{but if follow else ''}"


def _held(entry: Assumption, own: OwnEvidence) -> bool:
    """Whether an assumption has a range, and societies no quantile of it that it could keep."""
    before = own.replaced.get(entry.id)
    return entry.low is not None and (before is None or before.low is None)


def users(uses: Mapping[str, Sequence[str]], ledger: Ledger) -> dict[str, list[str]]:
    """What uses each entry, by its id: paths of settings, and `formula of ID` of entries in use.

    Parameters
    ----------
    uses
        Paths of settings by the reference of the evidence that they use.
    ledger
        The evidence.
    """
    used = {
        reference.partition(":")[2]: list(paths)
        for reference, paths in uses.items()
        if ":" in reference
    }
    waiting = [*used]
    while waiting:
        name = waiting.pop()
        entry = ledger.assumptions.get(name)
        for part in sorted(set(formula.names(entry.formula))) if entry and entry.formula else ():
            if part not in used:
                waiting.append(part)
            if (by := f"formula of {name}") not in used.setdefault(part, []):
                used[part].append(by)
    return used


def record(ledger: Ledger) -> dict[str, Any] | None:
    """For the manifest: the file, its checksum, its entries, and what it replaces; else None."""
    if (own := ledger.own) is None:
        return None
    now = {entry.id: entry for entry in own.assumptions}
    return {
        "file": own.file,
        "sha256": own.sha256,
        "sources": {one.id: f"{one.title}, {one.issuer}, {one.date}" for one in own.sources},
        "facts": [
            {key: row[key] for key in ("id", "value", "unit", "meaning", "place", "printed")}
            for row in ledger.table()
            if row["class"] == "fact" and ledger.file(row["id"]) == own.file
        ],
        "assumptions": [*now],
        "units": dict(own.units),
        "replaced": [
            {**_row(now[name], ledger), "before": _declared(before)}
            for name, before in own.replaced.items()
        ],
        "added": [_row(entry, ledger) for name, entry in now.items() if name not in own.replaced],
    }


def _row(entry: Assumption, ledger: Ledger) -> dict[str, Any]:
    return {
        "id": entry.id,
        "unit": entry.unit,
        "value": ledger.value(f"assume:{entry.id}"),
        "now": _declared(entry),
        "why": entry.why,
    }


def _declared(entry: Assumption) -> dict[str, Any]:
    keys = ("value", "low", "high", "distribution", "formula")
    return {key: getattr(entry, key) for key in keys if getattr(entry, key) is not None}


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
