"""The library in one SQLite file: documents, and all that was read out of them.

Every change is one transaction, so that a reader sees all of it or none; a kill leaves the last whole state.
Whatever can be quoted is stored with a checksum and held to it when it is read: a damaged disk gives an error
and no wrong quote.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ...document import CORPUS
from ...errors import IndexCorrupt
from ..library import Change, Revision, Size
from ..relational import rows
from ..relational.blocks import ID_BYTES, passage_ids
from ..relational.postings import POSTINGS, best_by_words
from ..relational.readings import STATEMENT_COLUMNS
from ..relational.state import State
from .database import Database
from .dialect import SQLITE, VECTORS
from .health import found_wrong
from .schema import INDEX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from ...document import Statement
    from ..ingest import Record
    from ..library import Key, Passage, StoredDocument
    from ..relational.dialect import Dialect
    from .database import Connection, Layout


class SQLiteLibrary(Database, State):
    """One index on disk. Its methods may be called from several threads."""

    layout: ClassVar[Layout] = INDEX
    dialect: ClassVar[Dialect] = SQLITE

    def __init__(self, path: Path, connection: Connection, *, frozen: bool = False) -> None:
        Database.__init__(self, path, connection, frozen=frozen)
        State.__init__(self)
        self.place = str(path)

    def write(
        self,
        *,
        add: Sequence[Record] = (),
        remove: Iterable[Key] = (),
        bury: Iterable[Key] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """As ``Library.write``."""
        with self.transaction():
            self._write(self._db, add, remove, bury, settings)

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

    def words(
        self, collections: Sequence[str], starts: Collection[str], lengths: Collection[int]
    ) -> dict[str, int]:
        """As ``Library.words``."""
        found = self._rows(
            "SELECT word, sum(passages) FROM (SELECT DISTINCT word.* FROM json_each(?) start "
            f"CROSS JOIN json_each(?) length CROSS JOIN collection ON name {self.dialect.among} "
            "CROSS JOIN word ON word.collection = collection.id AND letters = length.value "
            "AND word >= start.value AND word < start.value || char(1114111)) GROUP BY 1",
            self.dialect.listed(starts),
            self.dialect.listed(lengths),
            self.dialect.listed(collections),
        )
        return dict(found)

    def statements_in(self, passages: Sequence[Passage]) -> list[tuple[Passage, Statement]]:
        """As ``Library.statements_in``."""
        spots = [(*p.id.split("-"),) for p in passages]
        found = self._rows(
            f"SELECT spot.key, {STATEMENT_COLUMNS} FROM json_each(?) spot "
            "CROSS JOIN document ON content_hash = json_extract(spot.value, '$[0]') "
            "CROSS JOIN passage ON passage.document = document.id "
            "AND number = CAST(json_extract(spot.value, '$[1]') AS INTEGER) "
            "CROSS JOIN statement ON statement.passage = passage.id ORDER BY spot.key, statement.id",
            self.dialect.listed(spots),
        )
        return [(passages[row[0]], self.whole(rows.to_statement, row[1:], spots[row[0]][0])) for row in found]

    def vector_records(
        self, collection: str, first: int = 0, last: int | None = None
    ) -> npt.NDArray[np.uint8]:
        """The vectors of a collection's passages, as ``blocks`` has them, or those of some row ids."""
        sql = "SELECT id FROM collection WHERE name = ?"
        with self.snapshot():
            number = self._rows(sql, collection)
            key = number[0] if number else (-1,)
            return self.whole(VECTORS.read, self._db, key, first, last)

    def _codes(self, collection: str, first: int, last: int) -> Mapping[int, npt.NDArray[np.int8]]:
        records = self.vector_records(collection, first, last)
        codes = np.ascontiguousarray(records[:, ID_BYTES:]).view(np.int8)
        return dict(zip(passage_ids(records).tolist(), codes, strict=True))

    def best_by_words(
        self,
        terms: Collection[str],
        collection: str,
        k: int,
        among: npt.NDArray[np.uint32] | None = None,
    ) -> list[tuple[int, float]]:
        """Row id and BM25 of the ``k`` best passages of a collection, by its own statistics, best first.

        With ``among``, of those passages alone.
        """
        found = self._rows("SELECT id, passages, terms FROM collection WHERE name = ?", collection)
        if not found:
            return []
        number, *totals = found[0]
        held = self.passage_counts(terms, [collection])
        with self._guard():
            read = {term: self.whole(POSTINGS.read, self._db, (number, term)) for term in held}
        records = {term: postings for term, postings in read.items() if len(postings)}
        return best_by_words(terms, held, records, (*totals,), k, among)

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
            return self.whole(found_wrong, self._db) or self._read_all()
