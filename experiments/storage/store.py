"""The store of results: what a run gave, found again by the run's key.

A folder holds one journal for each process that writes, and the parts into which journals are
folded when their writer is done. What is in the store is read off these files and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from experiments.reports import folders
from experiments.runs.run import Record
from experiments.storage import journal, part
from experiments.storage.journal import Journal
from experiments.storage.part import Frame, Part
from experiments.words.refusal import Refusal


class Store:
    """Open as a context; on leaving, whatever was added is folded into a part.

    A folder made for it goes again if nothing was added.
    """

    def __init__(self, folder: Path) -> None:
        """Raises Refusal if the folder cannot be made or written."""
        self.folder = folder
        self._made: list[Path] = []
        try:
            self._made = folders.make(folder)
            self._journal = Journal(folder)
        except OSError as error:
            folders.drop(self._made)
            raise Refusal("store", folder, f"cannot be written: {error.strerror}") from None
        self._keys = self._index()
        for path in sorted(folder.glob(f"*{journal.SUFFIX}")):
            if path != self._journal.path and journal.adopt(path):
                self._fold(path)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.fold()
        self._journal.close()
        self._journal.path.unlink(missing_ok=True)
        folders.drop(self._made)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def add(self, records: Iterable[Record]) -> None:
        """Append finished runs to this process's journal."""
        records = list(records)
        self._journal.append(records)
        self._keys.update(record.key for record in records)

    def tick(self) -> None:
        """Give the journal its chance to sync; to be called at least once a second."""
        self._journal.tick()

    def fold(self) -> None:
        """Turn this process's journal into a part and begin a new one."""
        old = self._journal
        self._journal = Journal(self.folder)
        old.close()
        self._fold(old.path)

    def read(self, frame: Frame, keys: Collection[str]) -> pa.Table:
        """Rows of these runs out of the folded parts, with their `key`; each run once."""
        wanted = set(keys)
        found: list[pa.Table] = []
        for runs in self._parts():
            here = wanted.intersection(part.keys(runs))
            if here:
                found.append(part.rows(runs, frame, here))
                wanted -= here
        if wanted:
            raise KeyError(f"{len(wanted)} runs are not in the store")
        return pa.concat_tables(found)

    def _parts(self) -> list[Path]:
        return part.found(self.folder)

    def _index(self) -> set[str]:
        return {key for runs in self._parts() for key in part.keys(runs)}

    def _fold(self, path: Path) -> None:
        folded = self._index()
        born = Part(self.folder)
        for record in journal.read(path):
            if record.key not in folded:
                folded.add(record.key)
                born.add(record)
        born.commit()
        self._keys |= folded
        path.unlink(missing_ok=True)
