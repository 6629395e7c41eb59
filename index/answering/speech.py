"""What did X say about Y: X's statements, ranked and judged by Y alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..text.terms import terms
from .choosing import disputes
from .citing import speaker_of
from .evidence import MOST_QUOTES, NEAR_BEST, Evidence
from .extraction import read_answers_in
from .judge import NEAR_PROBABILITY, Judgement, by_choice, choice_of_model, led_by
from .thresholds import (
    TOPIC_LEAST_VERIFIED,
    TOPIC_THRESHOLD,
    VERIFIED_THRESHOLD,
    confidence_verified,
)
from .topic import topic_confidence
from .verification import verify_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answer import Judge
    from ..attribution.speakers import Meant
    from ..document import Span, Statement
    from ..models.verifier import Verifier
    from ..search.retriever import Hit, Retrieval
    from .asked import Speech
    from .choosing import ChosenSentence
    from .scope import Scope

MOST_VERIFIED = 2
"""Statements on the topic that are verified; each takes as long as a passage."""


def judge_speech(asked: Speech, speakers: Meant, question: str, scope: Scope, as_put: str = "") -> Judgement:
    """What the speakers say on the topic, or whatever they say when the question names none.

    ``as_put`` as for ``judge``.
    """
    topic = asked.topic if terms(asked.topic) else ""
    retrieval = scope.retriever.retrieve_spoken(
        question, topic or question, scope.vocabulary, scope.collections, speakers.names
    )
    spoken = _spoken(retrieval, speakers, scope)
    name = spoken[0][1].speaker if spoken else next(iter(speakers.names))
    refusal = f"The articles quote {name}, but not about {topic or 'that'}."
    by_sentence: dict[tuple[str, int], tuple[Evidence, Statement]] = {}  # two statements may share one
    for order, (hit, statement) in enumerate(spoken):
        evidence = _evidence(statement, None if topic else order, hit)
        by_sentence.setdefault((hit.passage.id, evidence.sentence), (evidence, statement))
    found = sorted(by_sentence.values(), key=lambda pair: -pair[0].score)
    if not found:  # removed since the speaker was found
        return Judgement((), retrieval, 0.0, refusal, TOPIC_THRESHOLD)
    if not topic:
        first = [e for e, _ in found[:MOST_QUOTES]]
        return Judgement(tuple(first), retrieval, found[0][1].certainty, refusal)
    chosen = choice_of_model(as_put or question, [e for e, _ in found], scope)
    if chosen is not None:
        return _chosen(chosen, found, retrieval, refusal, scope)
    return _on_topic([e for e, _ in found], retrieval, refusal, question, scope)


def naming(speaker: str, found: Judgement, refusal: str, scope: Scope) -> Judgement:
    """What was found for somebody whom the documents don't quote, as far as it names them and is no other's
    words; else the refusal."""
    wanted = set(terms(speaker))
    kept = [[e for e in some if _names(e, wanted, scope)] for some in (found.evidence, found.nearest)]
    if found.evidence and kept[0][:1] == [found.evidence[0]]:
        return replace(found, evidence=tuple(kept[0]), nearest=tuple(kept[1]), refusal=refusal)
    return replace(found, confidence=0.0, refusal=refusal, nearest=tuple(kept[1]))


def _names(evidence: Evidence, wanted: set[str], scope: Scope) -> bool:
    """Whether a sentence has the words of a name and is nobody's statement."""
    statements = scope.library.statements(evidence.document)
    text = evidence.span.of(evidence.document.text)
    return wanted <= set(terms(text)) and speaker_of(evidence.span, statements) is None


def _spoken(retrieval: Retrieval, speakers: Meant, scope: Scope) -> list[tuple[Hit, Statement]]:
    """What they say in the passages found, by document, the surest first.

    Of those who are only told where they belong, in text order: they are introduced where they speak first.
    """
    hits = {hit.passage.id: hit for hit in retrieval.hits}
    found = [
        (hits[passage.id], statement)
        for passage, statement in scope.library.statements_in([hit.passage for hit in retrieval.hits])
        if statement.speaker in speakers.names
    ]

    def place(one: tuple[Hit, Statement]) -> tuple[str, str, float, Span]:
        document, statement = one[0].passage.document, one[1]
        sureness = 0.0 if speakers.affiliated else -statement.certainty
        return document.collection, document.id, sureness, statement.span

    return sorted(found, key=place)


def _chosen(
    chosen: Sequence[ChosenSentence],
    stated: Sequence[tuple[Evidence, Statement]],
    retrieval: Retrieval,
    refusal: str,
    scope: Scope,
) -> Judgement:
    """What a language model points at of the statements, but for those that it takes for another's."""
    theirs = [c for c in chosen if not disputes(c.speaker, _speaker(c, stated), c.evidence, scope)]
    best = stated[0][0]
    on_topic = topic_confidence(retrieval, best.hit, best.sentence, scope.vocabulary)
    return by_choice(theirs, retrieval, (best,) if on_topic >= TOPIC_THRESHOLD else (), refusal)


def _on_topic(
    found: Sequence[Evidence], retrieval: Retrieval, refusal: str, question: str, scope: Scope
) -> Judgement:
    """The statements nearest the topic; of those that are alike near, the reader chooses the first."""
    near = [e for e in found[:MOST_QUOTES] if e.score >= found[0].score - NEAR_BEST]
    if scope.verifier is not None:
        return _verified(near, retrieval, refusal, question, scope, scope.verifier)
    best, words = found[0], None
    measure = scope.timings.measure
    if scope.reader is not None and (read := measure("read", read_answers_in, scope.reader, question, near)):
        best = read[0].evidence
        words = read[0].span if read[0].margin > 0 else None
    judged = topic_confidence(retrieval, best.hit, best.sentence, scope.vocabulary)
    judge: Judge = "passages" if scope.reader is None else "reader"
    further = [
        e for e in near if topic_confidence(retrieval, e.hit, e.sentence, scope.vocabulary) >= TOPIC_THRESHOLD
    ]
    return Judgement(led_by(best, further), retrieval, judged, refusal, TOPIC_THRESHOLD, words, judge)


def _speaker(one: ChosenSentence, stated: Sequence[tuple[Evidence, Statement]]) -> str:
    evidence = one.evidence
    return next(s.speaker for e, s in stated if (e.document, e.span) == (evidence.document, evidence.span))


def _verified(
    near: Sequence[Evidence],
    retrieval: Retrieval,
    refusal: str,
    question: str,
    scope: Scope,
    verifier: Verifier,
) -> Judgement:
    """The statement nearest the topic, which the verifier can only refuse; no words of it are bold."""
    on_topic = topic_confidence(retrieval, near[0].hit, near[0].sentence, scope.vocabulary)
    verified = scope.timings.measure("verify", verify_sentences, verifier, question, near[:MOST_VERIFIED])
    sure = [confidence_verified(v.logit) if v else 0.0 for v in verified]
    further = [e for e, s in list(zip(near, sure, strict=False))[1:] if s >= VERIFIED_THRESHOLD]
    confidence = on_topic if sure[0] >= TOPIC_LEAST_VERIFIED else min(on_topic, sure[0])
    near_it = on_topic >= TOPIC_THRESHOLD or sure[0] >= NEAR_PROBABILITY
    return Judgement(
        (near[0], *further),
        retrieval,
        confidence,
        refusal,
        TOPIC_THRESHOLD,
        judged="verifier",
        nearest=(near[0],) if near_it else (),
    )


def _evidence(statement: Statement, order: int | None, hit: Hit) -> Evidence:
    """The statement's best sentence in its passage, scored by the topic or, without one, by its ``order``."""
    inside = [i for i, s in enumerate(hit.passage.sentences) if s.overlap(statement.span)]
    best = max(inside or range(len(hit.passage.sentences)), key=lambda i: hit.sentence_scores[i])
    return Evidence(hit, best, hit.sentence_scores[best] if order is None else -float(order))
