"""Systems that the documents name, and what stands for each of them here, or why nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from experiments.config.catalogue import built_in
from experiments.patterns.entries import STRICT, entries
from sim.evidence.ledger import Ledger
from sim.measures.registry import MEASURES
from sim.parameters import Group, subgroup
from sim.settings import Settings

FILE = Path(__file__).with_name("systems.yaml")
Text = Annotated[str, Field(min_length=1)]
Passage = Annotated[str, Field(pattern=r"^\d{3}@\d+$")]


@dataclass(frozen=True, slots=True)
class System:
    """One system of the documents.

    `chinese` is its name, as it stands at `passage` (document and place in its text). `here` has
    what stands for it: paths of settings, `territory=NAME`, `scenarios=[NAME]` or `measure=NAME`.
    Where nothing does, `out` says why. `limits` says what is left out of a system that is here.
    `facts` are patterns of ids of facts that are told of it.
    """

    __pydantic_config__ = STRICT

    name: str
    part: Text
    chinese: Text
    passage: Passage
    what: Text
    here: tuple[Text, ...] = ()
    out: str = ""
    limits: str = ""
    facts: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.here) == bool(self.out):
            raise ValueError("here: should have what stands for it, or out the reason, not both")
        if self.out and self.limits:
            raise ValueError("limits: should be empty where nothing stands for it")

    @property
    def document(self) -> str:
        """Id of the document of the passage."""
        return self.passage.partition("@")[0]

    @property
    def offset(self) -> int:
        """Place of the name in the text of the document, in characters."""
        return int(self.passage.partition("@")[2])

    def facts_of(self, ledger: Ledger) -> list[str]:
        """Ids of its facts, in the order of the ledger."""
        return [
            name
            for name in ledger.facts
            if any(fnmatchcase(name, pattern) for pattern in self.facts)
        ]


@cache
def systems() -> tuple[System, ...]:
    """All systems in the order of the file. Raises EntryError at the first fault."""
    return entries(FILE, System)


def exists(here: str) -> bool:
    """Whether there is a setting of a path, or a choice or measure of a name."""
    if "=" in here:
        kind, _, name = here.partition("=")
        known = {
            "measure": MEASURES,
            "territory": built_in("territory"),
            "scenarios": [f"[{scenario}]" for scenario in built_in("scenario")],
        }
        return name in known.get(kind, ())
    group: type[Group] | None = Settings
    for name in here.split("."):
        if group is None or name not in group.model_fields:
            return False
        group = subgroup(group.model_fields[name])
    return True
