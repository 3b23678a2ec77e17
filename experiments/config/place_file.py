"""A place in a file: its size, or a table of its communities, and what is known of its work.

    name: Linhe county town
    communities: communities.csv
    forms_a_week: {value: 18, source: "diary of two communities, 2025"}

`docs/how-to/place.md` has all keys. Nothing in such a file is run.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.config import place_csv
from experiments.config.catalogue import FILES
from experiments.config.errors import InputError, as_written, did_you_mean
from experiments.config.place_csv import Communities
from experiments.config.place_departments import departments, staff
from experiments.config.place_reader import KEY, Reader, Stated
from experiments.config.place_size import read_size
from experiments.config.place_statements import (
    DEPARTMENT_STAFF,
    DEPARTMENTS,
    MEETING_MINUTES,
    QUANTITIES,
    Place,
    Quantity,
    Statement,
    of_quantity,
)
from sim.evidence import Ledger
from sim.parameters import leaves, reference_of
from sim.settings import Settings, SettingsError
from sim.settings.nested import Tree, grow
from sim.settings.nested import leaves as leaves_of

SIZE = ("communities", "villages", "residents", "workers")
"""Numbers of the whole place."""
OF_TABLE = ("households",)
"""Numbers that only the table has."""
OTHERS = (MEETING_MINUTES, DEPARTMENT_STAFF, DEPARTMENTS, "settings")
NUMBERS = tuple(each for each in QUANTITIES if each.key not in (*SIZE, *OF_TABLE, *OTHERS))
"""Numbers of a community, or of a worker."""
KEYS = ("name", *SIZE, *(each.key for each in NUMBERS), *OTHERS)
OF_STUDIES = ("horizon_days", "warmup_days")


def is_file_name(value: object) -> bool:
    """Whether a territory is the path of a file, and no name of a territory."""
    if not isinstance(value, str):
        return False
    separators = [each for each in (os.sep, os.altsep, "/") if each]
    return value.endswith(FILES) or any(each in value for each in separators)


def read(file: str, ledger: Ledger) -> Place:
    """The place that a file describes, with evidence from a ledger.

    Raises InputError for what is invalid in it, in one line.
    """
    path = Path(file)
    if not os.path.lexists(path):
        raise InputError(KEY, file, "no such file")
    reader = Reader(path, ledger)
    _refuse_unknown(reader)
    table_file, table = _table(reader)
    read_size(reader, table_file, table)
    _numbers(reader, table_file, table)
    others = reader.tree.get(DEPARTMENTS)
    for statement, settings in departments(others, reader):
        reader.add(statement, settings)
    for statement, settings in staff(others, reader.tree.get(DEPARTMENT_STAFF), reader):
        reader.add(statement, settings)
    _settings(reader)
    _refuse_boards(reader)
    name = reader.tree.get("name", path.stem)
    if not isinstance(name, str) or not name.strip() or len(name) > place_csv.MAX_NAME:
        reader.fail(f"name: {as_written(name)}", "should be a text in one line")
    shown, digest = reader.line("name", name), reader.digest.hexdigest()
    return Place(str(path), digest, shown, tuple(reader.statements), grow(reader.settings))


def refuse(place: Place, society: Tree, overridden: Tree, ledger: Ledger) -> None:
    """Raises InputError where the model does not allow what the file of a place states.

    What overrides set is left to be reported as theirs.
    """
    paths = {path for statement in place.statements for path in statement.paths}
    try:
        Settings.read(society, ledger)
    except SettingsError as error:
        fault = error.given(paths)
        statement = place.statement_of(fault.path)
        if statement is None:
            return
        if any(path == fault.path for path, _ in _values(overridden, ())):
            if "territory.each." in fault.allowed and statement.source:
                allowed = f"{fault.allowed}, which {statement.source} states"
                raise InputError(fault.path, fault.value, allowed) from None
            return
        what, value = _named(place, statement, fault)
        raise InputError(KEY, place.file, f"{what}: {as_written(value)}: {fault.allowed}") from None


def _named(place: Place, statement: Statement, fault: SettingsError) -> tuple[str, object]:
    """What a fault is of, in the words of the file, and its value; a community by its name."""
    path, _, last = fault.path.rpartition(".")
    if path.startswith("territory.each.") and last.isdecimal():
        names = dict(leaves_of(place.settings)).get("territory.each.names")
        which = names[int(last)] if names else f"row {int(last) + 1} of communities"
        return f"{statement.key} of {which}", fault.value
    if statement.key == fault.path:
        return statement.key, fault.value
    return f"{statement.key} ({fault.path})", statement.value


def _refuse_unknown(reader: Reader) -> None:
    for key in reader.tree:
        if key in KEYS:
            continue
        if key in OF_TABLE:
            reader.fail(key, "is a column of the table of communities, and no key")
        known = did_you_mean(str(key), KEYS)
        if not known and (near := [path for path in _paths() if f".{path}".endswith(f".{key}")]):
            known = f"; a setting of the model goes below settings: {{{near[0]}: ...}}"
        known = known or f"; there are {', '.join(KEYS)}"
        reader.fail(str(key), f"unknown key{known}")


def _table(reader: Reader) -> tuple[str, Communities | None]:
    """The name of the table of communities, and what it holds; None if there is none."""
    if "communities" not in reader.tree:
        reader.fail("communities", "is missing; a whole number, or the path of a CSV file")
    value = reader.tree["communities"]
    if isinstance(value, Mapping) and isinstance(value.get("value"), str):
        value = value["value"]
        if len(reader.tree["communities"]) > 1 and reference_of(value) is None:
            reader.fail("communities", "is the path of a CSV file alone, which is its own source")
    if not isinstance(value, str) or reference_of(value) is not None:
        return "", None
    file = reader.path.parent / value
    if not os.path.lexists(file):
        reader.fail(f"communities: {value}", f"no such file beside {reader.path.name}")
    try:
        table = place_csv.read(file)
    except place_csv.TableError as error:
        reader.fail(value, str(error))
    reader.digest.update(file.read_bytes())
    return value, table


def _numbers(reader: Reader, file: str, table: Communities | None) -> None:
    """All numbers beside the size: of the table by community, or one for all."""
    for quantity in NUMBERS:
        key = quantity.key
        column = table.numbers(key) if table is not None and quantity.each else ()
        if any(number is not None for number in column):
            if key in reader.tree:
                reader.fail(key, f"{file} has a column of it; leave one of them out")
            reader.add(*_of_column(quantity, column, file))
        elif key in reader.tree:
            stated = reader.number(key, reader.tree[key], whole=quantity.whole)
            reader.add(*_of_all(reader, quantity, stated))
    if MEETING_MINUTES in reader.tree and "meetings_a_week" not in reader.tree:
        reader.fail(MEETING_MINUTES, "says how long a meeting is; state meetings_a_week too")


def _of_column(
    quantity: Quantity, column: Sequence[int | None], file: str
) -> tuple[Statement, dict[str, Any]]:
    known = [number for number in column if number is not None]
    settings: dict[str, Any] = {quantity.each: [*column]}
    if quantity.key == "boards":
        settings[quantity.setting] = max(known)
    mean = sum(known) / len(known) if len(known) == len(column) else None
    of_all = "" if mean is None else f" (mean {mean:,.1f})"
    value = f"{min(known):,} to {max(known):,}{of_all}" if min(known) < max(known) else known[0]
    return Statement(quantity.key, quantity.unit, value, mean, file, (*settings,)), settings


def _of_all(reader: Reader, quantity: Quantity, stated: Stated) -> tuple[Statement, dict[str, Any]]:
    if quantity.setting == quantity.each:
        everywhere = [stated.value] * reader.settings["territory.communities"]
        statement, _ = of_quantity(quantity, stated.value, stated.source)
        return statement, {quantity.each: everywhere}
    if quantity.key != "meetings_a_week":
        same = quantity.times == 1.0
        setting = stated.setting if same else stated.value * quantity.times
        statement, settings = of_quantity(quantity, stated.value, stated.source, setting)
        if quantity.key == "merchants" and reader.settings["territory.villages"]:
            # Villages have fewer of the evidence; what is stated for all holds in them too.
            settings[quantity.each] = [stated.value] * reader.settings["territory.communities"]
        return statement, settings
    if MEETING_MINUTES not in reader.tree:
        allowed = f"say how long a meeting is as well, such as {MEETING_MINUTES}: 60"
        reader.fail("meetings_a_week", allowed)
    length = reader.number(MEETING_MINUTES, reader.tree[MEETING_MINUTES])
    minutes = stated.value * length.value
    source = "; ".join(filter(None, (stated.source, length.source)))
    value = f"{stated.value:g} x {length.value:g}"
    statement, settings = of_quantity(quantity, value, source, minutes)
    return replace(statement, mean=minutes), settings


def _settings(reader: Reader) -> None:
    """Any other setting of the model, by its path."""
    given = reader.tree.get("settings", {})
    if not isinstance(given, Mapping):
        example = "such as {workday.daily_patrol: 1.5}"
        reader.fail("settings", f"should be paths of settings and values, {example}")
    known = _paths()
    for path, value in _values(given, known):
        what, source = f"settings: {path}", ""
        if path in OF_STUDIES:
            reader.fail(what, f"is of a study and not of a place: {path}=... on the command line")
        if path.startswith("territory.each."):
            reader.fail(what, "is a column of the table of communities")
        if path not in known:
            close = did_you_mean(path, known) or "; unburden --cfg job lists them"
            reader.fail(what, f"unknown setting{close}")
        if path in reader.settings:
            said = [each.key for each in reader.statements if path in each.paths]
            reader.fail(what, f"follows from {(said or SIZE)[0]}; leave it out here")
        if isinstance(value, Mapping) and "value" in value:
            source, value = reader.source(path, value.get("source", "")), value["value"]
        if (reference := reference_of(value)) is not None:
            source = f"{source}; {reference}" if source else reference
        number = isinstance(value, int | float) and not isinstance(value, bool)
        shown = value if number else as_written(value)
        reader.add(Statement(path, "", shown, None, source, (path,)), {path: value})


def _refuse_boards(reader: Reader) -> None:
    """Refuse more boards than some society has kinds of forms, of which each board is one."""
    boards = reader.settings.get("obligations.boards", 0)
    if (reference := reference_of(boards)) is not None:
        boards = reader.ledger.value(reference)
    fewest = reader.ledger.assumptions["form_kinds"].low
    known = {"obligations.forms_a_week", "obligations.form_kinds"} & {*reader.settings}
    if fewest is not None and boards > fewest and not known:
        allowed = "state forms_a_week as well, from which the number of kinds of forms follows"
        reader.fail("boards", f"{boards}: some societies have only {fewest} kinds; {allowed}")


def _paths() -> list[str]:
    return [path for path, _ in leaves(Settings)]


def _values(
    tree: Mapping[str, Any], known: Collection[str], path: str = ""
) -> Iterator[tuple[str, Any]]:
    """Path and value of each setting; nested, or with dots in its key."""
    for key, value in tree.items():
        here = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping) and here not in known:
            yield from _values(value, known, here)
        else:
            yield here, value
