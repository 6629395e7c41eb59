"""SQLite, the one source of truth: documents, passages, sentences, vectors, statements, words.

Every change is one transaction, so that a reader sees all of it or none; a kill leaves the last whole state.
This is the only module that imports sqlite3.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from hashlib import sha256
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import numpy as np

from .document import Document, Span, Statement
from .errors import IndexCorrupt, IndexMissing, UnknownDocument
from .schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .encoder import Vectors
    from .ingest import Record

P, R = ParamSpec("P"), TypeVar("R")
BUSY_SECONDS = 30
"""How long a writer waits for another process that is writing."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored passage: where it stands, its sentences, and the token vectors that late interaction reads.

    ``starts`` is int32 ``(n,)``, the code point in ``document.text`` where each content token begins;
    ``tokens`` is int8 ``(n, dimension)``, the tokens' vectors in units of ``ingest.TOKEN_SCALE``.
    """

    id: int
    document: Document
    paragraph: int
    span: Span
    sentences: tuple[Span, ...]
    starts: np.ndarray[tuple[int], np.dtype[np.int32]]
    tokens: np.ndarray[tuple[int, int], np.dtype[np.int8]]


def _translated(
    method: Callable[Concatenate[Store, P], R],
) -> Callable[Concatenate[Store, P], R]:
    """Run under the store's lock, with SQLite's errors as ours."""

    @wraps(method)
    def run(self: Store, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.lock:
            try:
                return method(self, *args, **kwargs)
            except sqlite3.DatabaseError as error:
                raise IndexCorrupt(f"{self.path}: {error}; run `rapporteur build --force`") from error

    return run


class Store:
    """One index on disk. Its methods may be called from several threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._db, self.lock = path, connection, threading.RLock()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Store:
        """Open the index at ``path``; with ``create``, make an empty one where there is none.

        Raises:
            IndexMissing: there is none (and ``create`` is false).
            IndexCorrupt: the file is no index, damaged, or of another schema version.
        """
        if not path.exists():
            if not create:
                raise IndexMissing(f"{path}: no index here; run `rapporteur build`")
            path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        store = cls(path, db)
        try:
            store._prepare()
        except BaseException:
            db.close()
            raise
        return store

    @_translated
    def _prepare(self) -> None:
        owner = self._value("PRAGMA application_id")
        version = self._value("PRAGMA user_version")
        if not owner and not version and not self._value("SELECT count(*) FROM sqlite_schema"):
            self._db.execute("PRAGMA journal_mode = WAL")
            with self._transaction():
                for statement in SCHEMA:
                    self._db.execute(statement)
            owner, version = APPLICATION_ID, SCHEMA_VERSION
        if owner != APPLICATION_ID:
            raise IndexCorrupt(f"{self.path}: not a Rapporteur index; move it away or choose another --index")
        if version != SCHEMA_VERSION:
            raise IndexCorrupt(
                f"{self.path}: schema version {version}, this program reads {SCHEMA_VERSION}; "
                "run `rapporteur build --force`"
            )
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Close the file; the store can't be used afterwards."""
        with self.lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _value(self, sql: str, *args: object) -> object:
        row = self._db.execute(sql, args).fetchone()
        return row[0] if row else None

    # ------------------------------------------------------------------ writing

    @_translated
    def write(
        self,
        *,
        add: Sequence[Record] = (),
        remove: Iterable[tuple[str, str]] = (),
        meta: Mapping[str, str] | None = None,
    ) -> None:
        """In one transaction: remove the documents (collection, id), add the records, set the meta values.

        A record replaces the stored document of the same collection and id.
        """
        with self._transaction():
            for collection, slug in [*remove, *((r.document.collection, r.document.id) for r in add)]:
                self._delete(collection, slug)
            for record in add:
                self._insert(record)
            self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", (meta or {}).items())

    def _delete(self, collection: str, slug: str) -> None:
        row = self._value("SELECT id FROM document WHERE collection = ? AND slug = ?", collection, slug)
        counts = self._db.execute("SELECT word, passages FROM document_word WHERE document = ?", (row,))
        self._db.executemany(
            "UPDATE word SET passages = passages - ? WHERE collection = ? AND word = ?",
            [(n, collection, word) for word, n in counts],
        )
        self._db.execute("DELETE FROM word WHERE collection = ? AND passages <= 0", (collection,))
        self._db.execute("DELETE FROM document WHERE id = ?", (row,))

    def _insert(self, record: Record) -> None:
        d = record.document
        row = self._db.execute(
            "INSERT INTO document (collection, slug, title, text, source, author, published, url, language, "
            "event_date, places, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (d.collection, d.id, d.title, d.text, d.source, d.author, _iso(d.published), d.url, d.language,
             _iso(d.event_date), json.dumps(d.places), d.content_hash),
        ).lastrowid  # fmt: skip
        self._db.executemany(
            "INSERT INTO paragraph VALUES (?, ?, ?, ?)",
            [(row, number, p.start, p.end) for number, p in enumerate(record.paragraphs, 1)],
        )
        for p in record.passages:
            passage = self._db.execute(
                "INSERT INTO passage (document, paragraph, start, end, vector, token_starts, token_vectors) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (row, p.paragraph, p.span.start, p.span.end, p.vector.tobytes(), p.starts.tobytes(), p.tokens.tobytes()),
            ).lastrowid
            self._db.execute("INSERT INTO passage_terms (rowid, terms) VALUES (?, ?)", (passage, " ".join(p.terms)))
            self._db.executemany(
                "INSERT INTO sentence VALUES (?, ?, ?)", [(passage, s.start, s.end) for s in p.sentences]
            )
        self._db.executemany(
            "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(row, s.span.start, s.span.end, s.speaker, s.role, s.verb, s.direct, s.certainty) for s in record.statements],
        )
        self._db.executemany(
            "INSERT INTO document_word VALUES (?, ?, ?)", [(row, w, n) for w, n in record.words.items()]
        )
        self._db.executemany(
            "INSERT INTO word VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
            [(d.collection, w, n) for w, n in record.words.items()],
        )

    # ------------------------------------------------------------------ reading

    @_translated
    def meta(self, key: str) -> str | None:
        """A value that ``write`` set: "encoder" is the key of the model whose vectors are stored."""
        value = self._value("SELECT value FROM meta WHERE key = ?", key)
        return None if value is None else str(value)

    @_translated
    def changes(self) -> int:
        """A number that changes when another process has written."""
        return int(str(self._value("PRAGMA data_version")))

    @_translated
    def version(self) -> str:
        """12 hex digits over the schema, the encoder and every document: equal versions answer alike."""
        hashes = self._db.execute("SELECT collection, content_hash FROM document ORDER BY 1, 2").fetchall()
        return sha256(json.dumps([SCHEMA_VERSION, self.meta("encoder"), hashes]).encode()).hexdigest()[:12]

    @_translated
    def documents(self, collections: Sequence[str] | None = None) -> list[Document]:
        """The documents of the collections (all of them when None), by collection and id."""
        where, args = _among("collection", collections)
        rows = self._db.execute(f"SELECT {_FIELDS} FROM document WHERE {where} ORDER BY collection, slug", args)  # noqa: S608
        return [_document(row) for row in rows]

    def document(self, collection: str, slug: str) -> Document:
        """One document.

        Raises:
            UnknownDocument: the collection has none of that id.
        """
        for document in self.documents([collection]):
            if document.id == slug:
                return document
        raise UnknownDocument(f"no document has the id {slug!r}; `rapporteur documents` lists them")

    @_translated
    def paragraphs(self, document: Document) -> list[Span]:
        """The paragraphs of a document, ¶1 first."""
        rows = self._db.execute(
            "SELECT start, end FROM paragraph JOIN document ON document.id = paragraph.document "
            "WHERE collection = ? AND slug = ? ORDER BY number",
            (document.collection, document.id),
        )
        return [Span(*row) for row in rows]

    @_translated
    def vectors(self) -> Iterator[tuple[str, list[int], Vectors]]:
        """Per collection: the passage ids and their vectors, float32 ``(n, dimension)``."""
        rows = self._db.execute(
            "SELECT collection, passage.id, vector FROM passage JOIN document ON document.id = passage.document "
            "ORDER BY 1, 2"
        ).fetchall()
        return _grouped(rows)

    @_translated
    def search(self, terms: Iterable[str], collections: Sequence[str], limit: int) -> dict[int, float]:
        """Passage id → BM25 (higher is better) of the best passages that hold any of the terms, best first."""
        where, args = _among("collection", collections)
        match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        if not match:
            return {}
        rows = self._db.execute(
            "SELECT passage.id, -bm25(passage_terms) FROM passage_terms "  # noqa: S608
            "JOIN passage ON passage.id = passage_terms.rowid JOIN document ON document.id = passage.document "
            f"WHERE passage_terms MATCH ? AND {where} ORDER BY 2 DESC, 1 LIMIT ?",
            (match, *args, limit),
        )
        return dict(rows.fetchall())

    @_translated
    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of those ids, in that order; an id that is gone is left out."""
        where, args = _among("passage.id", ids)
        rows = self._db.execute(
            f"SELECT passage.id, document, paragraph, start, end, token_starts, token_vectors FROM passage WHERE {where}",  # noqa: S608
            args,
        ).fetchall()
        documents = self._by_row({row[1] for row in rows})
        found = {row[0]: self._passage(row, documents[row[1]]) for row in rows}
        return [found[i] for i in ids if i in found]

    def _by_row(self, rows: Iterable[int]) -> dict[int, Document]:
        where, args = _among("id", list(rows))
        found = self._db.execute(f"SELECT {_FIELDS}, id FROM document WHERE {where}", args)  # noqa: S608
        return {row[-1]: _document(row) for row in found}

    def _passage(self, row: tuple[int, int, int, int, int, bytes, bytes], document: Document) -> Passage:
        sentences = self._db.execute(
            "SELECT start, end FROM sentence WHERE passage = ? ORDER BY start", (row[0],)
        ).fetchall()
        starts = np.frombuffer(row[5], dtype=np.int32)
        tokens = np.frombuffer(row[6], dtype=np.int8).reshape(len(starts), -1)
        return Passage(row[0], document, row[2], Span(row[3], row[4]), tuple(Span(*s) for s in sentences), starts, tokens)

    @_translated
    def passages_of(self, document: Document, spans: Sequence[Span]) -> list[Passage]:
        """The passages of a document that overlap any of the spans, in text order."""
        rows = self._db.execute(
            "SELECT passage.id, start, end FROM passage JOIN document ON document.id = passage.document "
            "WHERE collection = ? AND slug = ? ORDER BY start",
            (document.collection, document.id),
        ).fetchall()
        return self.passages([i for i, start, end in rows if any(Span(start, end).overlap(s) for s in spans)])

    @_translated
    def statements(self, collections: Sequence[str]) -> list[tuple[Document, list[Statement]]]:
        """Per document that has any, its statements in text order."""
        where, args = _among("collection", collections)
        rows = self._db.execute(
            "SELECT document, start, end, speaker, verb, direct, role, certainty FROM statement "  # noqa: S608
            f"JOIN document ON document.id = statement.document WHERE {where} ORDER BY document, start",
            args,
        ).fetchall()
        by_row: dict[int, list[Statement]] = {}
        for row, start, end, speaker, verb, direct, role, certainty in rows:
            by_row.setdefault(row, []).append(Statement(Span(start, end), speaker, verb, bool(direct), role, certainty))
        documents = self._by_row(by_row)
        return [(documents[row], found) for row, found in by_row.items()]

    @_translated
    def words(self, collections: Sequence[str]) -> dict[str, int]:
        """Each word of the collections → how many passages hold it."""
        where, args = _among("collection", collections)
        return dict(
            self._db.execute(f"SELECT word, sum(passages) FROM word WHERE {where} GROUP BY word", args).fetchall()  # noqa: S608
        )

    @_translated
    def count_passages(self, collections: Sequence[str]) -> int:
        """How many passages the collections have."""
        where, args = _among("collection", collections)
        return int(str(self._value(
            f"SELECT count(*) FROM passage JOIN document ON document.id = passage.document WHERE {where}", *args  # noqa: S608
        )))  # fmt: skip

    @_translated
    def problems(self) -> list[str]:
        """What SQLite's own checks find wrong: pages, foreign keys, the full-text index. Empty when sound."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"orphan row in {row[0]}" for row in self._db.execute("PRAGMA foreign_key_check")]
        self._db.execute("INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')")
        missing = self._value("SELECT count(*) FROM passage WHERE id NOT IN (SELECT rowid FROM passage_terms)")
        return [*found, *([f"{missing} passages are not in the full-text index"] if missing else [])]


_FIELDS = (
    "slug, title, text, source, author, published, url, language, collection, event_date, places"
)


def _document(row: tuple[str, ...]) -> Document:
    return Document(
        row[0], row[1], row[2], row[3], row[4], _date(row[5]), row[6], row[7], row[8], _date(row[9]),
        tuple(json.loads(row[10])),
    )  # fmt: skip


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _among(column: str, values: Sequence[object] | None) -> tuple[str, Sequence[object]]:
    """A condition that ``column`` is one of the values, with its arguments; of None, always true."""
    if values is None:
        return "1", ()
    return f"{column} IN ({','.join('?' * len(values))})", values


def _grouped(rows: list[tuple[str, int, bytes]]) -> Iterator[tuple[str, list[int], Vectors]]:
    for collection in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == collection]
        matrix = np.frombuffer(b"".join(row[2] for row in mine), dtype=np.float32).reshape(len(mine), -1)
        yield collection, [row[1] for row in mine], matrix
