"""The sentences that carry some documents, or a topic in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..document import Span
from ..search.sentence_vectors import sentence_vectors
from ..text.headlines import is_headline
from .composing import Place
from .evidence import Evidence
from .judge import Judgement
from .thresholds import TOPIC_THRESHOLD
from .topic import topic_confidence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..document import Document
    from ..models.encoder import Vectors
    from ..storage.library import Passage
    from .scope import Scope

MOST_SENTENCES = 5
"""Sentences of an overview."""

MOST_READ = 20_000
"""Code points of the documents that are read for one without a topic, shared among them."""

FEWEST_WORDS = 5
"""A shorter line carries nothing by itself."""

DIVERSITY, LEAD_WEIGHT = 0.4, 2.0
"""How much a sentence loses by being like one chosen, and gains by standing first: chosen by every other
article of tests/benchmarks/bench_overview.py. On the others it keeps .264 (news) and .278 (Wikipedia) of what
people ask about, the first five sentences .222 and .264, the mean's nearest .236 and .239."""


def chosen(
    vectors: Vectors,
    most: int = MOST_SENTENCES,
    *,
    diversity: float = DIVERSITY,
    lead_weight: float = LEAD_WEIGHT,
) -> list[int]:
    """The sentences that carry a text, in order: maximal marginal relevance (Carbonell, Goldstein 1998).

    ``vectors`` is float32 ``(n, dimension)``. A sentence counts by its cosine with their mean, more the
    earlier it stands, and less the more it is like one chosen.
    """
    mean = vectors.mean(axis=0)
    worth = vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-9))
    worth = worth + lead_weight / (1 + np.arange(len(vectors)))
    alike = np.zeros(len(vectors), dtype=np.float32)
    found: list[int] = []
    for _ in range(min(most, len(vectors))):
        gain = worth - diversity * alike
        gain[found] = -np.inf
        best = int(gain.argmax())
        found.append(best)
        alike = np.maximum(alike, vectors @ vectors[best])
    return sorted(found)


def whole_overview(documents: Sequence[Document], scope: Scope) -> list[Place]:
    """The sentences that carry some documents, by document and place; of several documents one each."""
    some = documents[:MOST_SENTENCES]
    each, room = (MOST_SENTENCES if len(some) == 1 else 1), MOST_READ // max(len(some), 1)
    return [place for document in some for place in document_overview(document, scope, each, room)]


def document_overview(document: Document, scope: Scope, most: int, room: int = MOST_READ) -> list[Place]:
    """The sentences, at most so many, that carry the first ``room`` code points of a document, in order."""
    passages = scope.library.passages_at(document, [Span(0, room)])
    places = [Place(p, n) for p in passages for n in range(len(p.sentences)) if _is_prose(Place(p, n))]
    if not places:
        return []
    vectors = sentence_vectors(passages, scope.encoder.dimension)[_prose(passages)]
    return [places[n] for n in chosen(vectors, most)]


def topic_overview(
    topic: str, documents: Collection[Document], scope: Scope
) -> tuple[list[Place], Judgement]:
    """The sentences on a topic, in text order, those of the document that has the best first; and what they
    were chosen from. ``documents`` are those that may be quoted, all when there are none."""
    found = scope.retriever.retrieve(topic, scope.vocabulary, scope.collections)
    near = [
        (topic_confidence(found, hit, n, scope.vocabulary, alone=True), Evidence(hit, n, 0.0))
        for hit in found.hits
        if not documents or hit.passage.document in documents
        for n in range(len(hit.passage.sentences))
    ]
    near.sort(key=lambda one: -one[0])
    kept = [e for confidence, e in near if confidence >= TOPIC_THRESHOLD]
    best = near[0][0] if near else 0.0
    judgement = Judgement(tuple(kept), found, best, threshold=TOPIC_THRESHOLD)
    return _in_order([Place(e.hit.passage, e.sentence) for e in kept[:MOST_SENTENCES]]), judgement


def _in_order(places: Sequence[Place]) -> list[Place]:
    """By document, that of the best first, and in text order."""
    order = list(dict.fromkeys(place.passage.document for place in places))
    return sorted(places, key=lambda place: (order.index(place.passage.document), place.span))


def _prose(passages: Sequence[Passage]) -> list[bool]:
    return [_is_prose(Place(p, n)) for p in passages for n in range(len(p.sentences))]


def _is_prose(place: Place) -> bool:
    """Whether a sentence is one, not a headline or a stray line."""
    text = place.span.of(place.passage.document.text)
    return len(text.split()) >= FEWEST_WORDS and not is_headline(text)
