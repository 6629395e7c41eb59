"""What did X say about Y: X's statements, ranked and judged by Y alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .confidence import confidence_said, features
from .read import MOST_QUOTES, NEAR_BEST, Evidence
from .retrieve import Retrieval
from .terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .document import Document, Statement
    from .lexical import Vocabulary
    from .question import Speech
    from .retrieve import Hit
    from .shelf import Shelf

MOST_STATEMENTS = 200
"""How many of a speaker's statements are read: of one document, the surest first."""


@dataclass(frozen=True, slots=True)
class Said:
    """The evidence, best first, the passages it was chosen from, and what to say if it falls short.

    ``topic`` is what the statements were judged by; "" when all count, each by its own certainty.
    """

    topic: str
    evidence: tuple[Evidence, ...]
    retrieval: Retrieval
    refusal: str


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
    by_sentence: dict[tuple[int, int], Evidence] = {}  # two statements may share one
    for order, (document, statement) in enumerate(said):
        for evidence in _evidence(document, statement, order, topic, retrieval, shelf.vocabulary):
            by_sentence.setdefault((evidence.hit.passage.id, evidence.sentence), evidence)
    found = sorted(by_sentence.values(), key=lambda evidence: -evidence.score)
    near = [e for e in found[:MOST_QUOTES] if not topic or e.score >= found[0].score - NEAR_BEST]
    speaker = said[0][1].speaker
    ranked = Retrieval(
        retrieval.question, retrieval.tokens, tuple(sorted(retrieval.hits, key=lambda h: -h.score))
    )
    return Said(topic, tuple(near), ranked, f"The articles quote {speaker}, but not about {topic or 'that'}.")


def _evidence(
    document: Document,
    statement: Statement,
    order: int,
    topic: str,
    retrieval: Retrieval,
    vocabulary: Vocabulary,
) -> list[Evidence]:
    """The statement's best sentence in its passage."""
    for hit in retrieval.hits:
        inside = _sentences(hit, document, statement)
        if inside:
            best = max(inside, key=lambda i: hit.sentence_scores[i])
            if not topic:
                return [Evidence(hit, best, -float(order), statement.certainty)]
            judged = confidence_said(features(retrieval, hit, best, vocabulary))
            return [Evidence(hit, best, hit.sentence_scores[best], judged)]
    return []


def _sentences(hit: Hit, document: Document, statement: Statement) -> list[int]:
    if hit.passage.document != document:
        return []
    return [i for i, s in enumerate(hit.passage.sentences) if s.overlap(statement.span)]
