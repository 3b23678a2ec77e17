"""What overrides do to a comparison: they hold in every scenario, and in the baseline.

An override that makes a scenario the baseline leaves nothing to compare; one that no scenario
reads does nothing. Both are easily taken for results.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from experiments.config import catalogue
from experiments.config.catalogue import BASELINE, SWITCHES
from experiments.config.errors import InputError
from experiments.config.study import Study
from sim.evidence import Ledger
from sim.settings import Settings, SettingsError
from sim.settings.nested import Tree, grow, leaves, overlay, pick

SWITCHED = (*SWITCHES, "rules")
"""Parts of the settings whose groups can be switched off."""


def checked(
    study: Study, names: Sequence[str], ledger: Ledger, varied: Collection[str] = ()
) -> list[str]:
    """What to say of the overrides of a study of these scenarios, a line each.

    `varied` are paths of settings that have other values at other points. Raises InputError where
    overrides make a scenario the same society as the baseline, SettingsError for settings that are
    not allowed.
    """
    settings = study.scenarios(names, ledger)
    switched: dict[str, Tree] = {}
    for word in names:
        name, switched[name] = catalogue.scenario(word)
        same = name != BASELINE and _same(settings[name], settings[BASELINE])
        if study.overrides and same:
            _refuse(study, word, ledger)
    lines = notes(study.overrides, settings, varied) + without(study.overrides, switched)
    return lines if varied else lines + _twins(settings)


def _twins(settings: Mapping[str, Settings]) -> list[str]:
    """A line for each scenario that is the same society as one before it."""
    first: dict[str, str] = {}
    lines = []
    for name, one in settings.items():
        other = first.setdefault(one.canonical(), name)
        if other != name:
            told = "the baseline" if other == BASELINE else other
            lines.append(f"{name} is the same society as {told}")
    return lines


def _refuse(study: Study, name: str, ledger: Ledger) -> None:
    """Raises InputError for the override without which the scenario would be another society."""
    rows = dict(leaves(study.overrides))
    for undone in (*([path] for path in rows), list(rows)):
        if not _levelled(_without(study, undone, ledger), name, ledger):
            path = next((one for one in undone if one.startswith(SWITCHES)), undone[0])
            raise InputError(path, rows[path], _why(path, name))


def _without(study: Study, undone: Collection[str], ledger: Ledger) -> Study:
    """The study without these overrides: their settings are as the model has them."""
    usual = Settings.read({}, ledger).model_dump()
    rows = {path: value for path, value in leaves(study.overrides) if path not in undone}
    before = grow({path: pick(usual, path) for path in undone})
    return replace(study, society=overlay(study.society, before), overrides=grow(rows))


def notes(
    overrides: Tree, settings: Mapping[str, Settings], varied: Collection[str] = ()
) -> list[str]:
    """A line for each override that changes what is compared, or that no scenario reads.

    `settings` are those of all scenarios, the baseline among them; `varied` are paths that have
    other values at other points.
    """
    lines = []
    for path, value in leaves(overrides):
        part, _, rest = path.partition(".")
        group, _, leaf = rest.partition(".")
        switch = f"{part}.{group}.on"
        if part not in SWITCHED or not leaf or switch in varied:
            continue
        if leaf != "on":
            if not any(getattr(getattr(one, part), group).on for one in settings.values()):
                told = f"{switch.removesuffix('.on')} is on in no scenario"
                lines.append(f"{path}={_shown(value)} does nothing: {told}")
        elif part == "levers" and value is True:
            told = "holds in the baseline too: differences are not its effect"
            lines.append(f"{path}=true {told}; scenarios=[{group}] compares it")
    return lines


def without(overrides: Tree, trees: Mapping[str, Tree]) -> list[str]:
    """A line for each lever or shock that overrides switch off in scenarios that have it.

    `trees` are what scenarios say, by their names.
    """
    lines = []
    for path, value in leaves(overrides):
        if path.startswith(SWITCHES) and path.endswith(".on") and value is False:
            names = [name for name, tree in trees.items() if dict(leaves(tree)).get(path) is True]
            if names:
                lines.append(f"{path}=false switches it off in {', '.join(names)} as well")
    return lines


def _levelled(study: Study, word: str, ledger: Ledger) -> bool:
    """Whether a scenario is the baseline's society, or none that is allowed."""
    try:
        found = study.scenarios([word], ledger)
    except SettingsError:
        return True
    return len(found) > 1 and _same(*found.values())


def _same(one: Settings, other: Settings) -> bool:
    return one.canonical() == other.canonical()


def _why(path: str, name: str) -> str:
    told = f"holds in the baseline too, which makes {name} the same society; leave it out"
    if path.startswith(SWITCHES) and path.endswith(".on"):
        return f"{told}: scenarios=[{path.split('.')[1]}] switches it on in that scenario alone"
    return told


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
