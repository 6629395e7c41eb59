"""What did X say about Y: X's statements, ranked and judged by Y alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .confidence import SAID_THRESHOLD, THRESHOLD, confidence_said, features
from .read import MOST_QUOTES, NEAR_BEST, Evidence
from .retrieve import Retrieval
from .terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .document import Document, Statement
    from .question import Speech
    from .retrieve import Hit
    from .shelf import Shelf

MOST_STATEMENTS = 200
"""How many of a speaker's statements are read: of one document, the surest first."""


@dataclass(frozen=True, slots=True)
class Said:
    """The evidence, best first, the passages it was chosen from, and what to say if it falls short.

    ``confidence`` is that the first is about the topic, or, without one, the statement's own certainty.
    """

    evidence: tuple[Evidence, ...]
    retrieval: Retrieval
    refusal: str
    confidence: float
    threshold: float


def read_statements(
    asked: Speech, said: Sequence[tuple[Document, Statement]], question: str, shelf: Shelf
) -> Said:
    """X's statements on the topic, or all of X's when the question names none."""
    said = said[:MOST_STATEMENTS]
    topic = asked.topic if terms(asked.topic) else ""
    passages = [
        passage
        for document in dict.fromkeys(document for document, _ in said)
        for passage in shelf.store.passages_of(document, [s.span for d, s in said if d == document])
    ]
    retrieval = shelf.retriever.read(question, topic or question, shelf.vocabulary, passages)
    by_sentence: dict[tuple[int, int], tuple[Evidence, Statement]] = {}  # two statements may share one
    for order, (document, statement) in enumerate(said):
        if evidence := _evidence(document, statement, None if topic else order, retrieval):
            by_sentence.setdefault((evidence.hit.passage.id, evidence.sentence), (evidence, statement))
    found = sorted(by_sentence.values(), key=lambda pair: -pair[0].score)
    ranked = Retrieval(
        retrieval.question, retrieval.tokens, tuple(sorted(retrieval.hits, key=lambda h: -h.score))
    )
    refusal = f"The articles quote {said[0][1].speaker}, but not about {topic or 'that'}."
    if not found:  # removed by another process since the shelf was read
        return Said((), ranked, refusal, 0.0, SAID_THRESHOLD)
    best, statement = found[0]
    near = [e for e, _ in found[:MOST_QUOTES] if not topic or e.score >= best.score - NEAR_BEST]
    if not topic:
        return Said(tuple(near), ranked, refusal, statement.certainty, THRESHOLD)
    judged = confidence_said(features(retrieval, best.hit, best.sentence, shelf.vocabulary))
    return Said(tuple(near), ranked, refusal, judged, SAID_THRESHOLD)


def _evidence(
    document: Document, statement: Statement, order: int | None, retrieval: Retrieval
) -> Evidence | None:
    """The statement's best sentence in its passage, scored by the topic or, without one, by its ``order``."""
    for hit in retrieval.hits:
        if inside := _sentences(hit, document, statement):
            best = max(inside, key=lambda i: hit.sentence_scores[i])
            return Evidence(hit, best, hit.sentence_scores[best] if order is None else -float(order))
    return None


def _sentences(hit: Hit, document: Document, statement: Statement) -> list[int]:
    if hit.passage.document != document:
        return []
    return [i for i, s in enumerate(hit.passage.sentences) if s.overlap(statement.span)]
