"""Which questions are offered: in the place of one that can't be answered, and beside one that was."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ..document import CORPUS
from ..text.terms import terms, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..answer import Citation
    from ..models.encoder import Encoder, Vectors
    from ..search.retriever import Retrieval
    from ..storage.library import Library

PROOFS, ANSWERS = "suggestions", "suggested"
"""The settings of a library that hold, by question, what it rests on; its quote and its vector."""

SUGGESTIONS = 3

MOST_RELATED = 2
"""Questions beside an answer: it is read first, and they are no list."""

NEAR_COSINE = 0.45
"""Cosine from which two questions are related. Of 17 others, as many as the shipped article offers, it takes
some for .46 of 336 questions on news articles and .63 of 480 of SQuAD 2.0, which chose it; for .02 and .04
of them where the 17 are another article's. On 1,440 of new Wikipedia, to report: .65, and .02."""


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """The questions that can be asked, each with the words that answer it, "" where none are known.

    ``vectors`` is float32 ``(n, dimension)``, a row of zeros for a question whose vector isn't known.
    """

    questions: tuple[str, ...]
    quotes: tuple[str, ...]
    vectors: Vectors

    @classmethod
    def read(cls, library: Library, dimension: int) -> Self:
        """Those that a library keeps, of which all is present that they rest on."""
        proofs = json.loads(library.setting(PROOFS) or "{}")
        present = library.present({proof for needed in proofs.values() for proof in needed})
        questions = still_answered(proofs, present | {library.version([CORPUS])})
        answers = json.loads(library.setting(ANSWERS) or "{}")
        kept = [answers.get(question, ("", "")) for question in questions]
        vectors = [_unpacked(vector, dimension) for _, vector in kept]
        rows = np.array(vectors, dtype=np.float32).reshape(len(questions), dimension)
        return cls(questions, tuple(quote for quote, _ in kept), rows)

    def related(self, asked: str, vector: Vectors, cited: Sequence[Citation]) -> tuple[str, ...]:
        """The one or two questions nearest in meaning to the one with the vector, if they are near.

        Neither the same, nor answered by what is cited, nor two that the same words answer. That takes
        .014 ms among 17, .04 ms among 1,000.
        """
        if not self.questions:
            return ()
        cosines = self.vectors @ vector
        told, found = [c.quote for c in cited], list[str]()
        for at in np.argsort(-cosines, kind="stable").tolist():
            if len(found) == MOST_RELATED or cosines[at] < NEAR_COSINE:
                break
            question, quote = self.questions[at], self.quotes[at]
            if words(question) != words(asked) and not _told(quote, told):
                found.append(question)
                told.append(quote)
        return tuple(found)


def _told(quote: str, told: Sequence[str]) -> bool:
    """Whether a quote is among others, be it with the sentence before it or without."""
    return any(quote in other or other in quote for other in told if quote and other)


NOTHING_OFFERED = Offered((), (), np.empty((0, 0), dtype=np.float32))


def as_settings(
    proofs: Mapping[str, Sequence[str]], quotes: Mapping[str, str], encoder: Encoder
) -> dict[str, str]:
    """What a library is to keep of the questions on offer: what each rests on, its quote and its vector."""
    answers = {q: (quote, _packed(encoder.encode_query(q).vector)) for q, quote in quotes.items()}
    return {PROOFS: json.dumps(proofs), ANSWERS: json.dumps(answers, ensure_ascii=False)}


def _packed(vector: Vectors) -> str:
    """In two bytes a coordinate: a cosine is off by less than .001."""
    return base64.b64encode(vector.astype("<f2").tobytes()).decode()


def _unpacked(packed: str, dimension: int) -> Vectors:
    vector = np.frombuffer(base64.b64decode(packed), dtype="<f2").astype(np.float32)
    return vector if vector.size == dimension else np.zeros(dimension, dtype=np.float32)


def suggest(question: str, retrieval: Retrieval | None, offered: Sequence[str]) -> tuple[str, ...]:
    """The three offered questions that share most words with the question, then with its best passage."""
    asked, near = set(terms(question)), _terms_of_best(retrieval)
    ranked = sorted(offered, key=lambda q: (-len(asked & set(terms(q))), -len(near & set(terms(q)))))
    return tuple(ranked[:SUGGESTIONS])


def _terms_of_best(retrieval: Retrieval | None) -> set[str]:
    if retrieval is None or not retrieval.hits:
        return set()
    passage = retrieval.hits[0].passage
    return set(terms(passage.span.of(passage.document.text)))


def still_answered(offered: Mapping[str, Sequence[str]], present: Collection[str]) -> tuple[str, ...]:
    """Those of the offered questions of which all is present that they rest on."""
    return tuple(question for question, proof in offered.items() if set(proof) <= set(present))
