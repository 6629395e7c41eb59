"""The probability that a passage answers a question, from what retrieval saw.

It is the product of two logistic regressions: that the passage is about what is asked (answerable questions
against questions of other articles), and that it answers, given that it is (against near misses).
"""

from __future__ import annotations

import math
import re
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from .answer_type import answer_type, offers
from .terms import STOPWORDS, stem, terms, words

if TYPE_CHECKING:
    from .lexical import Vocabulary
    from .retrieve import Hit, Retrieval

_NAME = re.compile(r"(?<!^)\b[^\W\d_a-z][\w’'-]+|\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against an answer; each is about one hit and its best sentence.

    ``passage`` and ``sentence`` are MaxSim; ``weakest_*`` that of the question's worst-matched word;
    ``covered_*`` the idf-weighted share of its words that stand in the passage, or anywhere; ``unknown``
    counts its words that stand nowhere, ``names_missing`` its names and numbers that the passage lacks;
    ``offers`` is 1 when the sentence has the kind of thing that was asked for.
    """

    sentence: float
    passage: float
    weakest_sentence: float
    weakest_passage: float
    cosine: float
    covered_passage: float
    covered_anywhere: float
    unknown: float
    names_missing: float
    offers: float


def features(retrieval: Retrieval, hit: Hit, sentence: int, vocabulary: Vocabulary) -> Features:
    """Measure one hit and one of its sentences."""
    query, text, question = retrieval.tokens, hit.passage.document.text, retrieval.question
    here = set(terms(hit.passage.span.of(text)))
    rarity = np.array([vocabulary.idf(term) for term in query.terms]) if query.terms else np.ones(1)
    share = rarity / rarity.sum()
    known = [vocabulary.knows(term) for term in query.terms]
    names = {stem(w) for m in _NAME.findall(question) for w in words(m) if w not in STOPWORDS}
    return Features(
        sentence=float(hit.interaction.sentences(query)[sentence]),
        passage=hit.interaction.passage(query),
        weakest_sentence=hit.interaction.weakest(query, sentence),
        weakest_passage=hit.interaction.weakest(query),
        cosine=hit.cosine,
        covered_passage=float(sum(s for s, term in zip(share, query.terms, strict=False) if term in here)),
        covered_anywhere=float(sum(s for s, k in zip(share, known, strict=False) if k)),
        unknown=float(len(known) - sum(known)),
        names_missing=float(len(names - here)),
        offers=float(offers(answer_type(question), hit.passage.sentences[sentence].of(text), question)),
    )


RELEVANT = Features(6.52, 5.69, 0.06, -0.24, 11.42, 2.68, -0.36, 0.37, -1.26, 0.42)
RELEVANT_AT_ZERO = -10.67
ANSWERED = Features(0.63, -1.03, 0.48, 1.93, 1.68, 0.67, 1.44, 0.82, -0.76, 1.2)
ANSWERED_AT_ZERO = -4.29

THRESHOLD = 0.15
"""The least confidence that is answered."""


def confidence(found: Features) -> float:
    """The probability, in [0, 1], that the hit answers the question."""
    relevant = _logistic(RELEVANT_AT_ZERO, RELEVANT, found)
    return relevant * relevant * _logistic(ANSWERED_AT_ZERO, ANSWERED, found)


def _logistic(at_zero: float, weights: Features, found: Features) -> float:
    logit = at_zero + sum(w * x for w, x in zip(astuple(weights), astuple(found), strict=True))
    return 1 / (1 + math.exp(-logit))
