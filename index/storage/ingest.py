"""A document → everything a library keeps of it: passages, vectors, statements, people, events, words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from ..attribution.namings import namings
from ..attribution.statements import statements
from ..chronology.events import events
from ..errors import CorpusError
from ..text.segmentation import paragraphs, passages, sentences
from ..text.terms import terms, words
from .content_tokens import content_tokens
from .quantization import token_codes, vector_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from ..attribution.people import Naming
    from ..chronology.event import Event
    from ..document import Document, Span, Statement
    from ..models.encoder import Encoder, Encoding
    from .quantization import Codes

    _Place = tuple[int, Span, tuple[Span, ...]]
    """A passage's paragraph, from 1, its span and its sentences."""

TOO_MANY = (
    "The article has {count:,} passages, and at most {most:,} are embedded. Split it, or join its short "
    "lines into paragraphs."
)

_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage to be stored; ``starts`` and ``tokens`` are what ``library.Passage`` describes, ``vector`` is
    ``quantization.vector_codes`` of the whole, ``terms`` the stems of its words that carry a topic."""

    paragraph: int
    span: Span
    sentences: tuple[Span, ...]
    vector: npt.NDArray[np.int8]
    starts: npt.NDArray[np.int32]
    tokens: Codes
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One document, ready to be stored.

    ``words`` maps each word to the number of passages that hold it, ``headings`` are the terms of its title,
    source and author; ``origin`` is what ``library.StoredDocument`` says.
    """

    document: Document
    paragraphs: tuple[Span, ...]
    passages: tuple[PassageRecord, ...]
    statements: tuple[Statement, ...]
    namings: tuple[Naming, ...]
    events: tuple[Event, ...]
    words: dict[str, int]
    headings: frozenset[str]
    origin: str | None = None


def ingest(
    document: Document,
    encoder: Encoder,
    *,
    progress: Callable[[int], None] = lambda _: None,
    most: int | None = None,
) -> Record:
    """Segment, encode, attribute and date one document.

    ``progress`` is called with the number of passages encoded since its last call.

    Raises:
        CorpusError: it has more than ``most`` passages; none is encoded then.
    """
    text = document.text
    blocks = paragraphs(text)
    groups = [sentences(text, block) for block in blocks]
    places = _places(text, groups)
    if most is not None and len(places) > most:
        raise CorpusError(TOO_MANY.format(count=len(places), most=most))
    found = _passages(text, places, encoder, progress)
    said, every = statements(text, groups), [sentence for group in groups for sentence in group]
    return Record(
        document,
        tuple(blocks),
        found,
        tuple(said),
        tuple(namings(document, every, said)),
        tuple(events(document, every)),
        dict(Counter(word for p in found for word in set(words(p.span.of(text))))),
        frozenset(terms(" ".join(filter(None, (document.title, document.source, document.author))))),
    )


def _places(text: str, groups: Sequence[Sequence[Span]]) -> list[_Place]:
    return [
        (n, s, tuple(g[bisect_left(g, s.start, key=_start) : bisect_left(g, s.end, key=_start)]))
        for n, g in enumerate(groups, 1)
        for s in passages(text, [g])
    ]


def _passages(
    text: str, places: Sequence[_Place], encoder: Encoder, progress: Callable[[int], None]
) -> tuple[PassageRecord, ...]:
    encodings = encoder.encode_passages([span.of(text) for _, span, _ in places], progress=progress)
    return tuple(_passage(text, *place, e) for place, e in zip(places, encodings, strict=True))


def _passage(
    text: str, paragraph: int, span: Span, inside: tuple[Span, ...], encoding: Encoding
) -> PassageRecord:
    starts, tokens = content_tokens(span.of(text), encoding)
    return PassageRecord(
        paragraph,
        span,
        inside,
        vector_codes(encoding.vector[None])[0],
        (starts + span.start).astype(np.int32),
        token_codes(tokens),
        tuple(terms(span.of(text))),
    )
