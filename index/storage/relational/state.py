"""The state of a library as a whole: its settings, its version, and whether every row is as it was stored."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from . import rows, writing
from .dialect import FORMAT
from .records import Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..ingest import Record
    from ..library import Key, StoredDocument
    from .dialect import Connection


class State(Records):
    """What a library says of itself, and how its tables are changed."""

    def _write(
        self,
        db: Connection,
        add: Sequence[Record],
        remove: Iterable[Key],
        bury: Iterable[Key],
        settings: Mapping[str, str] | None,
    ) -> None:
        """What ``Library.write`` does, within a transaction."""
        records = {(r.document.collection, r.document.id): r for r in add}
        buried = list(bury)
        for key in [*remove, *buried, *records]:
            self.whole(writing.remove_document, db, key, self.dialect)
        db.executemany("INSERT INTO tombstone VALUES (?, ?) ON CONFLICT DO NOTHING", buried)
        for record in records.values():
            self.whole(writing.add_document, db, record, self.dialect)
        values = [(name, value, rows.checksum(name, value)) for name, value in (settings or {}).items()]
        db.executemany(
            "INSERT INTO setting VALUES (?, ?, ?) ON CONFLICT (name) "
            "DO UPDATE SET value = excluded.value, checksum = excluded.checksum",
            values,
        )
        writing.note_change(db)

    def setting(self, name: str) -> str | None:
        """As ``Library.setting``."""
        for value, stored in self._rows("SELECT value, checksum FROM setting WHERE name = ?", name):
            return self._kept(name, value, stored)
        return None

    def _kept(self, name: str, value: str, stored: int) -> str:
        """A value that was kept under a name, held to its checksum."""
        if rows.checksum(name, value) != stored:
            raise self.damaged(f"its {name} is not as it was stored")
        return str(value)

    def version(self, collections: Sequence[str] | None = None) -> str:
        """As ``Library.version``."""
        which = "" if collections is None else f"WHERE name {self.dialect.among}"
        found = self._rows(  # in one statement: it is asked with each question
            f"SELECT 0, name, digest, NULL FROM collection {which} "
            "UNION ALL SELECT 1, name, value, checksum FROM setting WHERE name = 'encoder' ORDER BY 1, 2",
            *([] if collections is None else [self.dialect.listed(collections)]),
        )
        encoder: list[str | None] = [self._kept(*row) for kind, *row in found if kind]
        digests = [(name, value) for kind, name, value, _ in found if not kind]
        state = json.dumps([FORMAT, *(encoder or [None]), digests])
        return sha256(state.encode()).hexdigest()[:12]

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

    def _read(self, number: int, collection: str) -> list[StoredDocument]:
        """The document of a row id, from the tables, not from memory; [] when it is gone."""
        found = self._rows(f"SELECT {rows.DOCUMENT} FROM document WHERE id = ?", number)
        return [self.whole(rows.to_document, row, collection) for row in found]
