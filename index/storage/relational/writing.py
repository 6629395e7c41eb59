"""One document into a library's tables, or out of them: its own rows and blocks, nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...attribution.people import naming_words
from ...attribution.speakers import speaker_words
from . import rows
from .postings import add_postings, remove_postings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..ingest import Record
    from ..library import Key
    from .dialect import Connection, Dialect

CHANGES_KEPT = 10_000
"""A reader that missed more changes reads everything again."""

_COLUMNS = rows.DOCUMENT.count(",") + 2


def add_document(db: Connection, record: Record, dialect: Dialect) -> None:
    """Insert a document and all that was read out of it; there is none of its key."""
    d, content_hash = record.document, record.document.content_hash  # which reads the whole text: once
    db.execute("DELETE FROM tombstone WHERE collection = ? AND slug = ?", (d.collection, d.id))
    collection = _collection(db, d.collection)
    first = dialect.first_passage(db, len(record.passages))
    document = _insert(db, collection, record, first)
    ids = range(first, first + len(record.passages))
    places = ", ".join("?" * (rows.PASSAGE.count(",") + 2))
    db.executemany(
        f"INSERT INTO passage (id, {rows.PASSAGE}) VALUES ({places})",
        (
            (i, *rows.from_passage(document, content_hash, n, p))
            for n, (i, p) in enumerate(zip(ids, record.passages, strict=True))
        ),
    )
    if record.passages:
        dialect.vectors.add(db, collection, ids, np.stack([p.vector for p in record.passages]))
    add_postings(db, collection, zip(ids, record.passages, strict=True), dialect)
    _add_readings(db, collection, document, record, ids)
    _count(db, collection, record.words, 1)
    terms = sum(len(p.terms) for p in record.passages)
    _total(db, collection, content_hash, 1, len(ids), terms)
    _changed(db, (d.collection, d.id), added=True, first=first, last=ids.stop - 1)


def _insert(db: Connection, collection: int, record: Record, first: int) -> int:
    places = ", ".join("?" * _COLUMNS)
    inserted = db.execute(
        f"INSERT INTO document (collection, {rows.DOCUMENT}) VALUES ({places}) RETURNING id",
        (collection, *rows.from_record(record, first)),
    )
    return int(inserted.fetchone()[0])


def _collection(db: Connection, name: str) -> int:
    found = (
        db.execute("SELECT id FROM collection WHERE name = ?", (name,)).fetchone()
        or db.execute(
            "INSERT INTO collection (name, documents, passages, terms, digest) VALUES (?, 0, 0, 0, '0') "
            "RETURNING id",
            (name,),
        ).fetchone()
    )
    return int(found[0])


def _add_readings(db: Connection, collection: int, document: int, record: Record, ids: range) -> None:
    """Who says what, whom it names, what it dates, and what it is called."""
    content_hash = record.document.content_hash
    starts = np.array([p.span.start for p in record.passages])
    statements = [
        (collection, ids[max(int(np.searchsorted(starts, s.span.start, side="right")) - 1, 0)],
         *rows.from_statement(document, content_hash, s))
        for s in record.statements if len(ids)
    ]  # fmt: skip
    _insert_many(db, "statement", f"collection, passage, {rows.STATEMENT}", statements)
    voices = {(s.speaker, s.role) for s in record.statements}
    db.executemany(
        "INSERT INTO voice_word VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        {(collection, w, name, document) for name, role in voices for w in speaker_words(name, role)},
    )
    namings = [(collection, *rows.from_naming(document, content_hash, naming)) for naming in record.namings]
    _insert_many(db, "naming", f"collection, {rows.NAMING}", namings)
    numbers = db.execute("SELECT id FROM naming WHERE document = ? ORDER BY id", (document,)).fetchall()
    db.executemany(
        "INSERT INTO naming_word VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (collection, word, number)
            for naming, (number,) in zip(record.namings, numbers, strict=True)
            for word in naming_words(naming.name, naming.role)
        ],
    )
    events = [(collection, *rows.from_event(document, content_hash, e)) for e in record.events]
    _insert_many(db, "event", f"collection, {rows.EVENT}", events)
    headings = [(collection, term, document) for term in record.headings]
    db.executemany("INSERT INTO heading VALUES (?, ?, ?)", headings)


def _insert_many(db: Connection, table: str, columns: str, values: Sequence[rows.Row]) -> None:
    places = ", ".join("?" * (columns.count(",") + 1))
    db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)


def remove_document(db: Connection, key: Key, dialect: Dialect) -> None:
    """Delete a document and all that was read out of it, if there is one of that key.

    Raises:
        ValueError: it isn't as it was stored, so that what is another's might go.
    """
    found = db.execute(
        f"SELECT document.id, collection.id, {rows.DOCUMENT} FROM document "
        "JOIN collection ON collection.id = document.collection WHERE name = ? AND slug = ?",
        key,
    ).fetchone()
    if found is None:
        return
    document, collection, *row = found
    rows.to_document(row, key[0])
    content_hash, _, _, words, first, last, _ = row[10:]
    counted = rows.to_words(words)
    remove_postings(db, collection, counted, first, last)
    dialect.vectors.remove(db, collection, first, last)
    _count(db, collection, counted, -1)
    terms = db.execute("SELECT sum(terms) FROM passage WHERE document = ?", (document,)).fetchone()[0]
    db.execute("DELETE FROM document WHERE id = ?", (document,))
    _total(db, collection, content_hash, -1, -(last - first + 1), -int(terms or 0))
    db.execute("DELETE FROM collection WHERE id = ? AND documents = 0", (collection,))
    _changed(db, key, added=False, first=first, last=last)


def _count(db: Connection, collection: int, words: Mapping[str, int], sign: int) -> None:
    db.executemany(
        "INSERT INTO word VALUES (?, ?, ?, ?) "
        "ON CONFLICT (collection, letters, word) DO UPDATE SET passages = word.passages + excluded.passages",
        [(collection, len(word), word, sign * count) for word, count in words.items()],
    )
    if sign < 0:
        gone = [(collection, len(word), word) for word in words]
        db.executemany(
            "DELETE FROM word WHERE collection = ? AND letters = ? AND word = ? AND passages <= 0", gone
        )


def _total(
    db: Connection, collection: int, content_hash: str, documents: int, passages: int, terms: int
) -> None:
    """The collection's totals, with one document more or less; their digest doesn't hang on any order."""
    digest = db.execute("SELECT digest FROM collection WHERE id = ?", (collection,)).fetchone()[0]
    moved = (int(digest, 16) + documents * int(content_hash, 16)) % 2**256
    db.execute(
        "UPDATE collection SET documents = documents + ?, passages = passages + ?, terms = terms + ?, "
        "digest = ? WHERE id = ?",
        (documents, passages, terms, f"{moved:x}", collection),
    )


def _changed(db: Connection, key: Key | tuple[None, None], *, added: bool, first: int, last: int) -> None:
    db.execute(
        "INSERT INTO change (collection, document, added, first, last) VALUES (?, ?, ?, ?, ?)",
        (*key, int(added), first, last),
    )
    db.execute("DELETE FROM change WHERE number <= (SELECT max(number) FROM change) - ?", (CHANGES_KEPT,))


def note_change(db: Connection) -> None:
    """Note a change of something else than documents."""
    _changed(db, (None, None), added=False, first=0, last=-1)
