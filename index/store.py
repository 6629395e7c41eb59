"""SQLite, the one source of truth: documents, passages, sentences, vectors, statements, words.

Every change is one transaction, so that a reader sees all of it or none; a kill leaves the last whole state.
"""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from .database import Database
from .document import Document, Span, Statement
from .errors import UnknownDocument
from .rows import (
    DOCUMENT,
    Passage,
    from_document,
    from_passage,
    from_statement,
    to_document,
    to_matrix,
    to_passage,
    to_statement,
)
from .schema import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .encoder import Vectors
    from .ingest import Record

_OF_COLLECTIONS = "document.collection IN (SELECT value FROM json_each(?))"
_JOINED = "JOIN document ON document.id"


class Store(Database):
    """One index on disk. Its methods may be called from several threads."""

    layout = INDEX

    # ------------------------------------------------------------------ writing

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
        with self._guard(), self._transaction():
            for collection, slug in [*remove, *((r.document.collection, r.document.id) for r in add)]:
                self._delete(collection, slug)
            for record in add:
                self._insert(record)
            self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", (meta or {}).items())

    def _delete(self, collection: str, slug: str) -> None:
        row = self._value("SELECT id FROM document WHERE collection = ? AND slug = ?", collection, slug)
        self._db.execute(
            "UPDATE word SET passages = word.passages - gone.passages FROM document_word AS gone "
            "WHERE gone.document = ? AND word.word = gone.word AND word.collection = ?",
            (row, collection),
        )
        self._db.execute("DELETE FROM word WHERE collection = ? AND passages <= 0", (collection,))
        self._db.execute("DELETE FROM document WHERE id = ?", (row,))

    def _insert(self, record: Record) -> None:
        db = self._db
        row = db.execute(
            f"INSERT INTO document ({DOCUMENT}, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            from_document(record.document),
        ).lastrowid
        if row is None:
            raise AssertionError("an INSERT has a row id")
        blocks = [(row, number, p.start, p.end) for number, p in enumerate(record.paragraphs, 1)]
        db.executemany("INSERT INTO paragraph VALUES (?, ?, ?, ?)", blocks)
        for p in record.passages:
            passage = db.execute(
                "INSERT INTO passage (document, paragraph, start, end, vector, token_starts, token_vectors) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                from_passage(row, p),
            ).lastrowid
            db.execute("INSERT INTO passage_terms (rowid, terms) VALUES (?, ?)", (passage, " ".join(p.terms)))
            db.executemany(
                "INSERT INTO sentence VALUES (?, ?, ?)", [(passage, s.start, s.end) for s in p.sentences]
            )
        statements = [from_statement(row, s) for s in record.statements]
        db.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?)", statements)
        db.executemany(
            "INSERT INTO document_word VALUES (?, ?, ?)", [(row, w, n) for w, n in record.words.items()]
        )
        db.executemany(
            "INSERT INTO word VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
            [(record.document.collection, w, n) for w, n in record.words.items()],
        )

    # ------------------------------------------------------------------ reading

    def meta(self, key: str) -> str | None:
        """A value that ``write`` set: "encoder" is the key of the model whose vectors are stored."""
        return next(
            (str(value) for (value,) in self._rows("SELECT value FROM meta WHERE key = ?", key)), None
        )

    def changes(self) -> int:
        """A number that changes when another process has written."""
        return int(self._rows("PRAGMA data_version")[0][0])

    def version(self) -> str:
        """12 hex digits over the schema, the encoder and every document: equal versions answer alike."""
        hashes = self._rows("SELECT collection, content_hash FROM document ORDER BY 1, 2")
        return sha256(json.dumps([INDEX.version, self.meta("encoder"), hashes]).encode()).hexdigest()[:12]

    def documents(self, collections: Sequence[str] | None = None) -> list[Document]:
        """The documents of the collections (all of them when None), by collection and id."""
        rows = self._rows(
            f"SELECT {DOCUMENT} FROM document WHERE ?1 IS NULL "  # noqa: S608
            "OR collection IN (SELECT value FROM json_each(?1)) ORDER BY collection, slug",
            None if collections is None else json.dumps(collections),
        )
        return [to_document(row) for row in rows]

    def document(self, collection: str, slug: str) -> Document:
        """One document.

        Raises:
            UnknownDocument: the collection has none of that id.
        """
        for document in self.documents([collection]):
            if document.id == slug:
                return document
        raise UnknownDocument(f"no document has the id {slug!r}; `rapporteur documents` lists them")

    def paragraphs(self, document: Document) -> list[Span]:
        """The paragraphs of a document, ¶1 first."""
        rows = self._rows(
            f"SELECT start, end FROM paragraph {_JOINED} = paragraph.document "  # noqa: S608
            "WHERE collection = ? AND slug = ? ORDER BY number",
            document.collection,
            document.id,
        )
        return [Span(*row) for row in rows]

    def vectors(self) -> Iterator[tuple[str, list[int], Vectors]]:
        """Per collection: the passage ids and their vectors, float32 ``(n, dimension)``."""
        rows = self._rows(
            f"SELECT collection, passage.id, vector FROM passage {_JOINED} = passage.document ORDER BY 1, 2"  # noqa: S608
        )
        for collection, group in groupby(rows, key=lambda row: str(row[0])):
            mine = list(group)
            yield collection, [row[1] for row in mine], to_matrix([row[2] for row in mine])

    def search(self, terms: Iterable[str], collections: Sequence[str], limit: int) -> dict[int, float]:
        """Passage id → BM25 (higher is better) of the best passages with any of the terms, best first."""
        match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        if not match:
            return {}
        rows = self._rows(
            "SELECT passage.id, -bm25(passage_terms) FROM passage_terms "  # noqa: S608
            f"JOIN passage ON passage.id = passage_terms.rowid {_JOINED} = passage.document "
            f"WHERE passage_terms MATCH ? AND {_OF_COLLECTIONS} ORDER BY 2 DESC, 1 LIMIT ?",
            match,
            json.dumps(collections),
            limit,
        )
        return dict(rows)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of those ids, in that order; an id that is gone is left out."""
        wanted = json.dumps(list(ids))
        with self._guard():
            rows = self._rows(
                "SELECT id, document, paragraph, start, end, vector, token_starts, token_vectors "
                "FROM passage WHERE id IN (SELECT value FROM json_each(?))",
                wanted,
            )
            inside = self._rows(
                "SELECT start, end, passage FROM sentence WHERE passage IN (SELECT value FROM json_each(?)) "
                "ORDER BY passage, start",
                wanted,
            )
            documents = self._by_row({row[1] for row in rows})
        sentences = {
            key: [row[:2] for row in group] for key, group in groupby(inside, key=lambda row: row[2])
        }
        found = {row[0]: to_passage(row, documents[row[1]], sentences[row[0]]) for row in rows}
        return [found[i] for i in ids if i in found]

    def _by_row(self, rows: Iterable[int]) -> dict[int, Document]:
        found = self._rows(
            f"SELECT {DOCUMENT}, id FROM document WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
            json.dumps(list(rows)),
        )
        return {row[-1]: to_document(row) for row in found}

    def passages_of(self, document: Document, spans: Sequence[Span]) -> list[Passage]:
        """The passages of a document that overlap any of the spans, in text order."""
        rows = self._rows(
            f"SELECT passage.id, start, end FROM passage {_JOINED} = passage.document "  # noqa: S608
            "WHERE collection = ? AND slug = ? ORDER BY start",
            document.collection,
            document.id,
        )
        return self.passages([i for i, a, b in rows if any(Span(a, b).overlap(span) for span in spans)])

    def statements(self, collections: Sequence[str]) -> list[tuple[Document, list[Statement]]]:
        """Per document that has any, its statements in text order."""
        with self._guard():
            rows = self._rows(
                "SELECT document, start, end, speaker, role, verb, direct, certainty FROM statement "  # noqa: S608
                f"{_JOINED} = statement.document WHERE {_OF_COLLECTIONS} ORDER BY document, start",
                json.dumps(collections),
            )
            documents = self._by_row({row[0] for row in rows})
        return [
            (documents[key], list(map(to_statement, group)))
            for key, group in groupby(rows, key=lambda r: r[0])
        ]

    def words(self, collections: Sequence[str]) -> dict[str, int]:
        """Each word of the collections → how many passages hold it."""
        return dict(
            self._rows(
                "SELECT word, sum(passages) FROM word WHERE collection IN (SELECT value FROM json_each(?)) "
                "GROUP BY word",
                json.dumps(collections),
            )
        )

    def count_passages(self, collections: Sequence[str]) -> int:
        """How many passages the collections have."""
        sql = f"SELECT count(*) FROM passage {_JOINED} = passage.document WHERE {_OF_COLLECTIONS}"  # noqa: S608
        return int(self._rows(sql, json.dumps(collections))[0][0])

    def problems(self) -> list[str]:
        """What SQLite's own checks find wrong: pages, foreign keys, the full-text index. Empty when sound."""
        with self._guard():
            found = [str(row[0]) for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"orphan row in {row[0]}" for row in self._rows("PRAGMA foreign_key_check")]
            self._db.execute("INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')")
            missing = self._value(
                "SELECT count(*) FROM passage WHERE id NOT IN (SELECT rowid FROM passage_terms)"
            )
        return [*found, *([f"{missing} passages are not in the full-text index"] if missing else [])]
