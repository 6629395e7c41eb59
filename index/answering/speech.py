"""What did X say about Y: X's statements, ranked and judged by Y alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..search.retriever import Retrieval
from ..text.terms import terms
from .evidence import MOST_QUOTES, NEAR_BEST, Evidence
from .extraction import read_sentences
from .judge import NEAR_PROBABILITY, Judgement, led_by
from .thresholds import (
    SAID_THRESHOLD,
    SAID_VERIFIED,
    VERIFIED_THRESHOLD,
    confidence_said,
    confidence_verified,
    features,
)
from .verification import verify_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answer import Judge
    from ..document import Document, Span, Statement
    from ..models.verifier import Verifier
    from ..search.retriever import Hit
    from .intent import Speech
    from .scope import Shelf

MOST_VERIFIED = 2
"""Statements on the topic that are verified; each takes as long as a passage."""

MOST_READ = 100
"""How many of the passages in which somebody speaks are read: so many nearest to the topic by each search,
or, when no topic is asked about, so many statements, of one document the surest first."""


def read_statements(
    asked: Speech, said: Sequence[tuple[Document, Statement]], question: str, shelf: Shelf
) -> Judgement:
    """X's statements on the topic, or all of X's when the question names none."""
    topic = asked.topic if terms(asked.topic) else ""
    said = said if topic else said[:MOST_READ]
    passages = shelf.store.passages(_chosen(topic, said, shelf))
    retrieval = shelf.retriever.read(question, topic or question, shelf.vocabulary, passages)
    by_sentence: dict[tuple[int, int], tuple[Evidence, Statement]] = {}  # two statements may share one
    hits = _by_document(retrieval)
    for order, (document, statement) in enumerate(said):
        if evidence := _evidence(statement, None if topic else order, hits.get(_key(document), ())):
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


def _chosen(topic: str, said: Sequence[tuple[Document, Statement]], shelf: Shelf) -> list[int]:
    """The ids of the passages that are read, in the order of the statements."""
    spans: dict[tuple[str, str], tuple[Document, list[Span]]] = {}
    for document, statement in said:
        spans.setdefault(_key(document), (document, []))[1].append(statement.span)
    places = [i for document, found in spans.values() for i in shelf.store.passages_of(document, found)]
    if not topic or len(places) <= MOST_READ:
        return places
    near = set(shelf.retriever.nearest(topic, places, shelf.collections, MOST_READ))
    return [i for i in places if i in near]


def _key(document: Document) -> tuple[str, str]:
    return document.collection, document.id


def _by_document(retrieval: Retrieval) -> dict[tuple[str, str], list[Hit]]:
    found: dict[tuple[str, str], list[Hit]] = {}
    for hit in retrieval.hits:
        found.setdefault(_key(hit.passage.document), []).append(hit)
    return found


def _on_topic(
    found: Sequence[Evidence], retrieval: Retrieval, refusal: str, question: str, shelf: Shelf
) -> Judgement:
    """The statements nearest the topic; of those that are alike near, the reader chooses the first."""
    near = [e for e in found[:MOST_QUOTES] if e.score >= found[0].score - NEAR_BEST]
    if shelf.verifier is not None:
        return _verified(near, retrieval, refusal, question, shelf, shelf.verifier)
    best, exact = found[0], None
    if shelf.reader is not None and (read := read_sentences(shelf.reader, question, near)):
        best = read[0].evidence
        exact = read[0].span if read[0].margin > 0 else None
    judged = confidence_said(features(retrieval, best.hit, best.sentence, shelf.vocabulary))
    judge: Judge = "passages" if shelf.reader is None else "reader"
    return Judgement(led_by(best, near), retrieval, judged, refusal, SAID_THRESHOLD, exact, judge)


def _verified(
    near: Sequence[Evidence],
    retrieval: Retrieval,
    refusal: str,
    question: str,
    shelf: Shelf,
    verifier: Verifier,
) -> Judgement:
    """The statement nearest the topic, which the verifier can only refuse; no words of it are bold."""
    on_topic = confidence_said(features(retrieval, near[0].hit, near[0].sentence, shelf.vocabulary))
    verified = verify_sentences(verifier, question, near[:MOST_VERIFIED])
    sure = [confidence_verified(v.logit) if v else 0.0 for v in verified]
    further = [e for e, s in list(zip(near, sure, strict=False))[1:] if s >= VERIFIED_THRESHOLD]
    confidence = on_topic if sure[0] >= SAID_VERIFIED else min(on_topic, sure[0])
    near_it = on_topic >= SAID_THRESHOLD or sure[0] >= NEAR_PROBABILITY
    return Judgement(
        (near[0], *further),
        retrieval,
        confidence,
        refusal,
        SAID_THRESHOLD,
        judged="verifier",
        nearest=(near[0],) if near_it else (),
    )


def _evidence(statement: Statement, order: int | None, hits: Sequence[Hit]) -> Evidence | None:
    """The statement's best sentence in its passage, scored by the topic or, without one, by its ``order``.

    ``hits`` are the passages of its document.
    """
    for hit in hits:
        if inside := [i for i, s in enumerate(hit.passage.sentences) if s.overlap(statement.span)]:
            best = max(inside, key=lambda i: hit.sentence_scores[i])
            return Evidence(hit, best, hit.sentence_scores[best] if order is None else -float(order))
    return None
