"""Values of ours to and from the rows of the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from .document import Document, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from .encoder import Vectors
    from .ingest import PassageRecord

Row: TypeAlias = "Sequence[Any]"

DOCUMENT = "slug, title, text, source, author, published, url, language, collection, event_date, places"
"""The columns that ``to_document`` reads, in its order."""


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


def from_document(d: Document) -> Row:
    """The columns of ``DOCUMENT`` and the content hash."""
    return (
        d.id, d.title, d.text, d.source, d.author, d.published and d.published.isoformat(), d.url, d.language,
        d.collection, d.event_date and d.event_date.isoformat(), json.dumps(d.places), d.content_hash,
    )  # fmt: skip


def to_document(row: Row) -> Document:
    """A document from the columns of ``DOCUMENT``."""
    slug, title, text, source, author, published, url, language, collection, held, places = row[:11]
    return Document(
        slug, title, text, source, author, _date(published), url, language, collection, _date(held),
        tuple(json.loads(places)),
    )  # fmt: skip


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def from_passage(document: int, p: PassageRecord) -> Row:
    """document, paragraph, start, end, vector, token_starts, token_vectors."""
    arrays = (p.vector.tobytes(), p.starts.tobytes(), p.tokens.tobytes())
    return (document, p.paragraph, p.span.start, p.span.end, *arrays)


def to_passage(row: Row, document: Document, sentences: Sequence[Row]) -> Passage:
    """A passage from id, document, paragraph, start, end, the three blobs, and its sentences."""
    number, _, paragraph, start, end, *blobs = row
    vector, starts = np.frombuffer(blobs[0], np.float32), np.frombuffer(blobs[1], np.int32)
    tokens = np.frombuffer(blobs[2], np.int8).reshape(len(starts), len(vector))
    spans = tuple(Span(*sentence) for sentence in sentences)
    return Passage(number, document, paragraph, Span(start, end), spans, vector, starts, tokens)


def from_statement(document: int, s: Statement) -> Row:
    """document, start, end, speaker, role, verb, direct, certainty."""
    return (document, s.span.start, s.span.end, s.speaker, s.role, s.verb, s.direct, s.certainty)


def to_statement(row: Row) -> Statement:
    """A statement from the columns that ``from_statement`` gives."""
    _, start, end, speaker, role, verb, direct, certainty = row
    return Statement(Span(start, end), speaker, verb, bool(direct), role, certainty)


def to_matrix(blobs: Sequence[bytes]) -> Vectors:
    """float32 ``(n, dimension)`` of n stored vectors."""
    return np.frombuffer(b"".join(blobs), dtype=np.float32).reshape(len(blobs), -1)
