"""Levers and shocks that need a rule that is off, and what to add so that they can act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from experiments.language import LANGUAGES, marked, use
from experiments.language.phrase import Phrase, joining, phrase
from sim.levers import Lever
from sim.settings import Settings


def missing_rules(lever: Lever, settings: Settings) -> list[str]:
    """Paths of the rules that a lever acts through and that are off in these settings."""
    return [
        f"rules.{name}" for name in lever.facts.acts_through if not getattr(settings.rules, name).on
    ]


def rule_phrase(path: str, missing: Collection[str]) -> Phrase:
    """One line for a lever or shock of that path whose rules are off."""
    text = marked("{path} acts through {rules}, which are off: add {added}")
    if len(missing) == 1:
        text = marked("{path} acts through {rules}, which is off: add {added}")
    added = " ".join(f"{rule}.on=true" for rule in missing)
    *others, last = map(phrase, missing)
    rules = last
    if others:
        rules = phrase(marked("{names} and {last}"), names=joining(others), last=last)
    return phrase(text, path=path, rules=rules, added=added)


def rule_line(path: str, missing: Collection[str]) -> str:
    """The same in English, as messages beside results are."""
    with use(LANGUAGES[0]):
        return rule_phrase(path, missing).shown()


def rule_lines(settings: Mapping[str, Settings], varied: Collection[str] = ()) -> Iterator[str]:
    """A line for each lever or shock that is on in some scenario and whose rules are off there.

    `varied` are paths that have other values at other points: of their rules nothing is said.
    """
    from sim.coverage import switched_on  # loads NumPy, which help does without

    for scenario in settings.values():
        for path, lever in switched_on(scenario).items():
            missing = missing_rules(lever, scenario)
            if missing and not any(f"{rule}.on" in varied for rule in missing):
                yield rule_line(path, missing)
