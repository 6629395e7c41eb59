"""The library in one SQLite file: documents, and all that was read out of them.

Every change is one transaction, so that a reader sees all of it or none; a kill leaves the last whole state.
Whatever can be quoted is stored with a checksum and held to it when it is read: a damaged disk gives an error
and no wrong quote.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from cachetools import LRUCache

from ...attribution.speakers import Voice
from ...document import CORPUS
from ...errors import IndexCorrupt, UnknownDocument
from ..library import Change, Revision
from . import rows, writing
from .database import Database
from .health import found_wrong
from .postings import bm25, weight
from .schema import INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from ...attribution.people import Naming
    from ...chronology.events import Event
    from ...document import Document, Span, Statement
    from ..ingest import Record
    from ..library import Key, Passage, StoredDocument
    from .database import Connection

T = TypeVar("T")

MOST_TEXT = 4 * 1024 * 1024
"""Code points of documents' text that are kept in memory; a longer document's are read at each question."""

_AMONG = "IN (SELECT value FROM json_each(?))"
_THEIRS = f"(SELECT id FROM collection WHERE name {_AMONG})"
"""The numbers of the collections of those names."""

_OF = "document = (SELECT id FROM document WHERE content_hash = ?)"


class SQLiteLibrary(Database):
    """One index on disk. Its methods may be called from several threads."""

    layout = INDEX

    def __init__(self, path: Path, connection: Connection, *, frozen: bool = False) -> None:
        super().__init__(path, connection, frozen=frozen)
        # Rows of documents are never changed and their ids never used twice: what was read stays right.
        self._recent: LRUCache[tuple[int, int], tuple[Document, str]] = LRUCache(
            MOST_TEXT, lambda read: len(read[0].text) + 1
        )

    # ------------------------------------------------------------------ change

    def write(
        self,
        *,
        add: Sequence[Record] = (),
        remove: Iterable[Key] = (),
        bury: Iterable[Key] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """As ``Library.write``."""
        buried, replaced = list(bury), [(r.document.collection, r.document.id) for r in add]
        with self.transaction():
            for key in [*remove, *buried, *replaced]:
                self._whole(writing.remove_document, self._db, key)
            self._db.executemany("INSERT OR IGNORE INTO tombstone VALUES (?, ?)", buried)
            for record in add:
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
        now = self.revision()
        kept = self._rows("SELECT min(number) FROM change")[0][0]
        if now.history != since.history or (kept or 1) > since.change + 1:
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
        found = self._rows(
            "SELECT name, digest FROM collection WHERE ?1 IS NULL "
            "OR name IN (SELECT value FROM json_each(?1)) ORDER BY 1",
            None if collections is None else json.dumps(collections),
        )
        told = json.dumps([INDEX.version, self.setting("encoder"), found])
        return sha256(told.encode()).hexdigest()[:12]

    # ------------------------------------------------------------------ documents

    def held(self, collections: Sequence[str]) -> tuple[str, ...]:
        """As ``Library.held``."""
        there = {
            row[0]
            for row in self._rows(f"SELECT name FROM collection WHERE name {_AMONG}", _names(collections))
        }
        return tuple(name for name in collections if name in there)

    def documents(self, collections: Sequence[str] | None = None) -> list[StoredDocument]:
        """As ``Library.documents``."""
        found = self._rows(
            f"SELECT {rows.DOCUMENT}, name FROM document JOIN collection ON collection.id = collection "
            "WHERE ?1 IS NULL OR name IN (SELECT value FROM json_each(?1)) ORDER BY name, slug",
            None if collections is None else _names(collections),
        )
        return [self._whole(rows.to_document, row, row[-1]) for row in found]

    def document(self, key: Key) -> StoredDocument:
        """As ``Library.document``."""
        found = self._rows(
            f"SELECT {rows.DOCUMENT} FROM document JOIN collection ON collection.id = collection "
            "WHERE name = ? AND slug = ?",
            *key,
        )
        if not found:
            raise UnknownDocument(f"no document has the id {key[1]!r}; `rapporteur documents` lists them")
        return self._whole(rows.to_document, found[0], key[0])

    def titled(self, terms: Collection[str], collections: Sequence[str], limit: int) -> list[Document]:
        """As ``Library.titled``."""
        asked = _names(collections)
        found = self._rows(
            "SELECT document FROM heading JOIN document ON document.id = document "
            f"JOIN collection ON collection.id = heading.collection WHERE name {_AMONG} AND term {_AMONG} "
            "GROUP BY document ORDER BY count(*) DESC, name, slug LIMIT ?",
            asked,
            _names(terms),
            limit,
        ) or self._rows(
            "SELECT document.id FROM document JOIN collection ON collection.id = collection "
            f"WHERE name {_AMONG} ORDER BY name, slug LIMIT ?",
            asked,
            limit,
        )
        ids = [row[0] for row in found]
        documents = self._by_row(set(ids))
        return [documents[number][0] for number in ids if number in documents]

    def count_documents(self, collections: Sequence[str]) -> int:
        """As ``Library.count_documents``."""
        return self._total("documents", collections)

    def count_passages(self, collections: Sequence[str]) -> int:
        """As ``Library.count_passages``."""
        return self._total("passages", collections)

    def _total(self, column: str, collections: Sequence[str]) -> int:
        sql = f"SELECT total({column}) FROM collection WHERE name {_AMONG}"
        return int(self._rows(sql, _names(collections))[0][0])

    def present(self, hashes: Collection[str]) -> set[str]:
        """As ``Library.present``."""
        sql = f"SELECT content_hash FROM document WHERE content_hash {_AMONG}"
        return {row[0] for row in self._rows(sql, _names(hashes))}

    def tombstones(self, collection: str) -> set[str]:
        """As ``Library.tombstones``."""
        return {row[0] for row in self._rows("SELECT slug FROM tombstone WHERE collection = ?", collection)}

    def paragraphs(self, document: Document) -> list[Span]:
        """As ``Library.paragraphs``."""
        found = self._rows(
            f"SELECT {rows.DOCUMENT} FROM document WHERE content_hash = ?",
            document.content_hash,
        )
        for row in found[:1]:
            self._whole(rows.to_document, row, document.collection)
            return self._whole(rows.to_paragraphs, row)
        return []

    # ------------------------------------------------------------------ passages

    def passages_at(self, document: Document, spans: Sequence[Span]) -> list[Passage]:
        """As ``Library.passages_at``."""
        found = self._rows(
            f"SELECT id, start, end FROM passage WHERE {_OF} ORDER BY start",
            document.content_hash,
        )
        ids = [i for i, a, b in found if any(a < span.end and span.start < b for span in spans)]
        passages = self.passages(ids)
        return [passages[i] for i in ids if i in passages]

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of those row ids; one that is gone is left out."""
        with self.snapshot():
            found = self._rows(
                f"SELECT {rows.PASSAGE}, id FROM passage WHERE id {_AMONG}",
                json.dumps(list(ids)),
            )
            documents = self._by_row({row[0] for row in found})
        passages: dict[int, Passage] = {}
        for *row, number in found:
            if row[0] not in documents:
                raise IndexCorrupt(f"{self.path}: damaged (a passage of no document); {INDEX.mend}")
            passages[number] = self._whole(rows.to_passage, row, *documents[row[0]])
        return passages

    def _by_row(self, wanted: set[int]) -> dict[int, tuple[Document, str]]:
        """The documents of those rows, each with its content hash; the last ones are kept in memory."""
        known = {n: kept for n in wanted if (kept := self._recent.get((self._epoch, n)))}
        found = self._rows(
            f"SELECT {rows.DOCUMENT}, name, content_hash, document.id FROM document "
            f"JOIN collection ON collection.id = collection WHERE document.id {_AMONG}",
            json.dumps(list(wanted - known.keys())),
        )
        read = {row[-1]: (self._whole(rows.to_document, row, row[-3]).document, row[-2]) for row in found}
        for number, (document, content_hash) in read.items():
            if len(document.text) < MOST_TEXT:
                self._recent[self._epoch, number] = document, content_hash
        return known | read

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
        number, passages, length = found[0]
        held = self.passage_counts(terms, [collection])
        weights = {term: weight(passages, held[term]) for term in dict.fromkeys(terms) if term in held}
        with self._guard():
            return self._whole(bm25, self._db, number, weights, length / max(passages, 1), k, among)

    def vector_records(
        self, collection: str, first: int = 0, last: int | None = None
    ) -> npt.NDArray[np.uint8]:
        """The vectors of a collection's passages, as ``blocks`` has them, or those of some row ids."""
        sql = "SELECT id FROM collection WHERE name = ?"
        with self.snapshot():
            number = self._rows(sql, collection)
            key = number[0] if number else (-1,)
            return self._whole(writing.VECTORS.read, self._db, key, first, last)

    def spoken_passages(self, speakers: Collection[str], collection: str) -> list[int]:
        """The row ids of the passages of a collection in which one of the speakers speaks."""
        found = self._rows(
            "SELECT DISTINCT passage FROM statement "
            f"WHERE collection = (SELECT id FROM collection WHERE name = ?) AND speaker {_AMONG}",
            collection,
            _names(speakers),
        )
        return [row[0] for row in found]

    # ------------------------------------------------------------------ who said what, and when

    def statements(self, document: Document) -> list[Statement]:
        """As ``Library.statements``."""
        found = self._rows(
            f"SELECT {rows.STATEMENT} FROM statement WHERE {_OF} ORDER BY id",
            document.content_hash,
        )
        return [self._whole(rows.to_statement, row) for row in found]

    def statements_in(self, passages: Sequence[Passage]) -> list[tuple[Passage, Statement]]:
        """As ``Library.statements_in``."""
        spots = [(*p.id.split("-"),) for p in passages]
        columns = ", ".join(f"statement.{column}" for column in rows.STATEMENT.split(", "))
        found = self._rows(
            f"SELECT spot.key, {columns} FROM json_each(?) spot "
            "CROSS JOIN document ON content_hash = json_extract(spot.value, '$[0]') "
            "CROSS JOIN passage ON passage.document = document.id "
            "AND number = CAST(json_extract(spot.value, '$[1]') AS INTEGER) "
            "CROSS JOIN statement ON statement.passage = passage.id ORDER BY spot.key, statement.id",
            json.dumps(spots),
        )
        return [(passages[row[0]], self._whole(rows.to_statement, row[1:])) for row in found]

    def statements_by(
        self, speakers: Collection[str], collections: Sequence[str]
    ) -> list[tuple[Document, Statement]]:
        """As ``Library.statements_by``."""
        found = self._rows(
            f"SELECT {rows.STATEMENT} FROM statement WHERE collection IN {_THEIRS} "
            f"AND speaker {_AMONG} ORDER BY id",
            _names(collections),
            _names(speakers),
        )
        return [(d, self._whole(rows.to_statement, row)) for row, d in self._placed(found)]

    def _placed(self, found: Sequence[rows.Row]) -> list[tuple[rows.Row, Document]]:
        """Rows that begin with their document's id, with that, by collection, document and their order."""
        documents = self._by_row({row[0] for row in found})
        placed = [(row, documents[row[0]][0]) for row in found if row[0] in documents]
        return sorted(placed, key=lambda pair: (pair[1].collection, pair[1].id))

    def voices(
        self, collections: Sequence[str], words: Collection[str] | None = None, limit: int | None = None
    ) -> list[Voice]:
        """As ``Library.voices``."""
        asked = _names(collections)
        if words is None:
            which, more = "", list[str]()
        else:
            which = (
                "AND speaker IN (SELECT speaker FROM voice_word "
                f"WHERE collection IN {_THEIRS} AND word {_AMONG})"
            )
            more = [asked, _names(words)]
        # the first place of each decides between equals: in every library the same, whatever came first
        found = self._rows(
            "SELECT speaker, (SELECT role FROM statement s JOIN document d ON d.id = s.document "
            f"WHERE s.collection IN {_THEIRS} AND s.speaker = statement.speaker AND role IS NOT NULL "
            "ORDER BY slug, s.id LIMIT 1), count(*) "
            "FROM statement JOIN document ON document.id = document "
            f"WHERE statement.collection IN {_THEIRS} {which} "
            "GROUP BY speaker ORDER BY 3 DESC, min(slug || printf(' %09d', start)) LIMIT ?",
            asked,
            asked,
            *more,
            -1 if limit is None else limit,
        )
        return [Voice(*row) for row in found]

    def voice_words(self, initial: str, collections: Sequence[str]) -> set[str]:
        """As ``Library.voice_words``."""
        found = self._rows(
            f"SELECT DISTINCT word FROM voice_word WHERE collection IN {_THEIRS} AND word >= ? AND word < ?",
            _names(collections),
            initial,
            chr(ord(initial) + 1),
        )
        return {row[0] for row in found}

    def namings(self, collections: Sequence[str], words: Collection[str] | None = None) -> list[Naming]:
        """As ``Library.namings``."""
        which = (
            ""
            if words is None
            else f"AND id IN (SELECT naming FROM naming_word WHERE collection IN {_THEIRS} AND word {_AMONG})"
        )
        more = () if words is None else (_names(collections), _names(words))
        found = self._rows(
            f"SELECT {rows.NAMING} FROM naming WHERE collection IN {_THEIRS} {which} ORDER BY id",
            _names(collections),
            *more,
        )
        return [self._whole(rows.to_naming, row, d) for row, d in self._placed(found)]

    def events(self, collections: Sequence[str]) -> list[Event]:
        """As ``Library.events``."""
        found = self._rows(
            f"SELECT {rows.EVENT} FROM event WHERE collection IN {_THEIRS} ORDER BY id",
            _names(collections),
        )
        events = [self._whole(rows.to_event, row, d) for row, d in self._placed(found)]
        return sorted(events, key=lambda event: (event.when.start, event.when.end))

    # ------------------------------------------------------------------ words

    def passage_counts(self, terms: Collection[str], collections: Sequence[str]) -> dict[str, int]:
        """As ``Library.passage_counts``."""
        found = self._rows(
            f"SELECT term, sum(passages) FROM term WHERE collection IN {_THEIRS} "
            f"AND term {_AMONG} GROUP BY 1",
            _names(collections),
            _names(terms),
        )
        return dict(found)

    def words(self, collections: Sequence[str], shortest: int, longest: int) -> dict[str, int]:
        """As ``Library.words``."""
        found = self._rows(
            f"SELECT word, sum(passages) FROM word WHERE collection IN {_THEIRS} "
            "AND letters BETWEEN ? AND ? GROUP BY 1",
            _names(collections),
            shortest,
            longest,
        )
        return dict(found)

    # ------------------------------------------------------------------ health

    def rescued(self) -> tuple[list[StoredDocument], set[str]]:
        """Of a damaged index, the documents that are as they were stored, and the tombstones of the corpus.

        What waits in the file beside it is first brought into the index itself.
        """
        found: list[StoredDocument] = []
        with suppress(IndexCorrupt):
            self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
            for number, name in self._rows(
                "SELECT document.id, name FROM document JOIN collection ON collection.id = collection"
            ):
                with suppress(IndexCorrupt):
                    sql = f"SELECT {rows.DOCUMENT} FROM document WHERE id = ?"
                    found += [self._whole(rows.to_document, row, name) for row in self._rows(sql, number)]
            return found, self.tombstones(CORPUS)
        return found, set()

    def problems(self) -> list[str]:
        """As ``Library.problems``; SQLite's own checks come first."""
        with self.snapshot():
            return self._whole(found_wrong, self._db) or self._read_all()

    def _read_all(self) -> list[str]:
        """Hold everything to its checksums; gives []."""
        self.documents()
        names = [row[0] for row in self._rows("SELECT name FROM collection")]
        self.passages([row[0] for row in self._rows("SELECT id FROM passage")])
        for document in self.documents():
            self.statements(document.document)
        self.namings(names)
        self.events(names)
        for row in self._rows("SELECT name FROM setting"):
            self.setting(row[0])
        return []

    def _whole(self, convert: Callable[..., T], *args: object) -> T:
        """A stored value as one of ours, or IndexCorrupt where it isn't the one that was stored."""
        try:
            return convert(*args)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise IndexCorrupt(f"{self.path}: damaged ({error}); {INDEX.mend}") from error


def _names(values: Collection[str]) -> str:
    return json.dumps(list(values))
