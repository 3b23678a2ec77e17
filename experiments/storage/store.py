"""The store of results: what a run gave, found again by the run's key.

A folder holds one journal for each process that writes, and the parts into which journals are
folded when their writer is done. What is in the store is read off these files and nothing else.
Parts that hold what is asked for are checked before they are believed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc

from experiments.runs.run import Detail, Record
from experiments.storage import folders, journal
from experiments.storage.journal import Journal
from experiments.storage.lock import NAME as LOCK
from experiments.storage.lock import Lock
from experiments.storage.part import OURS, RUNS, Frame, Part, PartInTheMaking
from experiments.words.counts import counted
from experiments.words.notice import say
from experiments.words.refusal import Failed, Refusal

MANY_PARTS = 24
"""With more parts than this they are merged into one, when nobody else has the store open."""


class StoreFull(Failed):
    """The store cannot be written any more; what is in it is kept."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(f"{folder} cannot be written: {error.strerror or error}")


class Store:
    """Open as a context; on leaving, whatever was added is folded into a part.

    A folder made for it goes again if nothing was added.
    """

    def __init__(self, folder: Path) -> None:
        """Raises Refusal if the folder cannot be made or written."""
        self.folder = folder
        self._made: list[Path] = []
        self._sound: dict[Path, bool] = {}
        try:
            self._made = folders.make(folder)
            self._lock = Lock(folder)
            self._journal = Journal(folder)
        except OSError as error:
            self._forget_folder()
            raise Refusal("store", folder, f"cannot be written: {error.strerror}") from None
        self._adopt()
        self._tidy()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError, StoreFull):
            self.fold()
            if len(self.parts()) > MANY_PARTS:
                self.merge()
        with contextlib.suppress(OSError):
            self._journal.close()
        if self._journal.path.exists() and not self._journal.path.stat().st_size:
            self._journal.path.unlink()
        self._lock.close()
        self._forget_folder()

    def parts(self) -> list[Part]:
        """The parts that count."""
        return Part.all_in(self.folder)

    def missing(self, keys: Iterable[str], detail: Detail) -> set[str]:
        """Those of the keys that no sound part holds in this detail."""
        wanted = set(keys)
        for part in self.parts():
            wanted.difference_update(self._there(part, wanted, detail))
        return wanted

    def add(self, records: Iterable[Record]) -> None:
        """Append finished runs to this process's journal. Raises StoreFull."""
        try:
            self._journal.append(records)
        except OSError as error:
            raise StoreFull(self.folder, error) from None

    def tick(self) -> None:
        """Give the journal its chance to sync; to be called at least once a second."""
        self._journal.tick()

    def fold(self) -> None:
        """Turn this process's journal into a part and begin a new one. Raises StoreFull."""
        old = self._journal
        try:
            old.close()
            self._fold([old.path])
            self._journal = Journal(self.folder)
        except OSError as error:
            raise StoreFull(self.folder, error) from None

    def rows(self, frame: Frame, keys: Collection[str], detail: Detail) -> Iterator[pa.Table]:
        """Rows of these runs out of the folded parts, with their `key`; each run once.

        Raises KeyError, at the end, if some of them are not there.
        """
        wanted = set(keys)
        for part in self.parts():
            if self._there(part, wanted, detail):
                yield from part.rows(frame, wanted, detail)
        if wanted:
            raise KeyError(f"{counted(len(wanted), 'run')} not in the store")

    def origins(self, keys: Collection[str], detail: Detail) -> pa.Table:
        """Key, environment and time (`made`) of these runs, as `rows` reads them; each run once."""
        wanted = set(keys)
        found = []
        for part in self.parts():
            found.append(part.origins(wanted, detail))
            wanted.difference_update(found[-1]["key"].to_pylist())
        return pa.concat_tables(found)

    def merge(self, drop: Collection[str] = ()) -> bool:
        """Make one part of all, each run once, without the runs to be dropped.

        False if others have the store open. What never came to count goes as well.
        """
        if not self._lock.alone():
            return False
        try:
            for path in self._leftovers():
                path.unlink()
            self._unite([part for part in self.parts() if self.sound(part)], set(drop))
        finally:
            self._lock.shared()
        return True

    def _unite(self, old: list[Part], seen: set[str]) -> None:
        """One part in place of several; `seen` are keys to be passed over."""
        born = PartInTheMaking(self.folder)
        details: tuple[Detail, ...] = ("full", "totals")
        try:
            for detail in details:
                for tables in (group for part in old for group in part.groups()):
                    chosen = tables["runs"].filter(pc.equal(tables["runs"]["detail"], detail))
                    keys = [key for key in chosen["key"].to_pylist() if key not in seen]
                    seen.update(keys)
                    if keys:
                        born.add_group({kind: _of(table, keys) for kind, table in tables.items()})
            name = born.commit()
        except OSError:
            born.drop()
            raise
        for part in old:
            if part.name != name:
                part.remove()

    def sound(self, part: Part, *, of_list_alone: bool = False) -> bool:
        """Whether a part is as it was written; one that is not is named and set aside."""
        if part.runs in self._sound and (of_list_alone or self._sound[part.runs]):
            return True
        fault = part.fault(of_list_alone=of_list_alone)
        if fault is None:
            self._sound[part.runs] = not of_list_alone
            return True
        part.set_aside()
        say(f"{self.folder / fault} is damaged and set aside; its runs are computed again")
        return False

    def _there(self, part: Part, wanted: set[str], detail: Detail) -> list[str]:
        """Those of the wanted runs that a part holds; none are believed of one that is damaged."""
        if not wanted or not self.sound(part, of_list_alone=True):
            return []
        there = part.holds(pa.array(list(wanted), pa.string()), detail)
        return there if there and self.sound(part) else []

    def _adopt(self) -> None:
        """Fold the journals whose writers are gone."""
        found = [one for one in journal.all_in(self.folder) if one != self._journal.path]
        orphans = [one for one in found if journal.adopt(one)]
        with contextlib.suppress(OSError):
            self._fold(orphans)

    def _fold(self, journals: list[Path]) -> None:
        born = PartInTheMaking(self.folder)
        folded: set[str] = set()
        try:
            for path in journals:
                for record in journal.read(path):
                    if record is None:
                        say(f"{path} has a damaged record; its run is computed again")
                    elif record.key not in folded:
                        folded.add(record.key)
                        born.add(record)
            born.commit()
        except OSError:
            born.drop()
            raise
        for path in journals:
            path.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Remove what killed writers left half-written, unless others have the store open."""
        if self._lock.alone():
            for path in self._leftovers():
                if path.name.startswith("."):
                    with contextlib.suppress(OSError):
                        path.unlink()
            self._lock.shared()

    def _leftovers(self) -> list[Path]:
        """Files that never came to count, where the store is ours alone."""
        return [path for path in self.folder.iterdir() if path.is_file() and _left_over(path)]

    def _forget_folder(self) -> None:
        """Drop the folder if it was made for us and nothing came to lie in it."""
        if self._made and all(path.name == LOCK for path in self.folder.iterdir()):
            (self.folder / LOCK).unlink(missing_ok=True)
            folders.drop(self._made)


def _left_over(path: Path) -> bool:
    """Whether a file is of our making but no part or journal: hidden, or not listed."""
    name = path.name.removeprefix(".")
    if OURS.fullmatch(name):
        return name != path.name or not path.with_name(f"{name.partition('.')[0]}{RUNS}").exists()
    return name != path.name and journal.OURS.fullmatch(name) is not None


def _of(table: pa.Table, keys: list[str]) -> pa.Table:
    return table.filter(pc.is_in(table["key"], value_set=pa.array(keys, pa.string())))
