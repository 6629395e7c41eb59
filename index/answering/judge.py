"""What retrieval found → what it is worth: the evidence, the exact words, and the confidence in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..errors import LanguageModelError
from .answer_type import says_more
from .choosing import all_sentences, choose
from .evidence import MOST_QUOTES, best_sentences
from .extraction import read_answers
from .thresholds import (
    BOLD_THRESHOLD,
    MODEL_THRESHOLD,
    READ_THRESHOLD,
    THRESHOLD,
    VERIFIED_THRESHOLD,
    confidence,
    confidence_read,
    confidence_verified,
    features,
    relevance,
)
from .verification import verify_hits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..answer import Judge
    from ..document import Document, Span
    from ..search.retriever import Retrieval
    from .choosing import ChosenSentence
    from .evidence import Evidence
    from .extraction import ReadAnswer
    from .scope import Scope
    from .verification import VerifiedAnswer

MOST_NEAREST = 2
"""Sentences that a refusal shows."""

VERIFY_FROM, READ_FROM = 0.01, 0.1
"""Relevance from which passages are verified, or read by a reader; below, they are about something else. Of
the questions of other articles .36 are below the first, of 144 on news articles in words of their own .014,
and .79 and .111 below the second. A reader answers .036 of other articles' questions with it, else .098."""

NEAR_RELEVANCE, NEAR_PROBABILITY = 0.1, 0.175
"""Either makes a sentence near enough to be shown by a refusal: for .28 of the questions of other articles,
.986 of those on the articles; relevance alone, from .02, for .50 and .972."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The evidence, best first, the passages it was chosen from, and what to say if it falls short.

    ``confidence`` is that the first answers, ``threshold`` what it must reach; ``answer_span`` are the words
    in it that answer by themselves, where they may be set in bold; ``judged`` by what. ``nearest`` is what to
    show where it falls short, best first; nothing where nothing is near. ``speakers`` are whom a language
    model takes for those who say the evidence.
    """

    evidence: tuple[Evidence, ...]
    retrieval: Retrieval
    confidence: float
    refusal: str | None = None
    threshold: float = THRESHOLD
    answer_span: Span | None = None
    judged: Judge = "passages"
    nearest: tuple[Evidence, ...] = ()
    speakers: tuple[tuple[Evidence, str], ...] = ()


def judge(
    retrieval: Retrieval,
    scope: Scope,
    preferred: Sequence[tuple[Document, Span]] = (),
    as_put: str = "",
) -> Judgement:
    """Judge what a question found; ``preferred`` as in ``evidence.best_sentences``.

    ``as_put`` is the question in the asker's own words, if there are any, which a language model understands.
    """
    evidence = best_sentences(retrieval, preferred)
    if not evidence:
        return Judgement((), retrieval, 0.0)
    seen = features(retrieval, evidence[0].hit, evidence[0].sentence, scope.vocabulary)
    relevant = relevance(seen)
    chosen = choice_of_model(as_put or retrieval.question, all_sentences(retrieval), scope)
    if chosen is not None:
        near = tuple(evidence[:MOST_NEAREST]) if relevant >= NEAR_RELEVANCE else ()
        return by_choice(chosen, retrieval, near)
    if relevant < (READ_FROM if scope.verifier is None else VERIFY_FROM):
        return Judgement(tuple(evidence[:1]), retrieval, confidence(seen))
    measure = scope.timings.measure
    verifier, reader = scope.verifier, scope.reader
    if verifier and (verified := measure("verify", verify_hits, verifier, retrieval, preferred)):
        return _verified(retrieval, verified, relevant)
    if reader and (found := measure("read", read_answers, reader, retrieval, preferred)):
        return _read(retrieval, found, evidence, scope)
    further = [e for e in evidence[1:] if _confidence(retrieval, e, scope) >= THRESHOLD]
    nearest = tuple(evidence[:MOST_NEAREST])
    return Judgement((evidence[0], *further), retrieval, confidence(seen), nearest=nearest)


def choice_of_model(
    question: str, candidates: Iterable[Evidence], scope: Scope
) -> list[ChosenSentence] | None:
    """The candidates that the language model says answer; None where there is no model, or it fails."""
    if scope.consultation is None:
        return None
    try:
        return scope.timings.measure("consult", choose, scope.consultation, question, candidates)
    except LanguageModelError:  # counted and told by the model itself
        return None


def by_choice(
    chosen: Sequence[ChosenSentence],
    retrieval: Retrieval,
    nearest: tuple[Evidence, ...],
    refusal: str | None = None,
) -> Judgement:
    """The language model's word: it says yes or no, which is all that is known of its confidence."""
    evidence = [one.evidence for one in chosen]
    first = chosen[0] if chosen else None
    words = first.span if first else None
    bold = (
        first is not None
        and words is not None
        and says_more(_text(words, first.evidence), retrieval.question)
    )
    return Judgement(
        tuple(evidence),
        ranked(retrieval, evidence),
        1.0 if chosen else 0.0,
        refusal,
        MODEL_THRESHOLD,
        words if bold else None,
        "llm",
        nearest,
        tuple((one.evidence, one.speaker) for one in chosen if one.speaker),
    )


def _text(span: Span, evidence: Evidence) -> str:
    return span.of(evidence.document.text)


def _confidence(retrieval: Retrieval, evidence: Evidence, scope: Scope) -> float:
    return confidence(features(retrieval, evidence.hit, evidence.sentence, scope.vocabulary))


def _verified(retrieval: Retrieval, found: Sequence[VerifiedAnswer], relevant: float) -> Judgement:
    """By the verifier, with one quote: of second sentences that it held for answers .2 were any."""
    best = found[0]
    confidence = confidence_verified(best.logit) if has_years(retrieval.question, best.evidence) else 0.0
    words = _text(best.span, best.evidence)
    near = relevant >= NEAR_RELEVANCE or confidence >= NEAR_PROBABILITY
    others = [v.evidence for v in found[1:] if confidence_verified(v.logit) >= NEAR_PROBABILITY]
    nearest = led_by(best.evidence, others)[:MOST_NEAREST]
    return Judgement(
        (best.evidence,),
        ranked(retrieval, [v.evidence for v in found]),
        confidence,
        threshold=VERIFIED_THRESHOLD,
        answer_span=best.span
        if confidence >= BOLD_THRESHOLD and says_more(words, retrieval.question)
        else None,
        judged="verifier",
        nearest=nearest if near else (),
    )


def _read(
    retrieval: Retrieval, found: Sequence[ReadAnswer], evidence: Sequence[Evidence], scope: Scope
) -> Judgement:
    """By a reader, from its margin; a further quote is one in which it finds an answer too."""

    def sureness(answer: ReadAnswer) -> float:
        seen = features(retrieval, answer.evidence.hit, answer.evidence.sentence, scope.vocabulary)
        return confidence_read(seen, answer.margin)

    best = found[0].evidence
    further = [answer.evidence for answer in found[1:] if sureness(answer) >= READ_THRESHOLD]
    return Judgement(
        led_by(best, further),
        ranked(retrieval, [answer.evidence for answer in found]),
        sureness(found[0]),
        threshold=READ_THRESHOLD,
        answer_span=found[0].span,
        judged="reader",
        nearest=led_by(best, evidence)[:MOST_NEAREST],
    )


_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?![\d.,]*\d)")


def has_years(question: str, evidence: Evidence) -> bool:
    """Whether every year in a question stands in the passage or in the document's record.

    The verifier overlooks them: asked for 2019, it takes what happened in another year.
    """
    document = evidence.document
    text = evidence.hit.passage.span.of(document.text)
    known = {*_YEAR.findall(f"{text} {document.title} {document.published or ''}")}
    return known.issuperset(_YEAR.findall(question))


def led_by(best: Evidence, others: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence, then those others that are a different sentence."""
    rest = [e for e in others if (e.document, e.span) != (best.document, best.span)]
    return (best, *rest[: MOST_QUOTES - 1])


def ranked(retrieval: Retrieval, found: Sequence[Evidence]) -> Retrieval:
    """The retrieval with the passages that were read first, in their order."""
    first = list({evidence.hit.passage.id: evidence.hit for evidence in found}.values())
    read_already = {hit.passage.id for hit in first}
    rest = [hit for hit in retrieval.hits if hit.passage.id not in read_already]
    return replace(retrieval, hits=(*first, *rest))
