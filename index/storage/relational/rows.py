"""Values of ours to and from the rows of a library, each held to a checksum when it is read."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import compress, crc32, decompress
from zlib import error as zlib_error

import numpy as np

from ...attribution.people import Naming
from ...chronology.dates import When
from ...chronology.event import Event
from ...document import Document, Span, Statement
from ..library import Passage, StoredDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..ingest import PassageRecord, Record

Row: TypeAlias = "Sequence[Any]"

DOCUMENT = (
    "slug, title, text, source, author, published, url, language, event_date, places, content_hash, origin, "
    "paragraphs, words, first, last, checksum"
)
"""The columns that ``from_record`` gives, less the collection."""

PASSAGE = 'document, number, paragraph, start, "end", terms, sentences, starts, tokens, checksum'
STATEMENT = 'document, start, "end", speaker, verb, direct, role, certainty, checksum'
NAMING = 'document, start, "end", name, role, person, checksum'
EVENT = 'document, first_day, last_day, precision, start, "end", phrase_start, phrase_end, checksum'


def checksum(*parts: object) -> int:
    """CRC-32 over values as the database keeps them: a flipped bit, in one or its type, always changes it."""
    total = 0
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        total = crc32(data, crc32(b"%d " % len(data), total))
    return total


def checked(row: Row, content_hash: str, what: str) -> Row:
    """The row without its last column, the checksum of the others and of the document that they belong to.

    Raises: ValueError, if it isn't that.
    """
    *values, stored = row
    if checksum(content_hash, *values) != stored:
        raise ValueError(f"{what} is not as it was stored")
    return values


def _sealed(content_hash: str, *values: object) -> Row:
    return (*values, checksum(content_hash, *values))


# ---------------------------------------------------------------------- documents


def from_record(record: Record, first: int) -> Row:
    """The columns of ``DOCUMENT``; ``first`` is the id of its first passage."""
    d, content_hash = record.document, record.document.content_hash
    blocks = np.array([(p.start, p.end) for p in record.paragraphs], dtype=np.int32).tobytes()
    words = compress(json.dumps(record.words, ensure_ascii=False).encode())
    last = first + len(record.passages) - 1
    return (
        d.id, d.title, d.text, d.source, d.author, d.published and d.published.isoformat(), d.url, d.language,
        d.event_date and d.event_date.isoformat(), json.dumps(d.places), content_hash,
        record.origin, blocks, words, first, last,
        checksum(content_hash, record.origin, blocks, words, first, last),
    )  # fmt: skip


def to_document(row: Row, collection: str) -> StoredDocument:
    """A document from the columns of ``DOCUMENT``.

    Raises: ValueError or TypeError, if it isn't the one that was stored.
    """
    slug, title, text, source, author, published, url, language, held, places, stored, origin = row[:12]
    document = Document(
        slug, title, text, source, author, _date(published), url, language, collection, _date(held),
        tuple(json.loads(places)),
    )  # fmt: skip
    if document.content_hash != stored or checksum(stored, *row[11:16]) != row[16]:
        raise ValueError(f"the document {slug!r} is not as it was stored")
    return StoredDocument(document, origin)


def to_paragraphs(row: Row) -> list[Span]:
    """The paragraphs of a document, from the same columns, once ``to_document`` took them."""
    return _spans(row[12])


def to_words(data: bytes) -> dict[str, int]:
    """The words of a document with the number of its passages that hold each, from the column ``words``.

    Raises: ValueError, if they can't be read.
    """
    try:
        return {str(word): int(count) for word, count in json.loads(decompress(data)).items()}
    except zlib_error as problem:
        raise ValueError(f"the words of a document: {problem}") from problem


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _spans(data: bytes) -> list[Span]:
    return [Span(a, b) for a, b in np.frombuffer(data, np.int32).reshape(-1, 2).tolist()]


# ---------------------------------------------------------------------- what stands in them


def from_passage(document: int, content_hash: str, number: int, p: PassageRecord) -> Row:
    """The columns of ``PASSAGE``, of the passage of that number in the document with that hash."""
    inside = np.array([(s.start, s.end) for s in p.sentences], dtype=np.int32).tobytes()
    row = (
        number, p.paragraph, p.span.start, p.span.end, len(p.terms), inside, p.starts.tobytes(),
        p.tokens.tobytes(),
    )  # fmt: skip
    return (document, *row, checksum(content_hash, *row))


def to_passage(row: Row, document: Document, content_hash: str) -> Passage:
    """A passage of that document, from the columns of ``PASSAGE``.

    Raises: ValueError, if it isn't the one that was stored.
    """
    _, number, paragraph, start, end, _, sentences, starts, tokens, _ = row
    if checksum(content_hash, *row[1:9]) != row[9]:
        raise ValueError(f"a passage of {document.id!r} is not as it was stored")
    begins = np.frombuffer(starts, np.int32)
    codes = np.frombuffer(tokens, np.uint8).reshape(len(begins), -1) if len(begins) else _NO_TOKENS
    key = f"{content_hash}-{number}"
    return Passage(key, document, paragraph, Span(start, end), tuple(_spans(sentences)), begins, codes)


_NO_TOKENS = np.zeros((0, 2), dtype=np.uint8)


def from_statement(document: int, content_hash: str, s: Statement) -> Row:
    """The columns of ``STATEMENT``, in the document with that hash."""
    values = (s.span.start, s.span.end, s.speaker, s.verb, int(s.direct), s.role, float(s.certainty))
    return (document, *_sealed(content_hash, *values))


def to_statement(row: Row, content_hash: str) -> Statement:
    """A statement in the document with that hash, from the columns of ``STATEMENT``.

    Raises: ValueError, if it isn't the one that was stored.
    """
    start, end, speaker, verb, direct, role, certainty = checked(row[1:], content_hash, "a statement")
    return Statement(Span(start, end), speaker, verb, bool(direct), role, certainty)


def from_naming(document: int, content_hash: str, n: Naming) -> Row:
    """The columns of ``NAMING``, in the document with that hash."""
    return (document, *_sealed(content_hash, n.span.start, n.span.end, n.name, n.role, int(n.person)))


def to_naming(row: Row, document: Document, content_hash: str) -> Naming:
    """A naming in that document, from the columns of ``NAMING``.

    Raises: ValueError, if it isn't the one that was stored.
    """
    start, end, name, role, person = checked(row[1:], content_hash, "somebody's name")
    return Naming(name, role, document, Span(start, end), bool(person))


def from_event(document: int, content_hash: str, e: Event) -> Row:
    """The columns of ``EVENT``, in the document with that hash."""
    days = (e.when.start.isoformat(), e.when.end.isoformat(), e.when.precision)
    spans = (e.span.start, e.span.end, e.phrase.start, e.phrase.end)
    return (document, *_sealed(content_hash, *days, *spans))


def to_event(row: Row, document: Document, content_hash: str) -> Event:
    """An event of that document, from the columns of ``EVENT``.

    Raises: ValueError, if it isn't the one that was stored.
    """
    first, last, precision, start, end, phrase, phrase_end = checked(row[1:], content_hash, "an event")
    when = When(date.fromisoformat(first), date.fromisoformat(last), precision)
    return Event(document, Span(start, end), Span(phrase, phrase_end), when)
