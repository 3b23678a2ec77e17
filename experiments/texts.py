"""All texts that are shown, collected for the catalogues of messages.

`python -m experiments.texts` writes the catalogues anew: texts that are new are there without a
translation, those that nothing shows any more are gone. It names what is left to translate.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from experiments.config import catalogue, help_page, kinds
from experiments.config.options import Options
from experiments.config.place_statements import QUANTITIES
from experiments.kinds.rules.expectations import VARIATIONS
from experiments.kinds.validate.patterns import PATTERNS as CLAIMS
from experiments.kinds.validate.single_events import SINGLE_EVENTS, untestable
from experiments.kinds.value_of_information.ways import ways
from experiments.language.translation import DOMAIN, LANGUAGES, LOCALES, counted_texts
from experiments.patterns.plausibility import PATTERNS
from experiments.patterns.targets import TARGETS
from experiments.reporting import provenance
from experiments.reporting.results import SHARED_TABLES
from experiments.reporting.society_notes import of_societies
from sim.evidence import Assumption, Fact
from sim.levers import registry
from sim.levers.resources import Budget
from sim.measures.activities import LABELS, Segment
from sim.measures.measure import Section
from sim.measures.registry import MEASURES
from sim.measures.resident_groups import RESIDENT_GROUPS
from sim.measures.series import SERIES
from sim.measures.standard_cost import PARTS
from sim.settings import Settings, default_ledger
from sim.settings.each import Type

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

HOME = Path(__file__).parent
ARGUMENTS: dict[str, tuple[int | str, ...]] = {
    "_": (0,), "marked": (0,), "translatable": (0,), "phrase": (0,), "Column": (0,),
    "section": (0,), "Table": ("title", "caption"), "filled": ("title", "caption"),
}  # fmt: skip
"""Calls with arguments that are texts: their places or names."""
LETTERS = re.compile(r"[^\W\d_]")
"""In a text without them is nothing to translate."""
PLURAL, COUNTED, COUNTING, NAMED = "plural", "counted", "counting", "named"
HEADER = f"# Texts of {DOMAIN} in another language; python -m experiments.texts writes it anew."
HEADERS = [
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Language", "zh_CN"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
]
"""Without a date or a version of a tool, so that equal texts give equal files."""
Message = str | tuple[str, str]
"""A text, or one with its plural."""


def messages() -> set[Message]:
    """All texts that are looked up in a catalogue."""
    found: set[Message] = set(_in_code())
    sources = (_measures(), _names(), _experiments(), _data_files(), _evidence())
    for texts in (*sources, help_page.sections()):
        found.update(texts)
    return {each for each in found if isinstance(each, tuple) or LETTERS.search(each)}


def _in_code() -> Iterator[Message]:
    """Texts that calls have as arguments."""
    for path in sorted(HOME.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        translated = _imports_counted(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _of_call(node, translated)


def _of_call(call: ast.Call, translated: bool) -> Iterator[Message]:
    """Texts of a call; of `counted` where it is the function that translates."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given: dict[int | str, str] = {
        place: node.value
        for place, node in (*enumerate(call.args), *((one.arg, one.value) for one in call.keywords))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and place is not None
    }
    if name == PLURAL and 0 in given and 1 in given:
        yield given[0], given[1]
    elif (name == COUNTING or (name == COUNTED and translated)) and 1 in given:
        yield counted_texts(given[1], given.get(2, ""))
    elif name == NAMED and 0 in given:
        yield from (given[0], of_societies(given[0]))
    else:
        yield from (given[place] for place in ARGUMENTS.get(name, ()) if place in given)


def _imports_counted(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "experiments.language"
        and any(name.name == COUNTED for name in node.names)
        for node in ast.walk(tree)
    )


def _measures() -> Iterator[str]:
    """Labels, groups and units of measures and series; activities and segments of figures."""
    for measure in MEASURES.values():
        yield from (measure.label, measure.grouped, measure.missing, *_units(measure.unit))
        yield from measure.groups.values()
        yield from (_spelled(name) for name, label in measure.groups.items() if not label)
        yield from (line.label for line in measure.lines)
    for series in SERIES:
        yield from (series.label, *_units(series.unit), *series.groups.values())
    yield from LABELS.values()
    yield from PARTS.values()
    yield from RESIDENT_GROUPS.values()
    yield from (segment.label for segment in Segment)
    yield from Section


def _units(unit: str) -> Iterator[str]:
    """A unit, and what a share is shown in."""
    yield unit
    yield unit.replace("share", "%", 1)


def _names() -> Iterator[str]:
    """Names of scenarios, levers, shocks, communities, departments, payers; what a place states."""
    packages = catalogue.built_in(catalogue.SCENARIO)
    yield from map(_spelled, packages)
    yield from catalogue.descriptions(packages).values()
    yield from map(registry.label, catalogue.registered(catalogue.SCENARIO))
    yield from map(_spelled, get_args(Type))
    yield from map(_spelled, Settings.read({}).departments.answering)
    yield from Budget
    for quantity in QUANTITIES:
        yield from (_spelled(quantity.key), quantity.unit, quantity.otherwise)


def _evidence() -> Iterator[str]:
    """Meanings and units of facts and assumptions, and what facts are of."""
    ledger = default_ledger()
    entries: list[Fact | Assumption] = [*ledger.facts.values(), *ledger.assumptions.values()]
    for entry in entries:
        yield entry.meaning
        yield _spelled(entry.unit)
    yield from (fact.subject for fact in ledger.facts.values())


def _experiments() -> Iterator[str]:
    """What experiments ask; their options, tables and figures."""
    every: list[type[Options]] = [Options, *map(kinds.options, kinds.names())]
    for options in every:
        yield from (field.description or "" for field in options.model_fields.values())
    for name in kinds.names():
        yield kinds.purpose(name)
        yield from kinds.tables(name).values()
        yield from (" ".join((getdoc(plot) or "").split()) for plot in kinds.figures(name).values())
    yield from SHARED_TABLES.values()


def _data_files() -> Iterator[str]:
    """Sentences of data files that are shown: what is expected, reported, compared and measured."""
    for variation in VARIATIONS.values():
        yield from (variation.name, variation.theme)
    for claim in CLAIMS:
        yield from (claim.claim, claim.unit, claim.opposite, claim.why)
        yield from (passage.text for passage in claim.passages)
        yield from (name.replace("_", " ") for name in claim.cases)
    for target in (*TARGETS, *SINGLE_EVENTS):
        yield from (target.meaning, target.unit, target.why, target.place(default_ledger()))
    yield from untestable().values()
    for pattern in PATTERNS:
        yield from (pattern.meaning, pattern.unit)
    yield from (way.title for way in ways())
    yield from (*provenance.GRADES, *provenance.GRADES.values())


def _spelled(name: str) -> str:
    return name.replace("_", " ")


def renewed(path: Path) -> Catalog:
    """The catalogue of a file with the texts of today, sorted; translations are kept."""
    from babel.messages.pofile import read_po

    before: Catalog | None = None
    if path.is_file():
        with path.open("rb") as file:
            before = read_po(file)
    catalog = _empty()
    for message in sorted(messages(), key=_as_tuple):
        known = before.get(message) if before is not None else None
        translated = known.string if known is not None else ""
        if isinstance(message, tuple) and isinstance(translated, str):
            translated = (translated,)
        catalog.add(message, translated).flags.clear()
    return catalog


def _as_tuple(message: Message) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (message,)


def _empty() -> Catalog:
    """A catalogue without messages, whose head is the same at any time."""
    from babel.messages.catalog import Catalog

    class Timeless(Catalog):
        """A catalogue whose head names neither a time nor a tool."""

        @property
        def mime_headers(self) -> list[tuple[str, str]]:
            return HEADERS

        @mime_headers.setter
        def mime_headers(self, headers: object) -> None:
            """What a file says of itself changes nothing."""

    made = Timeless("zh_CN", fuzzy=False)
    made.header_comment = HEADER
    return made


def untranslated(catalog: Catalog) -> list[str]:
    """Texts without a translation; of one with a plural the singular."""
    return [
        each.id if isinstance(each.id, str) else each.id[0]
        for each in catalog
        if each.id and not (all(each.string) if isinstance(each.string, tuple) else each.string)
    ]


def write(catalog: Catalog, folder: Path) -> None:
    """Write a catalogue as text, and as the file that is read when texts are shown."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import write_po

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{DOMAIN}.po").open("wb") as file:
        write_po(file, catalog, width=0, no_location=True, sort_output=False)
    with (folder / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, catalog)


def folders() -> list[Path]:
    """Folders of the catalogues, one for each language but that of the texts."""
    return [LOCALES / language / "LC_MESSAGES" for language in LANGUAGES[1:]]


if __name__ == "__main__":
    for folder in folders():
        renewed_catalog = renewed(folder / f"{DOMAIN}.po")
        write(renewed_catalog, folder)
        for left in untranslated(renewed_catalog):
            print(f"not translated: {left}")
