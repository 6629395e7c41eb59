"""Passages → the sentences that answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .answer_type import AnswerType, answer_type, offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Document, Span
    from ..search.retriever import Hit, Retrieval

OFFER_BONUS = 0.03
"""Added to a sentence that has the kind of thing asked for. First sentence right on SQuAD dev8: .779 without,
.788 with; news questions: .744 and .744."""

_TRACED = frozenset(
    {AnswerType.TIME, AnswerType.NUMBER, AnswerType.MONEY, AnswerType.PERSON, AnswerType.PLACE}
)

PREFERENCE = 0.05
"""Added to a sentence at a preferred place."""

MOST_QUOTES = 3
NEAR_BEST = 0.06
"""A further quote's score is at most this far below the best one's."""

HITS_READ = 12
"""Hits that are read for the answer; a sentence of a later one was never the best on the sets above."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: ``sentence`` indexes its passage's; ``score`` ranks it."""

    hit: Hit
    sentence: int
    score: float

    @property
    def document(self) -> Document:
        """Where it stands."""
        return self.hit.passage.document

    @property
    def span(self) -> Span:
        """The sentence alone."""
        return self.hit.passage.sentences[self.sentence]


def best_sentences(retrieval: Retrieval, preferred: Sequence[tuple[Document, Span]] = ()) -> list[Evidence]:
    """The best sentences, best first, at most ``MOST_QUOTES``; [] when nothing was found.

    ``preferred`` are places, such as the statements of the person the question is about, that come before
    equals elsewhere.
    """
    kind = answer_type(retrieval.question)
    scored = [
        (
            score + _bonus(kind, hit, i, retrieval.question) + PREFERENCE * is_preferred(hit, preferred, i),
            hit,
            i,
        )
        for hit in retrieval.hits[:HITS_READ]
        for i, score in enumerate(hit.sentence_scores)
    ]
    scored.sort(key=lambda found: -found[0])
    near = [found for found in scored[:MOST_QUOTES] if found[0] >= scored[0][0] - NEAR_BEST]
    return [Evidence(hit, i, score) for score, hit, i in near]


def _bonus(kind: AnswerType, hit: Hit, sentence: int, question: str) -> float:
    text = hit.passage.sentences[sentence].of(hit.passage.document.text)
    return OFFER_BONUS if kind in _TRACED and offers(kind, text, question) else 0.0


def is_preferred(hit: Hit, preferred: Sequence[tuple[Document, Span]], sentence: int | None = None) -> bool:
    """Whether a hit, or one of its sentences, is at one of the ``preferred`` places."""
    passage = hit.passage
    span = passage.span if sentence is None else passage.sentences[sentence]
    return any(d == passage.document and s.overlap(span) for d, s in preferred)
