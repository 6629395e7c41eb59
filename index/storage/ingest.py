"""A document → everything the index stores of it: paragraphs, passages, vectors, statements, words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from ..attribution.statements import statements
from ..text.segmentation import paragraphs, passages, sentences
from ..text.terms import is_content, terms, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from ..document import Document, Span, Statement
    from ..models.encoder import Encoder, Encoding, Vectors

_start = attrgetter("start")

TOKEN_SCALE = 0.35 / 127
"""One step of a stored token coordinate. A coordinate of a MiniLM token vector is rarely beyond 0.35; int8 in
these steps ranks as float32 does (SQuAD dev8: first sentence right .7705 against .7687)."""


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage to be stored; ``starts`` and ``tokens`` are what ``store.Passage`` describes."""

    paragraph: int
    span: Span
    sentences: tuple[Span, ...]
    vector: Vectors
    starts: npt.NDArray[np.int32]
    tokens: npt.NDArray[np.int8]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One document, ready to be stored.

    ``words`` maps each word to the number of passages that hold it; ``origin`` is what ``rows.Stored`` says.
    """

    document: Document
    paragraphs: tuple[Span, ...]
    passages: tuple[PassageRecord, ...]
    statements: tuple[Statement, ...]
    words: dict[str, int]
    origin: str | None = None


def ingest(
    document: Document, encoder: Encoder, *, progress: Callable[[int], None] = lambda _: None
) -> Record:
    """Segment, encode and attribute one document.

    ``progress`` is called with the number of passages encoded since its last call.
    """
    text = document.text
    blocks = paragraphs(text)
    groups = [sentences(text, block) for block in blocks]
    places = [
        (n, s, tuple(g[bisect_left(g, s.start, key=_start) : bisect_left(g, s.end, key=_start)]))
        for n, g in enumerate(groups, 1)
        for s in passages(text, [g])
    ]
    encodings = encoder.encode_passages([span.of(text) for _, span, _ in places], progress=progress)
    found = tuple(_passage(text, *place, e) for place, e in zip(places, encodings, strict=True))
    counts = Counter(word for p in found for word in set(words(p.span.of(text))))
    return Record(document, tuple(blocks), found, tuple(statements(text, groups)), dict(counts))


def _passage(
    text: str, paragraph: int, span: Span, inside: tuple[Span, ...], encoding: Encoding
) -> PassageRecord:
    starts, tokens = content_tokens(span.of(text), encoding)
    steps = np.clip(np.rint(tokens / TOKEN_SCALE), -127, 127).astype(np.int8)
    return PassageRecord(
        paragraph,
        span,
        inside,
        encoding.vector,
        (starts + span.start).astype(np.int32),
        steps,
        tuple(terms(span.of(text))),
    )


def content_tokens(text: str, encoding: Encoding) -> tuple[npt.NDArray[np.int32], Vectors]:
    """The starts (code points, int32 ``(n,)``) and vectors of the tokens of words with a topic."""
    kept = is_content(text)
    rows = [i for i, (start, end) in enumerate(encoding.spans) if any(kept[start:end])]
    return encoding.spans[rows, 0], encoding.tokens[rows]


def sentence_rows(starts: Sequence[int] | npt.NDArray[np.int32], inside: Sequence[Span]) -> list[slice]:
    """Which rows of a passage's tokens stand in each of its sentences."""
    edges = [int(np.searchsorted(starts, s.start)) for s in inside] + [len(starts)]
    return [slice(a, b) for a, b in pairwise(edges)]
