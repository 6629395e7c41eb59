"""Retrievals whose every score is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.document import Document, Span
from index.search.late_interaction import Interaction, QueryTokens
from index.search.retriever import Hit, Retrieval
from index.storage.library import Passage
from index.text.segmentation import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_TOKENS = QueryTokens(
    np.zeros((0, 16), np.float32), np.zeros(0, np.float32), np.zeros(0, np.intp), (), np.zeros(0, np.int32)
)
NO_VECTOR = np.zeros(16, np.float32)


def hit(slug: str, text: str, scores: Sequence[float]) -> Hit:
    """The only passage of a document, whose sentences have these scores."""
    whole = Span(0, len(text))
    inside = tuple(sentences(text, whole))
    assert len(inside) == len(scores)
    starts, tokens = np.zeros(0, np.int32), np.zeros((0, 2), np.uint8)
    passage = Passage(f"{slug}-0", Document(slug, slug, text), 1, whole, inside, starts, tokens)
    read = Interaction(np.zeros((len(scores), 0), np.float32))
    return Hit(passage, 0.0, 0.0, max(scores), tuple(scores), read)


def found(question: str, *passages: tuple[str, Sequence[float]]) -> Retrieval:
    """What a question found: texts with their sentences' scores, of documents "a", "b" and so on."""
    names = "abcdefghijklmnopqrstuvwxyz"
    hits = [hit(name, text, scores) for name, (text, scores) in zip(names, passages, strict=False)]
    return Retrieval(question, NO_TOKENS, tuple(sorted(hits, key=lambda hit: -hit.score)), NO_VECTOR)
