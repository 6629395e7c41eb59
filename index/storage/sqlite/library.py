"""The library in one SQLite file: documents, and all that was read out of them.

Every change is one transaction, so that a reader sees all of it or none; a kill leaves the last whole state.
Whatever can be quoted is stored with a checksum and held to it when it is read: a damaged disk gives an error
and no wrong quote.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from ...document import CORPUS
from ...errors import IndexCorrupt
from ..library import Change, Revision, Size
from . import rows, writing
from .health import found_wrong
from .readings import Readings
from .schema import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..ingest import Record
    from ..library import Key, StoredDocument


class SQLiteLibrary(Readings):
    """One index on disk. Its methods may be called from several threads."""

    def write(
        self,
        *,
        add: Sequence[Record] = (),
        remove: Iterable[Key] = (),
        bury: Iterable[Key] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """As ``Library.write``."""
        records = {(r.document.collection, r.document.id): r for r in add}
        buried = list(bury)
        with self.transaction():
            for key in [*remove, *buried, *records]:
                self._whole(writing.remove_document, self._db, key)
            self._db.executemany("INSERT OR IGNORE INTO tombstone VALUES (?, ?)", buried)
            for record in records.values():
                self._whole(writing.add_document, self._db, record)
            values = [(name, value, rows.checksum(name, value)) for name, value in (settings or {}).items()]
            self._db.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", values)
            writing.note_change(self._db)

    def revision(self) -> Revision:
        """As ``Library.revision``."""
        with self._guard():
            history, change = self._db.execute(
                "SELECT id, (SELECT seq FROM sqlite_sequence WHERE name = 'change') FROM history"
            ).fetchone()
            return Revision(f"{history}-{self._epoch}", change or 0)

    def changes(self, since: Revision) -> list[Change] | None:
        """As ``Library.changes``."""
        found = self.changed_passages(since)
        return None if found is None else [change for change, _, _ in found]

    def changed_passages(self, since: Revision) -> list[tuple[Change, int, int]] | None:
        """The same with the first and last row id of each document's passages."""
        with self.snapshot():
            kept = self._rows("SELECT min(number) FROM change")[0][0]
            if self.revision().history != since.history or (kept or 1) > since.change + 1:
                return None
            found = self._rows(
                "SELECT number, collection, document, added, first, last FROM change "
                "WHERE number > ? AND document IS NOT NULL ORDER BY number",
                since.change,
            )
        return [(Change(n, c, d, bool(added)), first, last) for n, c, d, added, first, last in found]

    def setting(self, name: str) -> str | None:
        """As ``Library.setting``."""
        for value, stored in self._rows("SELECT value, checksum FROM setting WHERE name = ?", name):
            if rows.checksum(name, value) != stored:
                raise IndexCorrupt(f"{self.path}: damaged (its {name} is not as it was stored); {INDEX.mend}")
            return str(value)
        return None

    def version(self, collections: Sequence[str] | None = None) -> str:
        """As ``Library.version``."""
        with self.snapshot():
            digests = self._rows(
                "SELECT name, digest FROM collection WHERE ?1 IS NULL "
                "OR name IN (SELECT value FROM json_each(?1)) ORDER BY 1",
                None if collections is None else json.dumps(collections),
            )
            encoder = self.setting("encoder")
        state = json.dumps([INDEX.version, encoder, digests])
        return sha256(state.encode()).hexdigest()[:12]

    def size(self) -> Size:
        """As ``Library.size``."""
        with self.snapshot():
            ((documents, passages),) = self._rows("SELECT total(documents), total(passages) FROM collection")
            ((size,),) = self._rows("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return Size(int(documents), int(passages), size)

    def rescued(self) -> tuple[list[StoredDocument], set[str]]:
        """Of a damaged index, the documents that are as they were stored, and the tombstones of the corpus.

        What waits in the file beside it is first brought into the index itself.
        """
        found: list[StoredDocument] = []
        with suppress(IndexCorrupt):
            self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
            for number, name in self._numbered():
                with suppress(IndexCorrupt):
                    found += self._read(number, name)
            return found, self.tombstones(CORPUS)
        return found, set()

    def problems(self) -> list[str]:
        """As ``Library.problems``; SQLite's own checks come first."""
        with self.snapshot():
            return self._whole(found_wrong, self._db) or self._read_all()

    def _read_all(self) -> list[str]:
        """Hold everything to its checksums, one document's passages at a time; gives []."""
        for number, name in self._numbered():
            for stored in self._read(number, name):
                self.passages([i for (i,) in self._rows("SELECT id FROM passage WHERE document = ?", number)])
                self.statements(stored.document)
        for (name,) in self._rows("SELECT name FROM collection"):
            self.namings([name])
            self.events([name])
        for row in self._rows("SELECT name FROM setting"):
            self.setting(row[0])
        return []

    def _numbered(self) -> list[tuple[int, str]]:
        """Row id and collection of each document."""
        return self._rows(
            "SELECT document.id, name FROM document JOIN collection ON collection.id = collection"
        )

    def _read(self, number: int, collection: str) -> list[StoredDocument]:
        """The document of a row id, from the disk, not from memory; [] when it is gone."""
        found = self._rows(f"SELECT {rows.DOCUMENT} FROM document WHERE id = ?", number)
        return [self._whole(rows.to_document, row, collection) for row in found]
