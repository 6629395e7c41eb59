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
from .late_interaction import interact, query_tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..models.encoder import Encoder, Vectors
    from ..storage.dense import DenseIndex
    from ..storage.sqlite.rows import Passage
    from ..storage.sqlite.store import Store
    from .late_interaction import Interaction, QueryTokens
    from .vocabulary import Vocabulary

CANDIDATES = 24
"""How many passages each of the two searches puts up; more moved no figure above by .002."""

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
    """What a question found: its tokens and the hits, best first."""

    question: str
    tokens: QueryTokens
    hits: tuple[Hit, ...]


class Retriever:
    """Searches collections of one store."""

    def __init__(self, store: Store, dense: DenseIndex, encoder: Encoder) -> None:
        self._store, self._dense, self._encoder = store, dense, encoder

    def retrieve(self, question: str, vocabulary: Vocabulary, collections: Sequence[str]) -> Retrieval:
        """The candidates of both searches, best first."""
        encoding = self._encoder.encode_query(question)
        tokens = query_tokens(question, encoding, vocabulary)
        lexical = self._store.search(terms(question), collections, CANDIDATES)
        near = self._dense.search(encoding.vector, collections, CANDIDATES)
        passages = self._store.passages(list(dict.fromkeys([*near, *lexical])))
        hits = [
            self._hit(passage, tokens, encoding.vector, lexical.get(passage.id, 0.0))
            for passage in passages
            if passage.document.collection in collections
        ]
        return Retrieval(question, tokens, tuple(sorted(hits, key=lambda hit: -hit.score)))

    def read(
        self, question: str, topic: str, vocabulary: Vocabulary, passages: Sequence[Passage]
    ) -> Retrieval:
        """The given passages, in their order, judged by the ``topic`` words of the question alone."""
        encoding = self._encoder.encode_query(question)
        tokens = query_tokens(question, encoding, vocabulary).within(_find(question, topic))
        lexical = self._store.search(
            terms(topic), list({p.document.collection for p in passages}), CANDIDATES
        )
        return Retrieval(
            topic,
            tokens,
            tuple(self._hit(p, tokens, encoding.vector, lexical.get(p.id, 0.0)) for p in passages),
        )

    def nearest(
        self, topic: str, among: Collection[int], collections: Sequence[str], limit: int
    ) -> list[int]:
        """Of these passages, by id, the ``limit`` nearest to a topic by each of the two searches."""
        vector = self._encoder.encode_query(topic).vector
        lexical = self._store.search(terms(topic), collections, limit, among)
        near = self._dense.search(vector, collections, limit, among)
        return list(dict.fromkeys([*near, *lexical]))

    def _hit(self, passage: Passage, tokens: QueryTokens, vector: Vectors, bm25: float) -> Hit:
        read, cosine = interact(tokens, passage), float(passage.vector @ vector)
        whole = read.passage(tokens)
        rest = COSINE_WEIGHT * cosine + BM25_WEIGHT * bm25
        sentences = tuple(
            float(SENTENCE_SHARE * score + (1 - SENTENCE_SHARE) * whole + rest)
            for score in read.sentences(tokens)
        )
        return Hit(passage, cosine, bm25, max(sentences), sentences, read)


def _find(text: str, part: str) -> Span:
    """Where the last ``part`` stands in ``text``, whatever the case; all of it when it does not."""
    at = text.lower().rfind(part.lower())
    return Span(0, len(text)) if at < 0 else Span(at, at + len(part))
