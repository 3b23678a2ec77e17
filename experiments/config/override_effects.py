"""Checks of overrides in a comparison, since they hold in every scenario and in the baseline.

An override that makes a scenario equal to the baseline leaves nothing to compare; one that no
scenario reads does nothing. Both are easily taken for results.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from experiments.config import catalogue
from experiments.config.catalogue import BASELINE, SWITCHES
from experiments.config.errors import InputError, as_written
from experiments.config.study import Study
from experiments.config.switched_off_rules import rule_lines
from sim.evidence import Ledger
from sim.settings import Settings, SettingsError
from sim.settings.nested import Tree, grow, leaves, overlay, pick
from sim.settings.variants import ASSUMPTION

SWITCHED = (*SWITCHES, "rules")
"""Parts of the settings whose groups can be switched off."""
INSTEAD = {
    "levers": "only=[{}] compares it with the baseline",
    "ablation": "package=[...,{}] has it as a part",
    "portfolio": "package=[...,{}] has it as a part",
}
"""What to write in place of a lever's switch in experiments that have no scenarios."""
COMPARED = "scenarios=[{}] compares it with the baseline"


def warnings(
    study: Study, names: Sequence[str], ledger: Ledger, varied: Collection[str] = ()
) -> list[str]:
    """Warnings about the overrides and scenarios of a study, one line each.

    Parameters
    ----------
    names
        Its scenarios, the baseline left out.
    varied
        Paths of settings that have other values at other points of a sweep.

    Raises
    ------
    InputError
        An override switches a lever on in the baseline, or overrides make a scenario the same
        society as the baseline.
    SettingsError
        A setting of the model has a value that is not allowed.
    """
    if set(names) - {BASELINE}:
        refuse_levers(study, varied)
    settings = study.scenarios(names, ledger)
    switched: dict[str, Tree] = {}
    for given in names:
        name, switched[name] = catalogue.scenario(given)
        same = name != BASELINE and _same(settings[name], settings[BASELINE])
        if study.overrides and same:
            _reject(study, given, ledger)
    lines = setting_warnings(study.overrides, settings, varied)
    lines += switch_off_warnings(study.overrides, switched)
    lines += dict.fromkeys(rule_lines(settings, varied))
    return lines if varied else lines + _duplicate_warnings(settings)


def refuse_levers(study: Study, varied: Collection[str] = ()) -> None:
    """Raises InputError for an override that switches a lever on where a baseline is compared.

    Overrides hold in the baseline, so that no difference would be the effect of the lever.
    """
    instead = INSTEAD.get(study.experiment, COMPARED)
    for path, value in leaves(study.overrides):
        part, _, rest = path.partition(".")
        if part == "levers" and path.endswith(".on") and value is True and path not in varied:
            name = rest.removesuffix(".on")
            allowed = f"would be on in the baseline too; {instead.format(name)}"
            raise InputError(path, value, allowed)


def _duplicate_warnings(settings: Mapping[str, Settings]) -> list[str]:
    """A line for each scenario that is the same society as one before it."""
    first: dict[str, str] = {}
    lines = []
    for name, scenario in settings.items():
        other = first.setdefault(scenario.canonical(), name)
        if other != name:
            label = "the baseline" if other == BASELINE else other
            lines.append(f"{name} is the same society as {label}")
    return lines


def _reject(study: Study, name: str, ledger: Ledger) -> None:
    """Raises InputError for the override that makes the scenario equal to the baseline."""
    rows = dict(leaves(study.overrides))
    for removed in (*([path] for path in rows), list(rows)):
        if not _equals_baseline(_without(study, removed, ledger), name, ledger):
            path = next((path for path in removed if path.startswith(SWITCHES)), removed[0])
            raise InputError(path, rows[path], _reason(path, name))


def _without(study: Study, removed: Collection[str], ledger: Ledger) -> Study:
    """The study without these overrides: their settings have the model's defaults."""
    usual = Settings.read({}, ledger).model_dump()
    rows = {path: value for path, value in leaves(study.overrides) if path not in removed}
    before = grow({path: pick(usual, path) for path in removed})
    return replace(study, society=overlay(study.society, before), overrides=grow(rows))


def in_every_society(study: Study, names: Collection[str]) -> list[str]:
    """A line for each override that takes the place of an assumption of societies.

    And of one that evidence of the user replaces. `names` are ids of the assumptions that societies
    differ in.
    """
    sources = {row["path"]: row["source"] for row in Settings.read({}).provenance()}
    own = {} if study.evidence is None else study.evidence.replaced
    lines = []
    for path, value in leaves(study.overrides):
        name = sources.get(path, "").removeprefix(ASSUMPTION)
        line = f"{path}={as_written(value)} holds in every society, in place of its assumption"
        if study.evidence is not None and name in own:
            lines.append(f"{line} {name}, which {study.evidence.name} replaces")
        elif name in names:
            lines.append(f"{line} {name}")
    return lines


def setting_warnings(
    overrides: Tree, settings: Mapping[str, Settings], varied: Collection[str] = ()
) -> list[str]:
    """A line for each override that no scenario reads, and each lever that is on in the baseline.

    `settings` are those of all scenarios, the baseline included; `varied` are paths that have
    other values at other points.
    """
    lines = []
    for path, value in leaves(overrides):
        part, _, rest = path.partition(".")
        group, _, leaf = rest.partition(".")
        switch = f"{part}.{group}.on"
        if part not in SWITCHED or leaf in ("", "on") or switch in varied:
            continue
        if not any(getattr(getattr(each, part), group).on for each in settings.values()):
            reason = f"{switch.removesuffix('.on')} is on in no scenario"
            lines.append(f"{path}={as_written(value)} does nothing: {reason}")
    lines += [
        f"levers.{name} is on in the baseline too: differences are not its effect"
        for name, lever in settings[BASELINE].levers
        if lever.on and f"levers.{name}.on" not in varied
    ]
    return lines


def switch_off_warnings(overrides: Tree, trees: Mapping[str, Tree]) -> list[str]:
    """A line for each lever or shock that overrides switch off in scenarios that have it.

    `trees` are the switches of scenarios, by their names.
    """
    lines = []
    for path, value in leaves(overrides):
        if path.startswith(SWITCHES) and path.endswith(".on") and value is False:
            names = [name for name, tree in trees.items() if dict(leaves(tree)).get(path) is True]
            if names:
                lines.append(f"{path}=false switches it off in {', '.join(names)} as well")
    return lines


def _equals_baseline(study: Study, name: str, ledger: Ledger) -> bool:
    """Whether a scenario is the same society as the baseline, or one that is not allowed."""
    try:
        settings = study.scenarios([name], ledger)
    except SettingsError:
        return True
    return len(settings) > 1 and _same(*settings.values())


def _same(first: Settings, other: Settings) -> bool:
    return first.canonical() == other.canonical()


def _reason(path: str, name: str) -> str:
    reason = f"holds in the baseline too, which makes {name} equal to the baseline; leave it out"
    if path.startswith("shocks.") and path.endswith(".on"):
        return f"{reason}: scenarios=[{path.split('.')[1]}] switches it on in that scenario alone"
    return reason
