"""The documents of the library, read from their rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar, TypeVar

from cachetools import LRUCache

from ...errors import IndexCorrupt, UnknownDocument
from . import rows
from .database import Database
from .schema import INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from ...document import Document, Span
    from ..library import Key, StoredDocument
    from .database import Connection, Layout

T = TypeVar("T")

MOST_TEXT = 4 * 1024 * 1024
"""Code points of documents' text that are kept in memory; a longer document's are read at each question."""

AMONG = "IN (SELECT value FROM json_each(?))"
"""A condition on a column, of values as ``listed`` gives them."""

THEIRS = f"(SELECT id FROM collection WHERE name {AMONG})"
"""The numbers of the collections of those names."""


def listed(values: Collection[object]) -> str:
    """Values for ``AMONG``."""
    return json.dumps(list(values))


class Documents(Database):
    """What a library says of its documents."""

    layout: ClassVar[Layout] = INDEX

    def __init__(self, path: Path, connection: Connection, *, frozen: bool = False) -> None:
        super().__init__(path, connection, frozen=frozen)
        # Rows of documents are never changed and their ids never used twice: what was read stays right.
        self._recent: LRUCache[tuple[int, int], tuple[Document, str]] = LRUCache(
            MOST_TEXT, lambda read: len(read[0].text) + 1
        )

    def held(self, collections: Sequence[str]) -> tuple[str, ...]:
        """As ``Library.held``."""
        there = {
            row[0]
            for row in self._rows(f"SELECT name FROM collection WHERE name {AMONG}", listed(collections))
        }
        return tuple(name for name in collections if name in there)

    def documents(self, collections: Sequence[str] | None = None) -> list[StoredDocument]:
        """As ``Library.documents``."""
        found = self._rows(
            f"SELECT {rows.DOCUMENT}, name FROM document JOIN collection ON collection.id = collection "
            "WHERE ?1 IS NULL OR name IN (SELECT value FROM json_each(?1)) ORDER BY name, slug",
            None if collections is None else listed(collections),
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
        asked = listed(collections)
        with self.snapshot():
            found = self._rows(
                "SELECT document FROM heading JOIN document ON document.id = document "
                "AND document.collection = heading.collection "
                f"JOIN collection ON collection.id = heading.collection WHERE name {AMONG} AND term {AMONG} "
                "GROUP BY document ORDER BY count(*) DESC, name, slug LIMIT ?",
                asked,
                listed(terms),
                limit,
            ) or self._rows(
                "SELECT document.id FROM document JOIN collection ON collection.id = collection "
                f"WHERE name {AMONG} ORDER BY name, slug LIMIT ?",
                asked,
                limit,
            )
            ids = [row[0] for row in found]
            documents = self._by_row(set(ids))
        return [documents[number][0] for number in ids if number in documents]

    def count_passages(self, collections: Sequence[str]) -> int:
        """As ``Library.count_passages``."""
        sql = f"SELECT total(passages) FROM collection WHERE name {AMONG}"
        return int(self._rows(sql, listed(collections))[0][0])

    def present(self, hashes: Collection[str]) -> set[str]:
        """As ``Library.present``."""
        sql = f"SELECT content_hash FROM document WHERE content_hash {AMONG}"
        return {row[0] for row in self._rows(sql, listed(hashes))}

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

    def _by_row(self, wanted: set[int]) -> dict[int, tuple[Document, str]]:
        """The documents of those rows, each with its content hash; the last ones are kept in memory.

        To be called within the ``snapshot`` that the row ids are of.
        """
        known = {n: kept for n in wanted if (kept := self._recent.get((self._epoch, n)))}
        found = self._rows(
            f"SELECT {rows.DOCUMENT}, name, content_hash, document.id FROM document "
            f"JOIN collection ON collection.id = collection WHERE document.id {AMONG}",
            json.dumps(list(wanted - known.keys())),
        )
        read = {row[-1]: (self._whole(rows.to_document, row, row[-3]).document, row[-2]) for row in found}
        for number, (document, content_hash) in read.items():
            if len(document.text) < MOST_TEXT:
                self._recent[self._epoch, number] = document, content_hash
        return known | read

    def _whole(self, convert: Callable[..., T], *args: object) -> T:
        """A stored value as one of ours, or IndexCorrupt where it isn't the one that was stored."""
        try:
            return convert(*args)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise IndexCorrupt(f"{self.path}: damaged ({error}); {INDEX.mend}") from error
