"""Values of ours to and from the rows of the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import crc32

import numpy as np

from ...document import Document, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from ...models.encoder import Vectors
    from ..ingest import PassageRecord, Record

Row: TypeAlias = "Sequence[Any]"

DOCUMENT = (
    "slug, title, text, source, author, published, url, language, collection, event_date, places, "
    "content_hash"
)
"""The columns that ``to_document`` reads, in its order."""

READING = f"{DOCUMENT}, origin, reading, checksum"
"""The columns that ``to_stored`` reads, in its order."""

PASSAGE = (
    "collection, paragraph, start, end, terms, vector, sentences, token_starts, token_vectors, checksum, "
    "vector_checksum"
)
"""The columns that ``from_passage`` gives."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A document with what was read out of it, and where it came from.

    ``words`` maps each word to the number of passages that hold it. ``origin`` is None for a document of the
    folder that `build` reads; for one that was added, the file that it was, or "".
    """

    document: Document
    origin: str | None
    paragraphs: tuple[Span, ...]
    statements: tuple[Statement, ...]
    words: dict[str, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored passage: where it stands, its sentences, and the vectors that ranking reads.

    ``vector`` is float32 ``(dimension,)``, the whole passage's; ``starts`` is int32 ``(n,)``, the code point
    in ``document.text`` where each content token begins; ``tokens`` is int8 ``(n, dimension)``, the tokens'
    vectors in units of ``ingest.TOKEN_SCALE``.
    """

    id: int
    document: Document
    paragraph: int
    span: Span
    sentences: tuple[Span, ...]
    vector: Vectors
    starts: npt.NDArray[np.int32]
    tokens: npt.NDArray[np.int8]


def checksum(*parts: object) -> int:
    """CRC-32 over values as SQLite keeps them: one flipped bit, in a value or its type, always changes it."""
    total = 0
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        total = crc32(data, crc32(b"%d " % len(data), total))
    return total


def from_record(record: Record) -> Row:
    """The columns of ``READING``."""
    d, reading, hashed = record.document, _reading(record), record.document.content_hash
    return (
        d.id, d.title, d.text, d.source, d.author, d.published and d.published.isoformat(), d.url, d.language,
        d.collection, d.event_date and d.event_date.isoformat(), json.dumps(d.places), hashed,
        record.origin, reading, checksum(hashed, record.origin, reading),
    )  # fmt: skip


def _reading(record: Record) -> str:
    said = [
        (s.span.start, s.span.end, s.speaker, s.verb, s.direct, s.role, s.certainty)
        for s in record.statements
    ]
    blocks = [(p.start, p.end) for p in record.paragraphs]
    return json.dumps({"paragraphs": blocks, "statements": said, "words": record.words}, ensure_ascii=False)


def to_document(row: Row) -> Document:
    """A document from the columns of ``DOCUMENT``.

    Raises: ValueError or TypeError, if it isn't the one that was stored.
    """
    slug, title, text, source, author, published, url, language, collection, held, places, stored = row[:12]
    document = Document(
        slug, title, text, source, author, _date(published), url, language, collection, _date(held),
        tuple(json.loads(places)),
    )  # fmt: skip
    if document.content_hash != stored:
        raise ValueError(f"the document {slug!r} is not as it was stored")
    return document


def to_stored(row: Row) -> Stored:
    """A document and its reading, from the columns of ``READING``.

    Raises: ValueError or TypeError, if they aren't those that were stored.
    """
    document, (content_hash, origin, reading, stored) = to_document(row), row[11:15]
    if checksum(content_hash, origin, reading) != stored:
        raise ValueError(f"what was read of the document {document.id!r} is not as it was stored")
    read = json.loads(reading)
    statements = tuple(Statement(Span(start, end), *rest) for start, end, *rest in read["statements"])
    return Stored(document, origin, tuple(Span(*p) for p in read["paragraphs"]), statements, read["words"])


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def from_passage(collection: str, content_hash: str, p: PassageRecord) -> Row:
    """The columns of ``PASSAGE``, of a passage of the document with that hash."""
    inside = np.array([(s.start, s.end) for s in p.sentences], dtype=np.int32)
    row = (
        collection, p.paragraph, p.span.start, p.span.end, len(p.terms),
        p.vector.tobytes(), inside.tobytes(), p.starts.tobytes(), p.tokens.tobytes(),
    )  # fmt: skip
    return (*row, checksum(content_hash, *row), checksum(p.vector.tobytes()))


def to_passage(number: int, row: Row, document: Document | None, content_hash: str) -> Passage:
    """A passage of that id and document, from the columns of ``PASSAGE``.

    Raises: ValueError, if it isn't the one that was stored.
    """
    if document is None or checksum(content_hash, *row[:9]) != row[9]:
        raise ValueError(f"passage {number} is not as it was stored")
    _, paragraph, start, end, _, *blobs = row[:9]
    vector, starts = np.frombuffer(blobs[0], np.float32), np.frombuffer(blobs[2], np.int32)
    spans = tuple(Span(a, b) for a, b in np.frombuffer(blobs[1], np.int32).reshape(-1, 2).tolist())
    tokens = np.frombuffer(blobs[3], np.int8).reshape(len(starts), len(vector))
    return Passage(number, document, paragraph, Span(start, end), spans, vector, starts, tokens)


def to_matrix(rows: Sequence[Row]) -> Vectors:
    """float32 ``(n, dimension)`` of n stored vectors, each with its checksum.

    Raises: ValueError, if one isn't as it was stored.
    """
    if any(checksum(vector) != stored for vector, stored in rows):
        raise ValueError("a vector is not as it was stored")
    return np.frombuffer(b"".join(vector for vector, _ in rows), dtype=np.float32).reshape(len(rows), -1)
