"""What did X say about Y: X's statements, ranked and judged by Y alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .confidence import SAID_THRESHOLD, confidence_said, features
from .exact import read_sentences
from .judge import Judgement, led_by
from .read import MOST_QUOTES, NEAR_BEST, Evidence
from .retrieve import Retrieval
from .terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .answer import Judge
    from .document import Document, Statement
    from .question import Speech
    from .retrieve import Hit
    from .shelf import Shelf

MOST_STATEMENTS = 200
"""How many of a speaker's statements are read: of one document, the surest first."""


def read_statements(
    asked: Speech, said: Sequence[tuple[Document, Statement]], question: str, shelf: Shelf
) -> Judgement:
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
        return Judgement((), ranked, 0.0, refusal, SAID_THRESHOLD)
    if not topic:
        first = [e for e, _ in found[:MOST_QUOTES]]
        return Judgement(tuple(first), ranked, found[0][1].certainty, refusal)
    return _on_topic([e for e, _ in found], ranked, refusal, question, shelf)


def _on_topic(
    found: Sequence[Evidence], retrieval: Retrieval, refusal: str, question: str, shelf: Shelf
) -> Judgement:
    """The statements nearest the topic; of those that are alike near, the reader chooses the first."""
    near = [e for e in found[:MOST_QUOTES] if e.score >= found[0].score - NEAR_BEST]
    best, exact = found[0], None
    if shelf.reader is not None and (read := read_sentences(shelf.reader, question, near)):
        best = read[0].evidence
        exact = read[0].span if read[0].margin > 0 else None
    judged = confidence_said(features(retrieval, best.hit, best.sentence, shelf.vocabulary))
    judge: Judge = "passages" if shelf.reader is None else "reader"
    return Judgement(led_by(best, near), retrieval, judged, refusal, SAID_THRESHOLD, exact, judge)


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
