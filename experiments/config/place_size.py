"""The size of a place: communities, villages, residents, households and workers.

Where a table has a column of them, the whole place has its sum. What is not stated is filled in
from the evidence on single communities, as many as there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from experiments.config.place_csv import VILLAGE, Communities
from experiments.config.place_reader import Reader
from experiments.config.place_statements import BY_KEY, Statement, of_quantity
from sim.settings.apportionment import largest_remainder

Numbers = Sequence[int | None]
NAMES, TYPES = "territory.each.names", "territory.each.types"


def read_size(reader: Reader, file: str, table: Communities | None) -> None:
    """Read the size of a place, from the table of that name if there is one. Raises InputError."""
    columns = table or Communities(0, {})
    if table is None:
        stated = reader.number("communities", reader.tree["communities"], whole=True, least=1)
        count, source = int(stated.value), stated.source
    else:
        count, source = columns.rows, file
    reader.settings |= {"territory.districts": 1, "territory.sampled": 1.0}
    reader.add(*of_quantity(BY_KEY["communities"], count, source))
    kinds = columns.texts("type")
    for path, texts in ((NAMES, columns.texts("name")), (TYPES, kinds)):
        if any(texts):
            reader.settings[path] = [*texts]
    villages = kinds.count(VILLAGE) if any(kinds) else None
    rural = _sum(reader, "villages", villages, file) or 0
    reader.settings["territory.villages"] = rural
    if rural > count:
        reader.fail(f"villages: {rural}", f"at most communities, which are {count}")
    homes = columns.numbers("households")
    if homes:
        _households(reader, homes, file)
    people = columns.numbers("residents")
    if (total := _total(reader, "residents", people, file)) is None:
        _fill_residents(reader, count, rural, homes)
    elif homes and not people and None not in homes:
        shares = largest_remainder(total, [number or 0 for number in homes])
        reader.settings[BY_KEY["residents"].each] = shares
    workers: Numbers = columns.numbers("workers")
    where = file
    if not workers and (grids := columns.numbers("grids")):
        workers, where = [(grid or 0) + 1 for grid in grids], f"{file}: grids, and a head in each"
    if (total := _total(reader, "workers", workers, where)) is None:
        _fill_evenly(reader, "workers", count, rural)
    elif total < count:
        reader.fail(
            f"workers: {total}", f"at least one in each community, of which there are {count}"
        )


def _households(reader: Reader, homes: Numbers, file: str) -> None:
    quantity = BY_KEY["households"]
    reader.settings[quantity.each] = [*homes]
    if None not in homes:
        statement, _ = of_quantity(quantity, sum(home or 0 for home in homes), file)
        reader.add(statement, {})


def _total(reader: Reader, key: str, column: Numbers, file: str) -> int | None:
    """The sum of a column, or of the whole place; None if neither is stated."""
    total = _sum(reader, key, sum(number or 0 for number in column) if column else None, file)
    if column:
        reader.settings[BY_KEY[key].each] = [*column]
    return total


def _sum(reader: Reader, key: str, of_table: int | None, file: str) -> int | None:
    """What is stated of the whole place, which a table must agree with."""
    value, source = of_table, file
    if key in reader.tree:
        stated = reader.number(key, reader.tree[key], whole=True)
        if of_table is not None and stated.value != of_table:
            allowed = f"{file} has {of_table:,} in all; leave one of them out, or correct it"
            reader.fail(f"{key}: {stated.value:,}", allowed)
        value, source = int(stated.value), stated.source or source
    if value is not None:
        reader.add(*of_quantity(BY_KEY[key], value, source))
    return value


def _fill_residents(reader: Reader, count: int, rural: int, homes: Numbers) -> None:
    """Residents of the households that are known in all communities, else of usual ones."""
    if not homes or None in homes:
        _fill_evenly(reader, "residents", count, rural)
        return
    size = float(reader.ledger.value("assume:household_size"))
    people = [round((number or 0) * size) for number in homes]
    _fill(reader, "residents", sum(people), "households x assume:household_size")
    reader.settings[BY_KEY["residents"].each] = people


def _fill_evenly(reader: Reader, key: str, count: int, rural: int) -> None:
    """As many as usual in each community and village."""
    parts = {f"assume:community_{key}": count - rural, f"assume:village_{key}": rural}
    total = sum(number * float(reader.ledger.value(name)) for name, number in parts.items())
    source = " + ".join(f"{number} x {name}" for name, number in parts.items() if number)
    _fill(reader, key, round(total), source)


def _fill(reader: Reader, key: str, value: int, source: str) -> None:
    quantity = BY_KEY[key]
    paths = (quantity.setting,)
    statement = Statement(key, quantity.unit, value, None, source, paths, stated=False)
    reader.add(statement, {quantity.setting: value})
