"""Question → the best passages: dense and lexical candidates, ranked by late interaction with them.

Measured as "the best / one of the 3 best passages lies in the right paragraph", answerable questions, one
article an index (SQuAD 2.0 dev8, SQuADShifts new Wikipedia):

    ranked by                                              dev8           wiki
    cosine of the passage                                  .674 / .877    .735 / .894
    BM25 of the passage                                    .776 / .908    .834 / .937
    reciprocal rank fusion of the two                      .760 / .936    –
    10 cosine + 10 best sentence's cosine + BM25           .836 / .956    .884 / .976
    MaxSim + .2 cosine + .01 BM25                          .874 / .957    –
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..document import Span
from ..text.terms import terms
from ..timings import Timings
from .late_interaction import interact, query_tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..models.encoder import Encoder, Encoding, Vectors
    from ..storage.candidates import Candidate, Candidates
    from ..storage.library import Passage
    from .late_interaction import Interaction, QueryTokens
    from .vocabulary import Vocabulary

CANDIDATES = 24
"""How many passages each of the two searches puts up; more moved no figure above by .002."""

SPOKEN_CANDIDATES = 100
"""The same among the passages in which somebody speaks."""

COSINE_WEIGHT = 0.2
BM25_WEIGHT = 0.01
SENTENCE_SHARE = 0.625
"""Of MaxSim in a passage's score: this much its best sentence's, the rest the whole passage's."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores, all higher is better: ``cosine``, ``bm25`` (0 when no term is shared), and
    ``score``, the late interaction mixed with both; ``sentence_scores`` follow ``passage.sentences``."""

    passage: Passage
    cosine: float
    bm25: float
    score: float
    sentence_scores: tuple[float, ...]
    interaction: Interaction


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a question found: its tokens, the hits, best first, and its vector, float32 ``(dimension,)``."""

    question: str
    tokens: QueryTokens
    hits: tuple[Hit, ...]
    vector: Vectors


class Retriever:
    """Finds and ranks the passages of one store; the time that it takes goes to ``timings``."""

    def __init__(self, candidates: Candidates, encoder: Encoder, timings: Timings | None = None) -> None:
        self._candidates, self._encoder, self._timings = candidates, encoder, timings or Timings()

    def retrieve(self, question: str, vocabulary: Vocabulary, collections: Sequence[str]) -> Retrieval:
        """The candidates of both searches, best first."""
        encoding = self._encoded(question)
        tokens = query_tokens(question, encoding, vocabulary)
        with self._timings.stage("search"):
            found = self._candidates.search(encoding.vector, terms(question), collections, CANDIDATES)
        return Retrieval(question, tokens, self._ranked(found, tokens), encoding.vector)

    def retrieve_spoken(
        self,
        question: str,
        topic: str,
        vocabulary: Vocabulary,
        collections: Sequence[str],
        speakers: Collection[str],
    ) -> Retrieval:
        """Passages in which those speak, judged by the ``topic`` words of the question alone."""
        encoding = self._encoded(question)
        tokens = query_tokens(question, encoding, vocabulary).within(_find(question, topic))
        with self._timings.stage("search"):
            found = self._candidates.search(
                encoding.vector, terms(topic), collections, SPOKEN_CANDIDATES, speakers=speakers
            )
        return Retrieval(topic, tokens, self._ranked(found, tokens), encoding.vector)

    def _encoded(self, question: str) -> Encoding:
        return self._timings.measure("encode", self._encoder.encode_query, question)

    def _ranked(self, found: Sequence[Candidate], tokens: QueryTokens) -> tuple[Hit, ...]:
        return self._timings.measure("rank", _hits, found, tokens)


def _hits(found: Sequence[Candidate], tokens: QueryTokens) -> tuple[Hit, ...]:
    readings = interact(tokens, [candidate.passage for candidate in found])
    hits = [_hit(candidate, read, tokens) for candidate, read in zip(found, readings, strict=True)]
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def _hit(found: Candidate, read: Interaction, tokens: QueryTokens) -> Hit:
    whole = read.passage(tokens)
    rest = COSINE_WEIGHT * found.cosine + BM25_WEIGHT * found.bm25
    sentences = tuple(
        float(SENTENCE_SHARE * score + (1 - SENTENCE_SHARE) * whole + rest)
        for score in read.sentences(tokens)
    )
    return Hit(found.passage, found.cosine, found.bm25, max(sentences), sentences, read)


def _find(text: str, part: str) -> Span:
    """Where the last ``part`` stands in ``text``, whatever the case; all of it when it does not."""
    at = text.lower().rfind(part.lower())
    return Span(0, len(text)) if at < 0 else Span(at, at + len(part))
