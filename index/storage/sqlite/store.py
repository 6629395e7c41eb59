"""SQLite, the one source of truth: documents, what was read out of them, passages, vectors, terms.

Every change is one transaction, so that a reader sees all of it or none; a kill leaves the last whole state.
Whatever can be quoted is stored with a checksum and held to it when it is read: a damaged disk gives an error
and no wrong quote.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from cachetools import LRUCache

from ...document import CORPUS
from ...errors import IndexCorrupt, UnknownDocument
from .bm25 import bm25
from .database import Database
from .rows import (
    DOCUMENT,
    PASSAGE,
    READING,
    checksum,
    from_passage,
    from_record,
    to_document,
    to_matrix,
    to_passage,
    to_stored,
)
from .schema import INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ...document import Document, Span
    from ...models.encoder import Vectors
    from ..ingest import PassageRecord, Record
    from .database import Connection
    from .rows import Passage, Row, Stored

T = TypeVar("T")

MOST_TEXT = 32 * 1024 * 1024
"""Code points of documents' text that are kept in memory: more than the largest document has."""

_AMONG = "IN (SELECT value FROM json_each(?))"
_OF_DOCUMENT = "document.collection = ? AND slug = ? AND content_hash = ?"


class Store(Database):
    """One index on disk. Its methods may be called from several threads."""

    layout = INDEX

    def __init__(self, path: Path, connection: Connection, *, frozen: bool = False) -> None:
        super().__init__(path, connection, frozen=frozen)
        # Rows of documents are never changed and their ids never used twice: what was read stays right.
        self._recent: LRUCache[tuple[int, int], tuple[Document, str]] = LRUCache(
            MOST_TEXT, lambda read: len(read[0].text) + 1
        )

    # ------------------------------------------------------------------ writing

    def write(
        self,
        *,
        add: Sequence[Record] = (),
        remove: Iterable[tuple[str, str]] = (),
        bury: Iterable[tuple[str, str]] = (),
        meta: Mapping[str, str] | None = None,
    ) -> None:
        """In one transaction: remove the documents (collection, id), add the records, set the meta values.

        A record replaces the stored document of the same collection and id. Those to ``bury`` are removed,
        and remembered as such until a document of that collection and id is added.
        """
        buried, replaced = list(bury), [(r.document.collection, r.document.id) for r in add]
        with self.transaction():
            for key in [*remove, *buried, *replaced]:
                self._db.execute("DELETE FROM document WHERE collection = ? AND slug = ?", key)
            self._db.executemany("INSERT OR IGNORE INTO tombstone VALUES (?, ?)", buried)
            for record in add:
                self._insert(record)
            values = [(key, value, checksum(key, value)) for key, value in (meta or {}).items()]
            self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", values)

    def _insert(self, record: Record) -> None:
        document = record.document
        key = (document.collection, document.id)
        self._db.execute("DELETE FROM tombstone WHERE collection = ? AND slug = ?", key)
        row, content_hash = self._new("document", READING, from_record(record)), document.content_hash
        for p in record.passages:
            columns = (row, *from_passage(document.collection, content_hash, p))
            passage = self._new("passage", f"document, {PASSAGE}", columns)
            self._db.executemany(
                "INSERT INTO posting VALUES (?, ?, ?, ?, ?)", _postings(document.collection, passage, p)
            )

    def _new(self, table: str, columns: str, row: Row) -> int:
        """Insert a row and give its id."""
        places = ", ".join("?" * len(row))
        number = self._db.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", row).lastrowid  # noqa: S608
        if number is None:
            raise AssertionError("an INSERT has a row id")
        return number

    # ------------------------------------------------------------------ reading

    def _whole(self, convert: Callable[..., T], *args: object) -> T:
        """A stored value as one of ours, or IndexCorrupt where it isn't the one that was stored."""
        try:
            return convert(*args)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise IndexCorrupt(f"{self.path}: damaged ({error}); {INDEX.mend}") from error

    def meta(self, key: str) -> str | None:
        """A value that ``write`` set: "encoder" is the key of the model whose vectors are stored."""
        for value, stored in self._rows("SELECT value, checksum FROM meta WHERE key = ?", key):
            if checksum(key, value) != stored:
                raise IndexCorrupt(f"{self.path}: damaged (its {key} is not as it was stored); {INDEX.mend}")
            return str(value)
        return None

    def version(self, collections: Sequence[str] | None = None) -> str:
        """12 hex digits over the schema, the encoder and the documents: equal versions answer alike.

        The documents are those of the collections, or all when None.
        """
        hashes = self._rows(
            "SELECT collection, content_hash FROM document WHERE ?1 IS NULL "
            "OR collection IN (SELECT value FROM json_each(?1)) ORDER BY 1, 2",
            None if collections is None else json.dumps(collections),
        )
        return sha256(json.dumps([INDEX.version, self.meta("encoder"), hashes]).encode()).hexdigest()[:12]

    def hashes(self, collections: Sequence[str]) -> set[str]:
        """The content hashes of the documents of the collections."""
        sql = f"SELECT content_hash FROM document WHERE collection {_AMONG}"  # noqa: S608
        return {row[0] for row in self._rows(sql, json.dumps(collections))}

    def documents(self, collections: Sequence[str] | None = None) -> list[Document]:
        """The documents of the collections (all of them when None), by collection and id."""
        return [self._whole(to_document, row) for row in self._documents(DOCUMENT, collections)]

    def stored(self, collections: Sequence[str] | None = None) -> list[Stored]:
        """The same documents with what was read out of them."""
        return [self._whole(to_stored, row) for row in self._documents(READING, collections)]

    def _documents(self, columns: str, collections: Sequence[str] | None) -> list[Row]:
        return self._rows(
            f"SELECT {columns} FROM document WHERE ?1 IS NULL "  # noqa: S608
            "OR collection IN (SELECT value FROM json_each(?1)) ORDER BY collection, slug",
            None if collections is None else json.dumps(collections),
        )

    def document(self, collection: str, slug: str) -> Stored:
        """One document, with what was read out of it.

        Raises:
            UnknownDocument: the collection has none of that id.
        """
        rows = self._rows(
            f"SELECT {READING} FROM document WHERE collection = ? AND slug = ?",  # noqa: S608
            collection,
            slug,
        )
        if not rows:
            raise UnknownDocument(f"no document has the id {slug!r}; `rapporteur documents` lists them")
        return self._whole(to_stored, rows[0])

    def tombstones(self, collection: str) -> set[str]:
        """The ids of the documents that were removed and are not to come back by themselves."""
        return {row[0] for row in self._rows("SELECT slug FROM tombstone WHERE collection = ?", collection)}

    def paragraphs(self, document: Document) -> list[Span]:
        """The paragraphs of a document, ¶1 first; [] when it is no longer stored as it is."""
        rows = self._rows(
            f"SELECT {READING} FROM document WHERE {_OF_DOCUMENT}",  # noqa: S608
            document.collection,
            document.id,
            document.content_hash,
        )
        return [span for row in rows for span in self._whole(to_stored, row).paragraphs]

    def vectors(self) -> Iterator[tuple[str, list[int], Vectors]]:
        """Per collection: the passage ids and their vectors, float32 ``(n, dimension)``."""
        rows = self._rows("SELECT collection, id, vector, vector_checksum FROM passage ORDER BY 1, 2")
        for collection, group in groupby(rows, key=lambda row: str(row[0])):
            mine = list(group)
            yield collection, [row[1] for row in mine], self._whole(to_matrix, [row[2:] for row in mine])

    def search(
        self,
        terms: Iterable[str],
        collections: Sequence[str],
        limit: int,
        among: Collection[int] | None = None,
    ) -> dict[int, float]:
        """Passage id → BM25 (higher is better) of each collection's ``limit`` best passages, best first.

        Those with any of the terms are found. Each collection is scored by its own statistics.
        With ``among``, only those passages are found.
        """
        asked = list(dict.fromkeys(terms))
        found: dict[int, float] = {}
        with self.snapshot():
            for collection in collections:
                found.update(bm25(self._rows, asked, collection, limit, among))
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of those ids, in that order; an id that is gone is left out."""
        with self.snapshot():
            rows = self._rows(
                f"SELECT id, document, {PASSAGE} FROM passage WHERE id {_AMONG}",  # noqa: S608
                json.dumps(list(ids)),
            )
            documents = self._by_row({row[1] for row in rows})
        found: dict[int, Passage] = {}
        for number, document, *row in rows:
            found[number] = self._whole(to_passage, number, row, *documents.get(document, (None, "")))
        return [found[i] for i in ids if i in found]

    def _by_row(self, wanted: set[int]) -> dict[int, tuple[Document, str]]:
        """The documents of those rows, each with its content hash; the last ones are kept in memory."""
        known = {n: kept for n in wanted if (kept := self._recent.get((self._epoch, n)))}
        rows = self._rows(
            f"SELECT {DOCUMENT}, id FROM document WHERE id {_AMONG}",  # noqa: S608
            json.dumps(list(wanted - known.keys())),
        )
        read = {row[-1]: (self._whole(to_document, row), row[-2]) for row in rows}
        self._recent.update({(self._epoch, number): kept for number, kept in read.items()})
        return known | read

    def passages_of(self, document: Document, spans: Sequence[Span]) -> list[int]:
        """The ids of the passages of a document that overlap any of the spans, in text order."""
        rows = self._rows(
            "SELECT passage.id, start, end FROM passage JOIN document ON document.id = passage.document "  # noqa: S608
            f"WHERE {_OF_DOCUMENT} ORDER BY start",
            document.collection,
            document.id,
            document.content_hash,
        )
        return [i for i, a, b in rows if any(a < span.end and span.start < b for span in spans)]

    def count_passages(self, collections: Sequence[str]) -> int:
        """How many passages the collections have."""
        sql = f"SELECT count(*) FROM passage WHERE collection {_AMONG}"  # noqa: S608
        return int(self._rows(sql, json.dumps(collections))[0][0])

    def rescued(self) -> tuple[list[Stored], set[str]]:
        """Of a damaged index, the documents that are as they were stored, and the tombstones of the corpus.

        What waits in the file beside it is first brought into the index itself.
        """
        found: list[Stored] = []
        with suppress(IndexCorrupt):
            self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
            for (number,) in self._rows("SELECT id FROM document"):
                with suppress(IndexCorrupt):
                    rows = self._rows(f"SELECT {READING} FROM document WHERE id = ?", number)  # noqa: S608
                    found += [self._whole(to_stored, row) for row in rows]
            return found, self.tombstones(CORPUS)
        return found, set()

    def problems(self) -> list[str]:
        """What SQLite's own checks find wrong; where that is nothing, every value is read. Empty when sound.

        Raises:
            IndexCorrupt: a value isn't as it was stored.
        """
        with self.snapshot():
            found = [str(row[0]) for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"orphan row in {row[0]}" for row in self._rows("PRAGMA foreign_key_check")]
            missing = self._value(
                "SELECT count(*) FROM passage WHERE terms != "
                "(SELECT ifnull(sum(count), 0) FROM posting WHERE passage = passage.id)"
            )
            found += [f"{missing} passages are not in the full-text index"] if missing else []
            return found or self._read_all()

    def _read_all(self) -> list[str]:
        """Hold everything to its checksums; gives []."""
        self.stored()
        self.passages([row[0] for row in self._rows("SELECT id FROM passage")])
        list(self.vectors())
        for row in self._rows("SELECT key FROM meta"):
            self.meta(row[0])
        return []


def _postings(collection: str, passage: int, p: PassageRecord) -> list[Row]:
    """collection, term, passage, how often it stands there, and of how many terms."""
    return [(collection, t, passage, n, len(p.terms)) for t, n in Counter(p.terms).items()]
