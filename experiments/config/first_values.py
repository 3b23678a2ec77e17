"""What is off at first: mechanisms that a run has only where they are switched on."""

from __future__ import annotations

from functools import cache

from sim.levers import registry
from sim.settings import Settings

OFF = "(off at first)"


@cache
def rules_off_at_first() -> tuple[str, ...]:
    """Names of the rules that are off unless they are switched on, in the order of settings."""
    return tuple(name for name, rule in Settings.read({}).rules if not rule.on)


def needed_words(name: str) -> list[str]:
    """What a lever or shock of that name needs on the command line, as its rules are off at first.

    Empty of those whose rules are all on, and of another name.
    """
    kind = registry.kind_of(name)
    rules = () if kind is None else kind.facts.acts_through
    return [f"rules.{rule}.on=true" for rule in rules if rule in rules_off_at_first()]


def marked(path: str) -> str:
    """A path of settings as a page quotes it, with a mark where its rule is off at first."""
    part, _, rest = path.partition(".")
    off = part == "rules" and rest.partition(".")[0] in rules_off_at_first()
    return f"`{path}` {OFF}" if off else f"`{path}`"
