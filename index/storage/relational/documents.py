"""The documents of a library, read from their rows."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from cachetools import LRUCache

from ...errors import UnknownDocument
from . import rows
from .queries import Queries

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...document import Document, Span
    from ..library import Key, StoredDocument

MOST_TEXT = 4 * 1024 * 1024
"""Code points of documents' text that are kept in memory; a longer document's are read at each question."""


class Documents(Queries):
    """What a library says of its documents."""

    def __init__(self) -> None:
        # Rows of documents are never changed and their ids never used twice: what was read stays right.
        self._recent: LRUCache[tuple[int, int], tuple[Document, str]] = LRUCache(
            MOST_TEXT, lambda read: len(read[0].text) + 1
        )
        self._recent_lock = Lock()

    def held(self, collections: Sequence[str]) -> tuple[str, ...]:
        """As ``Library.held``."""
        there = {
            row[0]
            for row in self._rows(
                f"SELECT name FROM collection WHERE name {self.dialect.among}",
                self.dialect.listed(collections),
            )
        }
        return tuple(name for name in collections if name in there)

    def documents(self, collections: Sequence[str] | None = None) -> list[StoredDocument]:
        """As ``Library.documents``."""
        found = self._rows(
            f"SELECT {rows.DOCUMENT}, name FROM document JOIN collection ON collection.id = collection "
            f"{'' if collections is None else f'WHERE name {self.dialect.among}'} ORDER BY name, slug",
            *([] if collections is None else [self.dialect.listed(collections)]),
        )
        return [self.whole(rows.to_document, row, row[-1]) for row in found]

    def document(self, key: Key) -> StoredDocument:
        """As ``Library.document``."""
        found = self._rows(
            f"SELECT {rows.DOCUMENT} FROM document JOIN collection ON collection.id = collection "
            "WHERE name = ? AND slug = ?",
            *key,
        )
        if not found:
            raise UnknownDocument(f"no document has the id {key[1]!r}; `rapporteur documents` lists them")
        return self.whole(rows.to_document, found[0], key[0])

    def titled(self, terms: Collection[str], collections: Sequence[str], limit: int) -> list[Document]:
        """As ``Library.titled``."""
        asked = self.dialect.listed(collections)
        with self.snapshot():
            found = self._rows(
                "SELECT document FROM heading JOIN document ON document.id = document "
                "AND document.collection = heading.collection "
                "JOIN collection ON collection.id = heading.collection "
                f"WHERE name {self.dialect.among} AND term {self.dialect.among} "
                "GROUP BY document, name, slug ORDER BY count(*) DESC, name, slug LIMIT ?",
                asked,
                self.dialect.listed(terms),
                limit,
            ) or self._rows(
                "SELECT document.id FROM document JOIN collection ON collection.id = collection "
                f"WHERE name {self.dialect.among} ORDER BY name, slug LIMIT ?",
                asked,
                limit,
            )
            ids = [row[0] for row in found]
            documents = self._by_row(set(ids))
        return [documents[number][0] for number in ids if number in documents]

    def count_passages(self, collections: Sequence[str]) -> int:
        """As ``Library.count_passages``."""
        sql = f"SELECT coalesce(sum(passages), 0) FROM collection WHERE name {self.dialect.among}"
        return int(self._rows(sql, self.dialect.listed(collections))[0][0])

    def present(self, hashes: Collection[str]) -> set[str]:
        """As ``Library.present``."""
        sql = f"SELECT content_hash FROM document WHERE content_hash {self.dialect.among}"
        return {row[0] for row in self._rows(sql, self.dialect.listed(hashes))}

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
            self.whole(rows.to_document, row, document.collection)
            return self.whole(rows.to_paragraphs, row)
        return []

    def _by_row(self, wanted: set[int]) -> dict[int, tuple[Document, str]]:
        """The documents of those rows, each with its content hash; the last ones are kept in memory.

        To be called within the ``snapshot`` that the row ids are of.
        """
        with self._recent_lock:
            known = {n: kept for n in wanted if (kept := self._recent.get((self._epoch, n)))}
        found = self._rows(
            f"SELECT {rows.DOCUMENT}, name, content_hash, document.id FROM document "
            f"JOIN collection ON collection.id = collection WHERE document.id {self.dialect.among}",
            self.dialect.listed(wanted - known.keys()),
        )
        read = {row[-1]: (self.whole(rows.to_document, row, row[-3]).document, row[-2]) for row in found}
        with self._recent_lock:
            for number, (document, content_hash) in read.items():
                if len(document.text) < MOST_TEXT:
                    self._recent[self._epoch, number] = document, content_hash
        return known | read
